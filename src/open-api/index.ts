export * from './allowing-headers';
export * from './dialect';
export * from './document-kind';
export * from './invocation-uri';
export * from './json';
export { Notes } from './notes';
export * from './problems';
export { References } from './references';
export * from './spec-definition';
