export { type ReadApp, readApp } from './read-app';
