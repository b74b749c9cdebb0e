export * from './cors-spec-rest-api';
export * from './spec-definition';
export * from './spec-models';
export * from './spec-security';
