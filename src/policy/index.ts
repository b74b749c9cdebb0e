export * from './cors-origin';
export * from './cors-policy';
// for the rooms after this one; src/index.ts has the public names alone
export * from './check-policy';
export * from './check-types';
export * from './header-name';
export * from './problems';
export * from './refusal';
