import type { CorsError } from '../../browser';
import { type Rule, RULES } from '../../verify';
import { NETWORK_ANSWERS } from './answers-network';
import type { ConsoleLine } from './console-line';
import { readConsoleLine, readTranslatedLine } from './console-lines';
import { CORS_ERRORS, type Explanation } from './knowledge';
import type { KnownAnswer } from './known-answer';
import { ANSWERS, answersWith, statusIn } from './statuses';

/** What a user asks to be explained, understood. */
export type Recognised =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'line'; readonly line: ConsoleLine; readonly errors: ReadonlyArray<Explanation & { readonly name: CorsError }> }
  | { readonly kind: 'error'; readonly error: Explanation & { readonly name: CorsError } }
  | { readonly kind: 'answers'; readonly answers: readonly KnownAnswer[] }
  | { readonly kind: 'exception' };

/** What a page's script sees of any failure, in each browser and library. */
const EXCEPTION = new RegExp([
  'failed to fetch', 'NetworkError when attempting to fetch', '^\\W*(?:uncaught )?(?:\\(in promise\\) )?(?:TypeError: )?load failed(?: \\(.*\\))?\\W*$', 'network ?error', 'ERR_FAILED', 'ERR_NETWORK\\b',
  '^\\W*CORS(?: error)?\\W*$', 'provisional headers are shown', '\\b0 Unknown Error', '["\']?status["\']?:\\s*0\\b', 'XMLHttpRequest error', 'Failed to execute \'send\' on \'XMLHttpRequest\'',
  'the network is offline, Origin is not allowed', 'FETCH_ERROR', 'ProgressEvent', 'XHR error \\(0\\)', '\\berror 0\\b', 'the network connection was lost', 'A network error occurred',
].join('|'), 'i');

/** Longer than anything that a browser or AWS writes in a line. */
const MAX_LENGTH = 10_000;

/** Undefined where it is nothing that is known. */
export function recognise(given: string): Recognised | undefined {
  const text = given.slice(0, MAX_LENGTH).trim();
  return byName(text) ?? byNoAnswer(text) ?? byLine(readConsoleLine(text)) ?? byTooltip(text) ?? byAnswer(text) ?? byTranslatedLine(text) ??
    byStatus(text) ?? (EXCEPTION.test(text) ? { kind: 'exception' } : undefined);
}

function byName(text: string): Recognised | undefined {
  const rule = RULES.find(({ id }) => id === text || `CorsVerifier::${id}` === text);
  if (rule !== undefined) return { kind: 'rule', rule };
  if (Object.hasOwn(CORS_ERRORS, text)) return { kind: 'error', error: named(text as CorsError) };
  const answers = ANSWERS.filter(({ name, gatewayResponses = [] }) => name === text || gatewayResponses.includes(text));
  return answers.length > 0 ? { kind: 'answers', answers } : undefined;
}

function byLine(line: ConsoleLine | undefined): Recognised | undefined {
  if (line === undefined) return undefined;
  return line.errors.length === 0 ? { kind: 'exception' } : { kind: 'line', line, errors: line.errors.map(named) };
}

function byTranslatedLine(text: string): Recognised | undefined {
  const line = readTranslatedLine(text);
  return line?.errors.length === 0 ? byAnswer('CORS request did not succeed') : byLine(line);
}

/** Chromium's network tab, its issues and its protocol name the error. */
function byTooltip(text: string): Recognised | undefined {
  const names = Object.keys(CORS_ERRORS) as CorsError[];
  const found = names.find((name) => new RegExp(`(?<![A-Za-z])${name}(?![A-Za-z])`).test(text));
  return found === undefined ? undefined : { kind: 'error', error: named(found) };
}

/** Firefox's line says CORS where no answer came. */
function byNoAnswer(text: string): Recognised | undefined {
  return /CORS request did not succeed/.test(text) ? { kind: 'answers', answers: NETWORK_ANSWERS.slice(0, 1) } : undefined;
}

/** An answer by its body. */
function byAnswer(text: string): Recognised | undefined {
  const said = ANSWERS.find(({ body }) => body?.test(text));
  return said === undefined ? undefined : { kind: 'answers', answers: [said] };
}

/** All answers of a status; of one that succeeded, only where nothing else is said. */
function byStatus(text: string): Recognised | undefined {
  const status = statusIn(text);
  if (status === undefined || (status < 300 && EXCEPTION.test(text))) return undefined;
  const answers = answersWith(status);
  return answers.length > 0 ? { kind: 'answers', answers } : undefined;
}

function named(name: CorsError): Explanation & { readonly name: CorsError } {
  return { name, ...CORS_ERRORS[name] };
}

/** Everything that has a name, for those who ask for what there isn't. */
export function knownNames(): string[] {
  return [...RULES.map(({ id }) => id), ...Object.keys(CORS_ERRORS), ...ANSWERS.flatMap(({ gatewayResponses = [] }) => gatewayResponses)];
}
