import type { Browser, PageRequest } from '../../src/browser';
import { answer, ask, header, OPEN } from './ask';

const ANY = answer(200, { acao: '*', acah: '*' });

/** The unsafe names a request asks for, or `undefined` if it needs no preflight. */
function asked(request: Partial<PageRequest>, browser: Browser = 'standard'): string | undefined {
  const verdict = ask(request, ANY, { browser });
  return verdict.exchanges[0].preflight ? header(verdict, 0, 'access-control-request-headers') ?? '' : undefined;
}

const BYTES_128 = 'a'.repeat(128);

// After WPT fetch/cors-safelisted-request-header.any.js
// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
describe('CORS-safelisted request-header', () => {
  test.each<[reason: string, name: string, value: string, preflight: boolean]>([
    ['anything without an unsafe byte', 'Accept', 'text/html,application/json;q=0.9', false],
    ['empty', 'Accept', '', false],
    ['a tab is safe', 'Accept', 'a\tb', false],
    ['other control bytes are not', 'Accept', 'a\x01b', true],
    ['the last control byte', 'Accept', 'a\x1fb', true],
    ['a space is', 'Accept', 'a b', false],
    ['DEL', 'Accept', 'a\x7fb', true],
    ['bytes beyond ASCII are safe', 'Accept', 'a\xe9', false],
    ...['"', '(', ')', ':', '<', '>', '?', '@', '[', '\\', ']', '{', '}'].map((byte) => [`unsafe byte ${byte}`, 'Accept', `a${byte}b`, true] as [string, string, string, boolean]),
    ['128 bytes', 'Accept', BYTES_128, false],
    ['129 bytes', 'Accept', `${BYTES_128}a`, true],
    ['the safe bytes of a language', 'Accept-Language', 'en-US, de;q=0.5, *.x A0z9 =', false],
    ['a slash isn\'t a language', 'Accept-Language', 'a/b', true],
    ['an underscore isn\'t a language', 'Content-Language', 'en_US', true],
    ['a tab isn\'t a language', 'Content-Language', 'a\tb', true],
    ['a good content language', 'Content-Language', 'en, de', false],
    ['form', 'Content-Type', 'application/x-www-form-urlencoded', false],
    ['multipart', 'Content-Type', 'multipart/form-data; boundary=x', false],
    ['a quote is an unsafe byte', 'Content-Type', 'multipart/form-data; boundary="x"', true],
    ['case does not matter', 'Content-Type', 'TEXT/Plain;CHARSET=utf-8', false],
    ['white space before the parameters', 'Content-Type', 'text/plain \t;x', false],
    ['white space before the slash', 'Content-Type', 'text /plain', true],
    ['white space after the slash', 'Content-Type', 'text/ plain', true],
    ['another essence', 'Content-Type', 'application/json', true],
    ['an essence that begins alike', 'Content-Type', 'text/plainx', true],
    ['an essence that ends alike', 'Content-Type', 'xtext/plain', true],
    ['two of them do not parse', 'Content-Type', 'text/plain, text/plain', true],
    ['two slashes', 'Content-Type', 'text/plain/x', true],
    ['no slash', 'Content-Type', 'text', true],
    ['no type', 'Content-Type', '/plain', true],
    ['no subtype', 'Content-Type', 'text/', true],
    ['from the first byte', 'Range', 'bytes=0-', false],
    ['a range', 'Range', 'bytes=10-20', false],
    ['one byte', 'Range', 'bytes=7-7', false],
    ['backwards', 'Range', 'bytes=20-10', true],
    ['a suffix', 'Range', 'bytes=-10', true],
    ['two ranges', 'Range', 'bytes=0-1,3-4', true],
    ['white space', 'Range', 'bytes= 0-1', true],
    ['something after it', 'Range', 'bytes=0-1 ', false], // which is stripped before
    ['something else after it', 'Range', 'bytes=0-1x', true],
    ['something before it', 'Range', 'xbytes=0-1', true],
    ['the unit is lower case', 'Range', 'Bytes=0-1', true],
    ['another unit', 'Range', 'items=0-1', true],
    ['a number beyond 64 bits', 'Range', 'bytes=0-99999999999999999999', false],
    ['any other name', 'X-Custom', '1', true],
    ['Authorization', 'Authorization', '', true],
    ['a client hint', 'DPR', '2', true],
    ['an agent', 'User-Agent', 'x', true],
    ['a name of Object.prototype', 'constructor', 'x', true],
  ])('%s: %s: %s', (_, name, value, preflight) => {
    expect(asked({ headers: [[name, value]] })).toBe(preflight ? name.toLowerCase() : undefined);
  });

  // services/network/public/cpp/cors/cors.cc
  test.each<[name: string, value: string, preflight: boolean]>([
    ['DPR', '2', false], ['DPR', '1.5', false], ['DPR', '1.', true], ['DPR', '.5', true], ['DPR', '1.5x', true], ['DPR', 'x1.5', true],
    ['Device-Memory', '0.25', false], ['Device-Memory', '', true], ['Downlink', '10', false], ['Downlink', 'x', true],
    ['Width', '100', false], ['Width', '1.5', true], ['Viewport-Width', '7', false], ['Viewport-Width', 'a7', true], ['RTT', '50', false], ['RTT', '50a', true],
    ['ECT', '4g', false], ['ECT', 'slow-2g', false], ['ECT', '5g', true], ['ECT', '3gx', true], ['ECT', 'x2g', true],
    ['Save-Data', 'on', false], ['Save-Data', 'On', false], ['Save-Data', 'off', true], ['Save-Data', 'xon', true], ['Save-Data', 'onx', true],
    ['Intervention', 'anything at all', false], ['User-Agent', 'x', false],
    ['User-Agent', `${BYTES_128}a`, false],
    ['Range', 'bytes=0-9223372036854775807', false], ['Range', 'bytes=0-9223372036854775808', true], ['Range', 'bytes=9223372036854775808-', true],
  ])('in Chromium, %s: %s', (name, value, preflight) => {
    expect(asked({ headers: [[name, value]] }, 'chromium')).toBe(preflight ? name.toLowerCase() : undefined);
  });

  test('Chromium counts no User-Agent, and never asks for it', () => {
    const hints = ['Intervention', 'Width', 'RTT', 'DPR', 'Downlink', 'Viewport-Width', 'Device-Memory'].map((name) => [name, '1'.repeat(128)] as [string, string]);
    expect(asked({ headers: [...hints, ['Accept-Language', 'a'.repeat(125)], ['User-Agent', 'x']] }, 'chromium')).toBeUndefined();
    expect(asked({ headers: [['X-A', '1'], ['User-Agent', 'x']] }, 'chromium')).toBe('x-a');
  });

  test('names are asked for once, in lower case, sorted, without white space', () => {
    expect(asked({ headers: [['X-B', '1'], ['x-a', '1'], ['X-b', '2'], ['Content-Type', 'a/b']] })).toBe('content-type,x-a,x-b');
  });

  test('with more than 1024 bytes of safelisted values, all of them are unsafe', () => {
    const nine = Array.from({ length: 8 }, () => ['Accept', BYTES_128] as [string, string]);
    expect(asked({ headers: nine })).toBeUndefined();
    expect(asked({ headers: [...nine, ['Accept-Language', 'e']] })).toBe('accept,accept-language');
    expect(asked({ headers: [...nine, ['Accept-Language', 'e'], ['X-A', '1']] })).toBe('accept,accept-language,x-a');
  });

  // https://fetch.spec.whatwg.org/#concept-fetch step 12
  test.each<[last: number, expected: string | undefined]>([[125, undefined], [126, 'accept,accept-language']])(
    'the browser\'s own Accept counts: 3 bytes and 896 and %d', (last, expected) => {
      const languages = [...Array.from({ length: 7 }, () => BYTES_128), 'a'.repeat(last)];
      expect(asked({ headers: languages.map((value) => ['Accept-Language', value]) })).toBe(expected);
    });

  test.each<[browser: Browser, expected: string | undefined]>([['standard', undefined], ['chromium', 'accept'], ['firefox', undefined], ['webkit', 'accept']])(
    '%s judges a header that is given twice, %s', (browser, expected) => {
      const twice: [string, string][] = [['Accept', 'a'.repeat(100)], ['Accept', 'a'.repeat(100)]];
      expect(asked({ headers: twice }, browser)).toBe(expected);
      expect(ask({ headers: twice }, ANY, { browser }).notes).toEqual([expect.stringContaining('given twice')]);
    });

  test('XMLHttpRequest combines a header that is set twice, for every browser', () => {
    expect(asked({ api: 'xhr', headers: [['Accept', 'a'.repeat(100)], ['accept', 'a'.repeat(100)]] })).toBe('accept');
  });
});

