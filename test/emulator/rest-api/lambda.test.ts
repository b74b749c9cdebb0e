import * as fc from 'fast-check';
import { apiOf, functionUri, functionResources, HANDLER, PROXY, send, type Sent } from './support';

const entrance = apiOf({ 'ANY /{proxy+}': PROXY, 'GET /': PROXY }, {}, HANDLER);
const ask = (payload: unknown, sent: Sent = {}) => send(entrance, { path: '/a', world: () => ({ payload }), ...sent });
const BAD_GATEWAY = { status: 502, json: { message: 'Internal server error' }, headers: { 'x-amzn-errortype': 'InternalServerErrorException' } };

describe('rule 50: what a function may answer', () => {
  test.each<[string, unknown, number]>([
    ['all keys', { isBase64Encoded: false, statusCode: 200, headers: {}, multiValueHeaders: {}, body: '' }, 200],
    ['a status in a text', { statusCode: '201' }, 201],
    ['no status', { body: 'x' }, 200],
    ['headers null', { statusCode: 200, headers: null }, 200],
    ['nothing in it', {}, 200],
  ])('%s', (_, payload, status) => expect(ask(payload).status).toBe(status));

  test.each<[string, unknown]>([
    ['an unknown key', { statusCode: 200, wrong: 1 }], ['a text', '{"statusCode": 200}'], ['null', null], ['undefined', undefined], ['a list', []], ['a number', 7],
    ['a status that isn\'t a number', { statusCode: 'abc' }], ['a status out of range', { statusCode: 0 }], ['a multi value that isn\'t a list', { multiValueHeaders: { a: 'b' } }],
    ['headers that are a list', { headers: [] }], ['a header that is an object', { headers: { a: {} } }], ['a body that is an object', { body: {} }],
    ['what a failed function says', { errorMessage: 'x', errorType: 'Error' }],
  ])('%s is a 502', (_, payload) => expect(ask(payload)).toMatchObject(BAD_GATEWAY));

  test('a truth value in a header is a text', () => expect(ask({ headers: { a: true, b: false, c: 1 } }).headers).toMatchObject({ a: 'true', b: 'false', c: '1' }));

  test('anything is an answer', () => {
    fc.assert(fc.property(fc.anything(), (payload) => {
      expect(ask(payload).status).toEqual(expect.any(Number));
    }), { numRuns: 300 });
  });
});

describe('rule 51: headers', () => {
  test('Content-Type is application/json by default', () => {
    expect(ask({ body: 'x' }).headers['content-type']).toBe('application/json');
    expect(ask({ body: 'x', headers: { 'content-type': 'text/html' } }).headers['content-type']).toBe('text/html');
  });
  test('headers and multiValueHeaders of one name are both sent, in the case of the latter', () => {
    const { answer } = ask({ headers: { 'Test-Multi': 'value-solo' }, multiValueHeaders: { 'test-multi': ['value-multi', 'other'] } });
    expect(answer.headers.filter(([name]) => name.toLowerCase() === 'test-multi'))
      .toEqual([['test-multi', 'value-multi'], ['test-multi', 'other'], ['test-multi', 'value-solo']]);
  });
  test('so Access-Control-Allow-Origin in both, with different values, is there twice', () => {
    expect(ask({ headers: { 'Access-Control-Allow-Origin': 'a' }, multiValueHeaders: { 'access-control-allow-origin': ['b'] } }).headers['access-control-allow-origin']).toBe('b, a');
    expect(ask({ headers: { 'Access-Control-Allow-Origin': 'a' }, multiValueHeaders: { 'access-control-allow-origin': ['a'] } }).headers['access-control-allow-origin']).toBe('a');
  });
});

test('rule 52: what every answer carries', () => {
  expect(ask({}).headers).toMatchObject({
    'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/), 'x-amz-apigw-id': expect.stringMatching(/=$/), 'x-amzn-trace-id': expect.stringMatching(/^Root=1-/),
  });
  const edge = apiOf({ 'GET /': PROXY }, { EndpointConfiguration: undefined }, HANDLER);
  expect(send(edge, { world: () => ({ payload: {} }) }).headers).toMatchObject({ 'x-cache': 'Miss from cloudfront', 'via': expect.stringContaining('cloudfront.net') });
  expect(send(edge, { path: '/nope' }).headers['x-cache']).toBe('Error from cloudfront');
});

