/** Templates as other tools than the CDK make them, and as people write them, from the file to the answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator, type EmulatorOptions, headerOf } from '../../src/emulator';
import { ask } from '../../src/verify';

const fixture = (name: string, options: EmulatorOptions = {}) => Emulator.fromTemplate(readFileSync(join(__dirname, '..', 'template', 'fixtures', name), 'utf8'), options);
const APP = 'https://app.example.com';
const PREFLIGHT = { 'origin': APP, 'access-control-request-method': 'GET', 'access-control-request-headers': 'content-type' };

function answerOf(emulator: Emulator, method: string, path: string, headers: object = { origin: APP }) {
  const answer = emulator.send({ method, url: `${emulator.entrances[0].url}${path}`, headers: { ...headers } });
  return { status: answer.status, origin: headerOf(answer.headers, 'access-control-allow-origin'), methods: headerOf(answer.headers, 'access-control-allow-methods') };
}

describe('Serverless Framework, whose API has an empty policy', () => {
  const emulator = fixture('serverless-framework.json', { functions: { HelloLambdaFunction: () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: '{}' }) } });

  test('preflights, calls and what there isn\'t', () => {
    expect(answerOf(emulator, 'OPTIONS', '/items', PREFLIGHT)).toEqual({ status: 200, origin: '*', methods: 'OPTIONS,GET' });
    expect(answerOf(emulator, 'GET', '/items')).toEqual({ status: 200, origin: '*', methods: undefined });
    expect(answerOf(emulator, 'GET', '/nothing')).toEqual({ status: 403, origin: undefined, methods: undefined });
  });

  test('the browser agrees', () => {
    const outcome = (headers: { [name: string]: string }) => ask(emulator, { page: APP, path: '/items', method: 'GET', headers }).outcome;
    expect([outcome({ 'content-type': 'application/json' }), outcome({ 'x-tenant': '1' })]).toEqual(['allowed', 'blocked']);
  });
});

describe('SAM', () => {
  test('what it makes of a function with an event answers', () => {
    const emulator = fixture('sam-transformed.yaml', { functions: { HelloFunction: () => ({ statusCode: 201 }) } });
    expect(answerOf(emulator, 'OPTIONS', '/hello', PREFLIGHT)).toEqual({ status: 200, origin: APP, methods: 'GET,OPTIONS' });
    expect(answerOf(emulator, 'GET', '/hello')).toEqual({ status: 201, origin: undefined, methods: undefined });
  });

  test('before it is transformed it has no entrance, and says why', () => {
    const emulator = fixture('sam.yaml');
    expect(emulator.entrances).toEqual([]);
    expect(emulator.unsupported[0].message).toContain('give the transformed template');
  });
});

test('by hand, in YAML: a distribution before an HTTP API', () => {
  const emulator = fixture('by-hand.yaml', { parameters: { Domain: 'shop.example.com' } });
  expect(emulator.entrances.map(({ kind }) => kind)).toEqual(['cloudfront', 'http-api']);
  expect(answerOf(emulator, 'OPTIONS', '/items', PREFLIGHT)).toMatchObject({ status: 403 });
  const api = emulator.entrances[1].url;
  const preflight = (open: Emulator, origin: string) => open.send({ method: 'OPTIONS', url: `${api}/items`, headers: { ...PREFLIGHT, origin } });
  expect(headerOf(preflight(emulator, 'https://shop.example.com').headers, 'access-control-allow-origin')).toBe('https://shop.example.com');
  const open = preflight(fixture('by-hand.yaml'), 'https://shop.example.com');
  expect(open.moreHeaders?.because.reason).toContain('the parameter Domain has no default');
});

describe('the base path of an OpenAPI document', () => {
  const operation = { get: { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: 'https://backend.example.com/items', httpMethod: 'GET' } } };
  const openApi = { openapi: '3.0.1', servers: [{ url: 'https://api.example.com/{basePath}', variables: { basePath: { default: '/v2/shop' } } }], paths: { '/items': operation } };
  const swagger = { swagger: '2.0', basePath: '/v2/shop/', paths: { '/items': operation } };

  test.each([
    [undefined, '/items'], ['ignore', '/items'], ['prepend', '/v2/shop/items'], ['split', '/shop/items'],
  ])('%s', (basepath, path) => {
    const paths = [openApi, swagger].map((Body) => Emulator.fromTemplate({
      Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Api', Body, ...basepath && { Parameters: { basepath } } } } },
    }).entrances[0].routes.map((route) => route.path));
    expect(paths).toEqual([[path], [path]]);
  });

  test('a document without one', () => {
    const Body = { openapi: '3.0.1', paths: { '/items': operation } };
    const { routes } = Emulator.fromTemplate({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Api', Body, Parameters: { basepath: 'prepend' } } } } }).entrances[0];
    expect(routes.map(({ path }) => path)).toEqual(['/items']);
  });
});
