import type { HttpRequest, HttpResponse } from '../../../src/emulator/kernel/message';
import { apiOf, apiResources, entranceOf, modelOf, send, type Sent } from './support';

const text = (body: string) => new TextEncoder().encode(body);
const RESPONSE: HttpResponse = {
  status: 404, headers: [['Access-Control-Allow-Origin', 'https://a.example'], ['Server', 'nginx'], ['Content-Type', 'text/html'], ['X-Id', '1'], ['X-Id', '2']], body: text('gone'),
};
const proxy = (integration: object = {}) => ({
  RequestParameters: { 'method.request.path.proxy': true },
  Integration: {
    Type: 'HTTP_PROXY',
    IntegrationHttpMethod: 'ANY',
    Uri: 'https://backend.example/base/{proxy}',
    RequestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
    ...integration,
  },
});
const fetched = ({ effects }: ReturnType<typeof send>): HttpRequest => (effects[0] as any).request;
const ask = (methods: { [route: string]: object }, sent: Sent) => send(apiOf(methods), { world: () => RESPONSE, ...sent });

describe('HTTP_PROXY', () => {
  test('passes the request on', () => {
    const request = fetched(ask({ 'ANY /{proxy+}': proxy() }, {
      method: 'PUT', path: '/a/b c?x=1&y=%26', body: 'text', headers: { Origin: 'o', Connection: 'close', Authorization: 'token' },
    }));
    expect(request).toMatchObject({ method: 'PUT', url: 'https://backend.example/base/a/b%20c?x=1&y=%26', body: text('text') });
    expect(request.headers.filter(([name]) => !name.startsWith('X-Amzn-'))).toEqual([['origin', 'o'], ['Authorization', 'token']]);
  });
  test('rule 48: passes the answer back, CORS headers unchanged, Server remapped', () => {
    const { status, headers, body } = ask({ 'ANY /{proxy+}': proxy() }, { path: '/a' });
    expect({ status, body }).toEqual({ status: 404, body: 'gone' });
    expect(headers).toMatchObject({ 'access-control-allow-origin': 'https://a.example', 'x-amzn-remapped-server': 'nginx', 'content-type': 'text/html', 'x-id': '1, 2' });
  });
  test('maps parameters', () => {
    const request = fetched(ask({
      'GET /{proxy+}': proxy({
        RequestParameters: {
          'integration.request.path.proxy': 'method.request.path.proxy',
          'integration.request.header.X-Static': '\'s\'',
          'integration.request.header.X-Stage': 'context.stage',
          'integration.request.header.X-Tag': 'method.request.header.x-tag',
          'integration.request.querystring.q': 'method.request.querystring.y',
          'integration.request.header.None': 'method.request.header.none',
        },
      }),
    }, { path: '/a?y=1', headers: { 'X-Tag': 't' } }));
    expect(request.url).toBe('https://backend.example/base/a?y=1&q=1');
    expect(request.headers.filter(([name]) => !name.startsWith('X-Amzn-'))).toEqual([['X-Static', 's'], ['X-Stage', 'prod'], ['X-Tag', 't']]);
  });
  test('rule 49: Content-Length and Transfer-Encoding can\'t be mapped, Authorization can', () => {
    const status = (name: string) => ask({ 'GET /': proxy({ RequestParameters: { [`integration.request.header.${name}`]: '\'1\'' } }) }, {}).status;
    expect([status('content-length'), status('Transfer-Encoding'), status('Authorization')]).toEqual([500, 500, 404]);
  });
  test.each<[any, number, string]>([
    [{ failed: 'timeout', message: 'x' }, 504, 'INTEGRATION_TIMEOUT'], [{ failed: 'connection', message: 'x' }, 504, 'INTEGRATION_FAILURE'],
  ])('%j is %i', (result, status, type) => {
    expect(ask({ 'GET /': proxy() }, { world: () => result })).toMatchObject({ status, via: expect.arrayContaining([`gateway-response ${type}`]) });
  });
  test('stage variables stand in the Uri', () => {
    const resources = apiResources({ 'GET /': proxy({ Uri: 'https://${stageVariables.host}/x' }) }, {}, {
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', Variables: { host: 'b.example' } } },
    });
    expect(fetched(send(entranceOf(modelOf(resources)), { world: () => RESPONSE })).url).toBe('https://b.example/x');
  });
  test('a back end that nobody runs leaves the answer unknown; one that is given is the answer', () => {
    expect(String(send(apiOf({ 'GET /': proxy() })).status)).toMatch(/nothing is run/);
    expect(send(apiOf({ 'GET /': proxy() }), { circumstances: { answer: { status: 200, headers: [['A', 'b']] } } })).toMatchObject({ status: 200, headers: { a: 'b' }, effects: [] });
  });
  test.each(['not a url', '', 'http://'])('the Uri %j is unknown', (Uri) => expect(String(send(apiOf({ 'GET /': proxy({ Uri }) })).status)).toMatch(/isn.t a URL/));
});

describe('HTTP', () => {
  const integration = {
    Integration: {
      Type: 'HTTP',
      IntegrationHttpMethod: 'POST',
      Uri: 'https://backend.example/x',
      RequestTemplates: { 'application/json': '{"wrapped": $input.json("$")}' },
      IntegrationResponses: [
        { StatusCode: '200', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': '\'*\'', 'method.response.header.Id': 'integration.response.header.X-Id', 'method.response.header.Ids': 'integration.response.multivalueheader.x-id' } },
        { StatusCode: '410', SelectionPattern: '4\\d\\d', ResponseTemplates: { 'application/json': '{"was": "$input.body"}' } },
      ],
    },
  };
  test('templates on both ways', () => {
    const seen = ask({ 'POST /': integration }, { method: 'POST', body: '{"a": 1}' });
    expect(fetched(seen)).toMatchObject({ method: 'POST', body: text('{"wrapped": {"a":1}}') });
    expect(seen).toMatchObject({ status: 410, json: { was: 'gone' } });
    expect(seen.headers).not.toHaveProperty('access-control-allow-origin');
  });
  test('rule 46: headers of the answer are mapped', () => {
    const seen = ask({ 'POST /': integration }, { method: 'POST', world: () => ({ ...RESPONSE, status: 200 }) });
    expect(seen).toMatchObject({ status: 200, body: 'gone', headers: { 'access-control-allow-origin': '*', 'id': '2', 'ids': '1, 2', 'content-type': 'application/json' } });
  });
  test('rule 32: a type without template passes or is 415', () => {
    const headers = { 'Content-Type': 'text/plain' };
    expect(fetched(ask({ 'POST /': integration }, { method: 'POST', body: 'plain', headers }))).toMatchObject({ body: text('plain') });
    const never = { Integration: { ...integration.Integration, PassthroughBehavior: 'NEVER' } };
    expect(ask({ 'POST /': never }, { method: 'POST', body: 'plain', headers })).toMatchObject({ status: 415, json: { message: 'Unsupported Media Type' }, effects: [] });
  });
});
