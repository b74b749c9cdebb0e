export * from './cors-rest-api';
export * from './rest-api-cors';
export * from './spec';
