import { apiOf, apiResources, entranceOf, mock, modelOf, send } from './support';

const template = (text: string, more: object = {}) => mock(200, {}, { RequestTemplates: { 'application/json': text }, ...more });
const statusOf = (text: string) => send(apiOf({ 'GET /': template(text) })).status;
const INTERNAL = { status: 500, json: { message: 'Internal server error' }, headers: { 'x-amzn-errortype': 'InternalServerErrorException' } };

describe('rule 29: what a request template must make', () => {
  test.each(['{"statusCode": 200}', '{statusCode: 200}', ' { statusCode:200 } ', '{\'statusCode\': 200}', '{"statusCode": 200,}', '{"statusCode": 200 , null: null }',
    '{"a": {"b": [1, "}"]}, statusCode: 200}', '#set($s = 200){"statusCode": $s}'])('%s', (text) => expect(statusOf(text)).toBe(200));
  test.each(['{"statusCode": "200"}', '{"statusCode": 200', '', '{}', '[]', '200', '{"statusCode": 20.5}', '{"statusCode": null}', '{"__proto__": {"statusCode": 200}}',
    '{"statusCode": 200} x'])('rule 30: %j is a 500', (text) => expect(send(apiOf({ 'GET /': template(text) }))).toMatchObject(INTERNAL));
  test('any integer is taken', () => {
    expect(send(apiOf({ 'GET /': template('{"statusCode": 7}') })).status).toBe(200);
  });
});

test('rule 30: a failed MOCK has the headers of DEFAULT_5XX', () => {
  const entrance = apiOf({ 'GET /': template('no JSON') }, {}, {
    Default: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_5XX', ResponseParameters: { 'gatewayresponse.header.X': '\'y\'' } },
    },
  });
  expect(send(entrance)).toMatchObject({ status: 500, headers: { x: 'y' } });
});

test('rule 31: without a request template it fails, unless switched', () => {
  const entrance = apiOf({ 'GET /': mock(202, {}, { RequestTemplates: undefined }) });
  expect(send(entrance)).toMatchObject({ ...INTERNAL, notes: [31, 32] });
  expect(send(entrance, { circumstances: { rules: { 31: 'default' } } })).toMatchObject({ status: 202, notes: [31] });
});

describe('rule 32: the template is chosen by Content-Type', () => {
  test.each(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'])('%s: without one it is application/json', (PassthroughBehavior) => {
    expect(send(apiOf({ 'POST /': mock(200, {}, { PassthroughBehavior }) }), { method: 'POST' }).status).toBe(200);
    expect(send(apiOf({ 'POST /': mock(200, {}, { PassthroughBehavior }) }), { method: 'POST', headers: { 'Content-Type': 'Application/JSON; charset=utf-8' } }).status).toBe(200);
  });
  test.each([['WHEN_NO_MATCH', 500], ['WHEN_NO_TEMPLATES', 415], ['NEVER', 415]])('%s: another one is %i', (PassthroughBehavior, status) => {
    expect(send(apiOf({ 'POST /': mock(200, {}, { PassthroughBehavior }) }), { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'x' }).status).toBe(status);
  });
  test('rule 32: that the body of another type fails is inferred, and can be switched', () => {
    const asked = (reading?: string) => send(apiOf({ 'POST /': mock(200) }), { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'x', circumstances: { rules: { 32: reading } } });
    expect([asked(), asked('default')].map(({ status, notes }) => [status, notes])).toEqual([[500, [32]], [200, [32]]]);
  });
  test('the body of one that passes through may have the status itself', () => {
    expect(send(apiOf({ 'POST /': mock(200) }), { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: '{"statusCode": 200}' }).status).toBe(200);
  });
});

describe('rule 33: the integration response', () => {
  const responses = [{ StatusCode: '200' }, { StatusCode: '404', SelectionPattern: '4\\d{2}' }, { StatusCode: '500', SelectionPattern: '5\\d{2}' }];
  const answer = (status: string, list: object[] = responses) =>
    send(apiOf({ 'GET /': template(`{"statusCode": ${status}}`, { IntegrationResponses: list }) })).status;
  test.each([['400', 404], ['599', 500], ['200', 200], ['40', 200], ['4000', 200]])('for %s it is that of %i', (status, expected) => expect(answer(status)).toBe(expected));
  test('without a default it is a 500', () => expect(answer('200', responses.slice(1))).toBe(500));
  test('a pattern that can\'t be read, or that takes for ever, is a 500', () => {
    expect(answer('200', [{ StatusCode: '200', SelectionPattern: '(' }])).toBe(500);
    expect(answer(`1${'1'.repeat(14)}`, [{ StatusCode: '200', SelectionPattern: '((1*)*)*x' }])).toBe(500);
  });
});

