export * from './cors-http-api';
export { HttpApiCors } from './http-api-cors';
