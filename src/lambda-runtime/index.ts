/**
 * Runs Lambda functions and calls back ends: the effects that the emulator asks for.
 *
 * @packageDocumentation
 */
export { type Clock, SYSTEM_CLOCK } from './clock';
export type { LogLine } from './environment';
export { FunctionRunner, type FunctionRunnerOptions, type Replacement, type RunResult } from './function-runner';
export { HttpBackend } from './http-backend';
export type { FunctionError } from './runtime';
