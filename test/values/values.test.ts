import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstFew, packageVersion } from '../../src/values';

test.each<[items: readonly string[], max: number, expected: string]>([
  [[], 2, ''],
  [['a'], 2, 'a'],
  [['a', 'b'], 2, 'a and b'],
  [['a', 'b', 'c'], 2, 'a, b and 1 more'],
  [new Array<string>(1202).fill('a'), 2, 'a, a and 1,200 more'],
])('the first few of case %#', (items, max, expected) => expect(firstFew(items, max)).toBe(expected));

test('the version is that of package.json', () => {
  expect(packageVersion()).toBe(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version);
});
