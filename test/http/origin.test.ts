import { OPAQUE_SCHEMES, originOfPage } from '../../src/http';

test.each<[url: string, origin: string | undefined, why: string]>([
  ['https://app.example.com/shop?x#y', 'https://app.example.com', 'a page on it'],
  ['https://APP.example.com:443', 'https://app.example.com', 'as it is serialised'],
  ['capacitor://localhost', 'capacitor://localhost', 'an app shell on iOS'],
  ['capacitor://localhost/index.html', 'capacitor://localhost', 'a page of one'],
  ['ionic://localhost', 'ionic://localhost', 'an older one'],
  ['tauri://localhost', 'tauri://localhost', 'one of the desktop'],
  ['app://bundle', 'app://bundle', 'Electron'],
  ['app://localhost:8080', 'app://localhost:8080', 'with a port'],
  ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/popup.html', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop', 'an extension of Chromium'],
  ['moz-extension://5c1b7c1e-0000-4000-8000-000000000000', 'moz-extension://5c1b7c1e-0000-4000-8000-000000000000', 'one of Firefox'],
  ['file:///tmp/x.html', 'null', 'a file has an opaque origin'],
  ['data:text/html,x', 'null', 'and so have data'],
  ['about:blank', 'null', 'and empty pages'],
  ['blob:https://app.example.com/1', 'https://app.example.com', 'a blob has that of the page which made it'],
  ['app.example.com', undefined, 'no scheme'],
  ['', undefined, 'nothing'],
])('a page at %j has the origin %j: %s', (url, origin) => {
  expect(originOfPage(url)).toBe(origin);
});

test.each(OPAQUE_SCHEMES.filter((scheme) => scheme !== 'blob'))('%s: has no origin of its own', (scheme) => {
  expect(originOfPage(`${scheme}://host`)).toBe('null');
});
