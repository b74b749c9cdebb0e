/** Swagger 2.0 is imported as Swagger 2.0, with CORS in its own form. */
import { CorsOrigin, CorsPolicy, CorsSpecRestApi, SpecDefinition, SpecModels, SpecSecurity } from '../../../src';
import { newFunction, newStack } from '../../support/rest-api';
import { answerOf, APP, bodyOf, preflight, specApi } from './support';

const INTEGRATION = 'x-amazon-apigateway-integration';
const PROXY = { responses: {}, [INTEGRATION]: { type: 'http_proxy', httpMethod: 'GET', uri: 'https://backend.example.net/' } };
const swagger = (paths: object, rest: object = {}) => ({ swagger: '2.0', info: { title: 'Shop', version: '1' }, host: 'shop.example.com', basePath: '/v1', schemes: ['https'], paths, ...rest });
const ITEM = { type: 'object', required: ['id'], properties: { id: { type: 'integer', minimum: 1 } } };
const ALL = { 'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } }, 'x-amazon-apigateway-request-validator': 'all' };

/** Each version's words of one API: the emulator must answer both alike. */
const IN_SWAGGER = swagger({
  '/items/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
    get: { ...PROXY, security: [{ key: [] }] },
    put: { ...PROXY, parameters: [{ in: 'body', name: 'item', required: true, schema: { $ref: '#/definitions/Item' } }, { $ref: '#/parameters/Tenant' }] },
  },
}, {
  ...ALL,
  definitions: { Item: ITEM },
  parameters: { Tenant: { name: 'X-Tenant', in: 'header', required: true, type: 'string' } },
  securityDefinitions: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
});
const IN_OPENAPI = {
  openapi: '3.0.1',
  info: IN_SWAGGER.info,
  paths: {
    '/items/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { ...PROXY, security: [{ key: [] }] },
      put: { ...PROXY, parameters: [{ $ref: '#/components/parameters/Tenant' }], requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } } },
    },
  },
  ...ALL,
  components: {
    schemas: { Item: ITEM },
    parameters: { Tenant: { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string' } } },
    securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
  },
};

test('keeps its form: no word of OpenAPI 3 is in what is imported', () => {
  const body = bodyOf(specApi(IN_SWAGGER));
  expect(Object.keys(body).sort()).toEqual(['definitions', 'info', 'paths', 'securityDefinitions', 'swagger', 'x-amazon-apigateway-gateway-responses', ...Object.keys(ALL)].sort());
  expect(body.swagger).toBe('2.0');
  expect(JSON.stringify(body)).not.toMatch(/components|requestBody|"schema":\{"type"|openapi/);
  expect(body.paths['/items/{id}'].put.parameters).toEqual([
    { name: 'id', in: 'path', required: true, type: 'string' }, { name: 'X-Tenant', in: 'header', required: true, type: 'string' },
    { in: 'body', name: 'item', required: true, schema: { $ref: '#/definitions/Item' } },
  ]);
  expect(body.paths['/{proxy+}'].options.responses['204'].headers['Access-Control-Allow-Origin']).toEqual({ type: 'string' });
  expect(body.paths['/{proxy+}'].parameters).toEqual([{ name: 'proxy', in: 'path', required: true, type: 'string' }]);
});

describe('answers as the same API in OpenAPI 3 does', () => {
  const policy = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP), CorsOrigin.exact('https://admin.example.com')], allowHeaders: ['Content-Type'] });
  const both = [IN_SWAGGER, IN_OPENAPI].map((source) => specApi(source, { cors: policy }));
  const json = { 'origin': APP, 'content-type': 'application/json' };

  test.each<[string, string, string, { [name: string]: string }, number]>([
    ['a call without the key', 'GET', '/items/7', json, 403],
    ['a call without a required header', 'PUT', '/items/7', json, 400],
    ['a call without a body', 'PUT', '/items/7', { ...json, 'X-Tenant': 'a' }, 400],
    ['a preflight', 'OPTIONS', '/items/7', { 'origin': APP, 'access-control-request-method': 'PUT' }, 204],
    ['a preflight of another page', 'OPTIONS', '/items/7', { 'origin': 'https://evil.example', 'access-control-request-method': 'PUT' }, 204],
  ])('%s', (_what, method, path, headers, status) => {
    const [swaggers, openapis] = both.map((made) => answerOf(made, method, path, headers)).map((answer) => ({
      status: answer.status, headers: Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !/id$/.test(name))),
    }));
    expect(swaggers).toEqual(openapis);
    expect(swaggers.status).toBe(status);
    expect(swaggers.headers['access-control-allow-origin']).toBe(headers.origin === APP ? method === 'OPTIONS' ? APP : '*' : undefined);
  });

  test('its header parameters and its key are allowed', () => {
    expect(both.map((made) => preflight(made, '/items/7').headers['access-control-allow-headers'])).toEqual(Array(2).fill('Content-Type,x-api-key,X-Tenant'));
  });
});

