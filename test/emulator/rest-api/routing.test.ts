import { restApiEntrance } from '../../../src/emulator/rest-api';
import { apiOf, mock, PROXY, HANDLER, send, modelOf, entranceOf, apiResources } from './support';

const MISSING = { status: 403, json: { message: 'Missing Authentication Token' }, headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' } };

function who(methods: string[], method: string, path: string, rules = {}): string | undefined {
  const entrance = apiOf(Object.fromEntries(methods.map((each) => [each, mock()])));
  return send(entrance, { method, path, circumstances: { rules } }).via.find((step) => step.startsWith('method '))?.replace('method ', '');
}

describe('rule 1: a resource without the method isn\'t in the way of a less specific one', () => {
  test.each<[string[], string, string, string | undefined]>([
    [['POST /test', 'OPTIONS /{proxy+}'], 'OPTIONS', '/test', 'OPTIONS /{proxy+}'],
    [['POST /test', 'OPTIONS /{proxy+}'], 'POST', '/test', 'POST /test'],
    [['GET /a/b/c', 'OPTIONS /a/{proxy+}', 'OPTIONS /{x+}'], 'OPTIONS', '/a/b/c', 'OPTIONS /a/{proxy+}'],
    [['GET /a/b/c', 'GET /a/{proxy+}', 'OPTIONS /{x+}'], 'OPTIONS', '/a/b/c', 'OPTIONS /{x+}'],
    [['GET /a', 'OPTIONS /'], 'OPTIONS', '/a', undefined],
  ])('%j, %s %s: %s', (methods, method, path, expected) => expect(who(methods, method, path)).toBe(expected));
});

test('rule 2: ANY of a specific resource beats the method of a greedy one', () => {
  expect(who(['ANY /test/any', 'OPTIONS /{proxy+}'], 'OPTIONS', '/test/any')).toBe('ANY /test/any');
});

describe('rule 3: siblings', () => {
  test.each([['/part1/random-value', 'GET /{param+}'], ['/part1', 'GET /part1'], ['/part1/hardcoded-value', 'GET /part1/hardcoded-value']])('%s', (path, expected) => {
    const methods = ['GET /{param+}', 'GET /part1', 'GET /part1/hardcoded-value'];
    expect(who(methods, 'GET', path)).toBe(expected);
    expect(who([...methods].reverse(), 'GET', path)).toBe(expected);
  });
});

test.each([['GET', '/nope'], ['DELETE', '/items']])('rule 4: %s %s is 403 Missing Authentication Token', (method, path) => {
  expect(send(apiOf({ 'GET /items': mock() }), { method, path })).toMatchObject(MISSING);
});

test('rule 5: a greedy variable needs a segment', () => {
  const entrance = apiOf({ 'GET /{proxy+}': mock() });
  expect(send(entrance, { path: '' })).toMatchObject(MISSING);
  expect(send(entrance, { path: '/' })).toMatchObject(MISSING);
  expect(send(entrance, { path: '/a/b' }).status).toBe(200);
});

test('rule 6: the fixed name, then the only variable of a parent', () => {
  expect(who(['GET /items/{id}', 'GET /items/new'], 'GET', '/items/new')).toBe('GET /items/new');
  expect(who(['GET /items/{id}', 'GET /items/new'], 'GET', '/items/7')).toBe('GET /items/{id}');
  expect(who(['GET /items/{id}/parts', 'GET /items/{id}'], 'GET', '/items/new/parts')).toBe('GET /items/{id}/parts');
});

describe('rule 7', () => {
  test.each(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])('ANY takes %s', (method) => expect(who(['ANY /a'], method, '/a')).toBe('ANY /a'));
  test.each(['TRACE', 'CONNECT', 'PROPFIND', '__proto__', 'constructor'])('ANY doesn\'t take %s', (method) => expect(who(['ANY /a'], method, '/a')).toBeUndefined());
  test('HEAD isn\'t served by GET', () => expect(who(['GET /a'], 'HEAD', '/a')).toBeUndefined());
  test('an exact method beats ANY', () => expect(who(['ANY /a', 'OPTIONS /a'], 'OPTIONS', '/a')).toBe('OPTIONS /a'));
  test('a slash at the end is ignored', () => expect(who(['GET /a'], 'GET', '/a/')).toBe('GET /a'));
});

test('rule 8 can be switched, and is noted only where it changes the answer', () => {
  const methods = ['GET /items/new', 'OPTIONS /items/{id}'];
  const entrance = apiOf(Object.fromEntries(methods.map((each) => [each, mock()])));
  const at = (reading?: string) => send(entrance, { method: 'OPTIONS', path: '/items/new', circumstances: { rules: { 8: reading } } });
  expect(at()).toMatchObject({ status: 200, notes: [8] });
  expect(at('no-fallback')).toMatchObject({ status: 403, notes: [8] });
  expect(send(entrance, { method: 'OPTIONS', path: '/items/7' }).notes).toEqual([]);
});

