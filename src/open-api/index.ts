export * from './json';
export { References } from './references';
export * from './spec-definition';
