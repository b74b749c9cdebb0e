import type { Entrance } from '../emulator';
import { sentenceList, shownCount } from '../values';
import type { Report } from '../verify';

const KINDS: Readonly<Record<Entrance['kind'], readonly [one: string, many: string]>> = {
  'cloudfront': ['CloudFront distribution', 'CloudFront distributions'],
  'rest-api': ['REST API', 'REST APIs'],
  'http-api': ['HTTP API', 'HTTP APIs'],
  'function-url': ['function URL', 'function URLs'],
};

export function kindName(kind: Entrance['kind']): string {
  return KINDS[kind][0];
}

/** `1 REST API and 2 HTTP APIs`. */
export function entranceCount(entrances: ReadonlyArray<Pick<Entrance, 'kind'>>): string {
  const counts = (Object.keys(KINDS) as Entrance['kind'][]).map((kind) => [entrances.filter((each) => each.kind === kind).length, ...KINDS[kind]] as const);
  return sentenceList(counts.filter(([count]) => count > 0).map(([count, one, many]) => plural(count, one, many)));
}

/** `1 error`, `1,000 errors`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${shownCount(count)} ${count === 1 ? one : many}`;
}

/** What there is to say of an entrance that no page is meant to call. */
export const NO_PAGE_ASKS = 'nothing in the template says which pages elsewhere may call it, so that none was asked for; name one with --page-origin https://app.example.com';

/** What a report leaves open, for readers that see no matrix. */
export function openLines({ unsupported, open: { unknown, notAsked } }: Report): string[] {
  return [
    ...unsupported.map(({ message }) => `not checked: ${message}`),
    ...notAsked.map((entrance) => `${entrance}: ${NO_PAGE_ASKS}`),
    ...unknown > 0 ? [`${shownCount(unknown)} unknown: ${UNKNOWN}`] : [],
  ];
}

/** What unknown means. */
export const UNKNOWN = 'what the template alone doesn\'t tell, mostly what a function answers';

/** What there is to say where no entrance was found. */
export const NO_ENTRANCE = 'nothing to check: no REST API, HTTP API, function URL or CloudFront distribution is in it';
