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
  ['a part of a label at its beginning', CorsOrigin.parse('https://*--shop.netlify.app'),
    ['https://pr-7--shop.netlify.app', 'https://a--shop.netlify.app', 'https://deploy-preview-12--shop.netlify.app', 'https://a--shop--shop.netlify.app'],
    ['https://--shop.netlify.app', 'https://shop.netlify.app', 'https://a.b--shop.netlify.app', 'https://a--shop.netlify.app.evil.net', 'https://a--shopxnetlify.app',
      'https://evil.net/a--shop.netlify.app', 'https://a--evilshop.netlify.app', 'http://a--shop.netlify.app', 'https://a--shop.netlify.app:8443', 'https://A--shop.netlify.app',
      'https://a_b--shop.netlify.app', 'https://a--shop.netlify.app/', 'x https://a--shop.netlify.app', 'https://a--shop.netlify.app\n']],
  ['a part of a label at its end', CorsOrigin.parse('https://pr-*.preview.example.com'),
    ['https://pr-7.preview.example.com', 'https://pr-a-b.preview.example.com'],
    ['https://pr-.preview.example.com', 'https://pr-7.x.preview.example.com', 'https://xpr-7.preview.example.com', 'https://pr-7.preview.example.com.evil.net', 'https://pr-7xpreview.example.com']],
  ['a part of a label in its middle', CorsOrigin.parse('https://app-*-team.vercel.app'),
    ['https://app-git-main-team.vercel.app', 'https://app-1-team.vercel.app'],
    ['https://app--team.vercel.app', 'https://app-1-evil-team.vercel.app.evil.net', 'https://app-1.evil-team.vercel.app', 'https://app-1-xteam.vercel.app', 'https://evil-1-team.vercel.app']],
  ['parts of several labels, on a port', CorsOrigin.parse('http://pr-*.eu-*.example.com:8080'),
    ['http://pr-1.eu-2.example.com:8080'], ['http://pr-1.eu-2.example.com', 'http://pr-1.2.example.com:8080']],
  ['a part of a label of localhost', CorsOrigin.parse('http://shop-*.localhost:3000'), ['http://shop-a.localhost:3000'], ['http://shop-a.localhost', 'http://localhost:3000']],
  ['this machine by https', CorsOrigin.parse('https://localhost:*'),
    ['https://localhost', 'https://localhost:5173'], ['http://localhost:5173', 'https://127.0.0.1:5173', 'https://localhost:', 'https://localhost:5173.evil.net', 'https://localhostx']],
  ['this machine by its address', CorsOrigin.parse('http://127.0.0.1:*'),
    ['http://127.0.0.1', 'http://127.0.0.1:3000'], ['http://localhost:3000', 'https://127.0.0.1:3000', 'http://127x0.0.1:3000', 'http://127.0.0.1:123456']],
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

test.each(['https://*--shop.netlify.app', 'https://pr-*.preview.example.com', 'https://localhost:*', 'http://127.0.0.1:*'])('%s stays as it was written', (text) => {
  expect(CorsOrigin.parse(text).value).toBe(text);
});

test('the parts of a label are bounded, so that a long origin costs no time', () => {
  expect(CorsOrigin.parse('https://a-*-*-*.example.com')._pattern).not.toMatch(/[+*]/);
});

test('an origin that is only known at deploy time is carried', () => {
  const token = Token.asString({ Ref: 'Site' });
  expect(CorsOrigin.exact(token).value).toBe(token);
  expect(CorsOrigin.parse(`https://${token}`).matches(`https://${token}`)).toBe(true);
});

test('patterns have no character that JSON, Velocity or JavaScript would read as something else', () => {
  for (const origin of [CorsOrigin.subdomainsOf('https://a-b.example.com:8443'), CorsOrigin.parse('https://**.example.com'), CorsOrigin.localhost(), CorsOrigin.parse('https://app-*-*.example.com'), CorsOrigin.parse('https://localhost:*')]) {
    expect(origin._pattern).toMatch(/^[a-z0-9:/?()[\].+_{},|-]+$/);
  }
});
