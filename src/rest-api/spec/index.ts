export * from './cors-spec-rest-api';
export * from './spec-models';
export * from './spec-security';
