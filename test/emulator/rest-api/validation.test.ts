import * as fc from 'fast-check';
import { validates } from '../../../src/emulator/rest-api/json-schema';
import { isUnknown } from '../../../src/template/unknown';
import { apiOf, apiResources, entranceOf, mock, modelOf, type Resources, send } from './support';

const VALIDATOR: Resources = {
  Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true, ValidateRequestParameters: true } },
  Item: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, Schema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } } },
};

describe('rule 25: request validators', () => {
  const entrance = apiOf({
    'ANY /': {
      RequestValidatorId: { Ref: 'Validator' },
      RequestParameters: { 'method.request.header.X-A': true, 'method.request.querystring.b': true, 'method.request.header.X-Optional': false },
      RequestModels: { 'application/json': { Ref: 'Item' } },
      ...mock(),
    },
  }, {}, VALIDATOR);
  const good = { method: 'POST', path: '/?b=1', headers: { 'x-a': '1' }, body: '{"name": "x"}' };

  test('missing parameters are told in their order', () => {
    expect(send(entrance, { method: 'POST' })).toMatchObject({
      status: 400,
      json: { message: 'Missing required request parameters: [X-A, b]' },
      headers: { 'x-amzn-errortype': 'BadRequestException' },
      via: expect.arrayContaining(['gateway-response BAD_REQUEST_PARAMETERS']),
    });
  });
  test.each(['{}', '{"name": 1}', 'x', '', '[]'])('the body %j is 400', (body) => {
    expect(send(entrance, { ...good, body })).toMatchObject({ status: 400, json: { message: 'Invalid request body' }, via: expect.arrayContaining(['gateway-response BAD_REQUEST_BODY']) });
  });
  test('what is right passes', () => expect(send(entrance, good).status).toBe(200));
  test('a content type without model isn\'t looked at', () => expect(send(entrance, { ...good, headers: { 'x-a': '1', 'content-type': 'text/json' }, body: 'x' }).via).not.toContain('gateway-response BAD_REQUEST_BODY'));
  test('a preflight without the parameters fails even where the answer is given', () => {
    const headers = { 'Origin': 'o', 'Access-Control-Request-Method': 'POST' };
    expect(send(entrance, { method: 'OPTIONS', headers, circumstances: { answer: { status: 200, headers: [] } } }).status).toBe(400);
  });
  test('a body that nobody gave isn\'t missed where the answer is', () => {
    expect(send(entrance, { ...good, body: undefined, circumstances: { answer: { status: 200, headers: [] } } }).status).toBe(200);
  });
  test('without validator nothing is looked at', () => {
    expect(send(apiOf({ 'POST /': { RequestParameters: { 'method.request.header.X': true }, ...mock() } }), { method: 'POST' }).status).toBe(200);
  });
});