test('rule 53: an integrationHttpMethod other than POST is a 500', () => {
  const own = apiOf({ 'GET /': { Integration: { ...PROXY.Integration, IntegrationHttpMethod: 'GET' } } }, {}, HANDLER);
  expect(send(own)).toMatchObject({ status: 500, json: { message: 'Internal server error' }, effects: [] });
});

describe('rule 54', () => {
  test('a function that fails is a 502', () => expect(send(entrance, { path: '/a', world: () => ({ error: { errorType: 'Error', errorMessage: 'x' } }) })).toMatchObject(BAD_GATEWAY));
  test('one that takes too long is a 504', () => {
    expect(send(entrance, { path: '/a', world: () => ({ timedOut: true }) })).toMatchObject({
      status: 504, json: { message: 'Endpoint request timed out' }, via: expect.arrayContaining(['gateway-response INTEGRATION_TIMEOUT']),
    });
  });
  test('without permission it isn\'t called, unless switched', () => {
    const { HandlerPermission, ...withoutPermission } = HANDLER as any;
    const own = apiOf({ 'GET /': PROXY }, {}, withoutPermission);
    expect(send(own)).toMatchObject({ status: 500, effects: [], notes: [54] });
    expect(send(own, { circumstances: { rules: { 54: 'allowed' } }, world: () => ({ payload: {} }) })).toMatchObject({ status: 200, notes: [54] });
  });
});

describe('rule 55: the event', () => {
  const { effects } = ask({}, {
    method: 'POST', path: '/a/b%20c?x=1&y=2&x=3', body: 'text', headers: { 'Origin': 'https://a.example', 'user-agent': 'test', 'Content-Length': '4', 'Connection': 'close' },
  });
  const event = (effects[0] as any).event;
  test('paths with and without the stage', () => {
    expect(event).toMatchObject({ resource: '/{proxy+}', path: '/a/b%20c', httpMethod: 'POST', pathParameters: { proxy: 'a/b%20c' } });
    expect(event.requestContext).toMatchObject({ path: '/prod/a/b%20c', stage: 'prod', resourcePath: '/{proxy+}', httpMethod: 'POST', identity: { sourceIp: '127.0.0.1', userAgent: 'test' } });
  });
  test('headers as they arrived', () => {
    expect(event.headers).toMatchObject({ 'origin': 'https://a.example', 'User-Agent': 'test', 'X-Forwarded-Proto': 'https' });
    expect(Object.keys(event.headers).map((name) => name.toLowerCase())).not.toEqual(expect.arrayContaining(['content-length']));
    expect(event.headers).not.toHaveProperty('connection');
    expect(event.multiValueHeaders.origin).toEqual(['https://a.example']);
  });
  test('query and body', () => {
    expect(event).toMatchObject({ queryStringParameters: { x: '3', y: '2' }, multiValueQueryStringParameters: { x: ['1', '3'], y: ['2'] }, body: 'text', isBase64Encoded: false });
  });
  test('what a request hasn\'t got is null', () => {
    expect((send(entrance, { path: '/', world: () => ({ payload: {} }) }).effects[0] as any).event).toMatchObject({
      queryStringParameters: null, multiValueQueryStringParameters: null, pathParameters: null, stageVariables: null, body: null,
    });
  });
  test('names such as __proto__ are names', () => {
    const own = (ask({}, { path: '/a?__proto__=x&constructor=y', headers: { __proto__x: 'z' } }).effects[0] as any).event;
    expect(Object.entries(own.queryStringParameters)).toEqual([['__proto__', 'x'], ['constructor', 'y']]);
    expect(({} as any).x).toBeUndefined();
  });
});

