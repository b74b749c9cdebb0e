import { assert, jsonValue, property } from 'fast-check';
import { isDeeperThan } from '../../src/lambda-runtime/json-levels';

const nested = (levels: number, inside = '1') => '['.repeat(levels) + inside + ']'.repeat(levels);
const LONG = JSON.stringify('x'.repeat(5000));

test.each<[name: string, json: string, expected: boolean]>([
  ['as deep as the maximum', nested(1000, LONG), false],
  ['one level deeper', nested(1001, LONG), true],
  ['objects', `${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`, true],
  ['many one after another', `[${'[],'.repeat(5000)}1]`, false],
  ['brackets in a string', JSON.stringify(nested(5000)), false],
  ['brackets behind an escaped quotation mark', JSON.stringify(`"${nested(5000)}`), false],
  ['brackets behind a string that ends with a backslash', `["\\\\",${nested(1001, LONG)}]`, true],
  ['a string without an end', `"${nested(5000)}`, false],
])('%s: %#', (_name, json, expected) => expect(isDeeperThan(1000, json)).toBe(expected));

test('as a parser counts', () => {
  const levelsOf = (value: unknown): number => typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0;
  assert(property(jsonValue({ maxDepth: 6 }), (value) => {
    // blanks, so that the text is long enough to be looked at
    const json = JSON.stringify(value) + ' '.repeat(20);
    const levels = levelsOf(value);
    expect(isDeeperThan(levels, json)).toBe(false);
    expect(levels === 0 || isDeeperThan(levels - 1, json)).toBe(true);
  }));
});
