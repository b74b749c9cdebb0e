import fc from 'fast-check';
import { responseOf } from '../../../src/emulator/http-api/function-response';
import { headerOf, type HeaderList } from '../../../src/emulator/kernel/message';
import { proxyResponseOf, requestOf } from '../../../src/emulator/lambda/event-request';
import { apiWith, common, EmulatedApi, NOW, returning, stage } from './emulated';

const text = (value: string) => new TextEncoder().encode(value);
// No half of a surrogate pair, which UTF-8 doesn't have.
const isWellFormed = (value: string) => !/\p{Surrogate}/u.test(value);
const api = (version: string, keys = ['ANY /items/{id}', 'ANY /{proxy+}']) =>
  new EmulatedApi(apiWith(keys, { ...common(version), Stage: stage('$default', { AutoDeploy: true, StageVariables: { color: 'blue' } }) }), returning({ statusCode: 200 }));

function eventFor(version: string, method: string, path: string, headers: HeaderList, body?: Uint8Array): any {
  const emulated = api(version);
  emulated.send(method, path, headers, {}, body);
  return (emulated.effects[0] as { event: unknown }).event;
}

const HEADERS: HeaderList = [
  ['User-Agent', 'test'], ['X-Two', '1'], ['x-two', '2'], ['Cookie', 'a=1; b=2'], ['Content-Type', 'application/json'], ['Connection', 'close'],
];

