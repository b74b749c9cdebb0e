import { matchesWildcard } from '../../src/template/wildcard';

test.each([
  ['abc', '*', true], ['abc', 'a*c', true], ['abc', 'a?c', true], ['abc', '?', false], ['', '*', true], ['', '?', false], ['abc', 'abc*', true], ['aXbXc', 'a*X*d', false],
])('%s matches %s: %s', (text, pattern, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
});

test('a pattern of many stars takes no long time', () => {
  const begun = Date.now();
  expect(matchesWildcard(`${'*a'.repeat(1000)}b`, 'a'.repeat(3000))).toBe(false);
  expect(Date.now() - begun).toBeLessThan(2000);
});

test('a question mark is itself where it isn\'t asked for', () => {
  expect([matchesWildcard('a?c', 'abc', false), matchesWildcard('a?c', 'a?c', false)]).toEqual([false, true]);
});
