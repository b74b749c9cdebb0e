export * from './policy';
export * from './rest-api';
export * from './http-api';
export * from './web-app';
export * from './function/function-cors';
export * from './verifier';