describe('JSON Schema', () => {
  test.each<[object, unknown, unknown]>([
    [{ type: 'string' }, 'x', 1], [{ type: 'integer' }, 1, 1.5], [{ type: 'number' }, 1.5, '1'], [{ type: 'boolean' }, true, 'true'], [{ type: 'null' }, null, 0],
    [{ type: 'array' }, [], {}], [{ type: 'object' }, {}, []], [{ type: ['string', 'null'] }, null, 1], [{ enum: ['a', 1, null] }, 1, '1'],
    [{ required: ['a'] }, { a: 1 }, {}], [{ required: ['__proto__'] }, JSON.parse('{"__proto__": 1}'), {}], [{ required: ['constructor'] }, { constructor: 1 }, {}],
    [{ properties: { a: { type: 'string' } } }, { a: 'x', b: 1 }, { a: 1 }], [{ properties: { a: {} }, additionalProperties: false }, { a: 1 }, { b: 1 }],
    [{ items: { type: 'number' } }, [1, 2], [1, 'x']], [{ minimum: 1, maximum: 3 }, 3, 4], [{ minimum: 1, exclusiveMinimum: true }, 2, 1], [{ maximum: 3, exclusiveMaximum: true }, 2, 3],
    [{ multipleOf: 2 }, 4, 3], [{ minLength: 2, maxLength: 3 }, 'ab', 'a'], [{ minItems: 1 }, [1], []], [{ maxItems: 1 }, [1], [1, 2]], [{ uniqueItems: true }, [1, 2], [1, 1]],
    [{ minProperties: 1 }, { a: 1 }, {}], [{ maxProperties: 1 }, { a: 1 }, { a: 1, b: 2 }], [{ pattern: 'b+' }, 'abba', 'aa'], [{ pattern: '^a$' }, 'a', 'ab'],
    [{ allOf: [{ type: 'string' }, { minLength: 2 }] }, 'ab', 'a'], [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, 1, true], [{ oneOf: [{ minimum: 2 }, { maximum: 3 }] }, 1, 2.5],
    [{ not: { type: 'string' } }, 1, 'x'], [{ definitions: { n: { type: 'number' } }, items: { $ref: '#/definitions/n' } }, [1], ['x']],
  ])('%j', (schema, right, wrong) => {
    expect(validates(schema, JSON.stringify(right))).toBe(true);
    expect(validates(schema, JSON.stringify(wrong))).toBe(false);
  });
  test.each([{ dependencies: {} }, { $ref: 'https://apigateway.amazonaws.com/x' }, { $ref: '#/none' }, { pattern: '(' }, { $ref: '#' }, { definitions: { a: { $ref: '#/definitions/a' } }, $ref: '#/definitions/a' }])(
    '%j is unknown', (schema) => expect(isUnknown(validates(schema, '"x"'))).toBe(true));
  test('the order of names doesn\'t matter', () => expect(validates({ enum: [{ a: 1, b: 2 }] }, '{"b": 2, "a": 1}')).toBe(true));
  test('a body that nests without end is unknown', () => {
    const body = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(isUnknown(validates({ definitions: { a: { items: { $ref: '#/definitions/a' } } }, $ref: '#/definitions/a' }, body))).toBe(true);
    expect(isUnknown(validates({ enum: ['x'] }, body))).toBe(true);
  });
  test('anything is a verdict', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (schema, value) => {
      const verdict = validates(schema, JSON.stringify(value));
      expect(typeof verdict === 'boolean' || isUnknown(verdict)).toBe(true);
    }), { numRuns: 300 });
  });
});

describe('rule 61: limits', () => {
  const entrance = apiOf({ 'POST /': mock() });
  test('a payload of more than 10 MB is 413', () => {
    expect(send(entrance, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) })).toMatchObject({ status: 413, via: expect.arrayContaining(['gateway-response REQUEST_TOO_LARGE']) });
  });
  test('headers of more than 10,240 bytes are 431, unless switched', () => {
    const headers = { 'X-Long': 'x'.repeat(10_240) };
    expect(send(entrance, { method: 'POST', headers })).toMatchObject({ status: 431, notes: [61] });
    expect(send(entrance, { method: 'POST', headers, circumstances: { rules: { 61: '400' } } }).status).toBe(400);
  });
  test('a long URL is 414', () => {
    expect(send(entrance, { method: 'POST', path: `/?${'x'.repeat(10_240)}` }).status).toBe(414);
    expect(send(entrance, { method: 'POST', path: `/?${'x'.repeat(9000)}` }).status).toBe(200);
    expect(send(apiOf({ 'POST /': mock() }, { EndpointConfiguration: { Types: ['EDGE'] } }), { method: 'POST', path: `/?${'x'.repeat(9000)}` }).status).toBe(414);
  });
  test('a flood of headers is an answer', () => {
    const headers = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`x-${index}`, 'y']));
    expect(send(entrance, { method: 'POST', headers }).status).toBe(431);
  });
});

