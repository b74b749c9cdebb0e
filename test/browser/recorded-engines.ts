import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fetchFromPage, PreflightCache, type Answer, type Engine, type FetchFromPageOptions, type HttpRequest, type PageRequest, type Verdict } from '../../src/browser';
import type { RecordedCase, RecordedResponse } from './recorded';

/** What a place answers: the request's own URL, a redirect's target, or a path `…/h1`, `…/h2`. */
interface RecordedPlace {
  readonly preflightResponse: RecordedResponse | null;
  readonly response: RecordedResponse | null;
}

/** A case recorded from Firefox or WebKitGTK, see `note` in the fixture. */
export interface EngineCase extends Omit<RecordedCase, 'corsError' | 'failedParameter'> {
  readonly hops?: readonly RecordedPlace[];
  readonly consoleCategory?: readonly string[];
}

const TABLES = new Map<string, readonly EngineCase[]>();

/** The cases of a recorded table, but for those in which an element failed for another reason than CORS (a font that isn't a font). */
export function engineCases(engine: 'firefox' | 'webkit'): readonly EngineCase[] {
  const cases = TABLES.get(engine) ?? readTable(engine);
  TABLES.set(engine, cases);
  return cases;
}

function readTable(engine: string): readonly EngineCase[] {
  const file = join(__dirname, '..', 'fixtures', `${engine}-verdicts.json.gz`);
  const { cases }: { cases: EngineCase[] } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  return cases.filter((recorded) => !failedOtherwise(recorded));
}

const OF_CORS = /Cross-Origin Request Blocked|Access-Control|access control checks|Cross-origin redirection|not allowed to follow/i;

function failedOtherwise({ request, outcome, consoleText, hits }: EngineCase): boolean {
  return request.api === 'element' && !outcome.allowed && hits.length > 0 && !consoleText.some((line) => OF_CORS.test(line));
}

/** What of a case is compared. */
export type Measure = 'verdict' | 'requests' | 'headers' | 'exposed' | 'console';

/** In which measures a verdict says otherwise than the record. */
export function disagreements(recorded: EngineCase, engine: Engine, options: FetchFromPageOptions): readonly Measure[] {
  return Object.entries(compared(recorded, engineVerdicts(recorded, options), engine))
    .filter(([, [was, is]]) => JSON.stringify(was) !== JSON.stringify(is)).map(([measure]) => measure as Measure);
}

/** The verdicts on a case: one, or two if it repeats. */
export function engineVerdicts(recorded: EngineCase, options: FetchFromPageOptions): readonly Verdict[] {
  const first = pageRequest(recorded);
  const requests = recorded.repeat === undefined ? [first] : [first, { ...first, api: 'fetch' as const, ...recorded.repeat }];
  const preflightCache = new PreflightCache({ clock: () => 0 });
  return requests.map((request) => fetchFromPage(request, answerOf(recorded), { ...options, preflightCache }));
}

/** Pages are at `/page.html`. */
function pageRequest({ request: { context, page, ...request } }: EngineCase): PageRequest {
  return { ...request, page: context === 'window' ? `${page}/page.html` : 'null' };
}

/** Answers as the recorder's server did. */
function answerOf(recorded: EngineCase): (request: HttpRequest) => Answer {
  return ({ url, preflight }) => {
    const path = new URL(url).pathname;
    if (!path.includes(recorded.case)) return asSent({ status: 404, headers: [] });
    const place = placeOf(recorded, path);
    return place === undefined ? asSent({ status: 404, headers: [] }) : asSent(preflight ? place.preflightResponse : place.response);
  };
}

function placeOf(recorded: EngineCase, path: string): RecordedPlace | undefined {
  const hop = Number(/\/h(\d+)$/.exec(path)?.[1] ?? 0);
  if (hop > 0) return recorded.hops?.[hop - 1];
  return path.endsWith('/1') ? recorded.redirectTarget ?? recorded : recorded;
}

/** Node's http adds `Connection` and, where there can be a body, `Content-Length`. */
function asSent(response: RecordedResponse | null): Answer {
  if (response === null) return asSent({ status: 404, headers: [] });
  if ('destroy' in response) return 'network-error';
  const { status, headers } = response;
  const body: [string, string][] = status === 204 || status === 304 ? [] : [['Content-Length', '2']];
  return { status, headers: [...headers, ...body, ['Connection', 'keep-alive']] };
}

