/**
 * A live URL, asked as browsers would, and what its answers say of the layers that gave them.
 *
 * @packageDocumentation
 */
export type { Comparison, Difference } from './compare-assembly';
export type { Heard } from './conversation';
export type { ProbeFinding } from './finding';
export type { LiveAnswer, LiveExchange, LiveFailure } from './live-answer';
export { probe, type MethodAnswer, type ProbeOptions, type ProbeReport } from './probe';
export type { Side } from './sides';
export { PROBE_FORMATS, type ProbeFormatName } from './formats';
