/**
 * Questions about a whole app, answered from its templates: what a browser would do, and what is at fault.
 *
 * @packageDocumentation
 */
export type { AskVerdict } from './answers';
export type {
  Affected, App, Case, Cause, ExpectedPolicy, Finding, Fix, MatrixRow, OpenPoints, Outcome, Page,
  QuestionOptions, Report, Rule, StandIn, Target, Variant, VerifyOptions,
} from './app';
export { ask, askAsync, type GivenAnswer, type Question } from './ask';
export { outcomeText } from './engines';
export { RULES } from './rules';
// for the rooms after this one
export { entranceNamed, urlOf } from './ask';
export { declaredPages } from './declared-pages';
export { enginesOf, enginesOtherThan, exceptIn } from './engines';
export { docsOf } from './findings';
export { flawOf } from './origin-value';
export { isOpen } from './open-points';
export { FOREIGN, similarOrigins } from './pages';
export { DECISIVE } from './integration-marker';
export { isOfMadeUpHeader, isUnexpected } from './unexpected';
export { checkOptions, verify, verifyUpdate } from './verify';
