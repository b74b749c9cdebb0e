/** What guards the operations of a document: authorizers and API keys as SAM, exports and hand-written documents have them. */
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { CorsPolicy, CorsOrigin, CorsSpecRestApi, SpecDefinition, SpecSecurity } from '../../../src';
import { Emulator } from '../../../src/emulator';
import { Unknown } from '../../../src/template';
import { newFunction, newStack } from '../../support/rest-api';
import { answerOf, APP, bodyOf, document, ONE, preflight, PROXIED, specApi } from './support';

const KEY = { type: 'apiKey', name: 'x-api-key', in: 'header' };
const POOL = {
  'type': 'apiKey',
  'name': 'Authorization',
  'in': 'header',
  'x-amazon-apigateway-authtype': 'cognito_user_pools',
  'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_aaaaaaaaa'] },
};
const SIGV4 = { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
const guarded = (security: object[], operation: object = {}) =>
  specApi(document({ '/items': { get: { ...PROXIED, ...operation, security } } }, { components: { securitySchemes: { pool: POOL, key: KEY, sigv4: SIGV4, oauth: { type: 'oauth2' } } } }), {
    cors: new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowHeaders: ['Content-Type'] }), security: { oauth: SpecSecurity.byHandler() },
  });

// [what, security of the document, security that is imported]
test.each<[string, object[], object[]]>([
  ['an authorizer and a key as two entries', [{ pool: [] }, { key: [] }], [{ pool: [] }, { key: [] }]],
  ['the same in one entry', [{ pool: [], key: [] }], [{ pool: [], key: [] }]],
  ['the key twice', [{ key: [] }, { pool: [], key: [] }], [{ key: [] }, { pool: [], key: [] }]],
  ['scopes of one authorizer, of which API Gateway takes any', [{ pool: ['read'] }, { pool: ['write'] }], [{ pool: ['read', 'write'] }]],
  ['any token, or one with a scope', [{ pool: ['read'] }, { pool: [] }], [{ pool: [] }]],
  ['the name by which SAM says that an operation is open', [{ NONE: [] }], []],
  ['the same beside a key', [{ NONE: [] }, { key: [] }], [{ key: [] }]],
  ['a token that the function checks, and a key', [{ oauth: [] }, { key: [] }], [{ key: [] }]],
  ['a token that the function checks, or nothing', [{ oauth: [] }, {}], []],
])('%s is enforced as API Gateway reads it', (_what, security, imported) => {
  expect(bodyOf(guarded(security)).paths['/items'].get.security).toEqual(imported);
});

test('an authorizer and a key are both asked for, and their headers are allowed', () => {
  const made = guarded([{ pool: [] }, { key: [] }]);
  expect(preflight(made, '/items').headers['access-control-allow-headers']).toBe('Content-Type,Authorization,x-api-key');
  expect(answerOf(made, 'GET', '/items', { origin: APP })).toMatchObject({ status: 401, headers: { 'access-control-allow-origin': APP } });
});

describe('x-amazon-apigateway-auth', () => {
  const signed = (type: string) => specApi(document({ '/items': { get: { ...PROXIED, 'x-amazon-apigateway-auth': { type } }, options: { 'responses': {}, 'x-amazon-apigateway-auth': { type } } } }),
    { cors: new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowHeaders: ['Content-Type'] }) });

  test.each(['AWS_IAM', 'aws_iam'])('%s: a call without signature is refused readably, and no preflight is', (type) => {
    const made = signed(type);
    expect(answerOf(made, 'GET', '/items', { origin: APP })).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': APP } });
    expect(preflight(made, '/items')).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': APP } });
    expect(preflight(made, '/items').headers['access-control-allow-headers']).toBe('Content-Type,Authorization,X-Amz-Date,X-Amz-Security-Token');
    expect(bodyOf(made).paths['/items'].options).not.toHaveProperty('x-amazon-apigateway-auth');
  });

  test('NONE is open', () => {
    const made = signed('NONE');
    expect(answerOf(made, 'GET', '/items', { origin: APP }).status).toBe(200);
    expect(preflight(made, '/items').headers['access-control-allow-headers']).toBe('Content-Type');
  });

  test.each([['swagger', '2.0'], ['openapi', '3.0.1']])('the emulator reads it in a document of %s', (key, version) => {
    const integration = { 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'https://backend.example.net/' } };
    const emulator = Emulator.fromTemplate({
      Resources: {
        Api: {
          Type: 'AWS::ApiGateway::RestApi',
          Properties: { Body: { [key]: version, paths: { '/a': { get: { ...integration, 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }, put: { ...integration, 'x-amazon-apigateway-auth': { Ref: 'Auth' } } } } } },
        },
        Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' } },
      },
      Parameters: { Auth: { Type: 'String' } },
    });
    const [{ url }] = emulator.entrances;
    expect(emulator.send({ method: 'GET', url: `${url}/a`, headers: {} }).status).toBe(403);
    expect(emulator.send({ method: 'PUT', url: `${url}/a`, headers: {} })).toMatchObject({ status: expect.any(Unknown) });
  });
});

test('an integration by reference is followed by the construct and by the emulator', () => {
  const made = specApi(document({ '/items': { get: { 'responses': {}, 'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/a~1b' } } } }, {
    components: { 'x-amazon-apigateway-integrations': { 'a/b': PROXIED['x-amazon-apigateway-integration'] } },
  }));
  expect(bodyOf(made).paths['/items'].get['x-amazon-apigateway-integration']).toEqual(PROXIED['x-amazon-apigateway-integration']);
  const emulator = Emulator.fromTemplate({
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Body: { openapi: '3.0.1', paths: { '/a': { get: { 'x-amazon-apigateway-integration': { $ref: '#/components/x-i/a~1b' } } } }, components: { 'x-i': { 'a/b': PROXIED['x-amazon-apigateway-integration'] } } } },
      },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' } },
    },
  }, { backends: { 'https://backend.example.net': () => ({ status: 200, headers: {}, body: '{}' }) } });
  expect(emulator.send({ method: 'GET', url: `${emulator.entrances[0].url}/a`, headers: {} }).status).toBe(200);
});

test('a key of the document and a user pool of the app go together', () => {
  const stack = newStack();
  const api = new CorsSpecRestApi(stack, 'Api', {
    cors: ONE,
    handler: newFunction(stack),
    security: { staff: SpecSecurity.cognito(new UserPool(stack, 'Pool')), plan: SpecSecurity.apiKey() },
    definition: SpecDefinition.fromObject(document({ '/items': { get: { security: [{ staff: [] }, { plan: [] }] } } }, { components: { securitySchemes: { staff: { type: 'oauth2' }, plan: { type: 'http' } } } })),
  });
  expect(bodyOf({ stack, api }).paths['/items'].get.security).toEqual([{ staff: [] }, { plan: [] }]);
});
