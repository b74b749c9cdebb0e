import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchFromPage, type FetchFromPageOptions, type Verdict } from '../../src/browser';
import { type Departing, type Departure, DEPARTURES, RECORDED } from '../../src/browser/departures';
import { maxAgeSeconds } from '../../src/browser/preflight-cache';
import { recordedCases, verdictsOn } from '../browser/recorded';
import { engineCases, engineVerdicts } from '../browser/recorded-engines';
import { ROOT } from '../support/assembly';

const PAGE = readFileSync(join(ROOT, 'docs', 'browsers.md'), 'utf8');
const NAMES: Readonly<Record<string, Departing>> = { Chromium: 'chromium', Firefox: 'firefox', WebKit: 'webkit', libsoup: 'libsoup' };

/** What the page says of a departure. */
interface Entry {
  readonly name: string;
  readonly step: string;
  readonly browsers: Readonly<Partial<Record<Departing, string>>>;
  readonly cases: ReadonlyArray<readonly [browser: Departing, name: string]>;
}

const entries: readonly Entry[] = PAGE.split(/^### /m).slice(1).map((text) => {
  const lines = [...text.matchAll(/^- (\w+): (recorded from ([^,\n]+)|read in (\S+))(.*)$/gm)].map(([, browser, , version, file, rest]) => ({ browser: NAMES[browser], version, file, rest }));
  return {
    name: /\(`(\w+)`\)$/.exec(text.split('\n')[0])?.[1] ?? text.split('\n')[0],
    step: /^- the standard: <(.*)>$/m.exec(text)?.[1] ?? '',
    browsers: Object.fromEntries(lines.map(({ browser, version, file }) => [browser, version ?? file])),
    cases: lines.flatMap(({ browser, rest }) => [...rest.matchAll(/`([\w-]+)`/g)].map(([, name]) => [browser, name] as const)),
  };
});

test('each departure has its entry, and each entry its departure', () => {
  expect(entries.map(({ name }) => name).sort()).toEqual(Object.keys(DEPARTURES).sort());
});

test.each(Object.entries<Departure>(DEPARTURES))('%s: step, browsers and evidence are those of the table', (name, { step, browsers }) => {
  const evidence = Object.fromEntries(Object.entries(browsers).map(([browser, how]) => [browser, how === 'recorded' ? RECORDED[browser as Departing] : how]));
  expect(entries.find((entry) => entry.name === name)).toMatchObject({ step, browsers: evidence });
});

const OPTIONS: Readonly<Record<Exclude<Departing, 'chromium'>, FetchFromPageOptions>> = {
  firefox: { browser: 'firefox' }, webkit: { browser: 'webkit' }, libsoup: { browser: 'webkit', libsoup: true },
};

const TABLES = {
  chromium: new Map(recordedCases().map((recorded) => [recorded.case, recorded])),
  firefox: new Map(engineCases('firefox').map((recorded) => [recorded.case, recorded])),
  webkit: new Map(engineCases('webkit').map((recorded) => [recorded.case, recorded])),
};

function replayed(browser: Departing, name: string): readonly Verdict[] {
  if (browser === 'chromium') return verdictsOn(TABLES.chromium.get(name)!, browser);
  return engineVerdicts(TABLES[browser === 'firefox' ? 'firefox' : 'webkit'].get(name)!, OPTIONS[browser]);
}

const cited = entries.flatMap(({ name, cases }) => cases.map(([browser, recorded]) => [browser, recorded, name] as const));

test('most departures cite a recorded case', () => {
  expect(new Set(cited.map(([, , name]) => name)).size).toBeGreaterThan(30);
});

test.each(cited)('%s departs in %s by %s', (browser, recorded, name) => {
  expect(replayed(browser, recorded).flatMap(({ notes }) => notes)).toContain(DEPARTURES[name as keyof typeof DEPARTURES].note);
});

test.each([
  ['chromium', 2 * 60 * 60], ['firefox', 24 * 60 * 60], ['webkit', 10 * 60],
] as const)('%s keeps a preflight for at most %d seconds, and 5 if nothing is said', (browser, most) => {
  expect([maxAgeSeconds('99999999', browser), maxAgeSeconds(undefined, browser)]).toEqual([most, 5]);
});

test('the example says what it says', () => {
  const request = { page: 'https://app.example.com', url: 'https://api.example.com/items', headers: { Authorization: 'Bearer t' } };
  const verdict = fetchFromPage(request, () => ({ status: 200, headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' } }));
  expect([verdict.outcome, verdict.browsers.firefox.outcome]).toEqual(['blocked', 'allowed']);
});