test('rule 34: no template, no body; the documented headers', () => {
  const { body, headers, answer } = send(apiOf({ 'OPTIONS /': mock(200, { 'Access-Control-Allow-Origin': '\'*\'' }) }), { method: 'OPTIONS' });
  expect(body).toBe('');
  expect(answer.headers.map(([name]) => name)).toEqual(['Access-Control-Allow-Origin', 'Content-Type', 'x-amzn-RequestId', 'x-amz-apigw-id']);
  expect(headers['content-type']).toBe('application/json');
  expect(headers).not.toHaveProperty('x-amzn-trace-id');
});

describe('rule 35: SAM\'s preflight', () => {
  const entrance = apiOf({
    'OPTIONS /': mock(200, {
      'Access-Control-Allow-Methods': '\'GET,POST\'', 'Access-Control-Allow-Origin': '\'*\'', 'Access-Control-Allow-Headers': '\'x-api-key\'', 'Access-Control-Max-Age': '\'600\'',
    }),
    'GET /': { ...mock(), ApiKeyRequired: true },
  });
  test.each([[{}], [{ Origin: 'https://a.example' }]])('the static headers exactly, with %j', (headers) => {
    const seen = send(entrance, { method: 'OPTIONS', headers: headers as {} });
    expect(seen.status).toBe(200);
    expect(Object.fromEntries(Object.entries(seen.headers).filter(([name]) => name.startsWith('access-control-')))).toEqual({
      'access-control-allow-methods': 'GET,POST', 'access-control-allow-origin': '*', 'access-control-allow-headers': 'x-api-key', 'access-control-max-age': '600',
    });
  });
  test('the API key of other methods doesn\'t matter', () => expect(send(entrance).status).toBe(403));
});

describe('rule 36: the binary type */* breaks a MOCK', () => {
  const of = (integration: object = {}, response: object = {}) => apiOf({
    'OPTIONS /': mock(204, {}, {
      ...integration, IntegrationResponses: [{ StatusCode: '204', ...response }],
    }),
  }, { BinaryMediaTypes: ['*/*'] });
  const status = (entrance: ReturnType<typeof of>, rules = {}) => send(entrance, { method: 'OPTIONS', circumstances: { rules } }).status;

  test('even without body and Content-Type', () => expect(send(of(), { method: 'OPTIONS' })).toMatchObject({ ...INTERNAL, notes: expect.arrayContaining([36, 38]) }));
  test('rule 37: not with CONVERT_TO_TEXT', () => expect(status(of({ ContentHandling: 'CONVERT_TO_TEXT' }))).toBe(204));
  test('rule 37: on the response too, where it is switched so', () => {
    expect(status(of({ ContentHandling: 'CONVERT_TO_TEXT' }), { 37: 'both' })).toBe(500);
    expect(status(of({ ContentHandling: 'CONVERT_TO_TEXT' }, { ContentHandling: 'CONVERT_TO_TEXT' }), { 37: 'both' })).toBe(204);
  });
  test('rule 37: a body that isn\'t a base64 breaks without the response\'s', () => {
    const body = { ResponseTemplates: { 'application/json': 'not base64!' } };
    expect(status(of({ ContentHandling: 'CONVERT_TO_TEXT' }, body))).toBe(500);
    expect(status(of({ ContentHandling: 'CONVERT_TO_TEXT' }, { ...body, ContentHandling: 'CONVERT_TO_TEXT' }))).toBe(204);
  });
  test('can be switched', () => expect(status(of(), { 36: 'works' })).toBe(204));
  test('rule 38: not where */* is nothing', () => expect(status(of(), { 38: 'none' })).toBe(204));
  test('no reading matters where both say text', () => {
    expect(send(of({ ContentHandling: 'CONVERT_TO_TEXT' }, { ContentHandling: 'CONVERT_TO_TEXT' }), { method: 'OPTIONS' })).toMatchObject({ status: 204, notes: [] });
  });
  test('another binary type doesn\'t', () => {
    expect(send(apiOf({ 'OPTIONS /': mock(204) }, { BinaryMediaTypes: ['image/png', '*/test'] }), { method: 'OPTIONS' })).toMatchObject({ status: 204, notes: [] });
  });
});

