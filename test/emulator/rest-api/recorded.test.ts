import type { HttpRequest } from '../../../src/emulator/kernel/message';
import { apiOf, entranceOf, apiResources, HANDLER, mock, modelOf, PROXY, send, type Resources, type Sent } from './support';

const text = (body: string) => mock(200, {}, { IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': body } }] });
const proxied = apiOf({ 'ANY /{proxy+}': PROXY, 'GET /hard': PROXY }, {}, HANDLER);

function eventOf(sent: Sent): any {
  return (send(proxied, { world: () => ({ payload: {} }), ...sent }).effects[0] as any).event;
}

describe('rule 136: slashes at the beginning', () => {
  const entrance = apiOf({ 'GET /hard': text('hard'), 'GET /{proxy+}': text('proxy') });
  test.each([['/hard', 'hard'], ['//hard', 'hard'], ['///hard', 'hard'], ['//other', 'proxy'], ['/hard//x', 'proxy']])('%s', (path, body) => {
    expect(send(entrance, { path }).body).toBe(body);
  });

  test('before the stage', () => {
    const origin = new URL(entrance.url).origin;
    expect(send(entrance, { path: `${origin}//prod/hard` }).body).toBe('hard');
  });

  test.each([
    ['/hard', '/hard', '/prod/hard', null], ['//hard', '/hard', '/prod//hard', null], ['//a', '/a', '/prod//a', { proxy: 'a' }], ['/a/', '/a/', '/prod/a/', { proxy: 'a' }],
    ['/a//b', '/a//b', '/prod/a//b', { proxy: 'a//b' }],
  ])('an event of %s', (path, inEvent, inContext, pathParameters) => {
    const event = eventOf({ path });
    expect([event.path, event.requestContext.path, event.pathParameters]).toEqual([inEvent, inContext, pathParameters]);
  });
});

test('rule 137: path parameters stay percent-encoded in events, and not in templates', () => {
  expect(eventOf({ path: '/user/test%2Balias@x.com/plus/test+alias@x.com' }).pathParameters).toEqual({ proxy: 'user/test%2Balias@x.com/plus/test+alias@x.com' });
  const template = mock(200, {}, { RequestTemplates: { 'application/json': '#set($context.responseOverride.header.x = $input.params("id")){"statusCode": 200}' } });
  expect(send(apiOf({ 'GET /{id}': template }), { path: '/a%2Bb' }).headers.x).toBe('a+b');
});

test('rule 138: Authorization and User-Agent are capitalised from any client, and nothing else is', () => {
  const headers = { 'aUThorization': 'a', 'user-agent': 'u', 'tEsT-HEADeR': 't', 'accept': 'x' };
  expect(eventOf({ path: '/a', headers, circumstances: { rules: { 20: 'as-sent' } } }).headers)
    .toMatchObject({ 'Authorization': 'a', 'User-Agent': 'u', 'tEsT-HEADeR': 't', 'accept': 'x' });
});

describe('rule 139: headers that end at API Gateway', () => {
  const NAMES = ['Connection', 'Content-Length', 'Content-MD5', 'Expect', 'Max-Forwards', 'Proxy-Authenticate', 'Server', 'TE', 'Trailer', 'Transfer-Encoding', 'Upgrade',
    'WWW-Authenticate'];
  const headers = Object.fromEntries([...NAMES, 'Range', 'Age'].map((name) => [name, 'x']));

  test('in events', () => {
    const names = Object.keys(eventOf({ path: '/a', headers }).headers).map((name) => name.toLowerCase());
    expect(names.filter((name) => NAMES.some((dropped) => dropped.toLowerCase() === name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['range', 'age']));
  });

  test.each(NAMES)('%s in templates', (name) => {
    const template = `#set($context.responseOverride.header.x = "[$input.params('${name}')$input.params('${name.toLowerCase()}')]"){"statusCode": 200}`;
    expect(send(apiOf({ 'GET /': mock(200, {}, { RequestTemplates: { 'application/json': template } }) }), { headers }).headers.x).toBe('[]');
  });
});

describe('rule 140: the trace of the client', () => {
  const FULL = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1';
  test.each([
    ['none', undefined, /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/], ['a whole one', FULL, new RegExp(`^${FULL}$`)],
    ['one without a parent', FULL.split(';')[0], /^Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=[0-9a-f]{16};Sampled=0$/],
  ])('%s', (_, trace, pattern) => {
    const sent: Sent = { path: '/a', headers: trace === undefined ? {} : { 'x-amzn-trace-id': trace } };
    const answer = send(proxied, { world: () => ({ payload: {} }), ...sent });
    expect(answer.headers['x-amzn-trace-id']).toMatch(pattern);
    expect(eventOf(sent).headers['X-Amzn-Trace-Id']).toMatch(pattern);
  });

  test('a MOCK has none', () => {
    expect(send(apiOf({ 'GET /': mock() }), { headers: { 'x-amzn-trace-id': FULL } }).headers).not.toHaveProperty('x-amzn-trace-id');
  });
});

describe('rule 141: what an HTTP integration sends and answers', () => {
  const RESPONSE = { status: 200, headers: [['x-amzn-RequestId', 'from-backend'], ['X-Amzn-Trace-Id', 'backend']] as [string, string][] };
  const integration = (Type: string) => ({ Integration: { Type, IntegrationHttpMethod: 'POST', Uri: 'https://backend.example.com/', IntegrationResponses: [{ StatusCode: '200' }] } });
  const sent = {
    method: 'POST',
    body: '{}',
    headers: { 'Accept': 'text/html', 'User-Agent': 'browser', 'Content-Type': 'application/json', 'Via': 'v', 'Content-Encoding': 'br', 'X-A': '1' },
    world: () => RESPONSE,
  };
  const asked = (type: string, more: Sent = {}) => send(apiOf({ 'POST /': integration(type) }), { ...sent, ...more });
  const headersOf = ({ effects }: ReturnType<typeof asked>) => Object.fromEntries(
    (effects[0] as unknown as { request: HttpRequest }).request.headers.map(([name, value]) => [name.toLowerCase(), value]));

  test('HTTP speaks for itself', () => {
    expect(headersOf(asked('HTTP'))).toEqual({
      'accept': 'application/json',
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^AmazonAPIGateway_\w+$/),
      'x-amzn-apigateway-api-id': expect.any(String),
      'x-amzn-trace-id': expect.any(String),
    });
    expect(headersOf(asked('HTTP', { body: undefined }))).not.toHaveProperty('content-type');
  });

  test('HTTP_PROXY passes on what came, but for some', () => {
    expect(headersOf(asked('HTTP_PROXY'))).toEqual({
      'accept': 'text/html', 'content-type': 'application/json', 'user-agent': 'browser', 'x-a': '1', 'x-amzn-apigateway-api-id': expect.any(String), 'x-amzn-trace-id': expect.any(String),
    });
  });

  test('the back end\'s request id is remapped, and its trace stays', () => {
    const { headers } = asked('HTTP_PROXY');
    expect(headers).toMatchObject({ 'x-amzn-remapped-x-amzn-requestid': 'from-backend', 'x-amzn-trace-id': 'backend' });
    expect(headers['x-amzn-requestid']).not.toBe('from-backend');
    expect(asked('HTTP_PROXY', { world: () => ({ status: 200, headers: [] }) }).headers).not.toHaveProperty('x-amzn-trace-id');
  });
});

test('rule 142: missing parameters are told in the order of headers, path, query', () => {
  const validator: Resources = { V: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true } } };
  const entrance = apiOf({
    'GET /{id}': {
      ...mock(),
      RequestValidatorId: { Ref: 'V' },
      RequestParameters: {
        'method.request.querystring.q': true, 'method.request.path.other': true, 'method.request.header.x-h': true, 'method.request.path.id': true,
      },
    },
  }, {}, validator);
  expect(send(entrance, { path: '/1' })).toMatchObject({ status: 400, json: { message: 'Missing required request parameters: [x-h, other, q]' } });
});

