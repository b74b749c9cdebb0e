import * as fc from 'fast-check';
import { CorsPolicy } from '../../src';
import {
  hasHeader, headerLines, type HeaderList, headerOf, HOP_BY_HOP, isCorsSafelistedMethod, isForbiddenRequestHeaderName, isForbiddenResponseHeaderName,
  isSafeMethod, isServedMethod, isToken, METHODS, withHeader, withoutHeader,
} from '../../src/http';

test.each<[text: string, expected: boolean, why: string]>([
  ['Content-Type', true, 'letters and a hyphen'],
  ["!#$%&'*+-.^_`|~09azAZ", true, 'every kind of character of RFC 9110'],
  ['', false, 'at least one character'],
  ['X Y', false, 'no blank'],
  ['X:', false, 'no delimiter'],
  ['X\n', false, 'no line break, not at the end either'],
  ['Ü', false, 'ASCII only'],
])('token %j: %s, %s', (text, expected) => {
  expect(isToken(text)).toBe(expected);
});

test('the characters of a token are the visible ones of ASCII without delimiters', () => {
  const delimiters = '"(),/:;<=>?@[\\]{}';
  const all = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
  expect(all.filter(isToken)).toEqual(all.filter((each) => each > ' ' && each <= '~' && !delimiters.includes(each)));
});

describe('methods', () => {
  test('those that are served are those of a policy that names none', () => {
    expect(METHODS).toEqual(CorsPolicy.forOrigins('https://app.example.com').allowMethods);
    expect(METHODS.every(isServedMethod)).toBe(true);
  });

  test.each(['get', 'TRACE', 'CONNECT', 'ANY', '*', ''])('%j is none of them', (method) => expect(isServedMethod(method)).toBe(false));

  test('are safe, or safelisted by the Fetch standard, or neither', () => {
    expect(METHODS.filter(isSafeMethod)).toEqual(['GET', 'HEAD', 'OPTIONS']);
    expect(METHODS.filter(isCorsSafelistedMethod)).toEqual(['GET', 'HEAD', 'POST']);
    expect(isCorsSafelistedMethod('get')).toBe(false);
  });
});

test.each<[name: string, expected: boolean]>([
  ['origin', true], ['cookie', true], ['sec-fetch-mode', true], ['proxy-authorization', true], ['sec', false], ['proxy', false], ['authorization', false],
  ['x-http-method-override', false],
])('the request header %s is forbidden whatever its value: %s', (name, expected) => {
  expect(isForbiddenRequestHeaderName(name)).toBe(expected);
});

test.each<[name: string, expected: boolean]>([['set-cookie', true], ['set-cookie2', true], ['cookie', false]])('the response header %s is forbidden: %s', (name, expected) => {
  expect(isForbiddenResponseHeaderName(name)).toBe(expected);
});

test('the headers of a connection are in lower case, as lists are compared', () => {
  expect(HOP_BY_HOP.filter((name) => name !== name.toLowerCase() || !isToken(name))).toEqual([]);
});

describe('header lists', () => {
  const lines: HeaderList = [['Vary', 'Origin'], ['Set-Cookie', 'a=1'], ['vary', 'Accept']];

  test('a header is found in any case, its lines joined', () => {
    expect(headerOf(lines, 'VARY')).toBe('Origin, Accept');
    expect(headerOf(lines, 'Date')).toBeUndefined();
    expect(headerLines(lines, 'vary')).toEqual(['Origin', 'Accept']);
  });

  const names = fc.constantFrom('Vary', 'vary', 'Date', 'X-A', 'x-a');
  const lists = fc.array(fc.tuple(names, fc.string()), { maxLength: 6 });

  test('a header that is set has one line, and the others are as they were', () => fc.assert(fc.property(lists, names, fc.string(), (list, name, value) => {
    const set = withHeader(list, name, value);
    expect(headerLines(set, name)).toEqual([value]);
    expect(withoutHeader(set, name)).toEqual(withoutHeader(list, name));
    expect(hasHeader(withoutHeader(list, name), name)).toBe(false);
  })));
});