describe('rules 43 to 45: overrides', () => {
  test('rule 43: from the request template they reach the client undeclared', () => {
    const text = '#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = "bar"){"statusCode": 200}';
    expect(send(apiOf({ 'GET /': template(text) }))).toMatchObject({ status: 444, headers: { foo: 'bar' } });
  });
  test('what HTTP can\'t carry isn\'t sent: a line break in a value, a name that isn\'t a token', () => {
    const set = (name: string, value: string) => `#set($context.responseOverride.header["${name}"] = $input.params().querystring.get("${value}"))`;
    const entrance = apiOf({ 'GET /': template(`${set('x-a', 'v')}${set('no name', 'v')}{"statusCode": 200}`) });
    const { headers } = send(entrance, { path: '/?v=a%0D%0Aset-cookie:b' });
    expect([headers['x-a'], headers['no name']]).toEqual(['a  set-cookie:b', undefined]);
  });
  test('rule 44: a request override can be read in the response template', () => {
    const entrance = apiOf({
      'GET /{id}': template('#set($context.requestOverride.path.id = "changed"){"statusCode": 200}', {
        IntegrationResponses: [{
          StatusCode: '200', ResponseTemplates: { 'application/json': ' {"id": "$context.requestOverride.path.id"} ' },
        }],
      }),
    });
    expect(send(entrance, { path: '/7' }).body).toBe('{"id": "changed"}');
  });
  test('rule 45: they replace what was mapped', () => {
    const entrance = apiOf({
      'GET /': mock(200, { 'Access-Control-Allow-Origin': '\'static\'' }, {
        RequestTemplates: { 'application/json': '#set($context.responseOverride.header.access-control-allow-origin = "set"){"statusCode": 200}' },
      }),
    });
    expect(send(entrance).headers['access-control-allow-origin']).toBe('set');
  });
  test.each(['"x"', '99', '600', '20.5', '"2000"'])('rule 45: the status %s is ignored', (status) => {
    expect(send(apiOf({ 'GET /': template(`#set($context.responseOverride.status = ${status}){"statusCode": 200}`) })).status).toBe(200);
  });
  test('rule 42: a second override is a 5xx', () => {
    const twice = '#set($context.responseOverride.header.a = "1")#set($context.responseOverride.header.a = "2"){"statusCode": 200}';
    expect(send(apiOf({ 'GET /': template(twice) })).status).toBe(500);
  });
});

