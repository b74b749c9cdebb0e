/**
 * Lambda functions: finding them in a template, and running them.
 *
 * @packageDocumentation
 */
export type { FunctionError, LogLine } from './environment';
export { type EventRequest, proxyResponseOf, requestOf } from './event-request';
export { findFunction } from './find-function';
export { FunctionRunner, type FunctionRunnerOptions, type Replacement, type RunResult } from './function-runner';
export { HttpBackend } from './http-backend';
