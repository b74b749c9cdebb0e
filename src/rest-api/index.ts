export * from './cors-rest-api';
export * from './preflight-placement';
export * from './rest-api-cors';
export * from './spec';