test('rule 76: an event in payload format 2.0', () => {
  const event = eventFor('2.0', 'POST', '/items/a%20b?x=1&x=2&y=%C3%A9', HEADERS, text('{}'));
  expect(event).toEqual({
    version: '2.0',
    routeKey: 'ANY /items/{id}',
    rawPath: '/items/a%20b',
    rawQueryString: 'x=1&x=2&y=%C3%A9',
    cookies: ['a=1', 'b=2'],
    headers: {
      'user-agent': 'test',
      'x-two': '1,2',
      'content-type': 'application/json',
      'content-length': '2',
      'host': expect.stringMatching(/^[a-z0-9]+\.execute-api\.eu-west-1\.amazonaws\.com$/),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    },
    queryStringParameters: { x: '1,2', y: 'é' },
    requestContext: {
      accountId: '111122223333',
      apiId: expect.stringMatching(/^[a-z0-9]+$/),
      domainName: event.headers.host,
      domainPrefix: event.requestContext.apiId,
      http: { method: 'POST', path: '/items/a%20b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: expect.any(String),
      routeKey: 'ANY /items/{id}',
      stage: '$default',
      time: '02/Jan/2026:03:04:05 +0000',
      timeEpoch: NOW,
    },
    pathParameters: { id: 'a b' },
    stageVariables: { color: 'blue' },
    body: '{}',
    isBase64Encoded: false,
  });
});

test('rule 76: what a request doesn\'t have is left out of 2.0 and null in 1.0', () => {
  const second = eventFor('2.0', 'GET', '/other', []);
  expect([second.body, second.cookies, second.queryStringParameters, second.isBase64Encoded]).toEqual([undefined, undefined, undefined, false]);
  expect(eventFor('1.0', 'GET', '/other', []))
    .toMatchObject({ body: null, queryStringParameters: null, multiValueQueryStringParameters: null, isBase64Encoded: false });
});

test('rule 76: an event in payload format 1.0', () => {
  const event = eventFor('1.0', 'POST', '/items/a%20b?x=1&x=2', HEADERS, text('{}'));
  expect(event).toMatchObject({
    version: '1.0',
    resource: '/items/{id}',
    path: '/items/a%20b',
    httpMethod: 'POST',
    headers: { 'User-Agent': 'test', 'Cookie': 'a=1; b=2', 'x-two': '2' },
    multiValueHeaders: { 'User-Agent': ['test'], 'X-Two': ['1'], 'x-two': ['2'] },
    queryStringParameters: { x: '2' },
    multiValueQueryStringParameters: { x: ['1', '2'] },
    requestContext: { httpMethod: 'POST', path: '/items/a%20b', resourcePath: '/items/{id}', stage: '$default', identity: { sourceIp: '127.0.0.1', cognitoIdentityId: null } },
    pathParameters: { id: 'a b' },
    stageVariables: { color: 'blue' },
    body: '{}',
    isBase64Encoded: false,
  });
  expect(event.headers).not.toHaveProperty('Connection');
});

test.each([
  ['application/json', false], ['text/html; charset=utf-8', false], ['application/problem+json', false], ['application/x-www-form-urlencoded', true],
  ['image/png', true], ['', true],
])('a body of type %s is base64: %s', (type, isBase64Encoded) => {
  const event = eventFor('2.0', 'POST', '/items/1', type === '' ? [] : [['content-type', type]], text('a=1'));
  expect([event.isBase64Encoded, event.body]).toEqual(isBase64Encoded ? [true, 'YT0x'] : [false, 'a=1']);
});

describe('the payload of a function', () => {
  const bodyOf = (response: ReturnType<typeof responseOf>) => Buffer.from(response!.body as Uint8Array).toString();

  test.each<[string, unknown, number, string]>([
    ['an object without statusCode', { a: 1 }, 200, '{"a":1}'],
    ['a text', 'hi', 200, '"hi"'],
    ['a list', [1], 200, '[1]'],
    ['null', null, 200, 'null'],
  ])('rule 76: in format 2.0 %s is the body of a 200, as JSON', (_, payload, status, body) => {
    const response = responseOf(payload, '2.0');
    expect([response?.status, bodyOf(response), headerOf(response!.headers, 'content-type')]).toEqual([status, body, 'application/json']);
  });

  test('rule 76: each of cookies is a set-cookie', () => {
    expect(responseOf({ statusCode: 204, cookies: ['a=1', 'b=2'] }, '2.0')?.headers).toEqual([['set-cookie', 'a=1'], ['set-cookie', 'b=2']]);
  });

  // Recorded for REST APIs, which answer 502 where an HTTP API answers 500.
  test.each<[string, unknown, number | undefined]>([
    ['an unknown key', { statusCode: 200, other: 1 }, undefined],
    ['a text', 'hi', undefined],
    ['a statusCode that isn\'t a number', { statusCode: 'ok' }, undefined],
    ['"201"', { statusCode: '201' }, 201],
    ['no statusCode', { body: 'x' }, 200],
    ['headers: null', { statusCode: 200, headers: null }, 200],
    ['multiValueHeaders that aren\'t list', { statusCode: 200, multiValueHeaders: { a: 'b' } }, undefined],
  ])('rule 50: in format 1.0 %s', (_, payload, status) => {
    expect(responseOf(payload, '1.0')?.status).toBe(status);
  });

  test('rule 50: truth values of headers become text', () => {
    expect(responseOf({ statusCode: 200, headers: { 'a': true, 'b': false, 'content-type': 'x' } }, '1.0')?.headers).toEqual([['a', 'true'], ['b', 'false'], ['content-type', 'x']]);
  });

  test('rule 51: a name in both lists is sent twice, what is the same once, and there is a type', () => {
    const payload = { statusCode: 200, headers: { 'Test-Multi': 'value-solo', 'same': '1' }, multiValueHeaders: { 'test-multi': ['value-multi'], 'Same': ['1'] } };
    expect(responseOf(payload, '1.0')?.headers).toEqual([['test-multi', 'value-multi'], ['Same', '1'], ['Test-Multi', 'value-solo'], ['content-type', 'application/json']]);
  });

  test.each([
    ['a line break', { a: 'b\r\nset-cookie: c' }], ['no name', { '': 'b' }], ['a name with a space', { 'a b': 'c' }], ['an object', { a: { b: 1 } }],
    ['what the gateway counts', { 'Content-Length': '9' }],
  ])('a header with %s isn\'t sent', (_, headers) => {
    expect(responseOf({ statusCode: 200, headers }, '2.0')?.headers).toEqual([]);
  });

  test.each([[99], [600], [200.5], [-1], [Number.NaN], ['2e2'], [true], [{}]])('statusCode %p is none', (statusCode) => {
    expect(responseOf({ statusCode }, '2.0')).toBeUndefined();
  });

  test('anything is answered or refused, never a crash', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom('1.0' as const, '2.0' as const), (payload, version) => {
      const response = responseOf(payload, version);
      expect(response === undefined || typeof response.status === 'number').toBe(true);
    }));
  });
});

