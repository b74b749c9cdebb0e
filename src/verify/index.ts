/**
 * Questions about a whole app, answered from its templates: what a browser would do, and what is at fault.
 *
 * @packageDocumentation
 */
export type { AskVerdict } from './answers';
export type {
  Affected, App, Case, Cause, ExpectedPolicy, Finding, Fix, MatrixRow, Outcome, Page, QuestionOptions, Report, Rule, Target, Variant, VerifyOptions,
} from './app';
export { ask, askAsync, entranceNamed, type GivenAnswer, type Question, urlOf } from './ask';
export { RULES } from './rules';
// for the rooms after this one
export { isOfMadeUpHeader, isUnexpected } from './unexpected';
export { checkOptions, verify, verifyUpdate } from './verify';
