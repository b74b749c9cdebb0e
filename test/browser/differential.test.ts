import { fetchFromPage, PreflightCache, type Answer, type HttpRequest, type Verdict } from '../../src/browser';
import { LiveBrowser, type Host, type LiveCase, type LiveResult } from './chromium';
import { CaseMaker, random } from './live-cases';

// Fresh random cases in a real Chromium, and what fetchFromPage says of them. SEED=n runs another set, CASES=n more of them.
const SEED = Number(process.env.SEED ?? 20260702);
const CASES = Number(process.env.CASES ?? 1200);

const COMPARED_HEADERS = ['origin', 'access-control-request-method', 'access-control-request-headers', 'content-type', 'authorization', 'x-custom', 'x-api-key', 'range'];

function verdictsOn({ request, repeat, steps }: LiveCase): readonly Verdict[] {
  const answer = ({ url, preflight }: HttpRequest): Answer => {
    const step = /\/c\/\d+\/(\d+)/.exec(url)?.[1] ?? '0';
    const answers = steps[Math.min(Number(step), steps.length - 1)];
    const { status, headers } = preflight ? answers.preflight : answers.response;
    const length: [string, string][] = status === 204 || status === 304 ? [] : [['Content-Length', '2']];
    return { status, headers: [...headers as [string, string][], ...length] };
  };
  const options = { browser: 'chromium', preflightCache: new PreflightCache({ clock: () => 0 }) } as const;
  return [request, ...repeat === undefined ? [] : [repeat]].map((each) => fetchFromPage(each, answer, options));
}

/** What is compared, in the words of both. */
interface Comparable {
  readonly allowed: boolean | undefined;
  readonly error?: string;
  readonly parameter?: string;
  readonly console?: string;
  readonly seen?: unknown;
  readonly requests: readonly string[];
}

// Packaged builds and installed ones differ in which of their own schemes they name
function withoutSchemes(text: string | undefined): string | undefined {
  return text?.replace(/(protocol schemes: ).*$/, '$1…');
}

function ofVerdicts(verdicts: readonly Verdict[]): Comparable {
  const last = verdicts[verdicts.length - 1];
  const failed = verdicts.find(({ error }) => error !== undefined);
  const seen = { type: last.type, status: last.status, exposedHeaders: last.exposedHeaders };
  return {
    allowed: last.outcome === 'allowed',
    error: failed?.error,
    parameter: failed?.parameter,
    console: withoutSchemes(verdicts.find(({ console }) => console.chromium !== undefined)?.console.chromium),
    seen: last.outcome === 'allowed' ? seen : undefined,
    requests: verdicts.flatMap(({ exchanges }) => exchanges)
      .map(({ request }) => line(request.method, request.url, Object.fromEntries(request.headers))),
  };
}

function ofBrowser(live: LiveResult, browser: LiveBrowser): Comparable {
  const told = live.console.find((text) => /^(?:Access to|Fetch API cannot load|Unsafe attempt)/.test(text));
  return {
    allowed: live.allowed,
    error: live.error,
    parameter: live.parameter,
    console: withoutSchemes(told),
    seen: live.allowed ? { type: live.type, status: live.status, exposedHeaders: live.exposedHeaders } : undefined,
    requests: live.hits.map(({ method, host, path, headers }) => line(method, `${browser.origin(host as Host)}${path}`, headers)),
  };
}

function line(method: string, url: string, headers: Readonly<Record<string, string | undefined>>): string {
  const values = COMPARED_HEADERS.map((name) => headers[name]?.replace(/boundary=----.*/, 'boundary=----'));
  return [method, url, ...values].join(' | ');
}

/** Leaves out what the browser does not show: XMLHttpRequest and elements have no response type, elements may fail to decode. */
function comparable(as: LiveCase, live: Comparable, verdict: Comparable): [Comparable, Comparable] {
  if (as.request.api === 'element') return [live, verdict].map((each) => ({ ...each, allowed: undefined, seen: undefined })) as [Comparable, Comparable];
  if (as.request.api === 'xhr') {
    const untyped = (each: Comparable) => ({ ...each, seen: each.seen === undefined ? undefined : { ...each.seen, type: undefined } });
    return [untyped(live), untyped(verdict)];
  }
  return [live, verdict];
}

describe('a real Chromium', () => {
  let browser: LiveBrowser;
  beforeAll(async () => { browser = await LiveBrowser.start(); }, 60_000);
  // not there if it did not start
  afterAll(async () => (browser as LiveBrowser | undefined)?.stop(), 60_000);

  test(`agrees with fetchFromPage on ${CASES} random cases of seed ${SEED}`, async () => {
    const maker = new CaseMaker(random(SEED));
    const cases = Array.from({ length: CASES }, (_, index) => maker.make(index));
    const results = await browser.run(cases);
    const outcomes = new Map<string, number>();
    const disagreements = results.flatMap(({ live, as }) => {
      const [got, said] = comparable(as, ofBrowser(live, browser), ofVerdicts(verdictsOn(as)));
      const outcome = got.error ?? (live.allowed ? 'allowed' : 'no CORS error');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      return JSON.stringify(got) === JSON.stringify(said) ? [] : [{ case: as, browser: got, verdict: said, netError: live.netError }];
    });
    const table = [...outcomes].sort(([, a], [, b]) => b - a).map(([outcome, count]) => `${String(count).padStart(5)}  ${outcome}`).join('\n');
    process.stdout.write(`\nChromium ${browser.version}, seed ${SEED}: ${results.length} cases\n${table}\n`);
    expect(disagreements.slice(0, 3)).toEqual([]);
    expect(disagreements).toHaveLength(0);
    expect(results.length).toBeGreaterThanOrEqual(1000);
    // all ways to fail that a server or a page can bring about were met
    expect(outcomes.size).toBeGreaterThanOrEqual(18);
  }, 180_000);
});
