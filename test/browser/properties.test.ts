import * as fc from 'fast-check';
import { fetchFromPage, PreflightCache, type Answer, type Browser, type HttpRequest, type PageRequest, type Verdict } from '../../src/browser';
import { API, ask, PAGE, sent } from './ask';

type Header = [name: string, value: string];

const browsers = fc.constantFrom<Browser>('standard', 'chromium', 'firefox', 'webkit');
const origins = fc.constantFrom(PAGE, '*', 'null', 'https://evil.example', `${PAGE}/`, `${PAGE}, *`, '');
const methods = fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'patch');
const names = fc.constantFrom('X-Custom', 'Authorization', 'Content-Type', 'X-A', 'Accept', 'Range');
const lists = fc.array(fc.constantFrom('*', 'x-custom', 'AUTHORIZATION', 'content-type', 'x-a', 'range', 'accept'), { maxLength: 4 }).map((items) => items.join(', '));
const methodLists = fc.array(fc.constantFrom('*', 'PUT', 'DELETE', 'PATCH', 'patch', 'GET'), { maxLength: 4 }).map((items) => items.join(','));

const requests: fc.Arbitrary<PageRequest> = fc.record({
  page: fc.constantFrom(PAGE, 'null'),
  url: fc.constantFrom(API, `${PAGE}/x`, 'http://api.example.com/'),
  method: methods,
  headers: fc.uniqueArray(fc.tuple(names, fc.constantFrom('1', 'text/plain', 'a"b')), { selector: ([name]) => name, maxLength: 4 }),
  credentials: fc.constantFrom('omit', 'same-origin', 'include'),
  mode: fc.constantFrom('cors', 'cors', 'cors', 'no-cors', 'same-origin'),
  api: fc.constantFrom('fetch', 'xhr'),
});

/** A server that answers any request: each header is there or not. */
const servers = fc.record({
  status: fc.constantFrom(200, 204, 302, 404, 500),
  origin: fc.option(origins, { nil: undefined }),
  credentials: fc.option(fc.constantFrom('true', 'True', 'false'), { nil: undefined }),
  methods: fc.option(methodLists, { nil: undefined }),
  headers: fc.option(lists, { nil: undefined }),
  expose: fc.option(lists, { nil: undefined }),
  location: fc.option(fc.constantFrom('/y', 'https://other.example/', `${PAGE}/z`, ''), { nil: undefined }),
});
type Server = { [K in keyof (typeof servers extends fc.Arbitrary<infer T> ? T : never)]: K extends 'status' ? number : string | undefined };

function headersOf(server: Server): Header[] {
  const all: [string, string | undefined][] = [
    ['Access-Control-Allow-Origin', server.origin], ['Access-Control-Allow-Credentials', server.credentials], ['Access-Control-Allow-Methods', server.methods],
    ['Access-Control-Allow-Headers', server.headers], ['Access-Control-Expose-Headers', server.expose], ['Location', server.location], ['X-A', '1'],
  ];
  return all.filter((header): header is Header => header[1] !== undefined);
}

function answers(server: Server): Answer {
  return { status: server.status, headers: headersOf(server) };
}

/** What a verdict says, apart from how its answers were written. */
function essence({ exchanges, ...verdict }: Verdict) {
  return { ...verdict, sent: exchanges.map(({ request }) => request) };
}

const RUNS = { numRuns: 500 };

