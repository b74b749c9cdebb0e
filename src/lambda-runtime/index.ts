/**
 * Running Lambda functions and calling back ends: what the emulator asks for, done for real.
 *
 * @packageDocumentation
 */
export type { FunctionError, LogLine } from './environment';
export { FunctionRunner, type FunctionRunnerOptions, type Replacement, type RunResult } from './function-runner';
export { HttpBackend } from './http-backend';
