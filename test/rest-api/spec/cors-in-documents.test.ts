import { CorsOrigin, CorsPolicy, SpecSecurity } from '../../../src';
import { answerOf, APP, bodyOf, document, ONE, preflight, preflightsOf, PROXIED, specApi } from './support';

const ADMIN = 'https://admin.example.com';
const allowedHeaders = (made: ReturnType<typeof specApi>, path: string) => preflight(made, path).headers['access-control-allow-headers'];

describe('header parameters of operations are allowed', () => {
  const header = (name: string) => ({ name, in: 'header', schema: { type: 'string' } });
  const cors = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowHeaders: ['Content-Type'] });

  test.each<[string, object, CorsPolicy, string]>([
    ['of an operation', { '/a': { get: { ...PROXIED, parameters: [header('X-Tenant')] } } }, cors, 'Content-Type,X-Tenant'],
    ['of a path', { '/a': { parameters: [header('X-Tenant')], get: PROXIED } }, cors, 'Content-Type,X-Tenant'],
    ['by reference', { '/a': { get: { ...PROXIED, parameters: [{ $ref: '#/components/parameters/Tenant' }] } } }, cors, 'Content-Type,X-Tenant'],
    ['once, whatever their case', { '/a': { get: { ...PROXIED, parameters: [header('x-tenant'), header('X-Tenant'), header('content-type')] } } }, cors, 'Content-Type,x-tenant'],
    ['but those that browsers set themselves', { '/a': { get: { ...PROXIED, parameters: [header('Cookie'), header('Origin'), header('Sec-Fetch-Mode')] } } }, cors, 'Content-Type'],
    ['and not where the policy allows all', { '/a': { get: { ...PROXIED, parameters: [header('X-Tenant')] } } },
      CorsPolicy.unsafelyAllowAnyOrigin({ allowHeaders: ['*', 'Authorization'] }), '*,Authorization'],
    ['with the key that the security asks for', { '/a': { get: { ...PROXIED, security: [{ key: [] }] } } }, cors, 'Content-Type,x-api-key'],
    ['with the token that the function checks itself', { '/a': { get: { ...PROXIED, security: [{ oauth: ['read'] }] } } }, cors, 'Content-Type,Authorization'],
  ])('%s', (_name, paths, policy, expected) => {
    const made = specApi(document(paths, {
      components: {
        parameters: { Tenant: header('X-Tenant') },
        securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' }, oauth: { type: 'oauth2' } },
      },
    }), { cors: policy, security: { oauth: SpecSecurity.byHandler() } });
    expect(allowedHeaders(made, '/a')).toBe(expected);
  });

  test('in the part of the API that takes them', () => {
    const made = specApi(document({ '/a': { get: PROXIED }, '/b': { get: { ...PROXIED, parameters: [header('X-B')] } } }), { cors, corsByPath: { '/b': cors } });
    expect([allowedHeaders(made, '/a'), allowedHeaders(made, '/b')]).toEqual(['Content-Type', 'Content-Type,X-B']);
  });
});

describe('x-cdk-cors', () => {
  const made = specApi(document({
    '/private': { get: PROXIED },
    '/public': { 'get': PROXIED, 'x-cdk-cors': { unsafelyAllowAnyOrigin: true, allowMethods: ['GET'], maxAge: 0 } },
    '/public/deep/down': { get: PROXIED },
    '/admin/{id}': { 'get': PROXIED, 'x-cdk-cors': { allowOrigins: [ADMIN], allowHeaders: ['X-Admin'] } },
  }), { cors: new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowCredentials: true }) });

  test('is a policy for the path and all below it', () => {
    expect(preflight(made, '/public/deep/down', 'https://anybody.example').headers).toMatchObject({
      'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET', 'access-control-max-age': '0',
    });
    expect(preflight(made, '/admin/7', ADMIN).headers).toMatchObject({ 'access-control-allow-origin': ADMIN, 'access-control-allow-headers': 'X-Admin' });
  });

  test('leaves to the API\'s policy what it doesn\'t say, but for credentials of anybody', () => {
    expect(preflight(made, '/admin/7', ADMIN).headers).toMatchObject({ 'access-control-allow-credentials': 'true', 'access-control-max-age': '7200' });
    expect(preflight(made, '/public').headers).not.toHaveProperty('access-control-allow-credentials');
    expect(preflight(made, '/private').headers).toMatchObject({ 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true' });
  });

  test('isn\'t imported', () => {
    expect(JSON.stringify(bodyOf(made))).not.toContain('x-cdk-cors');
  });
});