describe('rule 40: what templates read', () => {
  const read = (expression: string, sent: Parameters<typeof send>[1] = {}) => {
    const entrance = apiOf({ 'POST /{id}': template('{"statusCode": 200}', { IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': expression } }] }) });
    return send(entrance, { method: 'POST', path: '/7?q=query&id=query', headers: { id: 'header', q: 'header', h: 'header' }, ...sent }).body;
  };
  test.each([
    ['$input.params("id")', '7'], ['$input.params("q")', 'query'], ['$input.params("h")', 'header'], ['[$input.params("none")]', '[]'],
    ['$input.params().path.id$input.params().querystring.id$input.params().header.id', '7queryheader'],
    ['$input.params().header.get("h")', 'header'], ['$input.params().querystring.keySet()', '[q, id]'],
    ['$context.httpMethod $context.resourcePath $context.stage $context.identity.sourceIp', 'POST /{id} prod 127.0.0.1'],
    ['$context.path', '/prod/7'], ['$context.requestTime $context.requestTimeEpoch', '02/Jan/2026:03:04:05 +0000 1767323045000'],
    ['$util.urlEncode("a b/ü*~")', 'a+b%2F%C3%BC*%7E'], ['$util.urlDecode("a+b%2F")', 'a b/'], ['$util.base64Encode("aü")', 'YcO8'], ['$util.base64Decode("YcO8")', 'aü'],
    ['$util.escapeJavaScript("it\'s a ""b""/")', 'it\\\'s a \\"b\\"\\/'], ['$util.parseJson("{""a"":[1,2]}").a[1]', '2'],
    ['[$stageVariables.none]', '[]'],
  ])('%s is %j', (expression, text) => expect(read(expression)).toBe(text));

  test.each([
    ['$input.json("$.a")', '{"b":[1,2]}'], ['$input.path("$.a.b[1]")', '2'], ['$input.path("$.a.b").size()', '2'], ['$input.json("$")', '{"a":{"b":[1,2]}}'],
    ['$input.path("$[\'a\'][\'b\'][0]")', '1'], ['$input.path("$..b")', '[[1,2]]'], ['$input.json("$.a.b[*]")', '[1,2]'], ['[$input.path("$.none.x")]', '[]'],
    ['#foreach($n in $input.path("$.a.b"))<$n>#end', '<1><2>'], ['$input.body', '{"a": {"b": [1, 2]}}'],
  ])('of a body: %s is %j', (expression, text) => {
    const entrance = apiOf({ 'POST /': template(`${'#set($context.responseOverride.header.x = '}"${expression.replaceAll('"', '""')}"){"statusCode": 200}`) });
    expect(send(entrance, { method: 'POST', body: '{"a": {"b": [1, 2]}}' }).headers.x).toBe(text);
  });

  test('a body that isn\'t JSON is a 400 where the template reads it', () => {
    expect(send(apiOf({ 'POST /': template('$input.json("$"){"statusCode": 200}') }), { method: 'POST', body: 'x' })).toMatchObject({
      status: 400, json: { message: 'Could not parse request body into json' }, headers: { 'x-amzn-errortype': 'BadRequestException' },
    });
  });

  test('hazard: a query parameter named Origin shadows the header', () => {
    const echo = apiOf({ 'OPTIONS /': template('#set($context.responseOverride.header.x = $input.params("origin")){"statusCode": 200}') });
    expect(send(echo, { method: 'OPTIONS', path: '/?origin=evil', headers: { origin: 'good' } }).headers.x).toBe('evil');
  });
});

describe('rule 41: a missing header in the map', () => {
  const entrance = apiOf({ 'GET /': template('#if($input.params().header.get("Origin") == "")#set($context.responseOverride.header.x = "empty")#end{"statusCode": 200}') });
  test('is an empty text, unless switched, and noted', () => {
    expect(send(entrance)).toMatchObject({ headers: { x: 'empty' }, notes: [41] });
    const other = send(entrance, { circumstances: { rules: { 41: 'null' } } });
    expect(other.headers).not.toHaveProperty('x');
    expect(other.notes).toEqual([41]);
  });
  test('isn\'t a note where it changes nothing', () => {
    const both = '#set($o = $input.params().header.get("Origin"))#if(!$o || $o == "")#set($context.responseOverride.header.x = "none")#end{"statusCode": 200}';
    expect(send(apiOf({ 'GET /': template(both) }))).toMatchObject({ headers: { x: 'none' }, notes: [] });
  });
});

describe('rule 46: parameter mapping of a response', () => {
  test('static values, context and stage variables', () => {
    const entrance = entranceOf(modelOf(apiResources({ 'GET /': mock(200, { A: '\'a\'', B: 'context.httpMethod', C: 'stageVariables.who', D: 'stageVariables.none', E: 'method.request.header.origin' }) }, {}, {
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod', Variables: { who: 'me' } } },
    })));
    const { headers } = send(entrance, { headers: { Origin: 'x' } });
    expect(headers).toMatchObject({ a: 'a', b: 'GET', c: 'me' });
    expect(headers).not.toHaveProperty('d');
  });

  test.each([
    ['none', undefined],
    ['another header', [{ StatusCode: '200', ResponseParameters: { 'method.response.header.Vary': true } }]],
    ['another status', [{ StatusCode: '201', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } }]],
  ])('rule 46: a header that the method responses don\'t declare, which are %s, keeps the API from being deployed, unless switched', (_which, MethodResponses) => {
    const entrance = apiOf({ 'GET /': { ...mock(200, { 'Access-Control-Allow-Origin': '\'*\'' }), MethodResponses } });
    const refused = send(entrance);
    expect(String(refused.status)).toContain('add it to MethodResponses');
    expect(refused.notes).toEqual([46]);
    const mapped = send(entrance, { circumstances: { rules: { 46: 'mapped' } } });
    expect(mapped).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' }, notes: [46] });
  });

  test('rule 46: declared in whatever case, nothing is noted', () => {
    const MethodResponses = [{ StatusCode: 200, ResponseParameters: { 'method.response.header.access-control-allow-origin': false } }];
    const answer = send(apiOf({ 'GET /': { ...mock(200, { 'Access-Control-Allow-Origin': '\'*\'' }), MethodResponses } }));
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' }, notes: [] });
  });

  test('rule 46: an OpenAPI document declares it among its responses, also by reference', () => {
    const integration = { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200', responseParameters: { 'method.response.header.Vary': "'Origin'" } } } };
    const Body = (responses?: object) => ({
      openapi: '3.0.1',
      paths: { '/': { get: { responses, 'x-amazon-apigateway-integration': integration } } },
      components: { responses: { Ok: { headers: { Vary: { schema: { type: 'string' } } } } } },
    });
    const answers = [undefined, { 200: {} }, { 200: { headers: { Vary: {} } } }, { 200: { $ref: '#/components/responses/Ok' } }].map((responses) => send(apiOf({}, { Body: Body(responses) })).headers.vary);
    expect(answers).toEqual([undefined, undefined, 'Origin', 'Origin']);
  });
});

test.each(['#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])x#end#end#end', '#if(', '#set($a = "x")$a.matches("(x+x+)+y")#macro(m)#m()#end#m()'])(
  'the template %s ends with a 500', (text) => expect(send(apiOf({ 'GET /': template(text) }))).toMatchObject(INTERNAL));

test('a template that isn\'t known leaves the answer unknown', () => {
  const resources = apiResources({ 'GET /': mock(200, {}, { RequestTemplates: { 'application/json': { Ref: 'Text' } } }) });
  const { answer } = send(entranceOf(modelOf(resources, { Parameters: { Text: { Type: 'String' } } })));
  expect(String(answer.status)).toMatch(/Text/);
  expect(answer.moreHeaders!.except).not.toContain('access-control-allow-origin');
});
