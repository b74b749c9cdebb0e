import { Unknown } from '../../../src/template/unknown';
import { apiWith, APP, corsOf, EmulatedApi, ORIGIN, returning, route, stage } from './emulated';

const { Fn, Permission } = apiWith([]).Resources;
const lambda = {
  type: 'aws_proxy',
  httpMethod: 'POST',
  payloadFormatVersion: '2.0',
  uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
};
const take = { 'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/fn' } };

function documented(body: object, properties: object = {}): EmulatedApi {
  const Body = { openapi: '3.0.1', components: { 'x-amazon-apigateway-integrations': { fn: lambda } }, ...body };
  return new EmulatedApi({
    Parameters: { Given: { Type: 'String' } },
    Resources: { Fn, Permission, Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body, ...properties } }, Stage: stage('$default') },
  }, returning({ statusCode: 200, body: 'fine' }));
}

const CORS = { allowOrigins: [APP], allowMethods: ['GET'], allowHeaders: 'content-type', maxAge: 5 };

test('routes, integrations by reference, and CORS', () => {
  const api = documented({ 'x-amazon-apigateway-cors': CORS, 'paths': { '/items/{id}': { get: take, parameters: [] }, '/own': { get: { 'x-amazon-apigateway-integration': lambda } } } });
  expect(api.entrance.routes).toMatchObject([{ method: 'GET', path: '/items/{id}', logicalId: 'Api' }, { method: 'GET', path: '/own', logicalId: 'Api' }]);
  expect(api.send('GET', '/items/1').status).toBe(200);
  expect(api.send('GET', '/own').status).toBe(200);
  expect(api.effects[0]).toMatchObject({ event: { version: '2.0', routeKey: 'GET /items/{id}' } });
  expect(corsOf(api.preflight('/items/1'))).toEqual({
    'access-control-allow-origin': APP, 'access-control-allow-methods': 'GET', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '5',
  });
});

test('x-amazon-apigateway-any-method takes preflights, and /$default is the default route', () => {
  const api = documented({ 'x-amazon-apigateway-cors': CORS, 'paths': { '/any': { 'x-amazon-apigateway-any-method': take }, '/$default': { 'x-amazon-apigateway-any-method': take } } });
  expect(api.preflight('/any').via.find(({ kind }) => kind === 'route')?.name).toBe('ANY /any');
  expect(api.send('PUT', '/else').via.find(({ kind }) => kind === 'route')?.name).toBe('$default');
});

test.each([
  ['as exports of API Gateway write it', '/$default', {}],
  ['as SAM writes it', '$default', { isDefaultRoute: true }],
  ['told by its flag alone', '/whatever', { isDefaultRoute: true }],
])('the default route, %s', (_case, path, more) => {
  const api = documented({ paths: { [path]: { 'x-amazon-apigateway-any-method': { ...take, ...more } }, '/own': { get: take } } });
  expect(api.entrance.routes).toMatchObject([{ method: '*', path: '/{proxy+}' }, { method: 'GET', path: '/own' }]);
  expect(api.send('PUT', '/else').via.find(({ kind }) => kind === 'route')?.name).toBe('$default');
});

test('a path without its slash isn\'t a route that anyone could call', () => {
  const api = documented({ paths: { 'items': { get: take }, '/own': { get: take } } });
  expect(api.entrance.routes).toMatchObject([{ method: 'GET', path: '/own' }]);
  expect(api.send('GET', '/items').status).toBeInstanceOf(Unknown);
  expect(api.send('GET', '/own').status).toBe(200);
});

test('security: the document\'s, the operation\'s own, none', () => {
  const components = {
    'x-amazon-apigateway-integrations': { fn: lambda },
    'securitySchemes': {
      jwt: { 'type': 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt', identitySource: '$request.header.Authorization', jwtConfiguration: { issuer: 'https://i.example', audience: ['a'] } } },
      key: { 'type': 'apiKey', 'x-amazon-apigateway-authorizer': { type: 'request', identitySource: '$request.header.a, $request.header.b', authorizerUri: lambda.uri } },
      iam: { 'type': 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' },
      plain: { type: 'http' },
    },
  };
  const api = documented({
    components,
    security: [{ jwt: [] }],
    paths: {
      '/jwt': { get: take },
      '/none': { get: { ...take, security: [] } },
      '/key': { get: { ...take, security: [{ key: [] }] } },
      '/iam': { get: { ...take, security: [{ iam: [] }] } },
      '/auth': { get: { ...take, 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
      '/plain': { get: { ...take, security: [{ plain: [] }] } },
    },
  });
  expect(['/jwt', '/none', '/key', '/iam', '/auth', '/plain'].map((path) => api.send('GET', path).status)).toEqual([401, 200, 401, 403, 403, 200]);
});

test('what of a document isn\'t known may be any route', () => {
  const api = documented({ paths: { '/known': { get: take }, '/given': { Ref: 'Given' } } });
  expect(api.send('GET', '/known').status).toBe(200);
  expect(String(api.send('GET', '/given').status)).toContain('Given');
});

test('a document in S3 isn\'t in the template', () => {
  expect(String(documented({}, { Body: undefined, BodyS3Location: { Bucket: 'b', Key: 'k' } }).send('GET', '/').status)).toContain('write it into Body');
});

test.each([
  [{ paths: null }], [{ paths: [] }], [{ paths: { '/a': 'x', '/b': { get: 1 }, '/c': { get: { 'x-amazon-apigateway-integration': 'x' } } } }],
  [{ paths: { '/a': { get: { 'x-amazon-apigateway-integration': { $ref: '#/a/__proto__/constructor' }, 'security': 'x' } } }, security: 7 }],
  [{ paths: JSON.parse('{"__proto__":{"get":{}},"constructor":{"toString":{}}}') }],
])('a malformed document gives an answer: %j', (body) => {
  const { status } = documented(body).send('GET', '/a', ORIGIN);
  expect(typeof status === 'number' || status instanceof Unknown).toBe(true);
});

describe('quick create', () => {
  const quick = (properties: object) => new EmulatedApi({
    Resources: { Fn, Permission, Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'q', ProtocolType: 'HTTP', ...properties } } },
  }, (effect) => effect.effect === 'fetch' ? { status: 203, headers: [] } : { payload: { statusCode: 200 } });

  test('a function behind $default, in a stage $default', () => {
    const api = quick({ Target: { 'Fn::GetAtt': ['Fn', 'Arn'] } });
    expect([api.send('GET', '/any').status, api.send('GET', '/any').via.map(({ name }) => name)]).toEqual([200, ['$default', '$default', 'AWS_PROXY', 'Fn']]);
  });

  test('a URL behind a route key', () => {
    const api = quick({ Target: 'https://b.example/x', RouteKey: 'GET /only' });
    expect([api.send('GET', '/only').status, api.send('GET', '/else').status]).toEqual([203, 404]);
  });
});

test('a route beside the document\'s', () => {
  const Body = { paths: { '/a': { get: { 'x-amazon-apigateway-integration': lambda } } } };
  const api = new EmulatedApi(apiWith(['GET /b'], { Route0: route('GET /b') }, { Body }), returning({ statusCode: 200 }));
  expect(['/a', '/b'].map((path) => api.send('GET', path).status)).toEqual([200, 200]);
});
