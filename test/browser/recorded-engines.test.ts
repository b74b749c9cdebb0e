import type { FetchFromPageOptions, Verdict } from '../../src/browser';
import { DEPARTURES } from '../../src/browser/departures';
import type { RecordedCase } from './recorded';
import { engineCases, engineVerdicts, type EngineCase } from './recorded-engines';

type Engine = 'firefox' | 'webkit';

/** What of a case is compared. */
type Measure = 'verdict' | 'requests' | 'headers' | 'exposed' | 'console';

// Where the record tells of something else than what the engine decides.
const ARTEFACTS: Readonly<Record<Engine, Readonly<Record<string, readonly Measure[]>>>> = {
  firefox: {
    // the script and the module were no JavaScript
    'element-0017': ['verdict'],
    'element-0023': ['verdict'],
    'element-0019': ['console'],
    'element-0020': ['console'],
    // an empty Location leads to itself: the browser keeps the preflight for 5 seconds
    'location-p0018': ['requests', 'headers'],
    // the host is not there
    'location-p0161': ['console'],
    'location-p0162': ['console'],
    'location-p0163': ['console'],
  },
  webkit: { 'location-p0161': ['console'], 'location-p0162': ['console'], 'location-p0163': ['console'] },
};

/** Lines that an engine prints about something else. */
const OTHER_LINES: Readonly<Record<Engine, RegExp>> = {
  firefox: /^(?!Cross-Origin Request Blocked|Security Error: Content at)/,
  webkit: /^(?:Failed to load resource|Blocked|ReferenceError|SyntaxError|TypeError|Unhandled|\[)|due to access control checks\.$/,
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
    ...!isMedia && { requests: [hits(recorded).map(named), sent(verdicts, recorded).map(named)], headers: comparedHeaders(recorded, verdicts) },
    ...exposed(recorded, first),
    ...first.outcome === 'blocked' && { console: [recorded.consoleText.find((line) => !OTHER_LINES[engine].test(line)), first.console[engine]] },
  };
}

function exposed({ outcome }: EngineCase, { outcome: decided, exposedHeaders }: Verdict): { exposed?: readonly [unknown, unknown] } {
  if (outcome.exposedHeaders === undefined || decided !== 'allowed') return {};
  return { exposed: [[...new Set(outcome.exposedHeaders)].sort(), exposedHeaders] };
}

type Sent = Readonly<Record<string, string | boolean>>;

function hits(recorded: EngineCase): readonly Sent[] {
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
  const own = [recorded.request.headers, recorded.repeat?.headers ?? []].flatMap((headers) => headers as RecordedHeaders).map(([name]) => name.toLowerCase());
  const names = [...new Set([...ALWAYS_COMPARED, ...own])].filter((name) => !NOT_COMPARED.has(name));
  const pick = (request: Sent) => names.filter((name) => isCompared(name, request, recorded)).map((name) => String(request[name]).replace(/boundary=.*/, 'boundary='));
  return [hits(recorded).map(pick), sent(verdicts, recorded).map(pick)];
}

type RecordedHeaders = ReadonlyArray<readonly [string, string]>;

function isCompared(name: string, { preflight }: Sent, { request }: RecordedCase | EngineCase): boolean {
  if (name === 'accept' && request.api === 'element') return false;
  return preflight !== true || ALWAYS_COMPARED.includes(name);
}

/** The cases of which the record says otherwise, by measure. */
function wrong(engine: Engine, cases: readonly EngineCase[], options: FetchFromPageOptions): string[] {
  return cases.flatMap((recorded) => {
    const excused = ARTEFACTS[engine][recorded.case] ?? [];
    return Object.entries(compared(recorded, engineVerdicts(recorded, options), engine))
      .filter(([measure, [was, is]]) => !excused.includes(measure as Measure) && JSON.stringify(was) !== JSON.stringify(is))
      .map(([measure]) => `${recorded.case}: ${measure}`);
  });
}

describe.each<[Engine, FetchFromPageOptions, cases: number]>([
  ['firefox', { browser: 'firefox' }, 8323],
  ['webkit', { browser: 'webkit', libsoup: true }, 8319],
])('%s, as recorded', (engine, options, count) => {
  const cases = engineCases(engine);
  const families = [...new Set(cases.map(({ family }) => family))];

  test('there are enough cases', () => {
    expect([cases.length, families.length]).toEqual([count, 60]);
  });

  test.each(families)('%s: every case is judged as it was', (family) => {
    expect(wrong(engine, cases.filter((recorded) => recorded.family === family), options)).toEqual([]);
  });
});

// WebKitGTK isn't Safari: where its HTTP library alone makes the difference, the verdict of `webkit` says so.
test('webkit without libsoup differs where a note says that libsoup does', () => {
  const notes = Object.values(DEPARTURES).filter(({ browsers }) => 'libsoup' in browsers).map(({ note }) => note as string);
  const cases = engineCases('webkit').filter((recorded) => wrong('webkit', [recorded], { browser: 'webkit' }).some((measure) => !measure.endsWith('console')));
  expect(cases.length).toBeLessThan(0.02 * 8319);
  const untold = cases.filter((recorded) => !engineVerdicts(recorded, { browser: 'webkit' }).some((verdict) => verdict.notes.some((note) => notes.includes(note))));
  expect(untold.map((recorded) => recorded.case)).toEqual([]);
});

// about:config, network.cors_preflight.authorization_covered_by_wildcard
test('where Firefox\'s strict Authorization differs, the standard decides as it does', () => {
  const strict = engineCases('firefox').filter(({ strictAuthorization }) => strictAuthorization !== undefined);
  expect(strict.length).toBeGreaterThan(10);
  expect(strict.map((recorded) => engineVerdicts(recorded, { browser: 'standard' })[0].outcome === 'allowed'))
    .toEqual(strict.map(({ strictAuthorization }) => strictAuthorization!.outcome.allowed));
});