describe('rules 38, 39: binary data', () => {
  const own = (BinaryMediaTypes: string[]) => apiOf({ 'POST /': PROXY }, { BinaryMediaTypes }, HANDLER);
  const encoded = { isBase64Encoded: true, body: Buffer.from('hello').toString('base64') };
  const bodyOf = (types: string[], accept: string | undefined, rules = {}) => send(own(types), {
    method: 'POST', headers: accept === undefined ? {} : { Accept: accept }, world: () => ({ payload: encoded }), circumstances: { rules },
  }).body;
  test.each([['image/png', 'hello'], ['image/png, text/html', 'hello'], ['text/html, image/png', encoded.body], ['image/*', encoded.body], ['*/*', encoded.body], [undefined, encoded.body]])(
    'rule 39: for Accept %s', (accept, body) => expect(bodyOf(['image/png'], accept)).toBe(body));
  test('rule 38: */* takes everything, unless switched; */test nothing', () => {
    expect(bodyOf(['*/*'], undefined)).toBe('hello');
    expect(bodyOf(['*/*'], undefined, { 38: 'none' })).toBe(encoded.body);
    expect(bodyOf(['*/test'], 'image/test')).toBe(encoded.body);
  });
  test('a request of a binary type reaches the function as base64', () => {
    const event = (contentType: string) => (send(own(['image/png']), { method: 'POST', body: 'hello', headers: { 'Content-Type': contentType }, world: () => ({ payload: {} }) }).effects[0] as any).event;
    expect(event('image/png')).toMatchObject(encoded);
    expect(event('text/plain')).toMatchObject({ body: 'hello', isBase64Encoded: false });
  });
  test('base64 that isn\'t is a 500', () => {
    expect(send(own(['image/png']), { method: 'POST', headers: { Accept: 'image/png' }, world: () => ({ payload: { isBase64Encoded: true, body: '!' } }) })).toMatchObject({ ...BAD_GATEWAY, status: 500 });
  });
});

describe('an answer that is given', () => {
  const answer = { status: 201, headers: [['Access-Control-Allow-Origin', '*'], ['Set-Cookie', 'a'], ['Set-Cookie', 'b']] as [string, string][] };
  test('stands for the function', () => {
    expect(send(entrance, { path: '/a', circumstances: { answer } })).toMatchObject({
      status: 201, effects: [], headers: { 'access-control-allow-origin': '*', 'set-cookie': 'a, b' }, via: ['stage prod', 'method ANY /{proxy+}', 'integration AWS_PROXY'],
    });
  });
  test('also to an OPTIONS that reaches it', () => expect(send(entrance, { method: 'OPTIONS', path: '/a', circumstances: { answer } }).status).toBe(201));
});

