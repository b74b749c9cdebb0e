/** Who may call, as templates write it: in values, in programs, in patterns. */
import { comparedOrigins, isAnyOrigin, listedOrigins } from '../../src/verify/origin-text';
import { flawOf } from '../../src/verify/origin-value';

const origins = (found: ReadonlyArray<{ origin: string }>) => found.map(({ origin }) => origin);

test.each<[string, string[]]>([
  ["'https://app.example.com'", ['https://app.example.com']],
  ["'https://a.example,https://b.example:8443'", ['https://a.example', 'https://b.example:8443']],
  ["'*'", ['*']],
  ['null', ['null']],
  ['https://app.example.com/', ['https://app.example.com']],
  ['app.example.com', ['https://app.example.com']],
  ['localhost:3000', ['https://localhost:3000']],
  ['https://*.example.com', ['https://*.example.com']],
  ['http://[::1]:8080', ['http://[::1]:8080']],
  ['capacitor://localhost', ['capacitor://localhost']],
  ["'capacitor://localhost,https://app.example.com'", ['capacitor://localhost', 'https://app.example.com']],
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/', ['chrome-extension://abcdefghijklmnopabcdefghijklmnop']],
  ['myshell://localhost', ['myshell://localhost']],
  ['file:///tmp/x.html', []],
  // taken from elsewhere, or no origin at all
  ['method.request.header.origin', []],
  ['integration.response.header.Access-Control-Allow-Origin', []],
  ['true', []],
  ['', []],
])('the value %j lists %j', (value, expected) => {
  expect(origins(listedOrigins(value))).toEqual(expected);
});

test.each<[string, string[]]>([
  ['#if($origin == "https://a.example" || $origin == "https://b.example")', ['https://a.example', 'https://b.example']],
  ['$origin.matches("^https://[a-z0-9-]+\\.example\\.com$")', ['https://*.example.com']],
  ['$origin.matches("https://.*[.]example[.]com")', ['https://*.example.com']],
  ['/^https?:\\/\\/(.*\\.)?example\\.com$/.test(origin)', ['https://*.example.com']],
  ['$origin.matches(".*https://.*example.com")', ['https://*example.com']],
  ['origin.endsWith(".example.com")', ['https://*.example.com']],
  ['origin.includes("example.com")', ['https://*.example.com']],
  ['// see https://docs.example.com\norigin === "https://a.example"', ['https://a.example']],
  ['## https://docs.example.com', []],
  ['#if($origin == "capacitor://localhost" || $origin == "moz-extension://5c1b7c1e")', ['capacitor://localhost', 'moz-extension://5c1b7c1e']],
  ['connect("redis://cache.example.com")', []],
  ['$origin.matches("https://[a-z0-9-]{1,63}--shop[.]netlify[.]app")', ['https://*--shop.netlify.app']],
  ['$origin.matches("http://[a-z0-9_-]{1,63}[.]example[.]com")', ['http://*.example.com']],
  ['$origin.matches("http://(?:[a-z0-9_-]{1,63}[.]){1,126}example[.]com")', ['http://*.example.com']],
  ['$origin.matches("https?://(?:localhost|127[.]0[.]0[.]1)(?::[0-9]{1,5})?")', []],
  ['$origin.matches("https://localhost(?::[0-9]{1,5})?")', ['https://localhost']],
  // a page, not an origin
  ['location: "https://login.example.com/sign-in"', []],
])('the program %j compares with %j', (code, expected) => {
  expect(origins(comparedOrigins(code))).toEqual(expected);
});

test('what stands for no dot is told from what stands for any text', () => {
  expect(comparedOrigins('$origin.matches("https://[a-z0-9-]{1,63}--shop[.]netlify[.]app")')).toEqual([
    { origin: 'https://*--shop.netlify.app', written: 'https://*--shop.netlify.app', withinLabels: true },
  ]);
  expect(comparedOrigins('/^https:\\/\\/.*--shop\\.netlify\\.app$/.test(origin)')).toEqual([{ origin: 'https://*--shop.netlify.app', written: 'https://*--shop.netlify.app' }]);
});

test.each(['*', 'https://*', 'http://*', '*://*', 'https://*:*'])('%s is any origin', (origin) => {
  expect(isAnyOrigin(origin)).toBe(true);
});

test.each(['https://*.example.com', 'https://app.example.com', 'null'])('%s isn\'t', (origin) => {
  expect(isAnyOrigin(origin)).toBe(false);
});

test.each<[string, ReturnType<typeof flawOf>]>([
  ['https://app.example.com', undefined],
  ['*', undefined],
  ['null', undefined],
  ['https://app.example.com/', { flaw: 'ends with a slash', instead: 'https://app.example.com' }],
  ['https://app.example.com/shop', { flaw: 'has a path', instead: 'https://app.example.com' }],
  ['https://App.example.com', { flaw: 'has upper case', instead: 'https://app.example.com' }],
  ['https://app.example.com:443', { flaw: 'has the default port', instead: 'https://app.example.com' }],
  ['http://app.example.com:80', { flaw: 'has the default port', instead: 'http://app.example.com' }],
  ['app.example.com', { flaw: 'has no scheme', instead: 'https://app.example.com' }],
  ['https://*.example.com', { flaw: 'has a wildcard, which browsers take for a letter' }],
  ['capacitor://localhost', undefined],
  ['capacitor://localhost/', { flaw: 'ends with a slash', instead: 'capacitor://localhost' }],
  ['chrome-extension://abcdef/popup.html', { flaw: 'has a path', instead: 'chrome-extension://abcdef' }],
])('what is wrong with %s as an origin', (written, expected) => {
  expect(flawOf(written)).toEqual(expected);
});
