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

// WebKitGTK isn't Safari: where its HTTP library alone makes the difference, the verdict of `webkit` is another and says so.
describe('webkit without libsoup', () => {
  type Miss = { readonly recorded: EngineCase; readonly measures: readonly Measure[] };
  let known: readonly Miss[] | undefined;
  /** The cases of which the record says otherwise, worked out once, by the first test that asks. */
  const missed = (): readonly Miss[] => {
    known ??= engineCases('webkit').map((recorded) => {
      const artefacts = ARTEFACTS.webkit[recorded.case] ?? [];
      return { recorded, measures: disagreements(recorded, 'webkit', { browser: 'webkit' }).filter((measure) => !artefacts.includes(measure)) };
    }).filter(({ measures }) => measures.length > 0);
    return known;
  };
  const notesOfLibsoup = Object.values(DEPARTURES).filter(({ browsers }) => 'libsoup' in browsers).map(({ note }) => note as string);

  // the same Location twice, two Locations: libsoup joins them by a comma, which is a path like any other behind a host
  test.each(['location-p0057', 'location-p0058', 'location-p0059', 'location-p0060', 'location-p0067', 'location-p0076'])('%s is blocked', (name) => {
    const { recorded } = missed().find(({ recorded: { case: missedCase } }) => missedCase === name)!;
    const [verdict] = engineVerdicts(recorded, { browser: 'webkit' });
    expect([recorded.outcome.allowed, verdict.outcome]).toEqual([true, 'blocked']);
    expect(verdict.notes).toContain(DEPARTURES.locationsJoined.note);
  });

  test('no other verdict differs', () => {
    expect(missed().filter(({ measures }) => measures.includes('verdict'))).toHaveLength(6);
  });

  test.each<[Measure, atMost: number]>([['requests', 0.01], ['headers', 0.02], ['exposed', 0.001], ['console', 0.005]])('%s differ in few cases', (measure, atMost) => {
    expect(missed().filter(({ measures }) => measures.includes(measure)).length).toBeLessThan(atMost * 8319);
  });

  // words alone: bytes beyond ASCII that were decoded and encoded again, and a status above 308 that is called a redirection
  const IN_LINES_OF_LIBSOUP = /\u00ef\u00bf\u00bd|^Cross-origin redirection .*Status code: (?:309|3[1-9]\d)$/;

  test('a note says why, or the line is one that libsoup alone brings about', () => {
    const isTold = ({ recorded, measures }: Miss) =>
      engineVerdicts(recorded, { browser: 'webkit' }).some(({ notes }) => notes.some((note) => notesOfLibsoup.includes(note)))
      || (measures.join() === 'console' && IN_LINES_OF_LIBSOUP.test(recorded.consoleText[0]));
    expect(missed().filter((miss) => !isTold(miss)).map(({ recorded }) => recorded.case)).toEqual([]);
  });
});

// about:config, network.cors_preflight.authorization_covered_by_wildcard
test('where Firefox\'s strict Authorization differs, the standard decides as it does', () => {
  const strict = engineCases('firefox').filter(({ strictAuthorization }) => strictAuthorization !== undefined);
  expect(strict.length).toBeGreaterThan(10);
  expect(strict.map((recorded) => engineVerdicts(recorded, { browser: 'standard' })[0].outcome === 'allowed'))
    .toEqual(strict.map(({ strictAuthorization }) => strictAuthorization!.outcome.allowed));
});
