export * from './cors-http-api';
export * from './http-api-cors';
