import { Token } from 'aws-cdk-lib';
import { CorsOrigin, SubdomainDepth } from '../../src';

// [origin or pattern, origins that it is, origins that it isn't]
const CASES: [string, CorsOrigin, string[], string[]][] = [
  ['an exact origin', CorsOrigin.exact('https://app.example.com'),
    ['https://app.example.com'],
    ['http://app.example.com', 'https://app.example.com:8443', 'https://app.example.com/', 'https://APP.example.com', 'https://app.example.com.evil.net', 'https://xapp.example.com', 'null', '']],
  ['an exact origin with a port', CorsOrigin.exact('http://localhost:5173'),
    ['http://localhost:5173'], ['http://localhost', 'http://localhost:5174', 'https://localhost:5173']],
  ['an IPv6 host', CorsOrigin.exact('http://[::1]:3000'), ['http://[::1]:3000'], ['http://[::1]', 'http://[::2]:3000']],
  ['an IPv4 host', CorsOrigin.exact('https://192.0.2.7'), ['https://192.0.2.7'], ['https://192.0.2.70', 'https://192x0.2.7']],
  ['an international name, as browsers send it', CorsOrigin.exact('https://bücher.example'), ['https://xn--bcher-kva.example'], ['https://bücher.example', 'https://bucher.example']],
  ['a native shell', CorsOrigin.exact('capacitor://localhost'), ['capacitor://localhost'], ['http://localhost', 'ionic://localhost']],
  ['one label of subdomain', CorsOrigin.subdomainsOf('https://example.com'),
    ['https://a.example.com', 'https://pr-7.example.com', 'https://_x.example.com'],
    ['https://example.com', 'https://a.b.example.com', 'https://evilexample.com', 'https://a.example.com.evil.net', 'https://example.com.evil.net', 'http://a.example.com',
      'https://a.example.com:8443', 'https://.example.com', 'https://a.examplexcom', 'https://evil.net/.example.com', 'https://evil.net#.example.com', 'https://a.example.com\n', 'x https://a.example.com']],
  ['any number of labels', CorsOrigin.subdomainsOf('https://example.com', { depth: SubdomainDepth.ANY }),
    ['https://a.example.com', 'https://a.b.example.com', 'https://a.b.c.d.example.com'],
    ['https://example.com', 'https://evilexample.com', 'https://a.example.com.evil.net', 'https://a..example.com', 'https://evil.net?.example.com']],
  ['subdomains on a port', CorsOrigin.subdomainsOf('http://lvh.example:8080'), ['http://a.lvh.example:8080'], ['http://a.lvh.example', 'http://a.lvh.example:80800']],
  ['subdomains of localhost', CorsOrigin.subdomainsOf('http://localhost:3000'), ['http://shop.localhost:3000'], ['http://localhost:3000']],
  ['subdomains of an international name', CorsOrigin.subdomainsOf('https://bücher.example'), ['https://a.xn--bcher-kva.example'], ['https://a.bücher.example']],
  ['this machine', CorsOrigin.localhost(),
    ['http://localhost', 'http://localhost:3000', 'https://localhost:65535', 'http://127.0.0.1:5173'],
    ['http://localhost.evil.net', 'http://localhost:3000.evil.net', 'http://evil.net:3000', 'http://localhost:', 'http://127x0.0.1', 'http://xlocalhost:3000', 'http://localhost:123456', 'capacitor://localhost']],
];

describe('CorsOrigin.matches', () => {
  for (const [name, origin, yes, no] of CASES) {
    test.each(yes)(`${name} is %j`, (value) => expect(origin.matches(value)).toBe(true));
    test.each(no)(`${name} isn't %j`, (value) => expect(origin.matches(value)).toBe(false));
  }
});

test.each([
  ['https://app.example.com', CorsOrigin.exact('https://app.example.com')],
  ['https://*.example.com', CorsOrigin.subdomainsOf('https://example.com')],
  ['https://**.example.com', CorsOrigin.subdomainsOf('https://example.com', { depth: SubdomainDepth.ANY })],
  ['http://*.example.com:8080', CorsOrigin.subdomainsOf('http://example.com:8080')],
  ['http://localhost:*', CorsOrigin.localhost()],
])('parse(%j) is the same as its factory, and its text is what was written', (text, expected) => {
  expect(CorsOrigin.parse(text)).toEqual(expected);
  expect(CorsOrigin.parse(text).toString()).toBe(text);
  expect(CorsOrigin.parse(text).value).toBe(text);
});

test('an origin that is only known at deploy time is carried', () => {
  const token = Token.asString({ Ref: 'Site' });
  expect(CorsOrigin.exact(token).value).toBe(token);
  expect(CorsOrigin.parse(`https://${token}`).matches(`https://${token}`)).toBe(true);
});

test('patterns have no character that JSON, Velocity or JavaScript would read as something else', () => {
  for (const origin of [CorsOrigin.subdomainsOf('https://a-b.example.com:8443'), CorsOrigin.parse('https://**.example.com'), CorsOrigin.localhost()]) {
    expect(origin._pattern).toMatch(/^[a-z0-9:/?()[\].+_{},|-]+$/);
  }
});
