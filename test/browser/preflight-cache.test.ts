import { fetchFromPage, PreflightCache, type Answer, type Browser, type PageRequest } from '../../src/browser';
import { answer, API, ask, GRANTED, OTHER, PAGE } from './ask';

const BROWSERS: readonly Browser[] = ['standard', 'chromium', 'firefox', 'webkit'];

/** Whether the second of two requests of a page makes a preflight, `seconds` after the first. */
function again(browser: Browser, reply: Answer, first: Partial<PageRequest>, second: Partial<PageRequest> = first, seconds = 0): boolean {
  let now = 1_000_000;
  const preflightCache = new PreflightCache({ clock: () => now });
  const asks = (request: Partial<PageRequest>) => fetchFromPage({ page: PAGE, url: API, ...request }, () => reply, { browser, preflightCache });
  expect(asks(first).exchanges[0].preflight).toBe(true);
  now += seconds * 1000;
  return asks(second).exchanges[0].preflight;
}

const PUT: Partial<PageRequest> = { method: 'PUT' };
const grant = (headers: Record<string, string>) => answer(200, { acao: PAGE, acac: 'true', ...headers });

// https://fetch.spec.whatwg.org/#concept-cache
describe('preflight cache', () => {
  test('without one, each call is a page\'s first', () => {
    expect(ask(PUT, GRANTED).exchanges).toHaveLength(2);
    expect(ask(PUT, GRANTED).exchanges).toHaveLength(2);
  });

  test('by default its clock is that of the process', () => {
    const preflightCache = new PreflightCache();
    const lengths = [1, 2].map(() => ask(PUT, GRANTED, { preflightCache }).exchanges.length);
    expect(lengths).toEqual([2, 1]);
  });

  test.each<[reason: string, maxAge: string | undefined, seconds: Readonly<Record<Browser, number>>]>([
    ['5 s if it says nothing', undefined, { standard: 5, chromium: 5, firefox: 5, webkit: 5 }],
    ['what it says', '60', { standard: 60, chromium: 60, firefox: 60, webkit: 60 }],
    ['not at all', '0', { standard: 0, chromium: 0, firefox: 0, webkit: 0 }],
    ['each browser\'s limit', '100000', { standard: 100000, chromium: 7200, firefox: 86400, webkit: 600 }],
    ['a negative number isn\'t a delta-seconds', '-1', { standard: 5, chromium: 0, firefox: 0, webkit: 0 }],
    ['nor is one with a plus', '+60', { standard: 5, chromium: 60, firefox: 0, webkit: 60 }],
    ['nor a word', 'abc', { standard: 5, chromium: 5, firefox: 0, webkit: 5 }],
    ['nor a fraction', '1.5', { standard: 5, chromium: 5, firefox: 0, webkit: 5 }],
    ['nor digits and more', '60x', { standard: 5, chromium: 5, firefox: 0, webkit: 5 }],
    ['nor more and digits', 'x60', { standard: 5, chromium: 5, firefox: 0, webkit: 5 }],
    ['nor two of them', '60, 60', { standard: 5, chromium: 5, firefox: 0, webkit: 5 }],
    ['nor nothing', '', { standard: 5, chromium: 5, firefox: 5, webkit: 5 }],
    ['a number beyond 64 bits', '99999999999999999999', { standard: 1e20, chromium: 5, firefox: 86400, webkit: 5 }],
  ])('is kept for %s: %s', (_, acma, seconds) => {
    const reply = grant({ acam: 'PUT', ...acma === undefined ? {} : { acma } });
    expect(BROWSERS.filter((browser) => !again(browser, reply, PUT, PUT, seconds[browser]))).toEqual([]);
    // half a second earlier than that; where the limit is 1e20, half a second is too small to count
    const kept = BROWSERS.filter((browser) => seconds[browser] > 0 && seconds[browser] < 1e9);
    expect(kept.filter((browser) => again(browser, reply, PUT, PUT, seconds[browser] - 0.5))).toEqual([]);
  });

  const ALL = { standard: true, chromium: true, firefox: true, webkit: true };
  const NONE = { standard: false, chromium: false, firefox: false, webkit: false };
  const LISTS = { acam: 'PUT, DELETE', acah: 'X-Custom, authorization', acma: '60' };

  test.each<[
    reason: string, lists: Record<string, string>, first: Partial<PageRequest>, second: Partial<PageRequest>,
    preflight: Readonly<Record<Browser, boolean>>,
  ]>([
    ['the same request', LISTS, PUT, PUT, NONE],
    ['another method of the list', LISTS, PUT, { method: 'DELETE' }, NONE],
    ['a method that is not listed', LISTS, PUT, { method: 'PATCH' }, ALL],
    ['a header of the list', LISTS, PUT, { ...PUT, headers: [['X-CUSTOM', '1']] }, NONE],
    ['a header that is not listed', LISTS, PUT, { ...PUT, headers: [['X-Other', '1']] }, ALL],
    ['one header of the list and one not', LISTS, PUT, { ...PUT, headers: [['X-Custom', '1'], ['X-Other', '1']] }, ALL],
    ['a safelisted method', LISTS, { headers: [['X-Custom', '1']] }, { method: 'POST', headers: [['X-Custom', '1']] }, NONE],
    ['another URL', LISTS, PUT, { ...PUT, url: OTHER }, ALL],
    ['another query', LISTS, PUT, { ...PUT, url: `${API}?a` }, ALL],
    ['another fragment: another URL in Chromium, as seen in a live one', LISTS, PUT, { ...PUT, url: `${API}#a` }, { ...NONE, chromium: true }],
    ['the same fragment', LISTS, { ...PUT, url: `${API}#a` }, { ...PUT, url: `${API}#a` }, NONE],
    ['another page', LISTS, { ...PUT, page: 'null', credentials: 'omit' }, PUT, ALL],
    ['with credentials after without', LISTS, { ...PUT, credentials: 'omit' }, { ...PUT, credentials: 'include' }, ALL],
    ['without credentials after with: apart in Firefox', LISTS, { ...PUT, credentials: 'include' }, { ...PUT, credentials: 'omit' }, { ...NONE, firefox: true }],
    ['omit after same-origin', LISTS, { ...PUT, credentials: 'same-origin' }, { ...PUT, credentials: 'omit' }, NONE],
    ['* for a method: a name like any other in Firefox', { acam: '*', acma: '60' }, PUT, { method: 'DELETE' }, { ...NONE, firefox: true }],
    ['* for the very method', { acam: '*', acma: '60' }, PUT, PUT, { ...NONE, firefox: true }],
    ['* for a header', { acah: '*', acma: '60' }, { headers: [['X-A', '1']] }, { headers: [['X-B', '1']] }, { ...NONE, firefox: true }],
    ['* for Authorization: WebKit only', { acah: '*', acma: '60' }, { headers: [['X-A', '1']] }, { headers: [['Authorization', '1']] }, { ...ALL, webkit: false }],
    ['Authorization by name', LISTS, { headers: [['X-Custom', '1']] }, { headers: [['Authorization', '1']] }, NONE],
  ])('%s', (_, lists, first, second, preflight) => {
    const reply = first.page === 'null' ? answer(200, { acao: '*', ...lists }) : grant(lists);
    expect(Object.fromEntries(BROWSERS.map((browser) => [browser, again(browser, reply, first, second)]))).toEqual(preflight);
  });

  test('an upload listener needs a listed method, by the standard', () => {
    const upload: Partial<PageRequest> = { api: 'xhr', method: 'POST', body: 'x', uploadListener: true };
    expect(again('standard', grant({ acam: 'PUT', acma: '60' }), upload)).toBe(true);
    expect(again('standard', grant({ acam: 'POST', acma: '60' }), upload)).toBe(false);
    expect(again('chromium', grant({ acam: 'PUT', acma: '60' }), upload)).toBe(false);
    expect(again('firefox', grant({ acam: 'PUT', acma: '60' }), upload)).toBe(false);
  });

  /** The number of requests of each of several calls. */
  function counts(browser: Browser, calls: ReadonlyArray<readonly [Partial<PageRequest>, Answer | readonly Answer[]]>): number[] {
    const preflightCache = new PreflightCache({ clock: () => 0 });
    return calls.map(([request, answers]) => ask(request, answers, { browser, preflightCache }).exchanges.length);
  }

  // https://fetch.spec.whatwg.org/#concept-cache-clear; Chromium drops an answer only when it does not do
  test.each<[Browser, number]>([['standard', 2], ['firefox', 2], ['chromium', 1], ['webkit', 1]])('after a network error %s sends %d requests', (browser, after) => {
    const refused: Answer = answer(200, { acam: 'PUT' });
    expect(counts(browser, [[PUT, GRANTED], [PUT, refused], [PUT, GRANTED]])).toEqual([2, 1, after]);
  });

  // preflight_cache.cc
  test.each<[Browser, number]>([['standard', 1], ['firefox', 1], ['chromium', 2], ['webkit', 2]])('after a request that was not covered, %s sends %d requests of the first kind', (browser, after) => {
    const put = grant({ acam: 'PUT', acma: '60' });
    const other = grant({ acam: 'PATCH', acma: '60' });
    expect(counts(browser, [[PUT, put], [{ method: 'PATCH' }, other], [PUT, put]])).toEqual([2, 2, after]);
  });

  test('a later answer prolongs an earlier one', () => {
    let now = 0;
    const preflightCache = new PreflightCache({ clock: () => now });
    const call = (seconds: number, request: Partial<PageRequest>) => {
      now = seconds * 1000;
      return ask(request, grant({ acam: 'PUT, DELETE', acah: seconds === 0 ? '' : 'x-a', acma: '10' }), { preflightCache }).exchanges.length;
    };
    expect([call(0, PUT), call(8, { ...PUT, headers: [['X-A', '1']] }), call(15, PUT), call(17.9, { method: 'DELETE' }), call(18, PUT)]).toEqual([2, 2, 1, 1, 2]);
  });

  test('an answer that cannot tell its Max-Age is used, and not kept', () => {
    const reply: Answer = { status: 200, headers: [['Access-Control-Allow-Origin', '*'], ['Access-Control-Allow-Methods', 'PUT'], ['Access-Control-Max-Age', undefined]] };
    expect(again('standard', reply, PUT)).toBe(true);
    expect(ask(PUT, reply).outcome).toBe('allowed');
  });

  // preflight_controller.cc, nsCORSListenerProxy.cpp: by the page's origin, even where it is sent as null
  test.each<[Browser, number]>([['standard', 4], ['chromium', 3], ['firefox', 3], ['webkit', 4]])('after a preflight of the page\'s own, %s sends %d requests for one redirected there', (browser, count) => {
    const preflightCache = new PreflightCache({ clock: () => 0 });
    const any = answer(200, { acao: '*', acam: 'PUT' });
    ask({ ...PUT, url: OTHER }, any, { browser, preflightCache });
    const redirected = ask(PUT, ({ url, preflight }) => (url === API && !preflight ? answer(307, { acao: '*', Location: OTHER }) : any), { browser, preflightCache });
    expect(redirected.outcome).toBe('allowed');
    expect(redirected.exchanges).toHaveLength(count);
  });
});
