import { fetchFromPage, fetchFromPageAsync, type Answer, type PageRequest } from '../../src/browser';
import { answer, API, ask, GRANTED, OPEN, PAGE } from './ask';

// https://fetch.spec.whatwg.org/#concept-filtered-response
describe('what the page can read', () => {
  const SAFELISTED = ['cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma'];
  const ALL = {
    'Cache-Control': 'a',
    'Content-Language': 'a',
    'Content-Length': '1',
    'Content-Type': 'a',
    'Expires': 'a',
    'Last-Modified': 'a',
    'Pragma': 'a',
    'X-Secret': '1',
    'X-Other': '1',
    'Set-Cookie': 'a=b',
    'Set-Cookie2': 'a=b',
    'Content-Encoding': 'x',
  };

  test.each<[reason: string, aceh: string | undefined, credentials: PageRequest['credentials'], more: string[]]>([
    ['nothing but the safelisted ones', undefined, 'omit', []],
    ['what is listed', 'X-Secret', 'omit', ['x-secret']],
    ['whatever the case, with empty items', ' x-SECRET,, X-Other,', 'include', ['x-other', 'x-secret']],
    ['what is not there cannot be read', 'X-Absent', 'omit', []],
    ['cookies never', 'Set-Cookie, Set-Cookie2, X-Other', 'omit', ['x-other']],
    ['a bad item spoils the list', 'X-Secret, (', 'omit', []],
    ['a quoted list', '"X-Secret"', 'omit', []],
    ['* with credentials is a name', '*, X-Secret', 'include', ['x-secret']],
    ['an empty list', '', 'omit', []],
  ])('%s: %s', (_, aceh, credentials, more) => {
    const verdict = ask({ credentials }, answer(200, { acao: PAGE, acac: 'true', aceh, ...ALL }));
    expect(verdict.exposedHeaders).toEqual([...SAFELISTED, ...more].sort());
  });

  test('* exposes all but cookies, without credentials', () => {
    const verdict = ask({}, answer(200, { acao: '*', aceh: 'x-y, *', ...ALL }));
    expect(verdict.exposedHeaders).toEqual([...SAFELISTED, 'access-control-allow-origin', 'access-control-expose-headers', 'content-encoding', 'x-other', 'x-secret'].sort());
  });

  test('on the page\'s own origin everything but cookies', () => {
    expect(ask({ url: '/x' }, answer(418, { 'X-B': '1', 'x-a': '1', 'X-b': '2', 'Set-Cookie': 'a=b' }))).toMatchObject({ type: 'basic', status: 418, exposedHeaders: ['x-a', 'x-b'] });
  });

  test('an opaque response shows nothing', () => {
    expect(ask({ mode: 'no-cors' }, answer(418, { acao: '*', aceh: '*', ...ALL }))).toMatchObject({ outcome: 'allowed', type: 'opaque', status: 0, exposedHeaders: [] });
  });

  test('a list that cannot be told exposes no more, and says so', () => {
    const verdict = ask({}, { status: 200, headers: [['Access-Control-Allow-Origin', '*'], ['Access-Control-Expose-Headers', undefined], ['Pragma', 'x'], ['X-Secret', '1']] });
    expect(verdict).toMatchObject({ outcome: 'allowed', exposedHeaders: ['pragma'], notes: [expect.stringContaining('access-control-expose-headers cannot be told')] });
  });
});

// https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
describe('Cross-Origin-Resource-Policy', () => {
  test.each<[policy: string | undefined, page: string, url: string, outcome: string]>([
    [undefined, PAGE, API, 'allowed'],
    ['same-origin', PAGE, API, 'blocked'],
    ['cross-origin', PAGE, API, 'allowed'],
    ['Same-Origin', PAGE, API, 'allowed'],
    ['same-origin, same-origin', PAGE, API, 'allowed'],
    ['same-site', PAGE, `${PAGE}:444/x`, 'allowed'],
    ['same-site', PAGE, 'https://b.other.net/', 'blocked'],
    ['same-site', PAGE, 'https://b.example.net/', 'blocked'],
    ['same-site', PAGE, 'https://example.com.x/', 'blocked'],
    ['same-site', PAGE, API, 'unknown'],
    ['same-site', 'http://app.example.com', 'http://api.example.com/', 'unknown'],
    ['same-site', 'http://app.example.com', 'https://app.example.com/', 'blocked'],
    ['same-site', 'https://app.example.com', 'http://app.example.com/', 'allowed'],
    ['same-site', 'http://127.0.0.1:1', 'http://127.0.0.1:2/', 'allowed'],
    ['same-site', 'http://127.0.0.1', 'http://10.0.0.1/', 'blocked'],
    ['same-site', 'http://1.example.com', 'http://10.0.0.1/', 'blocked'],
    ['same-site', 'http://[::1]', 'http://[::2]/', 'blocked'],
    ['same-site', 'null', API, 'blocked'],
    ['same-origin', 'null', API, 'blocked'],
  ])('%s from %s at %s: %s', (policy, page, url, outcome) => {
    const headers = policy === undefined ? {} : { 'Cross-Origin-Resource-Policy': policy };
    const verdict = ask({ page, url, mode: 'no-cors' }, answer(200, headers));
    expect(verdict).toMatchObject({ outcome, type: outcome === 'allowed' ? 'opaque' : outcome === 'blocked' ? 'error' : 'unknown' });
    const blocked = `the response's Cross-Origin-Resource-Policy is ${policy}`;
    expect(verdict.reason === blocked).toBe(outcome === 'blocked');
    expect(ask({ page: PAGE, url: API }, answer(200, { acao: '*', ...headers })).outcome).toBe('allowed');
  });
});

