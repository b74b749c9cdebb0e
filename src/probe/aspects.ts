import type { Step } from '../emulator';
import { type AskVerdict, DECISIVE } from '../verify';
import { variesByOrigin } from './kept';
import type { LiveAnswer } from './live-answer';
import type { Answerer } from './who-answered';

/** Something of an answer that the template decides and the live one has otherwise. */
export interface Aspect {
  /** `status`, or the name of a header. */
  readonly name: string;
  /** What the template makes of it; `none` where it makes sure that there is none. */
  readonly predicted: string;
  readonly live: string;
}

/** What came of comparing two answers. */
export interface Compared {
  /** How much the template decides. */
  readonly decided: number;
  readonly aspects: readonly Aspect[];
}

type Predicted = AskVerdict['exchanges'][number]['response'];

/** Lists of which the order and the spaces don't matter; of headers' names the case doesn't either. */
const LISTS: Readonly<Record<string, (text: string) => string>> = {
  'access-control-allow-methods': (text) => text,
  'access-control-allow-headers': (text) => text.toLowerCase(),
  'access-control-expose-headers': (text) => text.toLowerCase(),
};

/** What browsers read of an answer that isn't a preflight's. */
const OF_RESPONSES: ReadonlySet<string> = new Set(['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers']);

/** The kind of an error that a REST API makes itself (rule 24). */
const ERROR_TYPE = 'x-amzn-errortype';

/**
 * Compares an answer with what the template makes of it, as far as that is known, in all that browsers and caches decide by.
 *
 * @param local writes an origin or a URL of the model as it is live
 */
export function compareAnswers(predicted: Predicted, live: LiveAnswer, isPreflight: boolean, local: (text: string) => string): Compared {
  if (typeof predicted !== 'object' || predicted === null) return { decided: 0, aspects: [] };
  const headers = listOf(predicted.headers);
  const certain = headers.filter((each): each is readonly [string, string] => each[1] !== undefined);
  const names = DECISIVE.filter((name) => isPreflight || OF_RESPONSES.has(name));
  const known = names.filter((name) => !headers.some(([each, value]) => each.toLowerCase() === name && value === undefined));
  const pairs: Aspect[] = [
    ...predicted.status === undefined ? [] : [{ name: 'status', predicted: String(predicted.status), live: String(live.status) }],
    ...known.map((name): Aspect => ({ name, predicted: local(valueOf(headers, name)), live: valueOf(live.headers, name) })),
    ...variesByOrigin({ headers: certain }) ? [{ name: 'vary', predicted: 'Origin', live: variesByOrigin(live) ? 'Origin' : valueOf(live.headers, 'vary') }] : [],
    ...errorTypes(certain, live.headers),
    ...isRedirect(predicted.status) ? locations(certain, live.headers, local) : [],
  ];
  return { decided: pairs.length, aspects: pairs.filter((each) => normalized(each.name, each.predicted) !== normalized(each.name, each.live)) };
}

/**
 * Compares who answers: where the template has a function or a back end answer, neither CloudFront, nor a bucket, nor an API that knows no such route can.
 *
 * @param via the layers that would have answered, from the outside in
 */
export function compareAnswerers(via: readonly Step[], live: LiveAnswer, by: Answerer): Compared {
  const step = via.filter(({ kind }) => kind === 'function' || kind === 'backend').at(-1);
  if (step === undefined) return { decided: 0, aspects: [] };
  const isRefused = by.isOwn && (by.layer === 'rest-api' || by.layer === 'http-api') && REFUSED.test(live.body.trim());
  const isOther = isRefused || (by.layer === 'cloudfront' && by.isOwn) || by.layer === 's3';
  const predicted = `${step.kind === 'function' ? 'the function' : 'the back end'} ${step.name}`;
  return { decided: 1, aspects: isOther ? [{ name: 'answered by', predicted, live: by.name }] : [] };
}

/** What APIs say of themselves where no route, or none for this caller, is there (rules 4, 9, 62, 64). */
const REFUSED = /^\{"[mM]essage":\s*"(?:Missing Authentication Token|Forbidden|Not Found)"\}$/;

type Headers = ReadonlyArray<readonly [name: string, value: string | undefined]>;

function listOf(headers: Headers | Readonly<Record<string, string | undefined>>): Headers {
  return Array.isArray(headers) ? headers as Headers : Object.entries(headers as Readonly<Record<string, string | undefined>>);
}

function valueOf(headers: Headers, name: string): string {
  const values = headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value?.trim());
  return values.length === 0 ? 'none' : values.join(', ');
}

function errorTypes(headers: Headers, live: Headers): Aspect[] {
  const predicted = valueOf(headers, ERROR_TYPE);
  return predicted === 'none' ? [] : [{ name: ERROR_TYPE, predicted, live: valueOf(live, ERROR_TYPE) }];
}

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && status >= 300 && status < 400 && status !== 304;
}

function locations(headers: Headers, live: Headers, local: (text: string) => string): Aspect[] {
  const predicted = valueOf(headers, 'location');
  return predicted === 'none' ? [] : [{ name: 'location', predicted: local(predicted), live: valueOf(live, 'location') }];
}

function normalized(name: string, text: string): string {
  const fold = LISTS[name];
  if (fold === undefined) return text;
  return text.split(',').map((each) => fold(each.trim())).sort().join(',');
}
