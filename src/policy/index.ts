export * from './cors-origin';
export * from './cors-policy';
