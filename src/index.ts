export * from './policy';
export * from './rest-api';
