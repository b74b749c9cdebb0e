import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fetchFromPage, PreflightCache, type Answer, type FetchFromPageOptions, type HttpRequest, type PageRequest, type Verdict } from '../../src/browser';
import type { RecordedCase, RecordedResponse } from './recorded';

/** What a place answers: the request's own URL, a redirect's target, or a path `…/h1`, `…/h2`. */
interface RecordedPlace {
  readonly preflightResponse: RecordedResponse | null;
  readonly response: RecordedResponse | null;
}

/** A case recorded from Firefox or WebKitGTK, see `note` in the fixture. */
export interface EngineCase extends Omit<RecordedCase, 'corsError' | 'failedParameter'> {
  readonly hops?: readonly RecordedPlace[];
}

/** The cases of a recorded table, but for those in which an element failed for another reason than CORS (a font that is no font). */
export function engineCases(engine: 'firefox' | 'webkit'): readonly EngineCase[] {
  const file = join(__dirname, '..', 'fixtures', `${engine}-verdicts.json.gz`);
  const { cases }: { cases: EngineCase[] } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  return cases.filter((recorded) => !failedOtherwise(recorded));
}

const OF_CORS = /Cross-Origin Request Blocked|Access-Control|access control checks|Cross-origin redirection|not allowed to follow/i;

function failedOtherwise({ request, outcome, consoleText, hits }: EngineCase): boolean {
  return request.api === 'element' && !outcome.allowed && hits.length > 0 && !consoleText.some((line) => OF_CORS.test(line));
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