describe('rule 143: a model that refers to another', () => {
  const model = (Name: string, Schema: object) => ({ Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, Name, ContentType: 'application/json', Schema } });
  const to = (name: string) => ({ $ref: { 'Fn::Sub': `https://apigateway.amazonaws.com/restapis/\${Api}/models/${name}` } });
  const resources: Resources = {
    V: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
    Item: model('Item', { type: 'object', required: ['a'], properties: { a: { $ref: '#/definitions/whole' } }, definitions: { whole: { type: 'integer' } } }),
    List: model('List', { type: 'array', items: to('Item') }),
    Either: model('Either', { type: 'object', required: ['status'], properties: { status: { oneOf: [{ type: 'null' }, to('Item')] } } }),
  };
  const asked = (name: string, body: string) => send(apiOf({ 'POST /': { ...mock(), RequestValidatorId: { Ref: 'V' }, RequestModels: { 'application/json': { Ref: name } } } }, {}, resources),
    { method: 'POST', body }).status;
  test.each([
    ['List', '[{"a":1}]', 200], ['List', '[]', 200], ['List', '[{"b":1}]', 400], ['List', '[{"a":"x"}]', 400], ['List', '{}', 400],
    ['Either', '{"status":null}', 200], ['Either', '{"status":{"a":1}}', 200], ['Either', '{"status":{}}', 400], ['Either', '{}', 400],
  ])('%s: %s is %i', (name, body, status) => {
    expect(asked(name, body)).toBe(status);
  });
});

describe('rule 144: binary types', () => {
  const entrance = apiOf({ 'GET /': PROXY }, { BinaryMediaTypes: ['image/png', 'image/jpg', 'application/*', '*/test'] }, HANDLER);
  const asked = (Accept: string | undefined, payload: object) =>
    send(entrance, { headers: Accept === undefined ? {} : { Accept }, world: () => ({ payload: { isBase64Encoded: true, ...payload } }) });
  test.each<[accept: string | undefined, body: string]>([
    ['image/png', 'hi'], ['image/jpg', 'hi'], ['application/whatever', 'hi'], ['application/test', 'hi'], ['application/*', 'hi'], ['image/png,image/*,*/*;q=0.8', 'hi'],
    ['image/webp,image/png', 'aGk='], ['image/*', 'aGk='], ['*/test', 'aGk='], ['random/test', 'aGk='], ['*/*', 'aGk='], ['application', 'aGk='], [undefined, 'aGk='],
  ])('a caller that accepts %s gets %s', (accept, body) => {
    expect(asked(accept, { body: 'aGk=' }).body).toBe(body);
  });

  test('what isn\'t base64 is a 500', () => {
    expect(asked('image/png', { body: 'èé+à(' }).status).toBe(500);
    expect(asked('text/plain', { body: 'èé+à(' }).status).toBe(200);
  });
});

test('rule 145: the deployment is named in the context', () => {
  const model = modelOf(apiResources({ 'GET /{proxy+}': PROXY }, {}, HANDLER));
  const { effects } = send(entranceOf(model), { path: '/a', world: () => ({ payload: {} }) });
  expect((effects[0] as any).event.requestContext.deploymentId).toBe(model.ofType('AWS::ApiGateway::Deployment')[0].physicalId);
});