test('its own OPTIONS gives way, and answers of mocks get the headers declared', () => {
  const mock = (responseParameters: object) => ({ type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200', responseParameters } } });
  const allow = { 'method.response.header.Access-Control-Allow-Origin': "'*'" };
  const headers = { 'Access-Control-Allow-Origin': { type: 'string' } };
  const made = specApi(swagger({
    '/items': {
      get: { responses: { 200: { description: 'ok' } }, [INTEGRATION]: mock({}) },
      options: { consumes: ['application/json'], responses: { 200: { description: 'ok', schema: { $ref: '#/definitions/Empty' }, headers } }, [INTEGRATION]: mock(allow) },
    },
  }, { definitions: { Empty: { type: 'object' } } }));
  expect(preflight(made, '/items')).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': APP } });
  expect(bodyOf(made).paths['/items'].get.responses).toEqual({ 200: { description: 'ok', headers } });
});

test('types, models and media types', () => {
  const operation = {
    ...PROXY,
    consumes: ['application/json'],
    produces: ['application/json'],
    parameters: [{ name: 'ids', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'csv' }, { name: 'n', in: 'query', type: 'integer' }, { name: 'file', in: 'formData', type: 'file' }],
    responses: { 200: { description: 'ok', schema: { $ref: '#/definitions/my_item' } }, 400: { $ref: '#/responses/Wrong' }, 500: { description: 'no', schema: { type: 'string' } } },
  };
  const source = swagger({ '/': { post: operation } }, { definitions: { my_item: ITEM }, responses: { Wrong: { description: 'wrong', schema: { $ref: '#/definitions/my_item' } } } });
  const [kept, omitted] = [SpecModels.KEEP, SpecModels.OMIT].map((models) => bodyOf(specApi(source, { models })));
  expect(kept.definitions).toEqual({ myItem: ITEM });
  expect(kept.paths['/'].post).toMatchObject({
    consumes: ['application/json'],
    produces: ['application/json'],
    parameters: [{ name: 'ids', in: 'query', type: 'array', items: { type: 'string' } }, { name: 'n', in: 'query', type: 'integer' }],
    responses: { 200: { description: 'ok', schema: { $ref: '#/definitions/myItem' } }, 400: { description: 'wrong', schema: { $ref: '#/definitions/myItem' } }, 500: { description: 'no' } },
  });
  expect(omitted).not.toHaveProperty('definitions');
  expect(Object.keys(omitted.paths['/'].post).sort()).toEqual(['parameters', 'responses', INTEGRATION]);
});

test('routes, a handler and who enforces its security go with it', () => {
  const stack = newStack();
  const api = new CorsSpecRestApi(stack, 'Api', {
    cors: CorsPolicy.forOrigins(APP),
    handler: newFunction(stack),
    routes: { 'GET /health': newFunction(stack, 'Health') },
    security: { basic: SpecSecurity.iam() },
    definition: SpecDefinition.fromObject(swagger({ '/items': { get: { responses: {} } } }, { security: [{ basic: [] }], securityDefinitions: { basic: { type: 'basic' } } })),
  });
  const body = bodyOf({ stack, api });
  expect(body.securityDefinitions.basic).toMatchObject({ 'x-amazon-apigateway-authtype': 'awsSigv4' });
  expect(answerOf({ stack, api }, 'GET', '/items', { origin: APP }).status).toBe(403);
  expect(Object.keys(body.paths).sort()).toEqual(['/', '/health', '/items', '/{proxy+}']);
});

test('what is wrong is told in its words', () => {
  expect(() => specApi(swagger({ '/items': { get: { ...PROXY, security: [{ oauth: [] }] } } }, { securityDefinitions: { oauth: { type: 'oauth2' } } }))).toThrow(/#\/securityDefinitions\/oauth is of the type "oauth2"/);
  expect(() => specApi(swagger({ '/items': { get: { ...PROXY, security: [{ no: [] }] } } }))).toThrow(/securityDefinitions doesn't have/);
});
