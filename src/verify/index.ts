/**
 * Questions about a whole app, answered from its templates: what a browser would do, and what is at fault.
 *
 * @packageDocumentation
 */
export type { AskVerdict } from './answers';
export { ask, askAsync, type GivenAnswer, type Question } from './ask';
