/**
 * Lambda functions, as integrations and templates name them. Nothing here runs one.
 *
 * @packageDocumentation
 */
export { proxyResponseOf, requestOf } from './event-request';
export { ApiFunctions, findFunction } from './find-function';
export { type WrapperFault, wrapperFaultOf } from './wrapped-function';