/** Lines that an engine prints about something else. */
const OTHER_LINES: Readonly<Record<Engine, RegExp>> = {
  firefox: /^(?!Cross-Origin Request Blocked|Security Error: Content at)/,
  chromium: /^(?!Access to|Fetch API cannot load|Unsafe attempt|Not allowed to load)/,
  webkit: /^(?:Refused to set unsafe header|Failed to load resource|Blocked|ReferenceError|SyntaxError|TypeError|Unhandled|\[)|due to access control checks\.$/,
};

/** Request headers of the network library, and those that a page may not set. */
const NOT_COMPARED = new Set([
  'host', 'connection', 'accept-encoding', 'content-length', 'referer', 'te', 'via', 'expect', 'dnt', 'transfer-encoding', 'upgrade', 'trailer', 'keep-alive',
  'date', 'cookie', 'sec-gpc', 'sec-foo',
]);
const ALWAYS_COMPARED = ['origin', 'access-control-request-method', 'access-control-request-headers', 'content-type', 'accept'];

type Pair = readonly [was: unknown, is: unknown];

/** What each measure says of a case, recorded and decided: they must be equal. */
function compared(recorded: EngineCase, verdicts: readonly Verdict[], engine: Engine): Partial<Record<Measure, Pair>> {
  const [first] = verdicts;
  const outcomes = [recorded.outcome, ...recorded.outcomeRepeat === undefined ? [] : [recorded.outcomeRepeat]];
  const isMedia = recorded.request.element === 'audio' || recorded.request.element === 'video';
  return {
    verdict: [outcomes.map(({ allowed }) => (allowed ? 'allowed' : 'blocked')), verdicts.map(({ outcome }) => outcome)],
    // a media element asks again for the rest
    ...!isMedia && { requests: [reached(recorded).map(named), sent(verdicts, recorded).map(named)], headers: comparedHeaders(recorded, verdicts) },
    ...exposed(recorded, first),
    ...first.outcome === 'blocked' && { console: [recorded.consoleText.find((line) => !OTHER_LINES[engine].test(line)), first.console[engine]] },
  };
}

function exposed({ outcome }: EngineCase, { outcome: decided, exposedHeaders }: Verdict): { exposed?: readonly [unknown, unknown] } {
  if (outcome.exposedHeaders === undefined || decided !== 'allowed') return {};
  return { exposed: [[...new Set(outcome.exposedHeaders)].sort(), exposedHeaders] };
}

type Sent = Readonly<Record<string, string | boolean>>;

function reached(recorded: EngineCase): readonly Sent[] {
  return recorded.hits.filter((hit) => !('mark' in hit));
}

function sent(verdicts: readonly Verdict[], recorded: EngineCase): readonly Sent[] {
  return verdicts.flatMap(({ exchanges }) => exchanges).filter(({ request }) => new URL(request.url).pathname.includes(recorded.case))
    .map(({ request: { preflight, method, url, headers } }) => {
      const combined: Record<string, string> = {};
      for (const [name, value] of headers) {
        combined[name] = name in combined ? `${combined[name]}, ${value}` : value;
      }
      return { ...combined, preflight, method, url };
    });
}

function named({ preflight, method, url }: Sent): string {
  return `${preflight === true ? 'preflight ' : ''}${String(method)} ${String(url)}`;
}

function comparedHeaders(recorded: EngineCase, verdicts: readonly Verdict[]): readonly [unknown, unknown] {
  const set = [recorded.request.headers ?? [], recorded.repeat?.headers ?? []].flatMap((headers) => headers as RecordedHeaders);
  const own = set.map(([name]) => name.toLowerCase());
  const names = [...new Set([...ALWAYS_COMPARED, ...own])].filter((name) => !NOT_COMPARED.has(name));
  const pick = (request: Sent) => names.filter((name) => isCompared(name, request, recorded)).map((name) => String(request[name]).replace(/boundary=.*/, 'boundary='));
  return [reached(recorded).map(pick), sent(verdicts, recorded).map(pick)];
}

type RecordedHeaders = ReadonlyArray<readonly [string, string]>;

function isCompared(name: string, { preflight }: Sent, { request }: RecordedCase | EngineCase): boolean {
  if (name === 'accept' && request.api === 'element') return false;
  return preflight !== true || ALWAYS_COMPARED.includes(name);
}