describe('what cannot be told', () => {
  const told = (name: string, value?: string): Answer => ({ status: 200, headers: [['Access-Control-Allow-Origin', '*'], [name, value]] });

  test.each<[reason: string, request: Partial<PageRequest>, reply: Answer, says: string]>([
    ['nothing is answered', {}, undefined, 'what the server answers'],
    ['null is answered', {}, null, 'what the server answers'],
    ['unknown is answered', {}, 'unknown', 'what the server answers'],
    ['unknown is answered to a preflight', { method: 'PUT' }, 'unknown', 'what the server answers'],
    ['the origin', {}, { status: 200, headers: { 'Access-Control-Allow-Origin': undefined } }, 'response header access-control-allow-origin'],
    ['the origin of a preflight', { method: 'PUT' }, { status: 200, headers: { 'Access-Control-Allow-Origin': undefined } }, 'access-control-allow-origin'],
    ['one of two origins', {}, told('access-control-allow-origin'), 'access-control-allow-origin'],
    ['the methods', { method: 'PUT' }, told('Access-Control-Allow-Methods'), 'access-control-allow-methods'],
    ['the headers', { headers: [['X-A', '1']] }, told('Access-Control-Allow-Headers'), 'access-control-allow-headers'],
    ['credentials', { credentials: 'include' }, { status: 200, headers: [['Access-Control-Allow-Origin', PAGE], ['Access-Control-Allow-Credentials', undefined]] }, 'access-control-allow-credentials'],
    ['where a redirect leads', {}, { status: 302, headers: [['Access-Control-Allow-Origin', '*'], ['Location', undefined]] }, 'location'],
    ['whether it may be embedded', { mode: 'no-cors' }, told('Cross-Origin-Resource-Policy'), 'cross-origin-resource-policy'],
    ['what a blob: URL holds', { url: 'blob:https://app.example.com/1' }, OPEN, 'blob: URL'],
  ])('%s: unknown', (_, request, reply, says) => {
    const verdict = ask(request, reply);
    expect(verdict).toMatchObject({ outcome: 'unknown', type: 'unknown', status: 0, exposedHeaders: [], console: {}, step: expect.stringMatching(/^https:\/\/fetch\.spec\.whatwg\.org\/#/) });
    expect(verdict.reason).toContain(says);
    expect(verdict.error).toBeUndefined();
    expect(verdict.exchanges).toHaveLength(request.url === undefined ? 1 : 0);
    expect(verdict.url).toBe(request.url ?? API);
  });

  test.each<[reason: string, request: Partial<PageRequest>, reply: Answer]>([
    ['methods that are not needed', {}, told('Access-Control-Allow-Methods')],
    ['credentials that are not sent', {}, told('Access-Control-Allow-Credentials')],
    ['any other header', { method: 'POST' }, told('X-Other')],
    ['a Location without a redirect', {}, told('Location')],
  ])('%s do not matter', (_, request, reply) => {
    expect(ask(request, reply).outcome).toBe('allowed');
  });
});

describe('malformed answers give a verdict', () => {
  test.each<[reason: string, reply: unknown, outcome: string]>([
    ['no headers', { status: 200 }, 'blocked'],
    ['headers of null', { status: 200, headers: null }, 'blocked'],
    ['headers of a string', { status: 200, headers: 'Access-Control-Allow-Origin: *' }, 'blocked'],
    ['pairs that are none', { status: 200, headers: [null, 'x', [], ['Access-Control-Allow-Origin', '*'], [1, 2], [undefined, 'x']] }, 'allowed'],
    ['names that aren\'t tokens', { status: 200, headers: [['a b', 'x'], ['', 'x'], ['Access-Control-Allow-Origin ', 'x'], ['Access-Control-Allow-Origin', '*']] }, 'allowed'],
    ['a list as a value', { status: 200, headers: { 'Access-Control-Allow-Origin': ['*'] } }, 'allowed'],
    ['a number as a value', { status: 200, headers: [['Access-Control-Allow-Origin', 5]] }, 'blocked'],
    ['a status as text', { status: '200', headers: [['Access-Control-Allow-Origin', '*']] }, 'allowed'],
    ['status 0', { status: 0, headers: [['Access-Control-Allow-Origin', '*']] }, 'blocked'],
    ['status 101', { status: 101, headers: [['Access-Control-Allow-Origin', '*']] }, 'blocked'],
    ['status 200.5', { status: 200.5, headers: [['Access-Control-Allow-Origin', '*']] }, 'blocked'],
    ['status 999', { status: 999, headers: [['Access-Control-Allow-Origin', '*']] }, 'allowed'],
    ['status 1000', { status: 1000, headers: [['Access-Control-Allow-Origin', '*']] }, 'blocked'],
    ['status NaN', { status: NaN, headers: [['Access-Control-Allow-Origin', '*']] }, 'blocked'],
    ['no status', { headers: [['Access-Control-Allow-Origin', '*']] }, 'blocked'],
    ['a status that can\'t become text', { status: [{ toString: 0 }], headers: [['Access-Control-Allow-Origin', '*']] }, 'blocked'],
    ['a value that can\'t become text', { status: 200, headers: [['X', { toString: 0 }], ['Access-Control-Allow-Origin', '*']] }, 'allowed'],
    ['a number', 42, 'blocked'],
    ['status 407', { status: 407, headers: [['Access-Control-Allow-Origin', '*']] }, 'blocked'],
    ['10,000 headers', { status: 200, headers: [...Array.from({ length: 10_000 }, (_, index) => [`X-${index}`, '1']), ['Access-Control-Allow-Origin', '*']] }, 'allowed'],
    ['10,000 items in a list', { status: 200, headers: [['Access-Control-Allow-Origin', '*'], ['Access-Control-Expose-Headers', 'a,'.repeat(10_000)]] }, 'allowed'],
  ])('%s', (_, reply, outcome) => {
    const verdict = ask({}, reply as Answer);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.exchanges[0].response).toBe(reply);
    expect(verdict.reason ?? '').toMatch(outcome === 'blocked' ? /Access-Control-Allow-Origin|no response|proxies/ : /^$/);
  });
});

test('a page on https is told about http', () => {
  const noted = (url: string, page = PAGE) => ask({ url, page }, answer(200, { acao: '*' })).notes.some((note) => note.includes('mixed content'));
  expect([noted('http://api.example.com/'), noted('https://api.example.com/'), noted('http://api.example.com/', 'http://a.example')]).toEqual([true, false, false]);
  const local = ['http://localhost/', 'http://localhost:1/', 'http://a.localhost/', 'http://127.0.0.1:3000/', 'http://127.9.9.9/', 'http://[::1]/'];
  expect(local.filter((url) => noted(url))).toEqual([]);
  const remote = ['http://localhost.example/', 'http://xlocalhost/', 'http://128.0.0.1/', 'http://127.0.0.1.example/', 'http://a/http://localhost/'];
  expect(remote.filter((url) => !noted(url))).toEqual([]);
});

describe('fetchFromPageAsync', () => {
  test('asks one after the other, and judges the same', async () => {
    const request: PageRequest = { page: PAGE, url: API, method: 'PUT', headers: [['X-Custom', '1']] };
    let running = 0;
    const verdict = await fetchFromPageAsync(request, async () => {
      running += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(running--).toBe(1);
      return GRANTED;
    }, { browser: 'chromium' });
    expect(verdict).toEqual(fetchFromPage(request, () => GRANTED, { browser: 'chromium' }));
    expect(verdict.exchanges).toHaveLength(2);
  });

  test('takes answers that need no waiting, and passes on what fails', async () => {
    expect((await fetchFromPageAsync({ page: PAGE, url: API }, () => OPEN)).outcome).toBe('allowed');
    await expect(fetchFromPageAsync({ page: PAGE, url: API }, async () => { throw new RangeError('mine'); })).rejects.toThrow('mine');
    await expect(fetchFromPageAsync({ page: 'x', url: API }, () => OPEN)).rejects.toThrow('page must be an origin');
  });
});
