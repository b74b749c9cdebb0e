import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fetchFromPage, PreflightCache, type Answer, type Browser, type HttpRequest, type PageRequest, type Verdict } from '../../src/browser';

/** A response that the recorder's server gave, before Node's own headers. `destroy`: it closed the connection instead. */
export type RecordedResponse = { status: number; headers: [string, string][] } | { destroy: true };

/** A recorded case, see `note` in the fixture. */
export interface RecordedCase {
  readonly case: string;
  readonly family: string;
  readonly request: PageRequest & { context: 'window' | 'sandbox' | 'data' };
  readonly preflightResponse: RecordedResponse | null;
  readonly response: RecordedResponse | null;
  readonly redirectTarget?: { url: string; preflightResponse: RecordedResponse | null; response: RecordedResponse | null } | null;
  readonly repeat?: Partial<PageRequest>;
  readonly outcome: { allowed: boolean; exposedHeaders?: string[]; status?: number; type?: string };
  readonly outcomeRepeat?: { allowed: boolean; exposedHeaders?: string[] };
  readonly hits: ReadonlyArray<Record<string, string | boolean>>;
  readonly corsVerdict: 'allowed' | 'blocked-by-cors' | 'failed-for-another-reason';
  readonly corsError: string | null;
  readonly failedParameter: string | null;
  readonly consoleText: readonly string[];
  readonly strictAuthorization?: { outcome: { allowed: boolean } };
}

let table: readonly RecordedCase[] | undefined;

/** Every recorded case. */
export function recordedCases(): readonly RecordedCase[] {
  table ??= JSON.parse(gunzipSync(readFileSync(join(__dirname, '..', 'fixtures', 'chromium-verdicts.json.gz'))).toString('utf8')).cases as RecordedCase[];
  return table;
}

/** The page's request of a case. */
export function pageRequest(recorded: RecordedCase): PageRequest {
  const { context, ...request } = recorded.request;
  return context === 'window' ? request : { ...request, page: 'null' };
}

/** Answers as the recorder's server did: Node's http adds `Connection` and, where there can be a body, `Content-Length`. */
export function recordedAnswer(recorded: RecordedCase): (request: HttpRequest) => Answer {
  return (request) => {
    const side = request.url === recorded.request.url ? recorded : recorded.redirectTarget ?? recorded;
    const response = request.preflight ? side.preflightResponse : side.response;
    if (response === null) return { status: 404, headers: [] };
    if ('destroy' in response) return 'network-error';
    if (request.preflight) return response;
    const body: [string, string][] = response.status === 204 || response.status === 304 ? [] : [['Content-Length', '2']];
    return { status: response.status, headers: [...response.headers, ...body, ['Connection', 'keep-alive']] };
  };
}

/** The verdicts on a case: one, or two if it repeats. */
export function verdictsOn(recorded: RecordedCase, browser: Browser): readonly Verdict[] {
  const options = { browser, preflightCache: new PreflightCache({ clock: () => 0 }) };
  const requests = recorded.repeat ? [pageRequest(recorded), { ...pageRequest(recorded), ...recorded.repeat }] : [pageRequest(recorded)];
  return requests.map((request) => fetchFromPage(request, recordedAnswer(recorded), options));
}
