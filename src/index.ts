export { CorsOrigin, CorsPolicy, type CorsPolicyOptions, type CorsPolicyProps, type CorsRequest, SubdomainDepth, type SubdomainOptions } from './policy';
export { SpecDefinition } from './open-api';
export * from './rest-api';
export * from './http-api';
export * from './web-app';
export * from './function/function-cors';
export * from './verifier';
