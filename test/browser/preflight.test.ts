import type { Answer, Api, Browser, PageRequest } from '../../src/browser';
import { answer, ask, GRANTED, header, PAGE, sent } from './ask';

const TWO_LOCATIONS: Answer = { status: 200, headers: [['Access-Control-Allow-Origin', '*'], ['Access-Control-Allow-Methods', 'PUT'], ['Location', '/a'], ['Location', '/b']] };

// After WPT fetch/api/cors/cors-preflight-star.any.js and cors-preflight.any.js
// https://fetch.spec.whatwg.org/#cors-preflight-fetch
describe('CORS-preflight fetch', () => {
  test.each<[
    reason: string, allowed: boolean, credentials: boolean, allowMethod: string | undefined, allowHeader: string | undefined, method: string,
    header: string | undefined,
  ]>([
    ['a header by name', true, false, 'GET', 'X-Test', 'GET', 'X-TEST'],
    ['an unusual method by name', true, false, 'SUPER', 'X-Test', 'SUPER', 'X-TEST'],
    ['* for the header', true, false, 'OK', '*', 'OK', 'X-TEST'],
    ['* for the method', true, false, '*', '*', 'OK', undefined],
    ['* for both', true, false, '*', '*', 'PUT', 'X-TEST'],
    ['* for a method with credentials', false, true, '*', undefined, 'PUT', undefined],
    ['* for a header with credentials', false, true, 'PUT', '*', 'PUT', 'X-TEST'],
    ['a header literally called *', true, true, 'PUT', '*', 'PUT', '*'],
    ['a method literally called *', true, true, '*', undefined, '*', undefined],
    ['safelisted methods need not be listed, with credentials', true, true, '', '*', 'POST', '*'],
    ['methods are compared by case', false, false, 'put', undefined, 'PUT', undefined],
    ['put is made PUT', true, false, 'PUT', undefined, 'put', undefined],
    ['patch is not made PATCH', false, false, 'PATCH', undefined, 'patch', undefined],
    ['patch is allowed as patch', true, false, 'patch', undefined, 'patch', undefined],
    ['headers are not compared by case', true, false, undefined, 'x-TEST', 'GET', 'X-test'],
    ['no list at all', false, false, undefined, undefined, 'PUT', undefined],
    ['no list, but a safelisted method', true, false, undefined, 'x-test', 'HEAD', 'x-test'],
    ['empty items and white space', true, false, ' , PUT\t,, ', ',x-test,', 'PUT', 'x-test'],
    ['several in one list', true, false, 'GET, DELETE,PUT', 'a, x-test ,b', 'PUT', 'x-test'],
    ['a part of a method', false, false, 'PUTS', undefined, 'PUT', undefined],
    ['a part of a header', false, false, undefined, 'x-test-2', 'GET', 'x-test'],
    ['Authorization by name', true, false, undefined, 'authorization', 'GET', 'Authorization'],
    ['Authorization by name beside *', true, false, undefined, '*, Authorization', 'GET', 'authorization'],
    ['Authorization under *', false, false, undefined, '*', 'GET', 'Authorization'],
  ])('%s: allowed %s', (_, allowed, credentials, acam, acah, method, name) => {
    const reply = answer(204, { acao: PAGE, acac: 'true', acam, acah });
    const verdict = ask({ method, headers: name === undefined ? [] : [[name, '1']], credentials: credentials ? 'include' : 'omit' }, reply);
    expect(verdict.outcome).toBe(allowed ? 'allowed' : 'blocked');
    expect(sent(verdict)[0]).toMatch(/^preflight OPTIONS/);
    expect(verdict.exchanges).toHaveLength(allowed ? 2 : 1);
  });

  test('what a preflight looks like', () => {
    const [{ request, preflight, response }] = ask({ method: 'PUT', headers: [['X-B', '1'], ['X-A', '1']], credentials: 'include', body: 'x' }, GRANTED).exchanges;
    expect(preflight).toBe(true);
    expect(response).toBe(GRANTED);
    expect(request).toEqual({
      method: 'OPTIONS',
      url: 'https://api.example.com/items',
      headers: [['accept', '*/*'], ['access-control-request-method', 'PUT'], ['access-control-request-headers', 'x-a,x-b'], ['origin', PAGE]],
      credentials: false,
      preflight: true,
    });
  });

  test('a preflight without unsafe headers asks for none', () => {
    expect(header(ask({ method: 'PUT' }, GRANTED), 0, 'access-control-request-headers')).toBeUndefined();
  });

  test.each<[reason: string, reply: ReturnType<typeof answer>, error: string | undefined, parameter: string | undefined]>([
    ['a redirect, before all else', answer(302, { Location: '/x', acam: '(' }), 'PreflightDisallowedRedirect', ''],
    ['a redirect without a Location is a status like any other', answer(302, { acao: '*' }), 'PreflightInvalidStatus', ''],
    ['so is one with an empty Location', answer(308, { acao: '*', Location: '' }), 'PreflightInvalidStatus', ''],
    ['304 isn\'t a redirect', answer(304, { acao: '*', Location: '/x' }), 'PreflightInvalidStatus', ''],
    ['the origin before the status', answer(500), 'PreflightMissingAllowOriginHeader', ''],
    ['the status before the lists', answer(300, { acao: '*', acam: '(' }), 'PreflightInvalidStatus', ''],
    ['199 can be no last answer', answer(199, { acao: '*' }), undefined, undefined],
    ['299 is ok', answer(299, { acao: '*', acam: 'PUT', acah: '*' }), undefined, undefined],
    ['bad methods before bad headers', answer(200, { acao: '*', acam: 'PUT;', acah: '(' }), 'InvalidAllowMethodsPreflightResponse', ''],
    ['bad headers before a missing method', answer(200, { acao: '*', acah: 'x y' }), 'InvalidAllowHeadersPreflightResponse', ''],
    ['bad methods, though none is needed', answer(200, { acao: '*', acam: '"PUT"', acah: '*' }), 'InvalidAllowMethodsPreflightResponse', ''],
    ['the method before the headers', answer(200, { acao: '*' }), 'MethodDisallowedByPreflightResponse', 'PUT'],
    ['the headers last', answer(200, { acao: '*', acam: 'PUT' }), 'HeaderDisallowedByPreflightResponse', 'x-custom'],
    ['407 is for proxies', answer(407, { acao: '*', acam: 'PUT', acah: '*' }), undefined, undefined],
  ])('%s', (_, reply, error, parameter) => {
    const verdict = ask({ method: 'PUT', headers: [['X-Custom', '1']] }, reply);
    expect([verdict.error, verdict.parameter]).toEqual([error, parameter]);
  });

  // what isn't taken for an answer ends it with the preflight
  test.each<[reason: string, browser: Browser, reply: Answer, outcome: string]>([
    ['407', 'standard', answer(407, { acao: '*', acam: 'PUT' }), 'blocked'],
    ['407', 'chromium', answer(407, { acao: '*', acam: 'PUT' }), 'blocked'],
    ['two Locations', 'standard', TWO_LOCATIONS, 'allowed'],
    ['two Locations', 'chromium', TWO_LOCATIONS, 'blocked'],
    ['two Locations', 'firefox', TWO_LOCATIONS, 'blocked'],
    ['two Locations', 'webkit', TWO_LOCATIONS, 'allowed'],
  ])('%s, for %s', (_, browser, reply, outcome) => {
    const verdict = ask({ method: 'PUT' }, reply, { browser });
    expect([verdict.outcome, sent(verdict).length]).toEqual([outcome, outcome === 'allowed' ? 2 : 1]);
  });

  test('the lists of several lines count as one', () => {
    const reply = {
      status: 204,
      headers: [
        ['Access-Control-Allow-Origin', '*'], ['Access-Control-Allow-Methods', 'GET'], ['access-control-allow-methods', 'PUT'], ['ACCESS-CONTROL-ALLOW-HEADERS', 'x-custom'],
      ] as [string, string][],
    };
    expect(ask({ method: 'PUT', headers: [['X-Custom', '1']] }, reply).outcome).toBe('allowed');
  });

  // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
  test.each<[Browser, string]>([['standard', 'blocked'], ['chromium', 'allowed'], ['firefox', 'allowed'], ['webkit', 'allowed']])('Authorization under * is, for %s, %s', (browser, outcome) => {
    const verdict = ask({ headers: [['Authorization', 'x'], ['X-A', '1']] }, answer(200, { acao: '*', acah: '*' }), { browser });
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.notes).toEqual([expect.stringContaining('does not cover Authorization')]);
  });

  describe('use-CORS-preflight flag', () => {
    const listening: Partial<PageRequest> = { api: 'xhr', method: 'POST', body: 'x', uploadListener: true };

    test('an upload listener makes a preflight for a simple request', () => {
      expect(sent(ask(listening, GRANTED))).toEqual(['preflight OPTIONS https://api.example.com/items', 'POST https://api.example.com/items']);
      expect(sent(ask({ ...listening, uploadListener: false }, GRANTED))).toEqual(['POST https://api.example.com/items']);
      expect(sent(ask({ ...listening, api: 'fetch' }, GRANTED))).toEqual(['POST https://api.example.com/items']);
    });

    test.each<[Browser, number]>([['standard', 2], ['chromium', 1], ['firefox', 2], ['webkit', 2]])('without a body, %s sends %d requests', (browser, count) => {
      const verdict = ask({ ...listening, body: undefined }, GRANTED, { browser });
      expect(verdict.exchanges).toHaveLength(count);
      expect(verdict.notes).toEqual([expect.stringContaining('upload listener')]);
    });

    // step 7.4
    test.each<[Browser, string]>([['standard', 'allowed'], ['chromium', 'blocked'], ['firefox', 'blocked'], ['webkit', 'blocked']])('without a list of methods PUT is, for %s, %s', (browser, outcome) => {
      const verdict = ask({ ...listening, method: 'PUT' }, answer(200, { acao: '*' }), { browser });
      expect(verdict.outcome).toBe(outcome);
      expect(verdict.notes).toEqual([expect.stringContaining('Access-Control-Allow-Methods')]);
      expect(ask({ ...listening, method: 'PUT' }, answer(200, { acao: '*', acam: 'GET' }), { browser }).outcome).toBe('blocked');
      expect(ask({ method: 'PUT' }, answer(200, { acao: '*' }), { browser }).outcome).toBe('blocked');
    });

    test('a stream makes a preflight', () => {
      const verdict = ask({ method: 'POST', body: 'x', bodyType: 'stream' }, GRANTED);
      expect(verdict.exchanges.map(({ preflight }) => preflight)).toEqual([true, false]);
      expect(verdict.notes).toEqual([expect.stringMatching(/^Firefox sends no streams/), expect.stringMatching(/^WebKit sends no streams/), expect.stringContaining('HTTP/2')]);
    });

    // third_party/blink/renderer/core/fetch/request.cc: the flag is a mode there
    test.each<[Browser, string | undefined, number]>([['standard', undefined, 0], ['chromium', 'PreflightMissingAllowOriginHeader', 1]])(
      'a stream in mode same-origin, elsewhere, is for %s %s', (browser, error, requests) => {
        const verdict = ask({ method: 'POST', mode: 'same-origin', body: 'x', bodyType: 'stream' }, answer(200), { browser });
        expect([verdict.outcome, verdict.error, verdict.exchanges.length]).toEqual(['blocked', error, requests]);
      });
  });

  // as Chromium 147 and 156 did
  test.each<[api: Api, headers: [string, string][], named: string]>([
    ['xhr', [['Cache-Control', '1'], ['Accept', 'a/b'], ['X-Custom-B', '1']], 'cache-control'],
    ['fetch', [['X-Custom-B', '1'], ['Idempotency-Key', '1'], ['Accept', 'a/b']], 'idempotency-key'],
    ['xhr', [['Accept', 'a/b'], ['traceparent', '1'], ['Cache-Control', '1']], 'cache-control'],
    ['fetch', [['X-Amz-Date', '1'], ['Pragma', '1'], ['Accept', 'a/b']], 'pragma'],
  ])('which header Chromium names where the page sets Accept: %s %j', (api, headers, named) => {
    const request = { url: 'http://127.0.0.1:1/x', page: 'http://localhost', method: 'POST', body: 'x' };
    expect(ask({ ...request, api, headers }, answer(200, { acao: '*' }), { browser: 'chromium' }).parameter).toBe(named);
  });

  test('Chromium names a header that is unsafe by itself before one that is for more than 1024 bytes in all', () => {
    const hints = ['Viewport-Width', 'Width', 'RTT', 'DPR', 'Downlink', 'Device-Memory'].map((name) => [name, '1'.repeat(128)] as [string, string]);
    const headers: [string, string][] = [...hints, ['Accept-Language', 'a'.repeat(128)], ['Content-Language', 'a'.repeat(128)], ['X-Custom', '1']];
    const named = (acah: string) => ask({ headers }, answer(200, { acao: '*', acah }), { browser: 'chromium' }).parameter;
    expect(named('')).toBe('x-custom');
    expect(named('x-custom, viewport-width')).not.toBe('x-custom');
    expect(named('x-custom, accept, accept-language, content-language, width, rtt, dpr, downlink, device-memory')).toBe('viewport-width');
  });

  // which of several Chromium names: recorded, and found again in a live one
  test.each<[names: string[], api: 'fetch' | 'xhr', url: string, parameter: string]>([
    [['Authorization', 'Content-Type'], 'fetch', 'http://127.0.0.1:1/x', 'authorization'],
    [['X-CUSTOM', 'authorization'], 'fetch', 'http://127.0.0.1:1/x', 'x-custom'],
    [['X-Custom-B', 'x-custom-a', 'Content-Type'], 'fetch', 'http://localhost:1/x', 'x-custom-a'],
    [['X-Amz-Date', 'X-Amz-Security-Token', 'Authorization'], 'fetch', 'https://a.example/x', 'authorization'],
    [['traceparent', 'X-Amz-User-Agent'], 'fetch', 'https://a.example/x', 'x-amz-user-agent'],
    [['Idempotency-Key', 'Content-Type'], 'xhr', 'https://a.example/x', 'idempotency-key'],
    [['*', 'Idempotency-Key'], 'xhr', 'https://a.example/x', '*'],
  ])('of %j, %s to %s, Chromium names %s', (names, api, url, parameter) => {
    const verdict = ask({ api, url, headers: names.map((name) => [name, 'a/b']) }, answer(200, { acao: '*' }));
    expect(verdict.parameter).toBe(parameter);
  });
});
