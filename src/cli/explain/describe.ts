import { type Span, wrap } from '../../terminal';
import type { ConsoleLine } from './console-lines';
import type { Explanation, Layer, LikelyCause } from './knowledge';
import type { KnownAnswer } from './known-answer';

const WIDTH = 100;

/** More are possible, and less likely. */
const MAX_ERRORS = 2;

/** What a browser's line means. */
export function lineLines(line: ConsoleLine, errors: ReadonlyArray<Explanation & { readonly name: string }>): Span[][] {
  const { browser, versions, url, origin, parameter, status } = line;
  const facts = [['page', origin], ['asked', url], ['status', status], ['at fault', parameter || undefined], ['words of', versions]] as const;
  const layer = layerOf(url);
  return [
    [['bold', `${browser}: ${errors.slice(0, MAX_ERRORS).map(({ name }) => name).join(' or ')}`]],
    ...facts.filter(([, value]) => value !== undefined).map(([name, value]): Span[] => [['dim', `  ${name.padEnd(10)}`], String(value)]),
    [],
    ...errors.slice(0, MAX_ERRORS).flatMap((error) => [...explanationLines(error, { layer, status }), []]),
    ...howToFindOut(line),
  ];
}

/** What is known of an error or an answer. */
export function explanationLines({ means, causes }: Pick<KnownAnswer, 'means' | 'causes'>, { layer, status }: Seen = {}): Span[][] {
  const rank = (cause: LikelyCause) => Number(cause.layer === layer) + Number(maybe(cause, status));
  const sorted = [...causes].sort((a, b) => rank(b) - rank(a));
  return [
    ...wrap(`${means}.`, WIDTH).map((text): Span[] => [text]),
    [],
    [['bold', 'Likely causes, the likeliest first']],
    ...sorted.flatMap(causeLines),
  ];
}

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
