import type { Answer, Browser, PageRequest } from '../../src/browser';
import { answer, API, ask, GRANTED, header, OPEN, OTHER, PAGE, sent } from './ask';

const to = (location: string | undefined, status = 302, headers: Record<string, string> = { acao: PAGE, acac: 'true' }) => answer(status, { ...headers, Location: location });

// https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
describe('HTTP-redirect fetch', () => {
  test.each<[
    reason: string, request: Partial<PageRequest>, answers: readonly Answer[], requests: string[], origins: (string | undefined)[],
    outcome: string,
  ]>([
        ['on the same origin', {}, [to('/y'), GRANTED], [`GET ${API}`, 'GET https://api.example.com/y'], [PAGE, PAGE], 'allowed'],
        ['on to a third origin: null', {}, [to(OTHER), OPEN], [`GET ${API}`, `GET ${OTHER}`], [PAGE, 'null'], 'allowed'],
        ['on to a third origin that allows the page, not null', {}, [to(OTHER), GRANTED], [`GET ${API}`, `GET ${OTHER}`], [PAGE, 'null'], 'blocked'],
        ['back to the page: still CORS, and null', {}, [to(`${PAGE}/y`), answer(200)], [`GET ${API}`, `GET ${PAGE}/y`], [PAGE, 'null'], 'blocked'],
        ['back to the page, which allows null', {}, [to(`${PAGE}/y`), answer(200, { acao: 'null' })], [`GET ${API}`, `GET ${PAGE}/y`], [PAGE, 'null'], 'allowed'],
        ['away from the page: its origin', { url: '/x' }, [to(API), GRANTED], [`GET ${PAGE}/x`, `GET ${API}`], [undefined, PAGE], 'allowed'],
        ['away from the page and back', { url: '/x' }, [to(API), to(`${PAGE}/y`), answer(200, { acao: 'null' })], [`GET ${PAGE}/x`, `GET ${API}`, `GET ${PAGE}/y`], [undefined, PAGE, 'null'], 'allowed'],
        ['on the page only', { url: '/x' }, [to('/y', 302, {}), answer(200)], [`GET ${PAGE}/x`, `GET ${PAGE}/y`], [undefined, undefined], 'allowed'],
        ['null stays null', {}, [to(OTHER), to('/z', 302, { acao: '*' }), OPEN], [`GET ${API}`, `GET ${OTHER}`, 'GET https://other.example.net/z'], [PAGE, 'null', 'null'], 'allowed'],
        ['the redirect itself is checked', {}, [to('/y', 302, {}), OPEN], [`GET ${API}`], [PAGE], 'blocked'],
        ['no-cors redirects are not checked', { mode: 'no-cors' }, [to(OTHER, 302, {}), answer(200)], [`GET ${API}`, `GET ${OTHER}`], [undefined, undefined], 'allowed'],
        ['a new preflight where one is needed', { method: 'PUT' }, [GRANTED, to(OTHER, 307), OPEN, OPEN],
          [`preflight OPTIONS ${API}`, `PUT ${API}`, `preflight OPTIONS ${OTHER}`, `PUT ${OTHER}`], [PAGE, PAGE, 'null', 'null'], 'allowed'],
        ['a first preflight where it is cross-origin', { url: '/x', method: 'PUT' }, [to(API, 308), GRANTED, GRANTED], [`PUT ${PAGE}/x`, `preflight OPTIONS ${API}`, `PUT ${API}`], [PAGE, PAGE, PAGE], 'allowed'],
        ['the new preflight can fail', { method: 'PUT' }, [GRANTED, to(OTHER, 307), GRANTED], [`preflight OPTIONS ${API}`, `PUT ${API}`, `preflight OPTIONS ${OTHER}`], [PAGE, PAGE, 'null'], 'blocked'],
        ['300 isn\'t a redirect', {}, [to('/y', 300)], [`GET ${API}`], [PAGE], 'allowed'],
        ['304 isn\'t a redirect', {}, [to('/y', 304)], [`GET ${API}`], [PAGE], 'allowed'],
        ['without a Location it is the response', {}, [to(undefined)], [`GET ${API}`], [PAGE], 'allowed'],
        ['from an opaque origin', { page: 'null' }, [to('/y', 302, { acao: '*' }), OPEN], [`GET ${API}`, 'GET https://api.example.com/y'], ['null', 'null'], 'allowed'],
        ['a Location that does not parse', {}, [to('http://[bad')], [`GET ${API}`], [PAGE], 'blocked'],
        ['another scheme', {}, [to('ftp://x/')], [`GET ${API}`], [PAGE], 'blocked'],
        ['to a password', {}, [to('https://u:p@api.example.com/')], [`GET ${API}`], [PAGE], 'blocked'],
        ['on the page to a password', { url: '/x' }, [to('https://u:p@app.example.com/'), answer(200)], [`GET ${PAGE}/x`, `GET ${PAGE}/`], [undefined, undefined], 'allowed'],
        ['from the page to a password elsewhere', { url: '/x' }, [to('https://u@api.example.com/')], [`GET ${PAGE}/x`], [undefined], 'blocked'],
        ['out of same-origin', { url: '/x', mode: 'same-origin' }, [to(API)], [`GET ${PAGE}/x`], [undefined], 'blocked'],
        ['two different Locations', {}, [{ status: 302, headers: [['Access-Control-Allow-Origin', PAGE], ['Location', '/a'], ['Location', '/b']] }], [`GET ${API}`], [PAGE], 'blocked'],
        ['a dropped connection after it', {}, [to('/y'), 'network-error'], [`GET ${API}`, 'GET https://api.example.com/y'], [PAGE, PAGE], 'blocked'],
        ['a stream cannot be sent again', { method: 'POST', body: 'x', bodyType: 'stream' }, [GRANTED, to('/y', 307)], [`preflight OPTIONS ${API}`, `POST ${API}`], [PAGE, PAGE], 'blocked'],
        ['but dropped it can be, by 303', { method: 'POST', body: 'x', bodyType: 'stream' }, [GRANTED, to('/y', 303), GRANTED, GRANTED],
          [`preflight OPTIONS ${API}`, `POST ${API}`, 'preflight OPTIONS https://api.example.com/y', 'GET https://api.example.com/y'], [PAGE, PAGE, PAGE, PAGE], 'allowed'],
      ])('%s', (_, request, answers, requests, origins, outcome) => {
        const verdict = ask(request, answers);
        expect(sent(verdict)).toEqual(requests);
        expect(requests.map((__, index) => header(verdict, index, 'origin'))).toEqual(origins);
        expect(verdict.outcome).toBe(outcome);
      });

  test.each<[status: number, method: string, becomes: string, body: boolean]>([
    [301, 'POST', 'GET', false], [302, 'POST', 'GET', false], [303, 'POST', 'GET', false], [307, 'POST', 'POST', true], [308, 'POST', 'POST', true],
    [301, 'PUT', 'PUT', true], [302, 'PUT', 'PUT', true], [303, 'PUT', 'GET', false], [307, 'PUT', 'PUT', true],
    [301, 'HEAD', 'HEAD', false], [303, 'HEAD', 'HEAD', false], [303, 'GET', 'GET', false],
  ])('%d makes %s %s', (status, method, becomes, keepsBody) => {
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: 'x' };
    const names = ['Content-Type', 'Content-Language', 'Content-Encoding', 'Content-Location', 'X-Custom'];
    const open = answer(200, { acao: '*', acam: '*', acah: '*' });
    const verdict = ask({ method, ...body, headers: names.map((name) => [name, 'en']) }, ({ url, preflight }) => (url === API && !preflight ? to('/y', status) : open));
    const { request } = verdict.exchanges[verdict.exchanges.length - 1];
    expect([request.method, request.url, request.body]).toEqual([becomes, 'https://api.example.com/y', keepsBody ? 'x' : undefined]);
    const kept = becomes === method ? names : ['X-Custom'];
    expect(request.headers.map(([name]) => name).filter((name) => /^(content|x)-/.test(name)).sort()).toEqual(kept.map((name) => name.toLowerCase()).sort());
  });

  test.each<[location: string, kept: boolean]>([['/y', true], [OTHER, false], ['https://api.example.com:444/', false]])('Authorization on the way to %s is kept: %s', (location, kept) => {
    const verdict = ask({ headers: [['Authorization', 'x'], ['X-Custom', '1']] }, ({ url, preflight }) => (url === API && !preflight ? to(location) : OPEN));
    const last = verdict.exchanges.length - 1;
    expect(header(verdict, last, 'authorization')).toBe(kept ? 'x' : undefined);
    expect(header(verdict, last, 'x-custom')).toBe('1');
  });

  test('20 redirects are followed, 21 are not', () => {
    const upTo = (count: number) => {
      let left = count;
      return ask({}, () => (left-- > 0 ? to('/y') : GRANTED));
    };
    expect(upTo(20)).toMatchObject({ outcome: 'allowed' });
    expect(upTo(20).exchanges).toHaveLength(21);
    expect(upTo(21)).toMatchObject({ outcome: 'blocked', reason: 'there are more than 20 redirects' });
    expect(upTo(21).exchanges).toHaveLength(21);
  });

  test.each<[from: string, location: string, ends: string]>([
    [`${API}#a`, '/y', 'https://api.example.com/y#a'], [`${API}#a`, '/y#b', 'https://api.example.com/y#b'], [API, '/y', 'https://api.example.com/y'], [API, '?q', `${API}?q`],
  ])('%s redirected to %s ends at %s', (url, location, ends) => {
    expect(ask({ url }, [to(location), GRANTED]).url).toBe(ends);
  });

  test.each<[reason: string, request: Partial<PageRequest>, reply: Answer, standard: string, chromium: string]>([
    ['redirect "error"', { redirect: 'error' }, to('/y'), 'error', 'error'],
    ['redirect "error" and no Location', { redirect: 'error' }, to(undefined), 'error', 'cors'],
    ['redirect "error" and an empty Location', { redirect: 'error' }, to(''), 'error', 'cors'],
    ['redirect "error" and no redirect', { redirect: 'error' }, GRANTED, 'cors', 'cors'],
    ['redirect "manual"', { redirect: 'manual' }, to('/y'), 'opaqueredirect', 'opaqueredirect'],
    ['redirect "manual" and no Location', { redirect: 'manual' }, to(undefined), 'opaqueredirect', 'opaqueredirect'],
    ['redirect "manual" and no redirect', { redirect: 'manual' }, GRANTED, 'cors', 'cors'],
    ['redirect "manual" that is not allowed', { redirect: 'manual' }, to('/y', 302, {}), 'error', 'error'],
    ['no-cors and redirect "manual"', { redirect: 'manual', mode: 'no-cors' }, GRANTED, 'error', 'error'],
    ['no-cors and redirect "error"', { redirect: 'error', mode: 'no-cors' }, GRANTED, 'error', 'error'],
    ['the same Location twice', {}, { status: 302, headers: [['Access-Control-Allow-Origin', PAGE], ['Location', '/y'], ['Location', '/y']] }, 'error', 'cors'],
    ['no-cors to a password', { mode: 'no-cors' }, to('https://u:p@other.example.net/'), 'opaque', 'error'],
  ])('%s', (_, request, reply, standard, chromium) => {
    const type = (browser: Browser) => ask(request, ({ url }) => (url === API ? reply : GRANTED), { browser });
    expect([type('standard').type, type('chromium').type]).toEqual([standard, chromium]);
    expect(type('standard').notes.length > 0).toBe(standard !== chromium);
  });

  test.each<[reason: string, request: Partial<PageRequest>]>([
    ['in mode "cors"', { redirect: 'manual' }],
    ['to the page\'s own origin', { redirect: 'manual', url: `${PAGE}/x` }],
  ])('a page that follows redirects itself reads nothing of them: %s', (_, request) => {
    expect(ask(request, to('/y'))).toMatchObject({ type: 'opaqueredirect', outcome: 'allowed', status: 0, exposedHeaders: [] });
  });

  test('an empty Location leads to itself, and in Chromium nowhere', () => {
    const empty = to('');
    expect(ask({}, empty)).toMatchObject({ outcome: 'blocked', reason: 'there are more than 20 redirects' });
    expect(ask({}, empty, { browser: 'chromium' })).toMatchObject({ outcome: 'allowed', status: 302, notes: [expect.stringContaining('empty Location')] });
  });

  // net/http/http_response_headers.cc; https://fetch.spec.whatwg.org/#concept-response-location-url
  test.each<[location: string, standard: string, chromium: string]>([
    ['/y', '/y', '/y'], ['/\xe9', '/%C3%A9', '/%E9'], ['/\xc3\xa9', '/%C3%83%C2%A9', '/%C3%A9'], ['/?\xff\x80', '/?%C3%BF%C2%80', '/?%FF%80'],
  ])('a Location of %j leads to %s, and in Chromium to %s', (location, standard, chromium) => {
    const follow = (browser: Browser) => ask({}, [to(location), GRANTED], { browser });
    expect([follow('standard').url, follow('chromium').url]).toEqual([standard, chromium].map((path) => `https://api.example.com${path}`));
    expect(follow('standard').notes.length > 0).toBe(standard !== chromium);
  });

  test('Chromium looks whether a Location parses before it looks for permission', () => {
    expect(ask({}, to('http://[bad', 302, {})).error).toBe('MissingAllowOriginHeader');
    expect(ask({}, to('http://[bad', 302, {}), { browser: 'chromium' })).toMatchObject({ outcome: 'blocked', reason: expect.stringContaining('does not parse') });
    expect(ask({}, answer(200, { Location: 'http://[bad' }), { browser: 'chromium' }).error).toBe('MissingAllowOriginHeader');
  });

  test.each<[reason: string, locations: ReadonlyArray<string | undefined>, status: number, standard: string, chromium: string | undefined]>([
    ['a Location that does not parse', ['http://[bad'], 307, 'PreflightDisallowedRedirect', undefined],
    ['one that does', ['/y'], 307, 'PreflightDisallowedRedirect', 'PreflightDisallowedRedirect'],
    ['the same twice', ['/y', '/y'], 302, 'PreflightDisallowedRedirect', 'PreflightDisallowedRedirect'],
    ['two', ['/y', '/z'], 302, 'PreflightDisallowedRedirect', undefined],
    ['two, of an answer that isn\'t a redirect', ['/y', '/z'], 200, 'MethodDisallowedByPreflightResponse', undefined],
    ['one that cannot be told', [undefined], 302, 'PreflightDisallowedRedirect', 'PreflightDisallowedRedirect'],
  ])('so it does with a preflight: %s', (_, locations, status, standard, chromium) => {
    const reply: Answer = { status, headers: [['Access-Control-Allow-Origin', '*'], ...locations.map((value): [string, string | undefined] => ['Location', value])] };
    const verdict = (browser: Browser) => ask({ method: 'PUT' }, reply, { browser });
    expect([verdict('standard'), verdict('chromium')].map(({ outcome, error }) => [outcome, error])).toEqual([['blocked', standard], ['blocked', chromium]]);
  });
});

