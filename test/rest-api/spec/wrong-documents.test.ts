/** What API Gateway refuses when it imports a document is refused when it is written, with the place in the document. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lazy } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { type CorsPolicy, CorsSpecRestApi, type CorsSpecRestApiProps, SpecDefinition, SpecModels, SpecSecurity } from '../../../src';
import { testRefusals } from '../../support/refusals';
import { newFunction, newStack } from '../../support/rest-api';
import { document, ONE, PROXIED, specApi } from './support';

const of = (paths: object, rest: object = {}, props: Partial<CorsSpecRestApiProps> = {}) => () => specApi(document(paths, rest), props);
const get = (operation: object) => ({ '/items': { get: { ...PROXIED, ...operation } } });
const integration = (value: unknown) => ({ '/items': { get: { 'x-amazon-apigateway-integration': value } } });
const routes = (...keys: string[]) => () => {
  const stack = newStack();
  const handler = newFunction(stack);
  return new CorsSpecRestApi(stack, 'Api', { cors: ONE, routes: Object.fromEntries(keys.map((key) => [key, handler])) });
};
const schema = (value: object) => of(get({}), { components: { schemas: { Item: value } } }, { models: SpecModels.KEEP });
const scheme = (it: object) => of(get({ security: [{ it: [] }] }), { components: { securitySchemes: { it } } });
const file = (text: string, name = 'openapi.yaml') => {
  const path = join(mkdtempSync(join(tmpdir(), 'cdk-cors-spec-')), name);
  writeFileSync(path, text);
  return path;
};
const KEY = { type: 'apiKey', name: 'x-api-key', in: 'header' };
const GUARD = { ...KEY, 'x-amazon-apigateway-authtype': 'custom' };
const EITHER = { security: [{ a: [] }, { b: [] }] };

describe('the document as a whole', () => {
  testRefusals([
    ['an older Swagger', () => specApi({ swagger: '1.2', paths: {} }), 'specVersion', ['#/swagger', '"1.2"', 'Swagger 2.0']],
    ['two versions', () => specApi({ swagger: '2.0', openapi: '3.0.0', paths: {} }), 'specVersion', ['#/swagger', '#/openapi', 'remove one']],
    ['a version to come', () => specApi({ openapi: '4.0.0', paths: {} }), 'specVersion', ['#/openapi', '"4.0.0"', '3.1']],
    ['paths that are only known at deploy time', () => specApi({ openapi: '3.0.0', paths: { 'Fn::Transform': {} } }), 'specDocument', ['#/paths', 'known at synth']],
    ['paths that are a token', () => specApi({ openapi: '3.0.0', paths: Lazy.any({ produce: () => ({}) }) }), 'specDocument', ['#/paths', 'known at synth']],
    ['a document that is included at deploy', () => specApi({ 'Fn::Transform': { Name: 'AWS::Include' } }), 'specDocument', ['# is', 'Fn::Transform', 'known at synth']],
    ['gateway responses that are decided at deploy', of(get({}), { 'x-amazon-apigateway-gateway-responses': { 'Fn::If': ['A', {}, {}] } }), 'specDocument', ['#/x-amazon-apigateway-gateway-responses', 'Fn::If']],
    ['an integration that is decided at deploy', of(integration({ 'Fn::If': ['A', {}, {}] })), 'specIntegration', ['#/paths/~1items/get', 'Fn::If', 'choose within it']],
    ['a whole token', () => SpecDefinition.fromObject(Lazy.any({ produce: () => ({}) }) as any), 'specDocument', ['known at synth']],
    ['a text', () => SpecDefinition.fromObject('openapi: 3.0.0' as any), 'specDocument', ['"openapi: 3.0.0"', 'object']],
    ['no file', () => SpecDefinition.fromFile('no-such.yaml'), 'specDocument', ['"no-such.yaml"', 'there is no file']],
    ['a file of a list', () => SpecDefinition.fromFile(file('- a\n- b\n')), 'specDocument', ['["a","b"]', 'object']],
    ['an empty file', () => SpecDefinition.fromFile(file('')), 'specDocument', ['nothing']],
    ['broken YAML', () => SpecDefinition.fromFile(file('a: [1, 2\nb: }')), 'specDocument', ['isn\'t valid YAML']],
    ['a quoted text that is continued too far left', () => SpecDefinition.fromFile(file('a:\n  b: "text\n  more"\nc: 1\n')), 'specDocument', ['isn\'t valid YAML', 'line', 'indented further than its key', 'closing quote']],
    ['a list that is closed too far left', () => SpecDefinition.fromFile(file('a:\n  b: [1,\n  2\n  ]\n')), 'specDocument', ['line 3', 'indented further than its key']],
    ['a plain text that is continued too far left', () => SpecDefinition.fromFile(file('a:\n  b: text\n  more text\n  c: 1\n')), 'specDocument', ['line 3', 'indented further than its key']],
    ['broken JSON', () => SpecDefinition.fromFile(file('{ "a": 1, }', 'a.json')), 'specDocument', ['isn\'t valid JSON']],
    ['a tag that nobody knows', () => SpecDefinition.fromFile(file('a: !Secret b')), 'specDocument', ['isn\'t valid YAML', '!Secret']],
    ['an asset of a directory', () => SpecDefinition.fromAsset(new Asset(newStack(), 'A', { path: __dirname })), 'specDocument', ['"Stack/A"', 'directory']],
    ['neither a document nor routes', () => new CorsSpecRestApi(newStack(), 'Api', { cors: ONE }), 'noRoutes', ['routes: { "GET /items": fn }']],
    ['nothing but preflights', of({ '/items': { options: {} } }), 'noRoutes', ['no operation besides OPTIONS']],
    ['CORS of an HTTP API', of(get({}), { 'x-amazon-apigateway-cors': { allowOrigins: ['*'] } }), 'httpApiDocument', ['#/x-amazon-apigateway-cors', 'CorsHttpApi']],
    ['a base path', of(get({}), {}, { parameters: { basepath: 'prepend' } }), 'basePath', ['"prepend"', 'into the paths']],
  ]);
});

describe('paths', () => {
  testRefusals([
    ['without a slash', of({ items: { get: PROXIED } }), 'specPath', ['#/paths/items', 'write "/items"']],
    ['a variable in a segment', of({ '/items/{id}.json': { get: PROXIED } }), 'specPath', ['#/paths/~1items~1{id}.json', 'whole segment', '"{id}.json"']],
    ['a blank', of({ '/my items': { get: PROXIED } }), 'specPath', ['#/paths/~1my items', '"my items"']],
    ['a query', of({ '/items?all': { get: PROXIED } }), 'specPath', ['"items?all"']],
    ['two slashes', of({ '/items//id': { get: PROXIED } }), 'specPath', ['#/paths/~1items~1~1id', 'got ""']],
    ['a greedy variable in the middle', of({ '/{proxy+}/x': { get: PROXIED } }), 'specPath', ['"{proxy+}"', 'nothing can follow']],
    ['the same resource twice', of({ '/items': { get: PROXIED }, '/items/': { post: PROXIED } }), 'specPath', ['#/paths/~1items~1', 'the same resource as #/paths/~1items']],
    ['a path that is decided at deploy', of({ '/items': { 'Fn::If': ['Beta', { get: PROXIED }, {}] } }), 'specPath', ['#/paths/~1items', 'Fn::If', 'when the stack is deployed', 'within them']],
    ['an operation that is decided at deploy', of({ '/items': { get: { 'Fn::If': ['Beta', PROXIED, {}] } } }), 'specPath', ['#/paths/~1items/get', 'Fn::If', 'responses and integration']],
    ['a path that isn\'t an object', of({ '/items': null }), 'specPath', ['#/paths/~1items', 'null']],
    ['an operation that isn\'t an object', of({ '/items': { get: 'x' } }), 'specPath', ['#/paths/~1items/get', '"x"']],
    ['variables of two names side by side', of({ '/items/{id}': { get: PROXIED }, '/items/{key}/parts': { get: PROXIED } }), 'specSiblings',
      ['#/paths/~1items~1{key}~1parts', '{key}', '#/paths/~1items~1{id}', '{id}', 'below "/items"', 'the same name']],
    ['a variable beside a greedy one', of({ '/{id}': { get: PROXIED }, '/{proxy+}': { get: PROXIED } }), 'specSiblings', ['{id}', '{proxy+}', 'below "/"']],
    ['a method in upper case', of({ '/items': { GET: PROXIED, get: PROXIED } }), 'specMethod', ['"GET"', 'write "get"']],
    ['any', of({ '/items': { any: PROXIED, get: PROXIED } }), 'specMethod', ['"any"', '"x-amazon-apigateway-any-method"']],
    ['trace', of({ '/items': { trace: PROXIED, get: PROXIED } }), 'specMethod', ['#/paths/~1items', '"trace"', 'remove it']],
  ]);
});

describe('references', () => {
  testRefusals([
    ['to another file', of({ '/items': { $ref: 'items.yaml' } }), 'specReference', ['#/paths/~1items', '"items.yaml"', 'bundle']],
    ['to another host', of(get({ parameters: [{ $ref: 'https://example.com/p.json#/a' }] })), 'specReference', ['#/paths/~1items/get/parameters/0', 'no other files']],
    ['to nothing', of(get({ parameters: [{ $ref: '#/components/parameters/No' }] })), 'specReference', ['"#/components/parameters/No"', 'doesn\'t have']],
    ['in a circle', of({ '/items': { get: { ...PROXIED, responses: { 200: { $ref: '#/components/responses/A' } } } } }, { components: { responses: { A: { $ref: '#/components/responses/A' } } } }),
      'specReference', ['#/paths/~1items/get/responses/200', 'leads back to itself']],
  ]);
});

describe('integrations', () => {
  testRefusals([
    ['none', of({ '/items': { get: {} } }), 'specIntegration', ['#/paths/~1items/get', 'routes["GET /items"]', 'handler']],
    ['a text', of(integration('lambda')), 'specIntegration', ['"lambda"', 'a type and a uri']],
    ['no type', of(integration({ uri: 'https://a.example' })), 'specIntegration', ['without a type', 'aws_proxy']],
    ['an unknown type', of(integration({ type: 'lambda' })), 'specIntegration', ['"lambda"', 'aws_proxy']],
    ['no address', of(integration({ type: 'http_proxy', httpMethod: 'GET' })), 'specIntegration', ['without uri']],
    ['no method', of(integration({ type: 'aws_proxy', uri: 'arn' })), 'specIntegration', ['without httpMethod']],
    ['one in the document and one in the table', () => {
      const stack = newStack();
      new CorsSpecRestApi(stack, 'Api', { cors: ONE, definition: SpecDefinition.fromObject(document(get({}))), routes: { 'GET /items': newFunction(stack) } });
    }, 'twoOwners', ['#/paths/~1items/get', '"GET /items"', 'remove one']],
    ['a validator that isn\'t there', of(get({ 'x-amazon-apigateway-request-validator': 'all' })), 'specValidator', ['#/paths/~1items/get', '"all"', 'none']],
  ]);
});

describe('security', () => {
  testRefusals([
    ['a scheme that isn\'t there', of(get({ security: [{ it: [] }] })), 'specSecurity', ['#/paths/~1items/get/security', '"it"', 'components.securitySchemes']],
    ['OAuth, which API Gateway would leave open', scheme({ type: 'oauth2' }), 'specSecurity', ['#/components/securitySchemes/it', '"oauth2"', 'open', 'SpecSecurity.byHandler()']],
    ['a key in a query', scheme({ type: 'apiKey', in: 'query', name: 'key' }), 'specSecurity', ['query "key"', 'x-api-key']],
    ['alternatives of two authorizers', of(get({ security: [{ a: [] }, { 'b-c': [] }] }), { components: { securitySchemes: { 'a': GUARD, 'b-c': GUARD } } }), 'specSecurity',
      ['#/paths/~1items/get/security asks for a, or b-c', 'one authorizer', 'security: { a: SpecSecurity.byHandler(), "b-c": SpecSecurity.byHandler() }']],
    ['security that may be left out', of(get({ security: [{ a: [] }, {}] }), { components: { securitySchemes: { a: KEY } } }), 'specSecurity', ['a, or nobody']],
    ['the same alternatives of many operations, all at once', of({ '/a': { get: { ...PROXIED, ...EITHER }, put: { ...PROXIED, ...EITHER } }, '/b': { get: { ...PROXIED, ...EITHER } } },
      { components: { securitySchemes: { a: GUARD, b: GUARD } } }), 'specSecurity', ['#/paths/~1a/get/security, #/paths/~1a/put/security and #/paths/~1b/get/security ask for a, or b']],
    ['two authorizers', of(get({ security: [{ a: [], b: [] }] }), {
      components: { securitySchemes: { a: { ...KEY, 'x-amazon-apigateway-authtype': 'awsSigv4' }, b: { ...KEY, 'x-amazon-apigateway-authtype': 'custom' } } },
    }), 'specSecurity', ['asks for a and b', 'one authorizer']],
    ['enforcement of what isn\'t there', of(get({}), {}, { security: { it: SpecSecurity.iam() } }), 'specSecurity', ['"it"', 'none']],
    ['no user pool', () => SpecSecurity.cognito(), 'noUserPool', ['at least one']],
    ['no header to tell callers apart', () => SpecSecurity.lambda(newFunction(newStack()), { identityHeaders: [] }), 'emptyList', ['identityHeaders']],
    ['a guarded preflight', of({ '/items': { get: PROXIED, options: { ...PROXIED, security: [{ a: [] }] } } }, { components: { securitySchemes: { a: KEY } } }), 'guardedOptions',
      ['#/paths/~1items/options', 'asks for a', 'remove its security']],
    ['a preflight that must be signed', of({ '/items': { get: PROXIED, options: { ...PROXIED, 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } } }), 'guardedOptions',
      ['#/paths/~1items/options', 'asks for x-amazon-apigateway-auth', 'remove that']],
  ]);
});

describe('models', () => {
  testRefusals([
    ['a reference to a schema that isn\'t there', schema({ items: { $ref: '#/components/schemas/No' } }), 'specReference', ['#/components/schemas/Item/items', 'doesn\'t have']],
  ]);
});

describe('CORS', () => {
  const responses = (value: object) => of(get({}), { 'x-amazon-apigateway-gateway-responses': value });
  const path = (value: unknown) => of({ '/items': { 'get': PROXIED, 'x-cdk-cors': value } });
  testRefusals([
    ['an unknown gateway response', responses({ DEFAULT_4xx: {} }), 'specGatewayResponse', ['#/x-amazon-apigateway-gateway-responses/DEFAULT_4xx', 'DEFAULT_4XX']],
    ['a policy that is a text', path('*'), 'pathPolicy', ['#/paths/~1items/x-cdk-cors', '"*"', 'allowOrigins']],
    ['a policy with an unknown key', path({ origins: [] }), 'pathPolicy', ['"origins"', 'allowOrigins']],
    ['a policy with a bad origin', path({ allowOrigins: ['https://a.example/'] }), 'originWithTrailingSlash', ['#/paths/~1items/x-cdk-cors: ', '"https://a.example/"']],
    ['a policy with a max-age that is a text', path({ maxAge: '10m' }), 'pathPolicy', ['#/paths/~1items/x-cdk-cors/maxAge', '"10m"', 'seconds']],
    ['a policy of the root', of({ '/': { 'get': PROXIED, 'x-cdk-cors': {} } }), 'rootOverride', ['#/paths/~1/x-cdk-cors', 'give it as cors']],
    ['two policies', of({ '/items': { 'get': PROXIED, 'x-cdk-cors': {} } }, {}, { corsByPath: { '/items': ONE } }), 'twoOwners', ['#/paths/~1items/x-cdk-cors', 'corsByPath["/items"]']],
    ['a policy for no path', of(get({}), {}, { corsByPath: { '/item': ONE } }), 'unknownPath', ['"/item"', '/items']],
    ['no policy', () => new CorsSpecRestApi(newStack(), 'Api', { cors: '*' as unknown as CorsPolicy, routes: {} }), 'notACorsPolicy', ['"*"']],
  ]);
});

describe('routes', () => {
  testRefusals([
    ['no path', routes('GET'), 'notARoute', ['"GET"', '"GET /items/{id}"']],
    ['a lower-case method', routes('get /items'), 'notARoute', ['"get /items"', 'write the method in upper case, "GET /items"']],
    ['an unknown method', routes('FETCH /items'), 'notARoute', ['"FETCH /items"', 'ANY']],
    ['a path without a slash', routes('GET items'), 'notARoute', ['"GET items"', '"GET /items"']],
    ['a slash at the end', routes('GET /items/'), 'notARoute', ['"GET /items/"', '"/items"']],
    ['a colon variable', routes('GET /items/:id'), 'notARoute', ['"{id}"', '":id"']],
    ['half a variable', routes('GET /items/{id'), 'notARoute', ['"{id"', 'one variable']],
    ['a greedy variable in the middle', routes('GET /{a+}/b'), 'notARoute', ['"{a+}"', 'nothing can follow']],
    ['the same route twice', routes('GET /items', ' GET  /items'), 'duplicateRoute', ['"GET /items"', 'the same route']],
    ['no function', () => new CorsSpecRestApi(newStack(), 'Api', { cors: ONE, routes: { 'GET /items': 'fn' as any } }), 'notAFunction', ['routes["GET /items"]', '"fn"']],
    ['variables of two names', routes('GET /items/{id}', 'GET /items/{key}'), 'specSiblings', ['routes["GET /items/{key}"]', 'routes["GET /items/{id}"]', '{key}']],
    ['no route at all', routes(), 'noRoutes', ['no operation']],
  ]);
});

test('several mistakes are told at once, each in a line', () => {
  const call = of({ '/a b': { get: {} }, '/c': { get: { ...PROXIED, security: [{ it: [] }] }, trace: {} } });
  expect(call).toThrow(/specMethod/);
  let message = '';
  try {
    of({ '/a b': { get: {} }, '/c': { get: { ...PROXIED, security: [{ it: [] }] } } })();
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.split('\n').map((line) => /\[cdk-cors:(\w+)\]$/.exec(line)?.[1])).toEqual(['specPath', 'specIntegration', 'specSecurity']);
});