describe('gateway responses of the document', () => {
  const own = {
    DEFAULT_4XX: { responseTemplates: { 'application/json': '{}' } },
    UNAUTHORIZED: { statusCode: '401', responseParameters: { 'gatewayresponse.header.X-Error': "'yes'", 'gatewayresponse.header.Vary': "'Accept'" } },
  };
  const guarded = { components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } }, security: [{ key: [] }] };

  test('get the headers, each by itself, since a type that is defined inherits nothing (rule 13)', () => {
    const cors = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP), CorsOrigin.exact(ADMIN)], allowCredentials: true });
    const responses = bodyOf(specApi(document({ '/': { get: PROXIED } }, { 'x-amazon-apigateway-gateway-responses': own }), { cors }))['x-amazon-apigateway-gateway-responses'];
    const headers = {
      'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.origin', 'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'", 'gatewayresponse.header.Vary': "'Origin'",
    };
    expect(responses).toEqual({
      DEFAULT_4XX: { responseTemplates: { 'application/json': '{}' }, responseParameters: headers },
      DEFAULT_5XX: { responseParameters: headers },
      UNAUTHORIZED: { statusCode: '401', responseParameters: { ...headers, 'gatewayresponse.header.X-Error': "'yes'", 'gatewayresponse.header.Vary': "'Accept, Origin'" } },
    });
  });

  test('so that a page can read a refused key and an unknown path', () => {
    const made = specApi(document({ '/items': { get: PROXIED } }, { ...guarded, 'x-amazon-apigateway-gateway-responses': own }));
    for (const path of ['/items', '/nowhere']) {
      expect(answerOf(made, 'GET', path, { origin: APP })).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': APP } });
    }
  });
});

describe('OPTIONS of the document', () => {
  const options = { 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'OPTIONS', uri: 'https://backend.example.net/' } };

  test('is kept where somebody answers it', () => {
    const made = specApi(document({ '/items': { get: PROXIED, options }, '/other': { get: PROXIED } }));
    expect(bodyOf(made).paths['/items'].options).toEqual({ security: [], responses: {}, ...options });
    expect(preflightsOf(made)).toEqual(['/', '/items', '/{proxy+}']);
  });

  test('is the policy\'s where it is described only, and doesn\'t go to the handler', () => {
    const made = specApi(document({ '/items': { get: PROXIED, options: { summary: 'CORS', operationId: 'preflight', responses: { 200: { description: 'OK' } } } } }));
    expect(bodyOf(made).paths['/items'].options).toMatchObject({ summary: 'CORS', operationId: 'preflight', security: [] });
    expect(preflight(made, '/items')).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': APP } });
  });
});

describe('answers that API Gateway makes itself', () => {
  const mock = (responses: object) => ({ 'x-amazon-apigateway-integration': { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses } });

  test('carry the headers, declared and mapped, by the policy of their path', () => {
    const several = CorsPolicy.forOrigins(APP, ADMIN);
    const made = specApi(document({
      '/one': { get: { ...mock({ default: { statusCode: '200' } }), responses: { 200: { description: 'OK', headers: { 'X-Mine': {} } } } } },
      '/several': { get: mock({ default: { statusCode: '200', responseTemplates: { 'application/json': '{}' } } }) },
    }), { corsByPath: { '/several': several } });
    expect(answerOf(made, 'GET', '/one', { origin: APP })).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': APP } });
    expect(answerOf(made, 'GET', '/several', { origin: ADMIN })).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': ADMIN, 'vary': 'Origin' } });
    expect(answerOf(made, 'GET', '/several', { origin: 'https://evil.example' }).headers).not.toHaveProperty('access-control-allow-origin');
    expect(Object.keys(bodyOf(made).paths['/one'].get.responses['200'].headers).sort()).toEqual(['Access-Control-Allow-Origin', 'X-Mine']);
  });

  test('but those of a proxy are the back end\'s', () => {
    expect(bodyOf(specApi(document({ '/': { get: PROXIED } }))).paths['/'].get).toEqual({ ...PROXIED, responses: {} });
  });
});

test('a policy of the document that admits named principals lets preflights through', () => {
  const statement = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  const made = specApi(document({ '/': { get: PROXIED } }, { 'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: [statement] } }), { cors: ONE });
  expect(bodyOf(made)['x-amazon-apigateway-policy'].Statement).toEqual([
    statement, { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*/OPTIONS/*' },
  ]);
  expect(preflight(made, '/').status).toBe(204);
});