describe('rule 9: stages', () => {
  const entrance = apiOf({ 'GET /a': mock() });
  test('the stage is the first segment, and in the URL', () => {
    expect(entrance.url).toMatch(/^https:\/\/[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com\/prod$/);
    expect(send(entrance, { path: '/a' }).via).toEqual(['stage prod', 'method GET /a', 'integration MOCK']);
  });
  test.each(['/dev/a', '/', '', '/PROD/a'])('%j is 403 without gateway response', (path) => {
    const url = new URL(entrance.url).origin + path;
    expect(send(entrance, { path: url })).toMatchObject({
      status: 403, json: { message: 'Forbidden' }, headers: { 'x-amzn-errortype': 'ForbiddenException' }, notes: [9], via: ['gateway Forbidden'],
    });
  });
  test('rule 9: switched, it has the headers of gateway responses', () => {
    const cors = apiOf({ 'GET /a': mock() }, {}, {
      G4: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_4XX', ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': '\'*\'' } } },
    });
    const asked = (reading?: string) => send(cors, { path: `${new URL(cors.url).origin}/dev/a`, circumstances: { rules: { 9: reading } } });
    expect(asked().headers).not.toHaveProperty('access-control-allow-origin');
    expect(asked('missing-token')).toMatchObject({ status: 403, json: { message: 'Missing Authentication Token' }, headers: { 'access-control-allow-origin': '*' } });
  });
  test('owns its host whatever the path, and no other', () => {
    expect(entrance.owns(new URL(`${new URL(entrance.url).origin}/x`))).toBe(true);
    expect(entrance.owns(new URL('https://example.com/prod/a'))).toBe(false);
  });
});

describe('custom domains', () => {
  const more = {
    Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'api.example.com' } },
    Base: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: { Ref: 'Domain' }, BasePath: 'shop', RestApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } } },
    Deep: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { DomainName: { Ref: 'Domain' }, ApiMappingKey: 'v1/shop', ApiId: { Ref: 'Api' }, Stage: 'prod' } },
    Open: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: { Ref: 'Domain' }, BasePath: 'any', RestApiId: { Ref: 'Api' } } },
    Other: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Other' } },
    Root: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Other' }, Stage: 'x' } },
  };
  const model = modelOf(apiResources({ 'GET /a': mock() }, {}, more));
  const entrance = entranceOf(model, 'Api');
  test.each(['https://api.example.com/shop/a', 'https://api.example.com/v1/shop/a', 'https://api.example.com/any/prod/a'])('rule 9: %s', (path) => {
    expect(entrance.owns(new URL(path))).toBe(true);
    expect(send(entrance, { path })).toMatchObject({ status: 200 });
  });
  test('rule 9: the paths of another API on the same domain are its own', () => {
    expect(entrance.owns(new URL('https://api.example.com/elsewhere'))).toBe(false);
    expect(entranceOf(model, 'Other').owns(new URL('https://api.example.com/elsewhere'))).toBe(true);
  });
  test('are among the aliases', () => {
    expect(entrance.aliases).toEqual(['https://api.example.com/shop', 'https://api.example.com/any', 'https://api.example.com/v1/shop']);
  });
  test.each(['/ping', '/sping'])('rule 10: %s is reserved there', (path) => {
    const own = apiOf({ 'GET /ping': mock(), 'GET /sping': mock() }, {}, {
      Domain: more.Domain,
      Root: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, Stage: 'prod' } },
    });
    expect(String(send(own, { path: `https://api.example.com${path}` }).status)).toMatch(/reserved/);
    expect(send(own, { path }).status).toBe(200);
  });
});

test('rule 10: X-HTTP-Method-Override overrides the method', () => {
  const entrance = apiOf({ 'POST /a': mock(), 'DELETE /a': mock(204) });
  expect(send(entrance, { method: 'POST', path: '/a', headers: { 'X-HTTP-Method-Override': 'DELETE' } }).status).toBe(204);
});

test('rule 62: a Host that isn\'t the API\'s is 403, unless switched', () => {
  const entrance = apiOf({ 'GET /a': mock() });
  expect(send(entrance, { path: '/a', headers: { Host: 'd111.cloudfront.net' } })).toMatchObject({ status: 403, json: { message: 'Forbidden' }, notes: [62] });
  expect(send(entrance, { path: '/a', headers: { Host: 'd111.cloudfront.net' }, circumstances: { rules: { 62: 'accepted' } } }).status).toBe(200);
  expect(send(entrance, { path: '/a', headers: { Host: `${new URL(entrance.url).host}:443` } })).toMatchObject({ status: 200, notes: [] });
});

test('routes are told with their resources', () => {
  const entrance = apiOf({ 'GET /a/{id}': mock(), 'ANY /{proxy+}': PROXY }, {}, HANDLER);
  expect(entrance.routes).toMatchObject([{ method: 'GET', path: '/a/{id}', logicalId: 'Method0' }, { method: '*', path: '/{proxy+}', logicalId: 'Method1' }]);
});

test.each(['/__proto__', '/constructor', '/a/../../b', '/%', '/%00', '//', `/${'a/'.repeat(3000)}`])('the path %s is an answer', (path) => {
  expect([403, 414]).toContain(send(apiOf({ 'GET /items': mock() }), { path }).status);
});

test('resources that are each other\'s parents aren\'t loop', () => {
  const model = modelOf({
    Api: { Type: 'AWS::ApiGateway::RestApi' },
    A: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { Ref: 'B' }, PathPart: 'a' } },
    B: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { Ref: 'A' }, PathPart: 'b' } },
  });
  expect(restApiEntrance(model.ofType('AWS::ApiGateway::RestApi')[0], model).routes).toEqual([]);
});