test('an OpenAPI document with all extensions', () => {
  const Body = {
    'openapi': '3.0.1',
    'x-amazon-apigateway-binary-media-types': ['*/*'],
    'x-amazon-apigateway-request-validators': { params: { validateRequestParameters: true, validateRequestBody: true } },
    'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { statusCode: 418, responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } } },
    'components': {
      schemas: { Item: { type: 'object', required: ['a'] } },
      securitySchemes: {
        key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
        iam: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
        lambda: { 'type': 'apiKey', 'name': 'X-Token', 'in': 'header', 'x-amazon-apigateway-authtype': 'custom', 'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: 'arn:x', identityValidationExpression: 'y.*' } },
        pool: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'cognito_user_pools', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools' } },
      },
    },
    'paths': {
      '/items/{id}': {
        parameters: [{ name: 'X-Tenant', in: 'header', required: true }],
        post: {
          'x-amazon-apigateway-request-validator': 'params',
          'responses': { 201: { headers: { X: { schema: { type: 'string' } } } } },
          'requestBody': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } },
          'x-amazon-apigateway-integration': { type: 'mock', contentHandling: 'CONVERT_TO_TEXT', requestTemplates: { 'application/json': '{"statusCode": 201}' }, responses: { '4..': { statusCode: 400 }, 'default': { statusCode: '201', responseParameters: { 'method.response.header.X': "'y'" } } } },
        },
        options: { 'x-amazon-apigateway-integration': { type: 'mock', passthroughBehavior: 'never', contentHandling: 'CONVERT_TO_TEXT', requestTemplates: { 'application/json': '{"statusCode": 204}' }, responses: { default: { statusCode: 204 } } } },
      },
      '/any': { 'x-amazon-apigateway-any-method': { 'security': [{ iam: [] }], 'x-amazon-apigateway-integration': { type: 'mock' } } },
      '/key': { get: { 'security': [{ key: [] }], 'x-amazon-apigateway-integration': { type: 'mock' } } },
      '/token': { get: { 'security': [{ lambda: [] }], 'x-amazon-apigateway-integration': { type: 'mock' } } },
      '/pool': { get: { 'security': [{ pool: [] }], 'x-amazon-apigateway-integration': { type: 'mock' } } },
    },
  };
  for (const body of [Body, JSON.stringify(Body)]) {
    const entrance = apiOf({}, { Body: body });
    const at = (method: string, path: string, headers = {}, text?: string) => send(entrance, { method, path, headers, body: text });
    expect(entrance.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /items/{id}', 'OPTIONS /items/{id}', '* /any', 'GET /key', 'GET /token', 'GET /pool']);
    expect(at('POST', '/items/7')).toMatchObject({ status: 418, json: { message: 'Missing required request parameters: [X-Tenant]' } });
    expect(at('POST', '/items/7', { 'x-tenant': 't' }, '{}')).toMatchObject({ json: { message: 'Invalid request body' } });
    expect(at('POST', '/items/7', { 'x-tenant': 't' }, '{"a": 1}')).toMatchObject({ status: 201, headers: { x: 'y' } });
    expect(at('OPTIONS', '/items/7').status).toBe(204);
    expect(at('DELETE', '/any').via.at(-1)).toBe('gateway-response MISSING_AUTHENTICATION_TOKEN');
    expect(at('GET', '/key').via.at(-1)).toBe('gateway-response INVALID_API_KEY');
    expect(at('GET', '/token', { 'x-token': 'no' })).toMatchObject({ via: expect.arrayContaining(['gateway-response UNAUTHORIZED']), headers: { 'access-control-allow-origin': '*' } });
    expect(String(at('GET', '/token', { 'x-token': 'yes' }).status)).toMatch(/isn't in the template/);
    expect(at('GET', '/pool').via.at(-1)).toBe('gateway-response UNAUTHORIZED');
  }
});

describe('documents that can\'t be read', () => {
  test.each<[object, RegExp]>([
    [{ Body: { Ref: 'Unknown' } }, /Unknown/], [{ Body: { paths: { Ref: 'Unknown' } } }, /Unknown/], [{ Body: 'no: json' }, /isn't JSON/], [{ BodyS3Location: { Bucket: 'b', Key: 'k' } }, /lies in a bucket/],
  ])('%j leaves its answers unknown, not the stage\'s', (api, reason) => {
    const resources = apiResources({}, api);
    const entrance = entranceOf(modelOf(resources, { Parameters: { Unknown: { Type: 'String' } } }));
    expect(String(send(entrance, { path: '/a' }).status)).toMatch(reason);
    expect(send(entrance, { path: `${new URL(entrance.url).origin}/other` }).status).toBe(403);
  });
  test.each([[{ paths: null }], [{ paths: { '/a': null, '/b': { get: 7 }, '/__proto__': { get: {} }, '/c': { get: { security: 'x', parameters: [null, { in: '__proto__' }] } } } }], [[]], ['7']])('%j is read as far as it goes', (Body) => {
    expect(send(apiOf({}, { Body }), { path: '/b' }).status).toEqual(expect.any(Number));
    expect(({} as any).get).toBeUndefined();
  });
});
