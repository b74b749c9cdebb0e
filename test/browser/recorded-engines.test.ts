import type { FetchFromPageOptions } from '../../src/browser';
import { DEPARTURES } from '../../src/browser/departures';
import { disagreements, engineCases, engineVerdicts, type EngineCase, type Measure } from './recorded-engines';

type Engine = 'firefox' | 'webkit';

// Where the record tells of something else than what the engine decides.
const ARTEFACTS: Readonly<Record<Engine, Readonly<Record<string, readonly Measure[]>>>> = {
  firefox: {
    // the script and the module weren't JavaScript
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

/** The cases of which the record says otherwise, by measure. */
function wrong(engine: Engine, cases: readonly EngineCase[], options: FetchFromPageOptions): string[] {
  return cases.flatMap((recorded) => disagreements(recorded, engine, options)
    .filter((measure) => !(ARTEFACTS[engine][recorded.case] ?? []).includes(measure)).map((measure) => `${recorded.case}: ${measure}`));
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
