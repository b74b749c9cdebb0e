export { declaredOrigins } from './declared-origins';
export { type ReadApp, readApp } from './read-app';
