import { type Span, wrap } from '../../terminal';
import type { ConsoleLine } from './console-line';
import type { Explanation, Layer, LikelyCause } from './knowledge';
import type { KnownAnswer } from './known-answer';
import { answersWith } from './statuses';

const WIDTH = 100;

/** More are possible, and less likely. */
const MAX_ERRORS = 2;

/** Of those that have the status of a line. */
const MAX_ANSWERS = 4;

/** What a browser's line means. */
export function lineLines(line: ConsoleLine, errors: ReadonlyArray<Explanation & { readonly name: string }>): Span[][] {
  const { browser, versions, url, redirectedFrom, origin, parameter, status } = line;
  const facts = [['page', origin], ['asked', redirectedFrom ?? url], ['redirected', redirectedFrom === undefined ? undefined : `to ${url}`], ['status', status],
    ['at fault', parameter || undefined], ['words of', versions]] as const;
  const layer = layerOf(redirectedFrom ?? url);
  const names = errors.slice(0, MAX_ERRORS).map(({ name }) => name).join(' or ');
  return [
    [['bold', `${browser}: ${isRedirect(line) ? 'a redirect, ' : ''}${names}`]],
    ...facts.filter(([, value]) => value !== undefined).map(([name, value]): Span[] => [['dim', `  ${name.padEnd(11)}`], String(value)]),
    [],
    ...errors.slice(0, MAX_ERRORS).flatMap((error, index) =>
      [...explanationLines({ ...error, causes: [...index === 0 ? ownCauses(line) : [], ...error.causes] }, { layer, status }), []]),
    ...statusLines(status),
    ...howToFindOut(line),
  ];
}

function isRedirect({ redirectedFrom, status = 0 }: ConsoleLine): boolean {
  return redirectedFrom !== undefined || (status >= 300 && status < 400 && status !== 304);
}

/** Causes that the line itself gives away; they come first. */
function ownCauses(line: ConsoleLine): LikelyCause[] {
  return [
    ...isRedirect(line) ? [REDIRECTED] : [],
    ...line.errors.includes('HeaderDisallowedByPreflightResponse') && /^access-control-/i.test(line.parameter ?? '') ? [RESPONSE_HEADER_IN_REQUEST] : [],
  ];
}

const REDIRECTED: LikelyCause = {
  layer: 'page',
  text: 'the answer is a redirect: to a sign-in page, from http: to https:, to a slash at the end. The redirect itself and its target both need the headers, and a redirect to another origin ' +
    'makes the page\'s origin null: ask the target right away, or answer 401 in the place of a redirect',
  rules: ['preflight-redirected'],
  isCertain: true,
};
const RESPONSE_HEADER_IN_REQUEST: LikelyCause = {
  layer: 'page',
  text: 'the page sends Access-Control-… among its own request headers. They are headers of a response: take them out of the page, and don\'t allow them',
  isCertain: true,
};

/** What AWS answers with the status of a line. */
function statusLines(status: number | undefined): Span[][] {
  if (status === undefined || status < 400) return [];
  return [
    [['bold', `What answers with ${status}`]],
    ...answersWith(status).slice(0, MAX_ANSWERS).flatMap(({ name, means }): Span[][] => [
      [['cyan', `  ${name}`]],
      ...wrap(`${means}.`, WIDTH - 4).map((text): Span[] => [`    ${text}`]),
    ]),
    [],
  ];
}

/** What is known of an error or an answer. */
export function explanationLines({ means, causes }: Pick<KnownAnswer, 'means' | 'causes'>, { layer, status }: Seen = {}): Span[][] {
  const rank = (cause: LikelyCause) => Number(cause.layer === layer) + Number(maybe(cause, status)) + (cause.isCertain === true ? MAX_RANK : 0);
  const sorted = [...causes].sort((a, b) => rank(b) - rank(a));
  return [
    ...wrap(`${means}.`, WIDTH).map((text): Span[] => [text]),
    [],
    [['bold', 'Likely causes, the likeliest first']],
    ...sorted.flatMap(causeLines),
  ];
}

/** Above everything that a cause's layer and status can give it. */
const MAX_RANK = 3;

/** What a line tells of the answer. */
interface Seen {
  readonly layer?: Layer;
  readonly status?: number;
}

/** Whether a cause, which may name the statuses that it leads to, leads to this one. */
function maybe({ text }: LikelyCause, status: number | undefined): boolean {
  const statuses: readonly string[] = text.match(/\b[345]\d\d\b|…/g) ?? [];
  return status === undefined || statuses.length === 0 || statuses.includes(String(status)) || statuses.includes('…');
}

function causeLines({ layer, text, rules = [] }: LikelyCause, index: number): Span[][] {
  const lines = wrap(text, WIDTH - 16);
  return [
    ...lines.map((line, at): Span[] => [at === 0 ? `${String(index + 1).padStart(3)} ` : '    ', ['cyan', (at === 0 ? layer : '').padEnd(12)], line]),
    ...wrap(rules.join(', '), WIDTH - 24).filter((line) => line !== '').map((line, at): Span[] => [['dim', `${' '.repeat(16)}${at === 0 ? 'rule' : '    '}  ${line}`]]),
  ];
}

/** What every explanation ends with: guesses are not proofs. */
export function howToFindOut({ url, origin }: Pick<ConsoleLine, 'url' | 'origin'> = {}): Span[][] {
  const page = origin !== undefined && /^[\w:/.[\]-]+$/.test(origin) ? origin : 'https://app.example.com';
  const target = url !== undefined && /^https?:\/\/[\w:/.[\]%?=&~+-]+$/.test(url) ? url : 'https://api.example.com/items';
  return [
    [['bold', 'Find out which']],
    ['  in the template, with proof:  ', ['cyan', `cdk-cors check cdk.out --page-origin ${page}`]],
    ['  more on a rule, with its fix: ', ['cyan', 'cdk-cors explain <rule>']],
    ['  with requests of your own:    ', ['cyan', 'cdk-cors serve cdk.out']],
    ['  what is deployed answers:     ', ['cyan', `curl -i -X OPTIONS -H 'Origin: ${page}' -H 'Access-Control-Request-Method: PUT' '${target}'`]],
  ];
}

/** The layer that a host names. */
function layerOf(url: string | undefined): Layer | undefined {
  if (url === undefined) return undefined;
  if (/\.cloudfront\.net(?:[:/]|$)/.test(url)) return 'CloudFront';
  if (/\bs3[.-][\w.-]*amazonaws\.com/.test(url)) return 'S3';
  // a REST API's URL has a stage, which an HTTP API may do without: which it is isn't known
  return undefined;
}
