import type { HttpRequest, Verdict } from '../../src/browser';
import { recordedCases, verdictsOn, type RecordedCase } from './recorded';

// What Chromium 156 did over loopback, against what fetchFromPage says it does. See `note` in the fixture; cases that failed for
// a reason other than CORS (a font that isn't a font, a proxy's 407) are left out.
const CASES = recordedCases().filter(({ corsVerdict }) => corsVerdict !== 'failed-for-another-reason');

const MEASURES = ['verdict', 'error', 'parameter', 'console', 'exposed', 'requests'] as const;
type Measure = typeof MEASURES[number];

/** What must be right, in hundredths of all cases that say anything about it. */
const REQUIRED: Readonly<Record<Measure, number>> = { verdict: 100, error: 99.9, parameter: 99.9, console: 99, exposed: 99.5, requests: 99.5 };

// the request headers that the recorder wrote down
const RECORDED_HEADERS = [
  'origin', 'access-control-request-method', 'access-control-request-headers', 'content-type', 'x-custom', 'authorization', 'range',
];

/** Whether a verdict is right in each measure; `undefined` where the record says nothing. */
function score(recorded: RecordedCase, verdicts: readonly Verdict[]): Record<Measure, boolean | undefined> {
  const [first] = verdicts;
  // the sandboxed frame's errors were not recorded, its console was
  const named = recorded.request.context !== 'sandbox';
  const exposed = recorded.outcome.exposedHeaders;
  return {
    verdict: (first.outcome === 'allowed') === recorded.outcome.allowed && first.outcome !== 'unknown',
    error: named ? (first.error ?? null) === recorded.corsError : undefined,
    parameter: named ? (first.parameter ?? null) === recorded.failedParameter : undefined,
    console: first.console.chromium === recorded.consoleText.find((line) => !line.startsWith('Failed to load resource')),
    exposed: exposed === undefined ? undefined : JSON.stringify(first.exposedHeaders) === JSON.stringify(exposed),
    requests: sent(verdicts) === hits(recorded),
  };
}

function sent(verdicts: readonly Verdict[]): string {
  const requests: HttpRequest[] = verdicts.flatMap(({ exchanges }) => exchanges.map(({ request }) => request));
  return requests.map(({ preflight, method, url, headers }) => {
    const values = new Map(headers);
    return [preflight, method, url, ...RECORDED_HEADERS.map((name) => values.get(name))].join(' | ');
  }).join('\n');
}

function hits(recorded: RecordedCase): string {
  return recorded.hits.filter((hit) => !('mark' in hit))
    .map((hit) => [hit.preflight, hit.method, hit.url, ...RECORDED_HEADERS.map((name) => hit[name])].join(' | ')).join('\n');
}

type Tally = Record<Measure, { right: number; of: number }>;

function tally(scores: ReadonlyArray<Record<Measure, boolean | undefined>>): Tally {
  return Object.fromEntries(MEASURES.map((measure) => {
    const told = scores.map((each) => each[measure]).filter((right) => right !== undefined);
    return [measure, { right: told.filter(Boolean).length, of: told.length }];
  })) as Tally;
}

function percent({ right, of }: { right: number; of: number }): string {
  return of === 0 ? '-' : `${(100 * right / of).toFixed(right === of ? 0 : 2)} %`;
}

describe('recorded cases', () => {
  const families = [...new Set(CASES.map(({ family }) => family))];
  type Scored = { readonly recorded: RecordedCase; readonly scored: Record<Measure, boolean | undefined> };
  const scores = new Map<string, readonly Scored[]>();
  /** The scores of a family, worked out once, by the first test that asks. */
  const scoresOf = (family: string): readonly Scored[] => {
    const known = scores.get(family) ?? CASES.filter((recorded) => recorded.family === family)
      .map((recorded) => ({ recorded, scored: score(recorded, verdictsOn(recorded, 'chromium')) }));
    scores.set(family, known);
    return known;
  };

  test('there are enough of them', () => {
    expect(CASES.length).toBeGreaterThan(2300);
    expect(families).toHaveLength(23);
  });

  test.each(families)('%s: every case is judged as Chromium judged it', (family) => {
    const wrong = scoresOf(family).flatMap(({ recorded, scored }) =>
      MEASURES.filter((measure) => scored[measure] === false).map((measure) => `${recorded.case}: ${measure}`));
    expect(wrong).toEqual([]);
  });

  test('all families together, as a table', () => {
    const byFamily = families.map((family) => ({ family, mine: scoresOf(family).map(({ scored }) => scored) }));
    const total = tally(byFamily.flatMap(({ mine }) => mine));
    const rows = byFamily.map(({ family, mine }) => [family, String(mine.length), ...MEASURES.map((measure) => percent(tally(mine)[measure]))]);
    rows.push(['all', String(CASES.length), ...MEASURES.map((measure) => percent(total[measure]))]);
    const header = ['family', 'cases', ...MEASURES];
    const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
    const table = [header, ...rows].map((row) => row.map((cell, column) => cell.padStart(widths[column])).join('  ')).join('\n');
    process.stdout.write(`\nAgreement with Chromium 156, as browser 'chromium':\n${table}\n`);
    for (const measure of MEASURES) {
      expect(100 * total[measure].right / total[measure].of).toBeGreaterThanOrEqual(REQUIRED[measure]);
      expect(total[measure].of).toBeGreaterThan(700);
    }
  });

  // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name, which Chromium has behind a flag
  test('where Chromium\'s strict Authorization differs, the standard decides as it does', () => {
    const strict = CASES.filter(({ strictAuthorization }) => strictAuthorization !== undefined);
    expect(strict.length).toBeGreaterThan(0);
    for (const recorded of strict) {
      const [standard] = verdictsOn(recorded, 'standard');
      expect(standard.outcome === 'allowed').toBe(recorded.strictAuthorization!.outcome.allowed);
      expect(standard.notes).toEqual([expect.stringContaining('does not cover Authorization')]);
    }
  });
});
