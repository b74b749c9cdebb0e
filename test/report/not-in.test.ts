/** Where browsers disagree, every format says so. */
import { join } from 'node:path';
import { FORMATS } from '../../src/report';
import { verify } from '../../src/verify';
import { CORPUS, corpusEmulator } from '../support/corpus';

const file = (kind: string) => join(CORPUS, 'browsers-disagree', `moved-api.${kind}.yaml`);

function written(kind: string, format: keyof typeof FORMATS): string {
  const emulator = corpusEmulator(file(kind));
  const examined = { report: verify(emulator), app: 'shop.yaml', entrances: emulator.entrances, version: '0.0.0', placeOf: () => undefined };
  return FORMATS[format].write(examined, { colour: false, quiet: false });
}

const MESSAGE = /works in Chromium and fails in Firefox and WebKit: once a request needed a preflight, Firefox and WebKit make one at every redirect/;

test.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])('%s has the finding', (format) => {
  expect(written('broken', format).replace(/\s+/g, ' ')).toMatch(MESSAGE);
  expect(written('repaired', format)).not.toMatch(/works in Chromium and fails/);
});

test('the matrix names the browsers', () => {
  expect(written('broken', 'text')).toContain('can read success, not in Firefox and WebKit');
  expect(written('broken', 'html')).toContain('success: readable, not in Firefox and WebKit');
  const rows = (kind: string) => JSON.parse(written(kind, 'json')).matrix.filter(({ role }: { role: string }) => role === 'declared').map(({ notIn }: { notIn: string[] }) => notIn);
  expect([rows('broken'), rows('repaired')]).toEqual([[['firefox', 'webkit'], []], [[], []]]);
});