describe('AWS integrations of functions', () => {
  const responses = [
    { StatusCode: '200', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': '\'*\'', 'method.response.header.X': 'integration.response.body.x' } },
    { StatusCode: '404', SelectionPattern: 'not found.*', ResponseTemplates: { 'application/json': '{"why": $input.json("$.errorMessage")}' } },
    { StatusCode: '201', SelectionPattern: '200' },
  ];
  const own = (integration: object = {}) => apiOf({
    'POST /': {
      Integration: {
        Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: functionUri('Handler'), IntegrationResponses: responses, ...integration,
      },
    },
  }, {}, HANDLER);

  test('rule 33: the pattern is for the error message, not for a status', () => {
    expect(send(own(), { method: 'POST', world: () => ({ payload: { statusCode: 200, x: 'y' } }) }))
      .toMatchObject({ status: 200, json: { statusCode: 200, x: 'y' }, headers: { 'x': 'y', 'access-control-allow-origin': '*' } });
    expect(send(own(), { method: 'POST', world: () => ({ error: { errorType: 'E', errorMessage: 'not found: 7' } }) })).toMatchObject({ status: 404, json: { why: 'not found: 7' } });
    expect(send(own(), { method: 'POST', world: () => ({ error: { errorType: 'E', errorMessage: 'other' } }) })).toMatchObject({ status: 200, json: { errorMessage: 'other' } });
  });
  test('the template makes the event', () => {
    const { effects } = send(own({ RequestTemplates: { 'application/json': '{"name": $input.json("$.n"), "who": "$context.httpMethod"}' } }), { method: 'POST', body: '{"n": "x"}' });
    expect((effects[0] as any).event).toEqual({ name: 'x', who: 'POST' });
  });
  test('rule 49: Authorization and its like can\'t be mapped', () => {
    for (const name of ['Authorization', 'Content-Length', 'transfer-encoding', 'Connection', 'TE']) {
      expect(send(own({ RequestParameters: { [`integration.request.header.${name}`]: '\'x\'' } }), { method: 'POST' })).toMatchObject({ status: 500, effects: [] });
    }
  });
  test('what isn\'t run leaves known what all its responses share', () => {
    const same = { 'method.response.header.Access-Control-Allow-Origin': '\'*\'' };
    const { status, headers, answer } = send(own({
      IntegrationResponses: [{ StatusCode: '200', ResponseParameters: same },
        { StatusCode: '404', SelectionPattern: 'x', ResponseParameters: { ...same, 'method.response.header.Vary': '\'Origin\'' } }],
    }), { method: 'POST' });
    expect(String(status)).toMatch(/nothing is run/);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(answer.moreHeaders!.except).toContain('access-control-allow-origin');
    expect(answer.moreHeaders!.except).not.toContain('vary');
  });
  test('an answer that is given is mapped', () => {
    expect(send(own(), { method: 'POST', circumstances: { answer: { status: 200, headers: [], body: new TextEncoder().encode('{"x":"given"}') } } }))
      .toMatchObject({ status: 200, headers: { 'x': 'given', 'access-control-allow-origin': '*' } });
  });
  test('other services are unknown', () => {
    const other = own({ Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:dynamodb:action/GetItem' }, IntegrationResponses: [responses[0]] });
    expect(send(other, { method: 'POST' })).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' }, effects: [] });
    expect(String(send(other, { method: 'POST' }).body)).toMatch(/aren't emulated/);
  });
  test.each([
    ['{"id": $input.json("$.Item.id")}', true],
    ['#set($context.responseOverride.header.Vary = "x"){}', false],
    ['#evaluate("$input.body")', false],
    ['#if(', false],
  ])('what its template %s may override isn\'t known', (template, isSettled) => {
    const other = own({
      Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:dynamodb:action/GetItem' }, IntegrationResponses: [{ ...responses[0], ResponseTemplates: { 'application/json': template } }],
    });
    const { headers, answer } = send(other, { method: 'POST' });
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(answer.moreHeaders?.except.includes('vary')).toBe(isSettled);
  });
});

test('rule 48: headers that are remapped', () => {
  const { headers } = ask({
    headers: {
      'Connection': 'a', 'Content-Length': 'b', 'Date': 'c', 'Server': 'd', 'Transfer-Encoding': 'e', 'WWW-Authenticate': 'f', 'Access-Control-Allow-Origin': 'g', 'bad name': 'h', 'X-Line': 'a\r\nb',
    },
  });
  expect(headers).toMatchObject({
    'x-amzn-remapped-connection': 'a',
    'x-amzn-remapped-content-length': 'b',
    'x-amzn-remapped-date': 'c',
    'x-amzn-remapped-server': 'd',
    'www-authenticate': 'f',
    'access-control-allow-origin': 'g',
    'x-line': 'a  b',
  });
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['transfer-encoding']));
  expect(headers).not.toHaveProperty('bad name');
  const mapped = apiOf({
    'GET /': {
      Integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{"statusCode": 200}' },
        IntegrationResponses: [{
          StatusCode: '200',
          ResponseParameters: Object.fromEntries(['Authorization', 'Expect', 'Host', 'User-Agent', 'WWW-Authenticate', 'Content-MD5', 'Max-Forwards', 'Proxy-Authenticate', 'Trailer', 'Upgrade']
            .map((name) => [`method.response.header.${name}`, '\'x\''])),
        }],
      },
    },
  });
  expect(Object.keys(send(mapped).headers).filter((name) => name.startsWith('x-amzn-remapped-'))).toHaveLength(10);
});

test('HEAD has no body', () => expect(ask({ body: 'x' }, { method: 'HEAD' }).body).toBe(''));

test('functions that aren\'t in the template are unknown, with the gateway\'s own headers known', () => {
  const own = apiOf({ 'GET /': { Integration: { ...PROXY.Integration, Uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:x/invocations' } } }, {}, functionResources('Other'));
  const { status, answer, effects } = send(own);
  expect(String(status)).toMatch(/isn't in the template/);
  expect(answer.moreHeaders!.except).toContain('x-amzn-requestid');
  expect(effects).toEqual([]);
});
