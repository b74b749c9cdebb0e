/** An HTTP API from an OpenAPI document, with the policy in it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnApi, CfnDeployment } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CorsHttpApi, type CorsHttpApiProps, CorsPolicy, CorsSpecRestApi, HttpApiCors, SpecDefinition } from '../../src';
import { Emulator } from '../../src/emulator';
import { testRefusals } from '../support/refusals';
import { newFunction, newStack, resourcesOf } from '../support/rest-api';
import { METHODS } from './fixture';

const APP = 'https://app.example.com';
const POLICY = new CorsPolicy({ allowOrigins: CorsPolicy.forOrigins(APP).allowOrigins, allowHeaders: ['Content-Type'] });
const INTEGRATION = 'x-amazon-apigateway-integration';
const ANY = 'x-amazon-apigateway-any-method';
const PROXY = { [INTEGRATION]: { type: 'AWS_PROXY', httpMethod: 'POST', payloadFormatVersion: '2.0', uri: 'arn:aws:lambda:us-east-1:111122223333:function:f' } };
const URL_PROXY = { [INTEGRATION]: { type: 'HTTP_PROXY', httpMethod: 'ANY', payloadFormatVersion: '1.0', uri: 'https://backend.example.net/{proxy}' } };
const JWT = { 'type': 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt', identitySource: '$request.header.X-Token', jwtConfiguration: { issuer: 'https://issuer.example.com', audience: ['a'] } } };

const document = (paths: object, rest: object = {}) => ({ openapi: '3.0.1', info: { title: 'Tasks', version: '7' }, paths, ...rest });

function apiOf(source: { [key: string]: any }, props: Partial<CorsHttpApiProps> = {}, stack = newStack()) {
  const api = new CorsHttpApi(stack, 'Api', { cors: POLICY, definition: SpecDefinition.fromObject(source), ...props });
  return { stack, api };
}

const apiResource = (stack: Stack) => Object.values(resourcesOf(stack, 'AWS::ApiGatewayV2::Api'))[0].Properties;
const bodyOf = (made: { stack: Stack }) => apiResource(made.stack).Body;
const routesOf = (made: { stack: Stack }) => Object.entries<object>(bodyOf(made).paths)
  .flatMap(([path, item]) => Object.keys(item).filter((key) => key !== 'parameters').map((key) => `${key === ANY ? 'ANY' : key.toUpperCase()} ${path}`)).sort();
const all = (...paths: string[]) => paths.flatMap((path) => METHODS.map((method) => `${method} ${path}`)).sort();

function preflight({ stack }: { stack: Stack }, path: string, origin = APP) {
  const emulator = Emulator.fromTemplate((stack.node.root as App).synth().getStackByName(stack.stackName).template);
  const { status, headers } = emulator.send({ method: 'OPTIONS', url: `${emulator.entrances[0].url}${path}`, headers: { 'origin': origin, 'access-control-request-method': 'PUT' } });
  return { status, headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])) };
}

describe('the policy is in the document, and API Gateway answers preflights itself', () => {
  test.each<[string, object, string[]]>([
    ['methods', { '/tasks': { get: PROXY, put: PROXY } }, ['GET /tasks', 'PUT /tasks']],
    ['ANY', { '/tasks/{id}': { [ANY]: PROXY } }, all('/tasks/{id}')],
    ['ANY beside a method', { '/tasks': { [ANY]: PROXY, get: URL_PROXY } }, all('/tasks')],
    ['$default, as exports write it', { '/$default': { [ANY]: { isDefaultRoute: true, ...PROXY } } }, all('/', '/{proxy+}')],
    ['$default, as SAM writes it', { $default: { [ANY]: { isDefaultRoute: true, ...PROXY } } }, all('/', '/{proxy+}')],
    ['$default beside a greedy variable of another name', { '/$default': { [ANY]: PROXY }, '/{rest+}': { get: PROXY } }, all('/', '/{rest+}')],
    ['a slash at the end', { '/tasks/': { get: PROXY } }, ['GET /tasks']],
    ['OPTIONS that nothing answers', { '/tasks': { get: PROXY, options: { responses: {} } } }, ['GET /tasks']],
    ['OPTIONS by a MOCK, from an export of a REST API', { '/tasks': { get: PROXY, options: { [INTEGRATION]: { type: 'mock', requestTemplates: {} } } } }, ['GET /tasks']],
  ])('%s', (_what, paths, routes) => {
    const made = apiOf(document(paths));
    expect(routesOf(made)).toEqual(routes);
    const [path] = routes.map((route) => route.split(' ')[1].replace(/\{[^}]*\}/, '7'));
    expect(preflight(made, path)).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': APP, 'access-control-allow-headers': 'Content-Type' } });
    expect(preflight(made, path, 'https://evil.example').headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('the resource says what the document can\'t, and nothing twice', () => {
    const { stack } = apiOf(document({ '/': { get: PROXY } }), { apiName: 'Mine', description: 'My tasks', disableExecuteApiEndpoint: true });
    expect(Object.keys(apiResource(stack)).sort()).toEqual(['Body', 'DisableExecuteApiEndpoint']);
    expect(bodyOf({ stack })).toMatchObject({
      'openapi': '3.0.1',
      'info': { title: 'Mine', version: '7', description: 'My tasks' },
      'servers': [{ 'url': '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
      'x-amazon-apigateway-cors': { allowOrigins: [APP], allowHeaders: ['Content-Type'], maxAge: 7200 },
    });
    expect(resourcesOf(stack, 'AWS::ApiGatewayV2::Route')).toEqual({});
  });

  test('what is written out has operationIds of its own, and the security of the document', () => {
    const { get, put } = bodyOf(apiOf(document({ '/tasks/{id}': { [ANY]: { operationId: 'task', ...PROXY } } }, { security: [{ jwt: ['a'] }], components: { securitySchemes: { jwt: JWT } } }))).paths['/tasks/{id}'];
    expect([get.operationId, put.operationId, get.security, put.security]).toEqual(['task-GET', 'task-PUT', [{ jwt: ['a'] }], [{ jwt: ['a'] }]]);
  });

  test('headers of parameters and authorizers are allowed', () => {
    const made = apiOf(document({
      '/a': { get: { ...PROXY, parameters: [{ $ref: '#/components/parameters/Tenant' }], security: [{ jwt: [] }] }, put: { ...PROXY, 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
    }, { components: { securitySchemes: { jwt: JWT }, parameters: { Tenant: { name: 'X-Tenant', in: 'header' } } } }));
    expect(bodyOf(made)['x-amazon-apigateway-cors'].allowHeaders).toEqual(['Content-Type', 'X-Tenant', 'X-Token', 'Authorization', 'X-Amz-Date', 'X-Amz-Security-Token']);
  });

  test('integrations by reference stay where they are', () => {
    const reference = { [INTEGRATION]: { $ref: '#/components/x-amazon-apigateway-integrations/f' } };
    const body = bodyOf(apiOf(document({ '/a': { get: reference } }, { components: { 'x-amazon-apigateway-integrations': { f: PROXY[INTEGRATION] }, 'schemas': { A: {} } } })));
    expect(body.paths['/a'].get[INTEGRATION]).toEqual(reference[INTEGRATION]);
    expect(Object.keys(body.components)).toEqual(['x-amazon-apigateway-integrations']);
  });

  test('a file of YAML, with the short form of CloudFormation\'s functions', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'cdk-cors-http-')), 'api.yaml');
    writeFileSync(path, `openapi: 3.0.1\npaths:\n  /a:\n    get:\n      ${INTEGRATION}: { type: AWS_PROXY, httpMethod: POST, payloadFormatVersion: "2.0", uri: !GetAtt Fn.Arn }\n`);
    expect(bodyOf(apiOf({}, { definition: SpecDefinition.fromFile(path) })).paths['/a'].get[INTEGRATION].uri).toEqual({ 'Fn::GetAtt': ['Fn', 'Arn'] });
  });
});

test('OPTIONS with a back end of its own stays, without authorization', () => {
  const body = bodyOf(apiOf(document({ '/a': { get: PROXY, options: { ...PROXY, security: [] } } }, { security: [{ jwt: [] }], components: { securitySchemes: { jwt: JWT } } })));
  expect(body.paths['/a'].options).toMatchObject({ ...PROXY, security: [] });
});

test('a handler and a table go with it: one permission each, and what is written out calls them', () => {
  const stack = newStack();
  const [rest, items] = ['Rest', 'Items'].map((id) => newFunction(stack, id));
  apiOf(document({ '/a': { get: {} }, '/b': { get: PROXY } }), { handler: rest, routes: { 'ANY /items': items } }, stack);
  const { paths } = bodyOf({ stack });
  expect(paths['/a'].get[INTEGRATION]).toEqual({ type: 'AWS_PROXY', httpMethod: 'POST', payloadFormatVersion: '2.0', uri: { 'Fn::Sub': expect.stringMatching(/functions\/\$\{Rest\w+\.Arn\}\/invocations$/) } });
  expect(routesOf({ stack })).toEqual([...all('/items'), 'GET /a', 'GET /b'].sort());
  expect(Object.values(resourcesOf(stack, 'AWS::Lambda::Permission')).map(({ Properties }) => JSON.stringify(Properties.SourceArn))).toEqual(Array(2).fill(expect.stringMatching(/execute-api.*\/\*"/)));
});

test('a deployment of one\'s own follows the document', () => {
  const idsOf = (paths: object) => {
    const { stack, api } = apiOf(document(paths), { createDefaultStage: false });
    new CfnDeployment(stack, 'Mine', { apiId: api.apiId });
    return Object.keys(resourcesOf(stack, 'AWS::ApiGatewayV2::Deployment'));
  };
  expect(idsOf({ '/a': { get: PROXY } })).not.toEqual(idsOf({ '/a': { put: PROXY } }));
});

describe('told', () => {
  test.each<[string, object, string]>([
    ['its own CORS, which gives way', document({ '/a': { get: PROXY } }, { 'x-amazon-apigateway-cors': { allowOrigins: ['*'] } }), '#/x-amazon-apigateway-cors.*allowOrigins.*corsReplaced'],
    ['a MOCK', document({ '/a': { get: PROXY, options: { [INTEGRATION]: { type: 'MOCK' } } } }), 'OPTIONS /a \\(a MOCK\\).*corsReplaced'],
    ['a scheme that nothing enforces', document({ '/a': { get: { ...PROXY, security: [{ oauth: [] }] } } }, { components: { securitySchemes: { oauth: { type: 'oauth2' } } } }), '"oauth".*lets every call through.*openScheme'],
  ])('%s', (_what, source, text) => {
    expect(Annotations.fromStack(apiOf(source).stack).findWarning('/Stack/Api', Match.stringLikeRegexp(text))).toHaveLength(1);
  });

  test('nothing of a right one', () => {
    expect(Annotations.fromStack(apiOf(document({ '/a': { get: { ...PROXY, security: [{ jwt: [] }] } } }, { components: { securitySchemes: { jwt: JWT } } })).stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

describe('refused', () => {
  const of = (paths: object, rest: object = {}, props: Partial<CorsHttpApiProps> = {}) => () => apiOf(document(paths, rest), props);
  testRefusals([
    ['Swagger 2.0', () => apiOf({ swagger: '2.0', paths: {} }), 'specVersion', ['HTTP APIs import OpenAPI 3', 'CorsSpecRestApi']],
    ['paths of deploy time', () => apiOf({ openapi: '3.0.1', paths: { 'Fn::If': [] } }), 'specDocument', ['#/paths', 'known at synth']],
    ['a path of deploy time', of({ '/a': { 'Fn::If': ['A', {}, {}] } }), 'specPath', ['#/paths/~1a', 'known at synth']],
    ['a path without a slash', of({ a: { get: PROXY } }), 'specPath', ['write "/a"']],
    ['a method in upper case', of({ '/a': { GET: PROXY } }), 'specMethod', ['"GET"', 'write "get"']],
    ['an integration of REST APIs', of({ '/a': { get: { [INTEGRATION]: { type: 'mock' } } } }), 'specIntegration', ['#/paths/~1a/get', '"mock"', 'CorsSpecRestApi']],
    ['no integration', of({ '/a': { get: {} } }), 'specIntegration', ['#/paths/~1a/get', 'routes["GET /a"]', 'handler']],
    ['a reference to nothing', of({ '/a': { get: { [INTEGRATION]: { $ref: '#/components/no' } } } }), 'specReference', ['"#/components/no"']],
    ['OPTIONS behind an authorizer', of({ '/a': { get: PROXY, options: { ...PROXY, security: [{ jwt: [] }] } } }), 'authorizedOptions', ['#/paths/~1a/options', 'security: []']],
    ['OPTIONS behind the document\'s authorizer', of({ '/a': { get: PROXY, options: PROXY } }, { security: [{ jwt: [] }] }), 'authorizedOptions', ['#/paths/~1a/options']],
    ['OPTIONS that must be signed', of({ '/a': { options: { ...PROXY, 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } } }), 'authorizedOptions', ['#/paths/~1a/options']],
    ['$default to a URL', of({ '/$default': { [ANY]: URL_PROXY } }), 'defaultRouteToUrl', ['#/paths/~1$default', '"/{proxy+}"']],
    ['ANY that has nothing left', of({ '/a': { ...Object.fromEntries(METHODS.map((method) => [method.toLowerCase(), PROXY])), [ANY]: PROXY } }), 'unreachableRoute', ['"ANY /a"']],
    ['variables of two names', of({ '/a/{b}': { get: PROXY }, '/a/{c}': { put: PROXY } }), 'routeVariables', ['#/paths/~1a~1{c}', '{b}']],
    ['one route twice', of({ '/a': { get: PROXY }, '/a/': { get: PROXY } }), 'specPath', ['the same route as #/paths/~1a/get']],
    ['a policy of a path', of({ '/a': { 'get': PROXY, 'x-cdk-cors': {} } }), 'pathPolicy', ['one CORS configuration']],
    ['an integration in the document and in the table', () => {
      const stack = newStack();
      apiOf(document({ '/a': { get: PROXY } }), { routes: { 'GET /a': newFunction(stack) } }, stack);
    }, 'twoOwners', ['#/paths/~1a/get', '"GET /a"']],
    ['a text for a definition', of({}, {}, { definition: 'api.yaml' as any }), 'notASpecDefinition', ['"api.yaml"', 'SpecDefinition.fromFile']],
    ['scopes of constructs', of({ '/a': { get: PROXY } }, {}, { defaultAuthorizationScopes: ['a'] }), 'besideTheDocument', ['defaultAuthorizationScopes', 'into the document']],
    ['a pattern of origins', of({ '/a': { get: PROXY } }, {}, { cors: CorsPolicy.forOrigins('https://*.example.com') }), 'httpApiOriginPattern', ['"https://*.example.com"']],
    ['a second policy', () => { apiOf(document({ '/a': { get: PROXY } })).api.with(new HttpApiCors(POLICY)); }, 'appliedTwice', ['has a CORS policy already']],
    ['an L1 API with a document, by the mixin', () => { new CfnApi(newStack(), 'Raw', { body: document({ '/a': { get: PROXY } }) }).with(new HttpApiCors(POLICY)); }, 'notAnHttpApi',
      ['"Stack/Raw"', 'CfnApi with an OpenAPI document', 'CorsHttpApi', 'SpecDefinition.fromObject']],
    ['a REST API from it', () => new CorsSpecRestApi(newStack(), 'Api', { cors: POLICY, definition: SpecDefinition.fromObject(document({ '/a': { get: PROXY } })) }), 'httpApiDocument',
      ['#/paths/~1a/get (payloadFormatVersion 2.0)', 'CorsHttpApi']],
  ]);
});

test('constructs beside the document are refused at synth, each of them', () => {
  const { stack, api } = apiOf(document({ '/a': { get: PROXY } }));
  api.addRoutes({ path: '/b', integration: new HttpUrlIntegration('Url', 'https://backend.example.net') });
  expect(() => (stack.node.root as App).synth()).toThrow(/"Stack\/Api\/ANY--b\/Url\/Resource" belongs.*\n.*"Stack\/Api\/ANY--b\/Resource".*or its routes \[cdk-cors:besideTheDocument\]/);
});