describe('an event stands for its request, and a payload for its response', () => {
  const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).filter((name) => !/^(?:te|via|host|cookie|trailer|upgrade|expect|connection|forwarded|origin|content-.*|keep-.*|x-.*)$/.test(name));
  const value = fc.stringMatching(/^[!-~]([ -~]{0,8}[!-~])?$/);
  const headers = fc.uniqueArray(fc.tuple(token, value), { maxLength: 4, selector: ([name]) => name });
  const query = fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 4 })
    .map((pairs) => pairs.filter((pair) => pair.every(isWellFormed)));
  const path = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }).filter((each) => isWellFormed(each) && !['.', '..'].includes(each)), { minLength: 1, maxLength: 3 })
    .map((segments) => `/${segments.map(encodeURIComponent).join('/')}`);
  const body = fc.option(fc.uint8Array({ minLength: 1, maxLength: 20 }), { nil: undefined });
  const type = fc.constantFrom('application/json', 'text/plain', 'image/png', 'application/x-www-form-urlencoded');

  test.each(['1.0', '2.0'])('%s', (version) => {
    const emulated = api(version);
    fc.assert(fc.property(fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH'), path, query, headers, body, type, (method, at, pairs, sent, content, contentType) => {
      // A text type says that the bytes are text.
      const bytes = content !== undefined && /json|text/.test(contentType) ? text(Buffer.from(content).toString('hex')) : content;
      const search = new URLSearchParams(pairs).toString();
      emulated.effects.length = 0;
      emulated.send(method, at + (search === '' ? '' : `?${search}`), [...sent, ['content-type', contentType]], {}, bytes);
      const request = requestOf(JSON.parse(JSON.stringify((emulated.effects[0] as { event: unknown }).event)))!;
      expect([request.version, request.method, request.path]).toEqual([version, method, at]);
      const sorted = (each: [string, string][]) => version === '2.0' ? each : each.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
      expect(sorted([...new URLSearchParams(request.query)])).toEqual(sorted([...pairs]));
      expect(request.headers).toEqual(expect.arrayContaining(sent));
      expect(request.body === undefined ? undefined : [...request.body]).toEqual(bytes === undefined ? undefined : [...bytes]);
    }), { numRuns: 200 });
  });

  test.each(['1.0', '2.0'] as const)('responses in %s', (version) => {
    const statuses = fc.integer({ min: 200, max: 599 });
    const contents = fc.uint8Array({ maxLength: 20 });
    fc.assert(fc.property(statuses, headers, fc.array(value, { maxLength: 3 }), contents, (status, sent, cookies, content) => {
      const given: HeaderList = [...sent, ['content-type', 'x/y'], ...cookies.map((each) => ['set-cookie', each] as const)];
      const response = responseOf(JSON.parse(JSON.stringify(proxyResponseOf({ status, headers: given, body: content }, version))), version)!;
      expect(response.status).toBe(status);
      expect([...response.headers].sort()).toEqual([...given].sort());
      expect([...response.body as Uint8Array]).toEqual([...content]);
    }));
  });

  test('the stage of the API\'s own host isn\'t part of the path', () => {
    const requestContext = { http: { method: 'GET' }, stage: 'prod', domainName: 'a.execute-api.eu-west-1.amazonaws.com' };
    const v2 = (rawPath: string, context = requestContext) => requestOf({ version: '2.0', rawPath, requestContext: context })?.path;
    expect([v2('/prod/items'), v2('/prod'), v2('/production')]).toEqual(['/items', '/', '/production']);
    expect(v2('/prod/items', { ...requestContext, domainName: 'api.example.com' })).toBe('/prod/items');
  });

  test('rule 55: the path of a REST API\'s event is without the stage', () => {
    const event = { httpMethod: 'GET', path: '/prod/items', requestContext: { stage: 'prod', domainName: 'a.execute-api.eu-west-1.amazonaws.com', path: '/prod/prod/items' } };
    expect(requestOf(event)).toMatchObject({ version: '1.0', path: '/prod/items', query: '', headers: [] });
  });

  test('anything else stands for no request', () => {
    fc.assert(fc.property(fc.jsonValue(), (event) => expect(requestOf(event)).toBeUndefined()));
    expect(requestOf({ version: '2.0', rawPath: 1, requestContext: { http: { method: 'GET' } } })).toBeUndefined();
    expect(requestOf({ type: 'TOKEN', httpMethod: 'GET', path: '/', requestContext: {} })).toBeUndefined();
  });
});
