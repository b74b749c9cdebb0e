import { fetchFromPage, fetchFromPageAsync, PreflightCache, type Answer, type FetchFromPageOptions, type HttpRequest, type PageRequest } from '../../src/browser';
import { answer, API, ask, GRANTED, OTHER, PAGE, sent } from './ask';

const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
const to = (location: string, status = 302): Answer => answer(status, { acao: '*', Location: location });

// Where browsers disagree, and where an app can bring it about.
test.each<[what: string, request: Partial<PageRequest>, reply: (request: HttpRequest) => Answer, outcomes: string]>([
  ['everything is allowed', {}, () => GRANTED, 'allowed allowed allowed'],
  ['nothing is', {}, () => answer(200), 'blocked blocked blocked'],
  ['Authorization under *, which the standard blocks', { headers: { Authorization: 't' } }, () => answer(200, { acao: '*', acah: '*' }), 'allowed allowed allowed'],
  ['an empty second line, in lower case', {}, () => ({ status: 200, headers: [['access-control-allow-origin', PAGE], ['access-control-allow-origin', '']] }), 'blocked allowed blocked'],
  ['an empty second line, as HTTP/1.1 spells it', {}, () => ({ status: 200, headers: [['Access-Control-Allow-Origin', PAGE], ['Access-Control-Allow-Origin', '']] }), 'blocked blocked blocked'],
  ['a redirect to a login page that knows no preflight', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } },
    ({ url, preflight }) => (url === API ? preflight ? GRANTED : to(OTHER) : preflight ? answer(403) : answer(200, { acao: '*' })), 'allowed blocked blocked'],
  ['a Content-Type with a comma, and a preflight that is refused', { method: 'POST', body: 'x', headers: { 'Content-Type': 'text/plain;a=b, c' } },
    ({ preflight }) => (preflight ? answer(403) : answer(200, { acao: '*' })), 'allowed blocked allowed'],
  ['status 407', {}, () => answer(407, { acao: '*' }), 'blocked allowed allowed'],
])('%s', (_, request, reply, outcomes) => {
  const { browsers } = ask(request, reply);
  expect(ENGINES.map((engine) => browsers[engine].outcome).join(' ')).toBe(outcomes);
  expect(ENGINES.map((browser) => ask(request, reply, { browser }).outcome).join(' ')).toBe(outcomes);
});

function counted(reply: (request: HttpRequest) => Answer): { asked: string[]; answer: (request: HttpRequest) => Answer } {
  const asked: string[] = [];
  return {
    asked,
    answer: (request) => {
      asked.push(`${request.preflight ? 'preflight ' : ''}${request.method} ${request.url}`);
      return reply(request);
    },
  };
}

test('nobody is asked again where no departure came into it', () => {
  const server = counted(() => GRANTED);
  const verdict = fetchFromPage({ page: PAGE, url: API, method: 'PUT' }, server.answer);
  expect([verdict.browsers.chromium, verdict.browsers.firefox, verdict.browsers.webkit].map(({ outcome }) => outcome)).toEqual(['allowed', 'allowed', 'allowed']);
  expect(server.asked).toEqual([`preflight OPTIONS ${API}`, `PUT ${API}`]);
});

test('nothing is asked before browsers is read, and then only what an engine sends beyond', () => {
  const server = counted(({ url, preflight }) => (url === API ? preflight ? GRANTED : to(OTHER) : answer(200, { acao: '*' })));
  const verdict = fetchFromPage({ page: PAGE, url: API, method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }, server.answer, { browser: 'chromium' });
  const before = [`preflight OPTIONS ${API}`, `POST ${API}`, `GET ${OTHER}`];
  expect(server.asked).toEqual(before);
  const { browsers } = verdict;
  // Firefox's preflight says the page's origin, WebKit's null and the header that was dropped
  expect(server.asked).toEqual([...before, `preflight OPTIONS ${OTHER}`, `preflight OPTIONS ${OTHER}`]);
  expect(sent(browsers.firefox as typeof verdict)).toEqual([...before.slice(0, 2), `preflight OPTIONS ${OTHER}`, `GET ${OTHER}`]);
  expect(verdict.browsers).toBe(browsers);
  expect(server.asked).toHaveLength(5);
});

