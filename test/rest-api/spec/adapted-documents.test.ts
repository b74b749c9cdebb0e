/** Documents of others: what API Gateway would refuse for names, or what only documents, is changed and told. */
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CorsSpecRestApi, SpecDefinition, SpecModels } from '../../../src';
import { newFunction, newStack } from '../../support/rest-api';
import { bodyOf, document, ONE, operationsOf, preflight, PROXIED, specApi } from './support';

const adapt = { adaptDocument: true };
const INTEGRATION = 'x-amazon-apigateway-integration';
const told = ({ stack }: ReturnType<typeof specApi>) => Annotations.fromStack(stack).findWarning('/Stack/Api', Match.stringLikeRegexp('documentAdapted')).map(({ entry }) => String(entry.data));
const path = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

describe('variables side by side', () => {
  const mapped = {
    type: 'http',
    httpMethod: 'GET',
    uri: 'https://backend.example.net/{k}',
    responses: { default: { statusCode: '200' } },
    requestParameters: { 'integration.request.path.k': 'method.request.path.key', 'integration.request.header.X': 'method.request.header.key' },
    requestTemplates: { 'application/json': '{"a": "$input.params(\'key\')", "b": "$input.params().path.get("key")", "c": "$input.params().path.key", "d": "key"}' },
  };
  const made = specApi(document({
    '/items/{id}': { get: { ...PROXIED, parameters: [path('id')] } },
    '/items/{key}': { put: { ...PROXIED, parameters: [path('key')] } },
    '/items/{key}/parts/{id}': { get: { parameters: [path('key'), path('id')], [INTEGRATION]: mapped } },
  }, {}), adapt);

  test('get one name, below them as well, and the same resource becomes one path', () => {
    expect(operationsOf(made).filter((each) => !each.startsWith('OPTIONS'))).toEqual(['GET /items/{id}', 'GET /items/{id}/parts/{id2}', 'PUT /items/{id}']);
    const { paths } = bodyOf(made);
    expect(paths['/items/{id}/parts/{id2}'].get.parameters.map(({ name }: { name: string }) => name)).toEqual(['id', 'id2']);
  });

  test('also where the integration reads them, and nowhere else', () => {
    const { requestParameters, requestTemplates } = bodyOf(made).paths['/items/{id}/parts/{id2}'].get[INTEGRATION];
    expect(requestParameters).toEqual({ 'integration.request.path.k': 'method.request.path.id', 'integration.request.header.X': 'method.request.header.key' });
    expect(requestTemplates['application/json']).toBe('{"a": "$input.params(\'id\')", "b": "$input.params().path.get("id")", "c": "$input.params().path.id", "d": "key"}');
  });

  test('are told once', () => {
    expect(told(made)).toEqual([expect.stringMatching(/pathParameters: \{key\} of #\/paths\/~1items~1\{key\} to \{id\}, /)]);
    expect(told(made)[0]).toContain('{id} of #/paths/~1items~1{key}~1parts~1{id} to {id2}');
    expect(preflight(made, '/items/7/parts/8').status).toBe(204);
  });

  test('are refused without the option, which the message names', () => {
    expect(() => specApi(document({ '/a/{b}': { get: PROXIED }, '/a/{c}': { put: PROXIED } }))).toThrow(/adaptDocument: true.*\[cdk-cors:specSiblings\]/);
  });

  test('a method that two paths of one resource have stays refused', () => {
    expect(() => specApi(document({ '/a/{b}': { get: PROXIED }, '/a/{c}': { get: PROXIED } }), adapt)).toThrow(/#\/paths\/~1a~1\{c\} is the same resource as #\/paths\/~1a~1\{b\}/);
  });

  test('a greedy one beside them stays refused: API Gateway has one variable child (rule 6)', () => {
    expect(() => specApi(document({ '/a/{b}': { get: PROXIED }, '/a/{c+}': { put: PROXIED } }), adapt)).toThrow(/give both the same name \[cdk-cors:specSiblings\]/);
  });
});

test('parameters with names that API Gateway refuses are left out and told, with or without the option', () => {
  const query = (name: string) => ({ name, in: 'query', schema: { type: 'string' } });
  const source = document({ '/items': { get: { ...PROXIED, parameters: [query('size[width]'), query('ids[]'), query('SentAt>'), query('ok'), query('o-k_.$9')] } } });
  for (const made of [specApi(source), specApi(source, adapt)]) {
    expect(bodyOf(made).paths['/items'].get.parameters.map(({ name }: { name: string }) => name)).toEqual(['ok', 'o-k_.$9']);
    expect(told(made)).toEqual([expect.stringMatching(/"size\[width\]".*"ids\[\]".*"SentAt>"/)]);
  }
});

test('an operationId that another operation has is left out and told: nothing at API Gateway depends on it', () => {
  const made = specApi(document({ '/a': { get: { ...PROXIED, operationId: 'x' } }, '/b': { get: { ...PROXIED, operationId: 'x' }, put: { ...PROXIED, operationId: 'y' } } }));
  const { paths } = bodyOf(made);
  expect([paths['/a'].get.operationId, paths['/b'].get.operationId, paths['/b'].put.operationId]).toEqual(['x', undefined, 'y']);
  expect(told(made)).toEqual([expect.stringContaining('#/paths/~1b/get ("x", as #/paths/~1a/get)')]);
});

test('a path parameter that the path doesn\'t have is left out and told: exports and hand-written documents have them', () => {
  const made = specApi(document({ '/a': { get: { ...PROXIED, parameters: [path('id')] } } }));
  expect(bodyOf(made).paths['/a'].get).not.toHaveProperty('parameters');
  expect(told(made)).toEqual([expect.stringContaining('#/paths/~1a/get ("id")')]);
});

test('nothing is told of a document that is imported as it is', () => {
  expect(told(specApi(document({ '/a/{b}': { get: PROXIED }, '/a/{b}/c': { get: PROXIED } }), adapt))).toEqual([]);
});

describe('SpecModels.KEEP keeps what API Gateway takes, and lets more through where it takes less', () => {
  const kept = (schema: object, rest: object = {}) => {
    const made = specApi(document({ '/': { post: PROXIED } }, { components: { schemas: { It: schema, ...rest } } }), { models: SpecModels.KEEP });
    return { schema: bodyOf(made).components.schemas.It, told: told(made) };
  };

  // [what, schema, what is imported, what is told]
  test.each<[string, object, object, string[]]>([
    ['keywords of later drafts', { type: 'object', propertyNames: { pattern: '^[a-z]+$' }, properties: { tags: { type: 'array', contains: { type: 'string' } } } },
      { type: 'object', properties: { tags: { type: 'array' } } }, ['It ("propertyNames")', 'It/properties/tags ("contains")']],
    ['formats of numbers', { properties: { a: { type: 'number', format: 'decimal' }, b: { type: 'number', format: 'int32' }, c: { type: 'integer', format: 'int32' } } },
      { properties: { a: { type: 'number' }, b: { type: 'number' }, c: { type: 'integer', format: 'int32' } } }, ['It/properties/a (the format "decimal" of a number)']],
    ['null, which a type alone would refuse', { properties: { a: { type: 'string', nullable: true }, b: { type: ['string', 'null'] }, c: { type: 'string', nullable: false } } },
      { properties: { a: {}, b: {}, c: { type: 'string' } } }, ['It/properties/a ("nullable"', 'It/properties/b (the types string, null)']],
    ['bounds', { type: 'integer', minimum: 0, exclusiveMinimum: true }, { type: 'integer', minimum: 0 }, ['It ("exclusiveMinimum")']],
    ['what would refuse more without its neighbour', { patternProperties: { '^x-': {} }, additionalProperties: false }, {}, ['"patternProperties"']],
    ['a negation of what takes more', { not: { const: 1 } }, {}, ['It/not ("const")']],
    ['one of what takes more, which may be several', { oneOf: [{ const: 1 }, { type: 'string' }] }, { anyOf: [{}, { type: 'string' }] }, ['It/oneOf/0 ("const")']],
    ['one of what is the same', { oneOf: [{ type: 'integer' }, { type: 'string' }] }, { oneOf: [{ type: 'integer' }, { type: 'string' }] }, []],
    ['what annotates', { type: 'object', example: { a: 1 }, discriminator: { propertyName: 'a' }, properties: { example: { type: 'string', readOnly: true } } },
      { type: 'object', properties: { example: { type: 'string' } } }, []],
    ['itself within allOf', { allOf: [{ $ref: '#/components/schemas/It' }] }, { allOf: [{}] }, ['It/allOf/0 (the reference']],
    ['flags as schemas', { properties: { a: true, b: false }, additionalProperties: false }, { properties: { a: {}, b: {} }, additionalProperties: false }, []],
    ['lists of no names, and flags of older drafts', { required: [], properties: { a: { type: 'string', required: true } } }, { properties: { a: { type: 'string' } } }, []],
  ])('%s', (_what, schema, expected, places) => {
    const { schema: imported, told: [text] } = kept(schema);
    expect(imported).toEqual(expected);
    expect(places.filter((each) => !(text ?? '').includes(each))).toEqual([]);
  });

  test('names with signs are changed, with the references to them', () => {
    const made = specApi(document({ '/': { post: PROXIED } }, { components: { schemas: { 'my-item': { type: 'object' }, 'myItem': {}, 'A.List': { items: { $ref: '#/components/schemas/my-item' } } } } }), { models: SpecModels.KEEP });
    expect(bodyOf(made).components.schemas).toEqual({ myItem2: { type: 'object' }, myItem: {}, AList: { items: { $ref: '#/components/schemas/myItem2' } } });
    expect(told(made)[0]).toContain('#/components/schemas/my-item to "myItem2"');
  });

  test('a response of a simple type has no model, and with the option none has', () => {
    const source = document({
      '/': { get: { ...PROXIED, responses: { 200: { description: '', content: { 'text/plain': { schema: { type: 'string' } }, 'application/json': { schema: { $ref: '#/components/schemas/It' } } } } } } },
    }, { components: { schemas: { It: { type: 'object' } } } });
    const contents = [{}, adapt].map((props) => bodyOf(specApi(source, { models: SpecModels.KEEP, ...props })).paths['/'].get.responses[200].content);
    expect(contents).toEqual([{ 'application/json': { schema: { $ref: '#/components/schemas/It' } } }, undefined]);
  });
});

test('all problems of a document are told in one go, by kind, the first twenty of each', () => {
  const stack = newStack();
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`/p${index}/{id}.json`, { get: {} }]));
  const message = (() => {
    try {
      return new CorsSpecRestApi(stack, 'Api', {
        cors: ONE,
        handler: newFunction(stack),
        definition: SpecDefinition.fromObject(document({ ...many, '/a/{b}': { get: {} }, '/a/{c}': { put: { security: [{ no: [] }] } }, '/t': { get: {}, trace: {} } }, {
          'x-amazon-apigateway-gateway-responses': { DEFAULT_4xx: {} },
        })),
      }).document;
    } catch (error) {
      return (error as Error).message;
    }
  })();
  const lines = String(message).split('\n');
  expect(lines.filter((line) => line.includes('.json'))).toHaveLength(20);
  expect(lines.filter((line) => line.startsWith('and 5 more like these'))).toEqual(['and 5 more like these [cdk-cors:specPath]']);
  expect(['specMethod', 'specSiblings', 'specSecurity', 'specGatewayResponse'].filter((code) => !lines.some((line) => line.endsWith(`[cdk-cors:${code}]`)))).toEqual([]);
});
