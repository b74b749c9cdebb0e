import { fetchFromPage, type Browser, type PageRequest } from '../../src/browser';
import { answer, API, ask, GRANTED, header, OPEN, PAGE, sent } from './ask';

// https://fetch.spec.whatwg.org/#dom-request and https://xhr.spec.whatwg.org/
describe('what the page gets an exception for', () => {
  test.each<[reason: string, request: Partial<PageRequest>, says: string]>([
    ['a URL that does not parse', { url: 'http://[bad' }, 'does not parse'],
    ['a relative URL on an opaque page', { page: 'null', url: '/x' }, 'does not parse'],
    ['a URL with a user name', { url: 'https://user@api.example.com/' }, 'user name'],
    ['a URL with a password', { url: 'https://:pass@api.example.com/' }, 'user name'],
    ['a method that isn\'t a token', { method: 'GET X' }, 'isn\'t an HTTP method'],
    ['an empty method', { method: '' }, 'isn\'t an HTTP method'],
    ['TRACE', { method: 'TRACE' }, 'cannot use the method TRACE'],
    ['connect', { method: 'connect' }, 'cannot use the method connect'],
    ['Track', { method: 'Track' }, 'cannot use the method Track'],
    ['TRACE by XMLHttpRequest', { api: 'xhr', method: 'TRACE' }, 'SecurityError'],
    ['no token by XMLHttpRequest', { api: 'xhr', method: '(' }, 'SyntaxError'],
    ['a bad header by XMLHttpRequest', { api: 'xhr', headers: [['a b', '1']] }, 'isn\'t a header'],
    ['PUT in no-cors mode', { mode: 'no-cors', method: 'put' }, 'cannot be used in no-cors mode'],
    ['a header name that isn\'t a token', { headers: [['X Custom', '1']] }, 'isn\'t a header'],
    ['a header value with a line break inside', { headers: [['X-Custom', 'a\r\nb']] }, 'isn\'t a header'],
    ['a header value with NUL', { headers: [['X-Custom', 'a\0b']] }, 'isn\'t a header'],
    ['a header value that isn\'t a byte string', { headers: [['X-Custom', '€']] }, 'isn\'t a header'],
    ['GET with a body', { body: 'x' }, 'a GET request has no body'],
    ['HEAD with a body', { method: 'head', body: '' }, 'a HEAD request has no body'],
  ])('%s', (_, request, says) => {
    const verdict = ask(request, OPEN);
    expect(verdict).toMatchObject({ outcome: 'blocked', type: 'error', status: 0, exchanges: [], exposedHeaders: [], console: {}, notes: [] });
    expect(verdict.error).toBeUndefined();
    expect(verdict.reason).toContain(says);
    expect(verdict.step).toMatch(/^https:\/\/(fetch|xhr)\.spec\.whatwg\.org\/#/);
    expect(verdict.url).toBe(request.url ?? API);
  });

  test.each<[reason: string, request: Partial<PageRequest>, options: { browser?: string }, says: string]>([
    ['a page that isn\'t an origin', { page: 'app.example.com' }, {}, 'page must be an origin such as'],
    ['no page', { page: '' }, {}, 'page must be an origin'],
    ['an unknown mode', { mode: 'navigate' as 'cors' }, {}, 'mode must be one of cors, no-cors, same-origin, got "navigate"'],
    ['unknown credentials', { credentials: 'yes' as 'omit' }, {}, 'credentials must be one of omit, same-origin, include, got "yes"'],
    ['an unknown redirect mode', { redirect: 'x' as 'follow' }, {}, 'redirect must be one of follow, error, manual'],
    ['an unknown API', { api: 'axios' as 'fetch' }, {}, 'api must be one of fetch, xhr, element'],
    ['no element', { api: 'element' }, {}, 'element must be one of img, css, script'],
    ['an unknown body type', { method: 'POST', body: 'x', bodyType: 'json' as 'blob' }, {}, 'bodyType must be one of string, urlsearchparams'],
    ['an unknown browser', {}, { browser: 'safari' }, 'browser must be one of standard, chromium, firefox, webkit, got "safari"'],
  ])('a call that makes no sense throws: %s', (_, request, options, says) => {
    expect(() => ask(request, OPEN, options as { browser?: Browser })).toThrow(says);
  });

  test('an answer that is a promise throws in the synchronous door', () => {
    expect(() => ask({}, () => Promise.resolve(OPEN) as never)).toThrow('use fetchFromPageAsync');
  });

  test('what the answer callback throws comes out', () => {
    expect(() => ask({}, () => { throw new RangeError('mine'); })).toThrow(new RangeError('mine'));
  });
});

describe('what goes on the wire', () => {
  test.each([['get', 'GET'], ['Post', 'POST'], ['head', 'HEAD']])('%s is sent as %s, without a preflight', (method, normalized) => {
    expect(sent(ask({ method }, OPEN))).toEqual([`${normalized} ${API}`]);
  });

  test.each([['put', 'PUT'], ['delete', 'DELETE'], ['options', 'OPTIONS'], ['Patch', 'Patch'], ['xputx', 'xputx'], ['chicken', 'chicken']])('%s is asked for as %s', (method, normalized) => {
    expect(header(ask({ method }, OPEN), 0, 'access-control-request-method')).toBe(normalized);
    expect(sent(ask({ method, credentials: 'omit' }, OPEN))[1]).toBe(`${normalized} ${API}`);
  });

  test.each<[reason: string, request: Partial<PageRequest>, contentType: string | undefined]>([
    ['a string', { body: 'x' }, 'text/plain;charset=UTF-8'],
    ['an empty string', { body: '' }, 'text/plain;charset=UTF-8'],
    ['no body', { body: null }, undefined],
    ['URLSearchParams', { body: 'x', bodyType: 'urlsearchparams' }, 'application/x-www-form-urlencoded;charset=UTF-8'],
    ['FormData', { body: 'x', bodyType: 'formdata' }, 'multipart/form-data; boundary=----formdata'],
    ['a Blob without a type', { body: 'x', bodyType: 'blob' }, undefined],
    ['a Blob of JSON', { body: 'x', bodyType: 'blobjson' }, 'application/json'],
    ['a Blob whose type is none: https://w3c.github.io/FileAPI/#constructorBlob', { body: 'x', bodyType: 'a/b\xe9' }, undefined],
    ['a Blob of another type', { body: 'x', bodyType: 'Image/PNG' }, 'image/png'],
    ['bytes', { body: 'x', bodyType: 'arraybuffer' }, undefined],
    ['bytes by their other name', { body: 'x', bodyType: 'buffer' }, undefined],
    ['a stream', { body: 'x', bodyType: 'stream' }, undefined],
    ['a type of the page\'s own', { body: 'x', headers: [['content-TYPE', 'a/b']] }, 'a/b'],
  ])('the Content-Type of %s', (_, request, contentType) => {
    const verdict = ask({ method: 'POST', ...request }, OPEN);
    const last = verdict.exchanges.length - 1;
    expect(header(verdict, last, 'content-type')).toBe(contentType);
    expect(verdict.exchanges[last].request.body).toBe(request.body ?? undefined);
  });

  test('a Blob of JSON has no Content-Type in no-cors mode', () => {
    expect(header(ask({ mode: 'no-cors', method: 'POST', body: 'x', bodyType: 'blobjson' }, OPEN), 0, 'content-type')).toBeUndefined();
  });

  // https://xhr.spec.whatwg.org/#the-send()-method step 4.5; Chromium's seen in a live one
  test.each<[given: string, standard: string, chromium: string]>([
    ['text/plain', 'text/plain', 'text/plain'],
    ['text/plain;charset=utf-8', 'text/plain;charset=utf-8', 'text/plain;charset=UTF-8'],
    ['Text/Plain; Charset=latin1; X=y', 'text/plain;charset=UTF-8;x=y', 'Text/Plain; Charset=UTF-8; X=y'],
    ['a/b;charset="x"', 'a/b;charset=UTF-8', 'a/b;charset="UTF-8"'],
    ['a/b;x="1;charset=y"', 'a/b;x="1;charset=y"', 'a/b;x="1;charset=UTF-8"'],
    ['a/b;x="q\\"r";charset=y;charset=z', 'a/b;x="q\\"r";charset=UTF-8', 'a/b;x="q\\"r";charset=UTF-8;charset=UTF-8'],
    ['a/b;(=1;e=;charset=y', 'a/b;charset=UTF-8', 'a/b;(=1;e=;charset=UTF-8'],
    ['noslash;charset=x', 'noslash;charset=x', 'noslash;charset=UTF-8'],
    ['text/plain;charset=', 'text/plain;charset=', 'text/plain;charset='],
  ])('XMLHttpRequest sends a string as %s', (given, standard, chromium) => {
    const request: Partial<PageRequest> = { api: 'xhr', method: 'POST', body: 'x', headers: [['Content-Type', given], ['Accept', 'x;charset=y']] };
    const sentAs = (browser: Browser, bodyType: PageRequest['bodyType'] = 'string') => {
      const verdict = ask({ ...request, bodyType }, OPEN, { browser });
      return header(verdict, verdict.exchanges.length - 1, 'content-type');
    };
    expect([sentAs('standard'), sentAs('chromium')]).toEqual([standard, chromium]);
    expect(sentAs('chromium', 'buffer')).toBe(given);
    expect(ask(request, OPEN).notes).toEqual(standard === chromium ? [] : [expect.stringContaining('charset')]);
  });

  test('XMLHttpRequest drops the body of GET and HEAD, is always cors and follows redirects', () => {
    const verdict = ask({ api: 'xhr', body: 'x', mode: 'no-cors', redirect: 'error', credentials: 'omit' }, [answer(302, { acao: PAGE, Location: '/y' }), OPEN]);
    expect(verdict).toMatchObject({ outcome: 'allowed', type: 'cors', url: 'https://api.example.com/y' });
    expect(verdict.exchanges[0].request.body).toBeUndefined();
    expect(header(verdict, 0, 'content-type')).toBeUndefined();
  });

  test.each<[reason: string, request: Partial<PageRequest>, origin: string | undefined]>([
    ['cross-origin', {}, PAGE],
    ['same-origin GET', { url: '/x' }, undefined],
    ['same-origin HEAD', { url: '/x', method: 'HEAD' }, undefined],
    ['same-origin POST', { url: '/x', method: 'POST' }, PAGE],
    ['no-cors GET', { mode: 'no-cors' }, undefined],
    ['no-cors POST', { mode: 'no-cors', method: 'POST' }, PAGE],
    ['no-cors POST from https to http', { mode: 'no-cors', method: 'POST', url: 'http://api.example.com/' }, 'null'],
    ['no-cors POST from http to http', { mode: 'no-cors', method: 'POST', page: 'http://a.example', url: 'http://b.example/' }, 'http://a.example'],
    ['cors POST from https to http', { method: 'POST', url: 'http://api.example.com/' }, PAGE],
    ['a page\'s URL is as good as its origin', { page: `${PAGE}:443/path?q#f` }, PAGE],
    ['an origin is lower case', { page: 'HTTPS://APP.example.com' }, PAGE],
    ['an opaque origin', { page: 'null' }, 'null'],
    ['a file is opaque', { page: 'file:///x' }, 'null'],
  ])('Origin of %s', (_, request, origin) => {
    expect(header(ask(request, OPEN), 0, 'origin')).toBe(origin);
  });

  test.each<[request: Partial<PageRequest>, credentials: boolean]>([
    [{ credentials: 'include' }, true], [{ credentials: 'same-origin' }, false], [{ credentials: 'omit' }, false], [{}, false],
    [{ url: '/x' }, true], [{ url: '/x', credentials: 'omit' }, false],
    [{ api: 'element', element: 'img' }, true], [{ api: 'element', element: 'img', mode: 'cors' }, false],
  ])('%j carries credentials: %s', (request, credentials) => {
    expect(ask(request, GRANTED).exchanges[0].request.credentials).toBe(credentials);
  });

  test('the fragment stays at home, and a user name does too', () => {
    const verdict = ask({ api: 'xhr', url: 'https://u:p@api.example.com/a?b#c' }, OPEN);
    expect(sent(verdict)).toEqual(['GET https://api.example.com/a?b']);
    expect(verdict.url).toBe('https://u:p@api.example.com/a?b#c');
    expect(ask({ api: 'xhr', url: 'https://u:p@api.example.com/' }, OPEN, { browser: 'chromium' })).toMatchObject({ outcome: 'blocked', exchanges: [] });
  });

  test('headers may be a record, and Accept is the page\'s if it has one', () => {
    const verdict = ask({ headers: { 'Accept': 'a/b', 'X-A': ' 1\t' } }, OPEN);
    expect(verdict.exchanges[1].request.headers).toEqual([['origin', PAGE], ['accept', 'a/b'], ['x-a', '1']]);
  });

  // Recorded: Chromium sends a range it understands in its own spelling
  test.each<[given: string, chromium: string]>([
    ['BYTES=0-1', 'bytes=0-1'], ['bytes=0 - 1', 'bytes=0-1'], ['bytes = \t07-', 'bytes=7-'], ['bytes=-05', 'bytes=-5'],
    ['bytes=-', 'bytes=-'], ['bytes=2-1', 'bytes=2-1'], ['bytes=0-1,2-3', 'bytes=0-1,2-3'], ['x bytes=00-1', 'x bytes=00-1'],
    ['bytes=00-99999999999999999999', 'bytes=00-99999999999999999999'], ['bytes=99999999999999999999-', 'bytes=99999999999999999999-'],
  ])('Chromium sends Range: %s as %s', (given, chromium) => {
    const verdict = ask({ headers: [['Range', given]] }, OPEN, { browser: 'chromium' });
    expect(header(verdict, verdict.exchanges.length - 1, 'range')).toBe(chromium);
    const post = ask({ method: 'POST', headers: [['Range', given]] }, OPEN, { browser: 'chromium' });
    expect(header(post, post.exchanges.length - 1, 'range')).toBe(given);
    const standard = ask({ headers: [['Range', given]] }, OPEN);
    expect(header(standard, standard.exchanges.length - 1, 'range')).toBe(given);
  });
});

// https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
describe('elements', () => {
  test.each<[request: Partial<PageRequest>, accept: string, range: string | undefined, type: string, credentials: boolean]>([
    [{ element: 'img' }, 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', undefined, 'opaque', true],
    [{ element: 'img', mode: 'cors' }, 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', undefined, 'cors', false],
    [{ element: 'script', mode: 'cors', credentials: 'include' }, '*/*', undefined, 'cors', true],
    [{ element: 'script', credentials: 'omit' }, '*/*', undefined, 'opaque', true],
    [{ element: 'module' }, '*/*', undefined, 'cors', false],
    [{ element: 'module', credentials: 'include' }, '*/*', undefined, 'cors', true],
    [{ element: 'module', mode: 'no-cors', credentials: 'include' }, '*/*', undefined, 'cors', false],
    [{ element: 'css' }, 'text/css,*/*;q=0.1', undefined, 'opaque', true],
    [{ element: 'font', mode: 'no-cors', credentials: 'include' }, '*/*', undefined, 'cors', false],
    [{ element: 'audio', mode: 'cors' }, '*/*', 'bytes=0-', 'cors', false],
    [{ element: 'video' }, '*/*', 'bytes=0-', 'opaque', true],
    [{ element: 'track', mode: 'cors' }, '*/*', undefined, 'cors', false],
  ])('%j', (request, accept, range, type, credentials) => {
    const verdict = ask({ api: 'element', method: 'PUT', headers: [['X-A', '1']], redirect: 'error', ...request }, GRANTED);
    expect(verdict).toMatchObject({ outcome: 'allowed', type, exposedHeaders: [] });
    expect(sent(verdict)).toEqual([`GET ${API}`]);
    expect([header(verdict, 0, 'accept'), header(verdict, 0, 'range'), header(verdict, 0, 'x-a')]).toEqual([accept, range, undefined]);
    expect(verdict.exchanges[0].request.credentials).toBe(credentials);
  });

  test('a track without crossorigin is same-origin', () => {
    expect(ask({ api: 'element', element: 'track' }, GRANTED)).toMatchObject({ outcome: 'blocked', exchanges: [] });
    expect(ask({ api: 'element', element: 'track', url: '/x' }, answer(200))).toMatchObject({ outcome: 'allowed', type: 'basic' });
  });

  // seen in a live one
  test.each<[element: PageRequest['element'], mode: PageRequest['mode'], chromium: string | undefined]>([
    ['img', 'cors', PAGE], ['module', 'no-cors', PAGE], ['font', 'cors', PAGE], ['track', 'cors', PAGE], ['img', 'no-cors', undefined], ['audio', 'cors', undefined], ['video', 'cors', undefined],
  ])('for %s in mode %s on its own origin, Chromium sends Origin: %s', (element, mode, chromium) => {
    const load = (browser: Browser) => ask({ api: 'element', element, mode, url: '/x' }, answer(200), { browser });
    expect([header(load('standard'), 0, 'origin'), header(load('chromium'), 0, 'origin')]).toEqual([undefined, chromium]);
    expect(load('standard').notes.length > 0).toBe(chromium !== undefined);
  });

  test('an element follows redirects', () => {
    expect(ask({ api: 'element', element: 'img', mode: 'cors', redirect: 'error' }, [answer(302, { acao: '*', Location: '/y' }), OPEN]).url).toBe('https://api.example.com/y');
  });
});

test('the defaults are fetch, GET, cors, same-origin and follow, by the standard', () => {
  const verdict = fetchFromPage({ page: PAGE, url: API }, () => OPEN);
  expect(verdict).toMatchObject({ outcome: 'allowed', type: 'cors', status: 200, notes: [], console: {} });
  expect(verdict.exchanges).toEqual([{
    preflight: false,
    request: { method: 'GET', url: API, headers: [['accept', '*/*'], ['origin', PAGE]], credentials: false, preflight: false },
    response: OPEN,
  }]);
});