describe('laws', () => {
  test('the case and the order of response headers do not matter', () => {
    fc.assert(fc.property(requests, servers, browsers, fc.infiniteStream(fc.nat()), (request, server, browser, numbers) => {
      const recased = headersOf(server).map(([name, value]): Header => [[...name].map((letter) => (numbers.next().value % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join(''), value]);
      const shuffled = recased.map((header) => ({ header, key: numbers.next().value })).sort((a, b) => a.key - b.key).map(({ header }) => header);
      const replies: Answer[] = [answers(server), { status: server.status, headers: shuffled }];
      const [one, other] = replies.map((reply) => essence(fetchFromPage(request, () => reply, { browser })));
      expect(other).toEqual(one);
    }), RUNS);
  });

  test('the case of request headers does not matter, nor their order', () => {
    fc.assert(fc.property(requests, servers, browsers, (request, server, browser) => {
      const reversed = [...request.headers as Header[]].reverse().map(([name, value]): Header => [name.toLowerCase(), value]);
      const [one, other] = [request, { ...request, headers: reversed }].map((each) => fetchFromPage(each, () => answers(server), { browser }));
      expect([other.outcome, other.error, other.exposedHeaders, sent(other)]).toEqual([one.outcome, one.error, one.exposedHeaders, sent(one)]);
    }), RUNS);
  });

  test('a record of headers is as good as a list', () => {
    fc.assert(fc.property(requests, servers, (request, server) => {
      const record = { ...request, headers: Object.fromEntries(request.headers as Header[]) };
      const replies: Answer[] = [answers(server), { status: server.status, headers: Object.fromEntries(headersOf(server)) }];
      const [one, other] = [fetchFromPage(request, () => replies[0]), fetchFromPage(record, () => replies[1])].map(essence);
      expect(other).toEqual(one);
    }), RUNS);
  });

  /** Ways to allow more. None of them takes anything back. */
  const widenings: ReadonlyArray<readonly [string, (server: Server, request: PageRequest) => Server]> = [
    ['one more method', (server) => ({ ...server, methods: server.methods ? `${server.methods}, PUT` : 'PUT' })],
    ['all methods by name', (server) => ({ ...server, methods: 'GET, POST, HEAD, PUT, DELETE, PATCH, patch, *' })],
    ['one more header', (server) => ({ ...server, headers: server.headers ? `x-custom,${server.headers}` : 'x-custom' })],
    ['all headers by name', (server) => ({ ...server, headers: '*, x-custom, authorization, content-type, x-a, accept, range' })],
    ['credentials', (server) => ({ ...server, credentials: 'true' })],
    ['exposed headers', (server) => ({ ...server, expose: server.expose ? `${server.expose}, x-a` : 'x-a' })],
    ['the page\'s origin', (server, { page }) => ({ ...server, origin: server.origin === '*' ? '*' : page })],
  ];
  test.each(widenings)('allowing %s never turns allowed into blocked', (_, widen) => {
    fc.assert(fc.property(requests, servers, browsers, (request, server, browser) => {
      const direct = { ...server, location: undefined };
      const before = fetchFromPage(request, () => answers(direct), { browser });
      const after = fetchFromPage(request, () => answers(widen(direct, request)), { browser });
      fc.pre(before.outcome === 'allowed');
      expect(after.outcome).toBe('allowed');
      expect(after.exposedHeaders).toEqual(expect.arrayContaining(before.exposedHeaders.filter((name) => !name.startsWith('access-control'))));
    }), { numRuns: 1500 });
  });

  test('what is allowed with credentials is allowed without them', () => {
    fc.assert(fc.property(requests, servers, browsers, (request, server, browser) => {
      const [include, omit] = (['include', 'omit'] as const).map((credentials) => fetchFromPage({ ...request, credentials }, () => answers(server), { browser }));
      fc.pre(include.outcome === 'allowed');
      expect(omit.outcome).toBe('allowed');
    }), RUNS);
  });

  test('omit and same-origin are the same to another origin', () => {
    fc.assert(fc.property(requests, servers, browsers, (request, server, browser) => {
      const verdicts = (['omit', 'same-origin'] as const).map((credentials) => fetchFromPage({ ...request, url: API, credentials }, () => answers({ ...server, location: undefined }), { browser }));
      expect(essence(verdicts[1])).toEqual(essence(verdicts[0]));
    }), RUNS);
  });

  test('a preflight never carries credentials, a body or the page\'s headers, and nothing follows one that failed', () => {
    fc.assert(fc.property(requests, servers, browsers, (request, server, browser) => {
      const { exchanges, outcome } = fetchFromPage({ ...request, credentials: 'include' }, () => answers(server), { browser });
      exchanges.filter(({ preflight }) => preflight).forEach(({ request: asked }) => {
        expect(asked).toMatchObject({ method: 'OPTIONS', credentials: false, preflight: true });
        expect(asked.body).toBeUndefined();
        expect(asked.headers.every(([name]) => /^(accept|origin|access-control-request-(method|headers))$/.test(name))).toBe(true);
      });
      // a preflight is the last request only where it stops the request
      expect([outcome, exchanges.at(-1)?.preflight]).not.toEqual([expect.not.stringMatching('blocked'), true]);
    }), RUNS);
  });

  test('to the page\'s own origin there is no preflight and no CORS, whatever the server says', () => {
    fc.assert(fc.property(requests, servers, browsers, (request, server, browser) => {
      fc.pre(request.mode !== 'no-cors');
      const verdict = fetchFromPage({ ...request, page: PAGE, url: `${PAGE}/x` }, () => answers({ ...server, status: 200 }), { browser });
      expect(verdict).toMatchObject({ outcome: 'allowed', type: 'basic' });
      expect(verdict.exchanges).toHaveLength(1);
    }), RUNS);
  });

  test('an error has a name, a parameter, a reason, a step and a line exactly when CORS blocks', () => {
    fc.assert(fc.property(requests, servers, browsers, (request, server, browser) => {
      const { outcome, error, parameter, reason, step, console, type } = fetchFromPage(request, () => answers(server), { browser });
      expect(reason === undefined).toBe(outcome === 'allowed');
      expect(step === undefined).toBe(outcome === 'allowed');
      expect(parameter === undefined).toBe(error === undefined);
      expect(type === 'error').toBe(outcome === 'blocked');
      // with the error of CORS there is a line in each console
      const lines = {
        chromium: expect.stringContaining('has been blocked by CORS policy: '),
        firefox: expect.stringContaining('Cross-Origin Request Blocked'),
        webkit: expect.any(String),
      };
      expect({ outcome, console }).toMatchObject(error === undefined ? {} : { outcome: 'blocked', console: lines });
    }), RUNS);
  });

  test('a note says where a browser differs from the standard, and without one none does', () => {
    fc.assert(fc.property(requests, servers, browsers, (request, server, browser) => {
      const [standard, other] = (['standard', browser] as const).map((each) => fetchFromPage(request, () => answers(server), { browser: each }));
      fc.pre(standard.notes.length === 0);
      expect([other.outcome, sent(other), other.exposedHeaders]).toEqual([standard.outcome, sent(standard), standard.exposedHeaders]);
    }), RUNS);
  });

  test('with a cache, a page sees the same and sends no more', () => {
    fc.assert(fc.property(fc.array(requests, { minLength: 2, maxLength: 5 }), servers, browsers, (all, server, browser) => {
      const preflightCache = new PreflightCache({ clock: () => 0 });
      for (const request of all.map((each) => ({ ...each, page: PAGE, url: API }))) {
        const reply = answers({ ...server, location: undefined });
        const [fresh, cached] = [{}, { preflightCache }].map((options) => fetchFromPage(request, () => reply, { browser, ...options }));
        expect(cached.outcome).toBe(fresh.outcome);
        expect(cached.exchanges.length).toBeLessThanOrEqual(fresh.exchanges.length);
      }
    }), RUNS);
  });

  test('anything at all as an answer gives a verdict', () => {
    const junk = fc.oneof(
      fc.anything(), fc.record({ status: fc.anything(), headers: fc.anything() }),
      fc.record({ status: fc.integer({ min: 100, max: 999 }), headers: fc.array(fc.tuple(fc.oneof(fc.string(), fc.constantFrom('Access-Control-Allow-Origin', 'Location')), fc.oneof(fc.string({ unit: 'binary' }), origins))) }),
    );
    fc.assert(fc.property(requests, fc.array(junk, { minLength: 1 }), browsers, (request, replies, browser) => {
      fc.pre(!replies.some((reply) => typeof (reply as { then?: unknown } | null | undefined)?.then === 'function'));
      let asked = 0;
      const { outcome } = fetchFromPage(request, () => replies[asked++ % replies.length] as Answer, { browser });
      expect(['allowed', 'blocked', 'unknown']).toContain(outcome);
    }), { numRuns: 2000 });
  });

  test('any request of the right shape gives a verdict', () => {
    const wild: fc.Arbitrary<PageRequest> = fc.record({
      page: fc.constantFrom(PAGE, 'null'), url: fc.oneof(fc.webUrl(), fc.string()), method: fc.string(), headers: fc.array(fc.tuple(fc.string(), fc.string({ unit: 'binary' }))),
    });
    fc.assert(fc.property(wild, servers, (request, server) => {
      const seen: HttpRequest[] = [];
      const verdict = fetchFromPage(request, (each) => {
        seen.push(each);
        return answers(server);
      });
      expect(verdict.exchanges.map(({ request: each }) => each)).toEqual(seen);
    }), RUNS);
  });
});

test('the page\'s request is not changed', () => {
  const request = Object.freeze({ page: PAGE, url: API, method: 'put', headers: Object.freeze([Object.freeze(['X-B', '1'] as const), Object.freeze(['X-A', '1'] as const)]) });
  expect(ask(request, { status: 200, headers: [] }).error).toBe('PreflightMissingAllowOriginHeader');
  expect(request.headers.map(([name]) => name)).toEqual(['X-B', 'X-A']);
});
