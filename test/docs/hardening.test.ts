/** docs/hardening.md names tests and files that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/assembly';

const page = readFileSync(join(ROOT, 'docs/hardening.md'), 'utf8');
const found = (pattern: RegExp) => [...new Set([...page.matchAll(pattern)].map(([, path]) => path))];

test.each([...found(/npx jest (\S+?)`/g), ...found(/`(src\/[^`]+)`/g)])('%s is there', (path) => {
  expect(existsSync(join(ROOT, path))).toBe(true);
});

test('every row has a command', () => {
  const rows = page.slice(0, page.indexOf('## Where')).split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what was tried') && !line.startsWith('| ---'));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => !/\| `npx jest [^`]+` \|$/.test(row))).toEqual([]);
});

test('its neighbour is SECURITY.md, and each leads to the other', () => {
  expect(readFileSync(join(ROOT, 'SECURITY.md'), 'utf8')).toContain('(docs/hardening.md)');
  expect(page).toContain('SECURITY.md');
});