describe('what the consoles say of redirects', () => {
  const at = (url: string) => `Access to fetch at '${url}' (redirected from '${API}') from origin '${PAGE}' has been blocked by CORS policy: `;
  const refused = 'No \'Access-Control-Allow-Origin\' header is present on the requested resource.';
  const SCHEMES = 'Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, ' +
    'http, https, isolated-app.';
  const firefox = (url: string, reason: string) => `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: ${reason}`;
  const denied = (url: string) => `Cross-origin redirection to ${url} denied by Cross-Origin Resource Sharing policy: `;
  const missing = 'CORS header ‘Access-Control-Allow-Origin’ missing). Status code: ';
  const failed = 'CORS request did not succeed). Status code: (null).';
  const FROM = `Access to fetch at '${API}' from origin '${PAGE}' has been blocked by CORS policy: `;

  test.each<[
    reason: string, request: Partial<PageRequest>, answers: readonly Answer[], error: string | undefined,
    console: { chromium?: string; firefox?: string; webkit?: string },
  ]>([
    ['the target refuses', {}, [to('/y'), answer(200)], 'MissingAllowOriginHeader',
      { chromium: at('https://api.example.com/y') + refused, firefox: firefox('https://api.example.com/y', `${missing}200.`), webkit: `Origin ${PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 200` }],
    ['the target refuses null', {}, [to(OTHER), answer(200)], 'MissingAllowOriginHeader',
      { chromium: at(OTHER) + refused, firefox: firefox(OTHER, `${missing}200.`), webkit: 'Origin null is not allowed by Access-Control-Allow-Origin. Status code: 200' }],
    ['the redirect refuses', {}, [to('/y', 301, {})], 'MissingAllowOriginHeader',
      { chromium: FROM + refused, firefox: firefox(API, `${missing}301.`), webkit: `${denied('https://api.example.com/y')}Origin ${PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 301` }],
    ['a 3xx without a Location refuses', {}, [to(undefined, 301, {})], 'MissingAllowOriginHeader',
      { chromium: FROM + refused, firefox: firefox(API, `${missing}301.`), webkit: `Origin ${PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 301` }],
    ['a password', {}, [to('https://u:p@x.example/')], 'RedirectContainsCredentials', {
      chromium: `${FROM}Redirect location '' contains a username and password, which is disallowed for cross-origin requests.`,
      firefox: firefox(API, failed),
      webkit: `${denied('https://x.example/')}redirection URL https://u:p@x.example/ has credentials`,
    }],
    ['a password that Chromium sees though redirects are errors', { redirect: 'error' }, [to('https://u:p@x.example/')], 'RedirectContainsCredentials', {
      chromium: `${FROM}Redirect location '' contains a username and password, which is disallowed for cross-origin requests.`,
      webkit: `Not allowed to follow a redirection while loading ${API}`,
    }],
    ['another scheme', {}, [to('mailto:a@b.c')], 'CorsDisabledScheme', {
      chromium: at('mailto:a@b.c') + SCHEMES,
      firefox: firefox('mailto:a@b.c', 'CORS request not http).'),
      webkit: `${denied('mailto:a@b.c')}not allowed to follow a cross-origin CORS redirection with non CORS scheme`,
    }],
    ['another scheme and a password', {}, [to('ftp://u:p@x/')], 'RedirectContainsCredentials', {
      chromium: `${FROM}Redirect location '' contains a username and password, which is disallowed for cross-origin requests.`,
      firefox: firefox('ftp://u:p@x/', 'CORS request not http).'),
      webkit: 'FTP URLs are disabled',
    }],
    ...['data:text/plain,x', 'chrome://version', 'view-source:https://x/', 'ws://x/', 'wss://x/'].map((location) => [
      `a scheme that is never redirected to, ${location}`, {}, [to(location)], undefined, {
        firefox: firefox(API, failed), webkit: `${denied(location)}not allowed to follow a cross-origin CORS redirection with non CORS scheme`,
      },
    ] as [string, Partial<PageRequest>, Answer[], undefined, { firefox: string; webkit: string }]),
    ['a WebSocket, after a preflight', { method: 'PATCH' }, [answer(200, { acao: PAGE, acam: 'PATCH' }), to('ws://x/')], 'CorsDisabledScheme', {
      chromium: at('ws://x/') + SCHEMES,
      firefox: firefox(API, failed),
      webkit: `${denied('ws://x/')}not allowed to follow a cross-origin CORS redirection with non CORS scheme`,
    }],
    ['a WebSocket, of the page\'s own', { url: '/x' }, [to('wss://x/')], 'CorsDisabledScheme', {
      chromium: `Access to fetch at 'wss://x/' (redirected from '${PAGE}/x') from origin '${PAGE}' has been blocked by CORS policy: ${SCHEMES}`,
      webkit: `${denied('wss://x/')}not allowed to follow a cross-origin CORS redirection with non CORS scheme`,
    }],
    ['a track elsewhere', { api: 'element', element: 'track' }, [], undefined, {
      firefox: `Security Error: Content at ${PAGE}/ may not load data from ${API}.`,
      chromium: `Unsafe attempt to load URL ${API} from frame with URL ${PAGE}/. Domains, protocols and ports must match.\n`,
      webkit: `Unsafe attempt to load URL ${API} from origin ${PAGE}. Domains, protocols and ports must match.`,
    }],
    ['another scheme, without CORS', { mode: 'no-cors' }, [to('ftp://x/')], undefined, { webkit: 'FTP URLs are disabled' }],
    ['a Location that does not parse', {}, [to('http://[')], undefined, {
      firefox: firefox(API, failed), webkit: `${denied('http://[')}not allowed to follow a cross-origin CORS redirection with non CORS scheme`,
    }],
    ['no answer', {}, ['network-error'], undefined, { firefox: firefox(API, failed) }],
    ['no answer on the page\'s origin', { url: '/x' }, ['network-error'], undefined, {}],
    ['redirect "error"', { redirect: 'error' }, [to('/y')], undefined, { webkit: `Not allowed to follow a redirection while loading ${API}` }],
    ['out of same-origin', { url: '/x', mode: 'same-origin' }, [to(API)], undefined, {
      firefox: `Security Error: Content at ${PAGE}/ may not load data from ${API}.`,
      chromium: `Unsafe attempt to load URL ${API} from frame with URL ${PAGE}/. Domains, protocols and ports must match.\n`,
      webkit: `Unsafe attempt to load URL ${API} from origin ${PAGE}. Domains, protocols and ports must match.`,
    }],
    ['same-origin elsewhere', { mode: 'same-origin' }, [], undefined, {
      chromium: `Fetch API cannot load ${API}. Request mode is "same-origin" but the URL's origin is not same as the request origin ${PAGE}.`,
      firefox: `Security Error: Content at ${PAGE}/ may not load data from ${API}.`,
      webkit: `Fetch API cannot load ${API}.`,
    }],
    ['no-cors that does not follow', { mode: 'no-cors', redirect: 'manual' }, [], undefined,
      { chromium: `Fetch API cannot load ${API}. Request mode is "no-cors" but the redirect mode is not "follow".`, webkit: 'No-Cors mode requires follow redirect mode' }],
    ['no-cors that does not follow, on the page', { url: '/x', mode: 'no-cors', redirect: 'error' }, [to('/y')], undefined,
      { webkit: `Not allowed to follow a redirection while loading ${PAGE}/x` }],
    ['fetch of another scheme', { url: 'ftp://x/' }, [], undefined, { chromium: 'Fetch API cannot load ftp://x/. URL scheme "ftp" is not supported.' }],
    ['no-cors of another scheme', { url: 'ftp://x/', mode: 'no-cors' }, [], undefined, { chromium: 'Fetch API cannot load ftp://x/. URL scheme "ftp" is not supported.' }],
    ['XMLHttpRequest of a file', { url: 'file:///x', api: 'xhr' }, [], undefined, { chromium: 'Not allowed to load local resource: file:///x' }],
    ['an element of a file, without CORS', { url: 'file:///x', api: 'element', element: 'img' }, [], undefined, { chromium: 'Not allowed to load local resource: file:///x' }],
    ['an element of another scheme, without CORS', { url: 'mailto:x', api: 'element', element: 'img' }, [], undefined, {}],
    ['XMLHttpRequest of another scheme', { url: 'ftp://x/', api: 'xhr' }, [], 'CorsDisabledScheme', {
      chromium: `Access to XMLHttpRequest at 'ftp://x/' from origin '${PAGE}' has been blocked by CORS policy: ${SCHEMES}`,
      firefox: firefox('ftp://x/', 'CORS request not http).'),
    }],
  ])('%s', (_, request, answers, error, console) => {
    const verdict = ask(request, answers);
    expect(verdict.outcome).toBe('blocked');
    expect(verdict.error).toBe(error);
    const { also, ...first } = verdict.console;
    expect(first).toEqual(console);
    expect(verdict.step).toMatch(/^https:\/\/fetch\.spec\.whatwg\.org\/#/);
    expect(verdict.reason).not.toBe('');
  });

  // https://fetch.spec.whatwg.org/#data-url-processor
  test.each(['data:x', 'data:', 'data:x#,'])('%s has no comma: a network error', (url) => {
    expect(ask({ url }, OPEN)).toMatchObject({ outcome: 'blocked', exchanges: [] });
  });

  test('data: is fetched without a server', () => {
    expect(ask({ url: 'data:text/plain,hi' }, OPEN)).toMatchObject({ outcome: 'allowed', type: 'basic', status: 200, exposedHeaders: ['content-type'], exchanges: [] });
  });
});
