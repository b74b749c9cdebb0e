import type { CorsError } from '../../browser';
import { type Rule, RULES } from '../../verify';
import { type ConsoleLine, readConsoleLine } from './console-lines';
import { CORS_ERRORS, type Explanation } from './knowledge';
import type { KnownAnswer } from './known-answer';
import { ANSWERS } from './statuses';

/** What a user asks to be explained, understood. */
export type Recognised =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'line'; readonly line: ConsoleLine; readonly errors: ReadonlyArray<Explanation & { readonly name: CorsError }> }
  | { readonly kind: 'error'; readonly error: Explanation & { readonly name: CorsError } }
  | { readonly kind: 'answers'; readonly answers: readonly KnownAnswer[] }
  | { readonly kind: 'exception' };

/** What a page's script sees of any failure, in each browser. */
const EXCEPTION = /failed to fetch|NetworkError when attempting to fetch|^\W*(?:uncaught )?(?:TypeError: )?load failed\W*$|network ?error|ERR_FAILED|^\W*CORS(?: error)?\W*$|provisional headers are shown/i;

/** Longer than anything that a browser or AWS writes in a line. */
const MAX_LENGTH = 10_000;

/** Undefined where it is nothing that is known. */
export function recognise(given: string): Recognised | undefined {
  const text = given.slice(0, MAX_LENGTH).trim();
  return byName(text) ?? byNoAnswer(text) ?? byLine(text) ?? byAnswer(text) ?? (EXCEPTION.test(text) ? { kind: 'exception' } : undefined);
}

function byName(text: string): Recognised | undefined {
  const rule = RULES.find(({ id }) => id === text || `CorsVerifier::${id}` === text);
  if (rule !== undefined) return { kind: 'rule', rule };
  if (Object.hasOwn(CORS_ERRORS, text)) return { kind: 'error', error: named(text as CorsError) };
  const answers = ANSWERS.filter(({ gatewayResponses = [] }) => gatewayResponses.includes(text));
  return answers.length > 0 ? { kind: 'answers', answers } : undefined;
}

function byLine(text: string): Recognised | undefined {
  const line = readConsoleLine(text);
  if (line === undefined) return undefined;
  return line.errors.length === 0 ? { kind: 'exception' } : { kind: 'line', line, errors: line.errors.map(named) };
}

/** Firefox's line says CORS where no answer came. */
function byNoAnswer(text: string): Recognised | undefined {
  return /CORS request did not succeed/.test(text) ? byAnswer(text) : undefined;
}

/** An answer by its body, where it has one; else all of its status. */
function byAnswer(text: string): Recognised | undefined {
  const said = ANSWERS.find(({ body }) => body?.test(text));
  if (said !== undefined) return { kind: 'answers', answers: [said] };
  const [, status] = /^(?:HTTP\S* |status(?: code)?:? )?(\d{3})\b.{0,40}$/i.exec(text) ?? [];
  const answers = ANSWERS.filter(({ statuses }) => statuses.includes(Number(status)));
  return answers.length > 0 ? { kind: 'answers', answers } : undefined;
}

function named(name: CorsError): Explanation & { readonly name: CorsError } {
  return { name, ...CORS_ERRORS[name] };
}

/** Everything that has a name, for those who ask for what there isn't. */
export function knownNames(): string[] {
  return [...RULES.map(({ id }) => id), ...Object.keys(CORS_ERRORS), ...ANSWERS.flatMap(({ gatewayResponses = [] }) => gatewayResponses)];
}