// https://fetch.spec.whatwg.org/#forbidden-request-header
describe('forbidden request-header', () => {
  test.each([
    'Accept-Charset', 'Accept-Encoding', 'Access-Control-Request-Headers', 'Access-Control-Request-Method', 'Connection', 'Content-Length', 'Cookie', 'Cookie2',
    'Date', 'DNT', 'Expect', 'Host', 'Keep-Alive', 'Origin', 'Referer', 'Set-Cookie', 'TE', 'Trailer', 'Transfer-Encoding', 'Upgrade', 'Via', 'Proxy-Anything', 'proxy-',
    'Sec-Anything', 'sec-',
  ])('%s is dropped', (name) => {
    const verdict = ask({ headers: [[name, 'x']] }, OPEN);
    expect(verdict.exchanges).toHaveLength(1);
    expect(verdict.exchanges[0].request.headers).toEqual([['accept', '*/*'], ['origin', 'https://app.example.com']]);
  });

  test.each<[name: string, value: string, dropped: boolean]>([
    ['X-HTTP-Method', 'TRACE', true], ['X-HTTP-Method-Override', 'get, track', true], ['X-Method-Override', 'connect ,x', true],
    ['X-HTTP-Method', 'PUT', false], ['X-HTTP-Method-Override', 'xtrace', false], ['X-Method-Override', 'trace x', false], ['X-Other', 'TRACE', false],
    // a comma in quotes parts nothing: https://fetch.spec.whatwg.org/#header-value-get-decode-and-split
    ['X-HTTP-Method', '"a,trace,b"', false], ['X-HTTP-Method', '"a","b\\",c" , trace', true], ['X-HTTP-Method', '"a\\",trace,', false], ['X-HTTP-Method', '\'a,trace', true],
    ['X-HTTP-Method', '"trace"', false], ['X-HTTP-Method', '', false], ['X-HTTP-Method', ',,"\\', false],
    ['Proxy', 'x', false], ['Secret', 'x', false], ['X-Sec-', 'x', false], ['X-Proxy-', 'x', false],
  ])('%s: %s dropped: %s', (name, value, dropped) => {
    expect(asked({ headers: [[name, value]] })).toBe(dropped ? undefined : name.toLowerCase());
  });
});

// https://fetch.spec.whatwg.org/#concept-headers-append step 3
describe('no-cors mode', () => {
  test.each<[name: string, value: string, kept: boolean]>([
    ['Accept', 'a', true], ['Accept', 'a@b', false], ['Accept-Language', 'en', true], ['Content-Language', 'en', true], ['Content-Type', 'text/plain', true],
    ['Content-Type', 'application/json', false], ['X-Custom', '1', false], ['Range', 'bytes=0-1', false], ['Authorization', 'x', false],
  ])('%s: %s is kept: %s', (name, value, kept) => {
    const verdict = ask({ mode: 'no-cors', headers: [[name, value]] }, answer(200));
    expect(verdict.type).toBe('opaque');
    expect(header(verdict, 0, name.toLowerCase())).toBe(kept ? value : name === 'Accept' ? '*/*' : undefined);
  });

  test('the second of two values counts with the first', () => {
    const verdict = ask({ mode: 'no-cors', headers: [['Accept', 'a'.repeat(100)], ['Accept', 'b'.repeat(100)]] }, answer(200));
    expect(header(verdict, 0, 'accept')).toBe('a'.repeat(100));
  });
});
