import * as fc from 'fast-check';
import { Budget, JavaPattern, VelocityError } from '../../src/velocity';

describe('a Java regular expression', () => {
  test.each<[pattern: string, matching: string[], other: string[]]>([
    ['abc', ['abc'], ['ab', 'abcd', 'xabc', '']],
    ['', [''], ['a']],
    ['a|bc', ['a', 'bc'], ['ab', 'c']],
    ['2\\d{2}', ['200', '299'], ['20', '2000', '300']],
    ['.*', ['', 'abc'], ['a\nb']],
    ['(?s).*', ['a\nb'], []],
    ['(?i)HTTPS?://x', ['http://X', 'HtTpS://x'], ['ftp://x']],
    ['a(?i:b)c', ['aBc', 'abc'], ['ABc']],
    ['^https://[^./]+[.]example[.]com$', ['https://a.example.com'], ['https://a.b.example.com', 'https://aexample.com', 'https://a.example.com.evil']],
    ['a*+a', [], ['a', 'aaa']],
    ['(?>a*)b', ['aaab', 'b'], ['aaa']],
    ['a*?b', ['aab', 'b'], ['a']],
    ['(a|b)*c\\1', ['abcb', 'aca'], ['abca', 'c']],
    ['(?<x>a+)-\\k<x>', ['aa-aa'], ['aa-a']],
    ['a(?=b)b', ['ab'], ['ac']],
    ['a(?!b).', ['ac'], ['ab']],
    ['.(?<=a)b', ['ab'], ['cb']],
    ['.(?<!a)b', ['cb'], ['ab']],
    ['[a-c&&[^b]]+', ['acca'], ['abc']],
    ['[a-c[x-z]]+', ['axz'], ['d']],
    ['[]a]', [']', 'a'], ['b']],
    ['[a-]', ['a', '-'], ['b']],
    ['\\Qa.b\\E+', ['a.b', 'a.bb'], ['axb']],
    ['\\p{Alpha}\\p{Digit}', ['a1'], ['1a', 'é1']],
    ['\\p{L}+', ['é'], ['1']],
    ['\\w\\W\\s\\S\\d\\D', ['a- x1x'], ['a-\u00a0x1x']],
    ['a{2,3}', ['aa', 'aaa'], ['a', 'aaaa']],
    ['(ab){2}', ['abab'], ['ab']],
    ['(a*)*', ['', 'aaa'], ['b']],
    ['(?:a?)*b', ['aab', 'b'], ['a']],
    ['\\bfoo\\b', ['foo'], ['foob']],
    ['\\x41\\u0042\\t', ['AB\t'], ['ab']],
    ['a\\.b', ['a.b'], ['axb']],
  ])('%j', (pattern, matching, other) => {
    const compiled = JavaPattern.of(pattern);
    expect(matching.filter((text) => !compiled.matches(text))).toEqual([]);
    expect(other.filter((text) => compiled.matches(text))).toEqual([]);
  });

  test.each(['(', ')', '[', '[a', '*', 'a**b(', '(?<x', '\\', '\\y', '\\p{Nope}', '(?x)a', 'a{3,2}', '[z-a]', '(?P<x>a)', '\\k<no>'])('%j is refused', (pattern) => {
    expect(() => JavaPattern.of(pattern)).toThrow(VelocityError);
  });

  test.each<[pattern: string, text: string, by: string, result: string]>([
    ['a', 'banana', 'o', 'bonono'],
    ['(\\w+)@(\\w+)', 'me@home', '$2 of $1', 'home of me'],
    ['(?<name>b+)', 'abb', '[${name}]', 'a[bb]'],
    ['x*', 'ab', '-', '-a-b-'],
    ['\\.', 'a.b', '\\$', 'a$b'],
  ])('replaceAll(%j) in %j by %j', (pattern, text, by, result) => {
    expect(JavaPattern.of(pattern).replace(text, by, true, new Budget())).toBe(result);
  });

  test.each(['(a+)+', '(a|aa)+', '(.*)*x', '(a*)*b', '((a*)*)*b', '(?:a?){50}a{50}', '(?=(a+)+b)a'])('%s ends in time', (pattern) => {
    const start = performance.now();
    expect(() => JavaPattern.of(pattern).matches(`${'a'.repeat(5000)}!`)).toThrow(VelocityError);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

test('it agrees with JavaScript where both mean the same', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(?:ab)', '(a|b)', '(a)');
  const part = fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '*?', '+?', '{2}', '{1,2}')).map(([node, repeat]) => node + repeat);
  const pattern = fc.array(fc.array(part, { maxLength: 4 }).map((parts) => parts.join('')), { minLength: 1, maxLength: 3 }).map((options) => options.join('|'));
  fc.assert(fc.property(pattern, fc.stringMatching(/^[ab1]{0,8}$/), (source, text) => {
    expect(JavaPattern.of(source).matches(text)).toBe(new RegExp(`^(?:${source})$`).test(text));
  }), { numRuns: 3000 });
});