test('a verdict is one of its own browser\'s', () => {
  const verdict = ask({}, answer(407, { acao: '*' }), { browser: 'firefox' });
  expect(verdict.browsers.firefox).toMatchObject({ outcome: 'allowed', status: 407 });
  expect(verdict.browsers.webkit.outcome).toBe('allowed');
  expect(verdict.browsers.chromium.outcome).toBe('blocked');
});

test('each engine\'s console lines are those of its own way', () => {
  const reply = ({ preflight }: HttpRequest): Answer => (preflight ? answer(403) : answer(200, { acao: '*' }));
  const { console: lines, browsers } = ask({ method: 'POST', body: 'x', headers: { 'Content-Type': 'text/plain;a=b, c' } }, reply);
  expect(lines).toEqual({});
  expect(browsers.firefox.console.firefox).toContain('CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 403.');
});

test('fetchFromPageAsync knows at once', async () => {
  const asked: string[] = [];
  const verdict = await fetchFromPageAsync({ page: PAGE, url: API, method: 'POST', body: 'x', headers: { 'Content-Type': 'text/plain;a=b, c' } }, async ({ preflight }) => {
    asked.push(preflight ? 'preflight' : 'request');
    return preflight ? answer(403) : answer(200, { acao: '*' });
  });
  expect(asked).toEqual(['request', 'preflight']);
  expect([verdict.outcome, verdict.browsers.firefox.outcome, verdict.browsers.webkit.outcome]).toEqual(['allowed', 'blocked', 'allowed']);
});

test('a verdict is compared, copied and written without what other browsers do', () => {
  const verdict = ask({}, GRANTED);
  expect(Object.keys(verdict)).not.toContain('browsers');
  expect(JSON.parse(JSON.stringify(verdict))).not.toHaveProperty('browsers');
});

test('an engine that decides alike is not judged again: what the page\'s cache spared stays spared', () => {
  const preflightCache = new PreflightCache({ clock: () => 0 });
  const grant = answer(200, { acao: '*', acam: 'PUT', acma: '60' });
  ask({ method: 'PUT' }, grant, { preflightCache });
  const { browsers } = ask({ method: 'PUT' }, grant, { preflightCache });
  expect(ENGINES.map((engine) => browsers[engine].exchanges.length)).toEqual([1, 1, 1]);
});

test('engines that depart alike have one verdict', () => {
  const { browsers } = ask({ headers: { Authorization: 't' } }, answer(200, { acao: '*', acah: '*' }));
  expect(browsers.firefox).toBe(browsers.chromium);
  expect(browsers.webkit).toBe(browsers.chromium);
});

test('a server that answers otherwise the second time is taken to do so for every engine', () => {
  const replies = [to(API), answer(407, { acao: '*' }), answer(500)];
  const { browsers } = ask({}, replies, { browser: 'chromium' });
  expect(ENGINES.map((engine) => browsers[engine].outcome)).toEqual(['blocked', 'allowed', 'allowed']);
  expect(browsers.firefox.status).toBe(407);
});

// the requests of a DELETE that is redirected with status 307
test.each<[FetchFromPageOptions, afterRedirect: string]>([
  [{ browser: 'chromium' }, 'DELETE'],
  [{ browser: 'webkit' }, 'DELETE'],
  [{ browser: 'webkit', libsoup: true }, 'GET'],
])('webkit in the verdict of %j sends %s', (options, afterRedirect) => {
  const allowed = answer(200, { acao: '*', acam: 'DELETE' });
  const { browsers } = ask({ method: 'DELETE' }, ({ url, preflight }) => (url === API && !preflight ? to(OTHER, 307) : allowed), options);
  expect(browsers.webkit.exchanges.filter(({ preflight }) => !preflight).map(({ request }) => request.method)).toEqual(['DELETE', afterRedirect]);
});
