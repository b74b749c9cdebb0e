/** Documents as people write them: each is taken, and what it says reaches API Gateway in the form that API Gateway takes. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aws, Duration, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CorsSpecRestApi, SpecDefinition, SpecModels, SpecSecurity } from '../../../src';
import { newFunction, newStack, resourcesOf } from '../../support/rest-api';
import { answerOf, APP, bodyOf, document, ONE, operationsOf, preflight, preflightsOf, PROXIED, specApi } from './support';

const file = (name: string, text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'cdk-cors-spec-')), name);
  writeFileSync(path, text);
  return path;
};

const YAML = `
openapi: 3.0.3
info: { title: Shop, version: 2026-11-22 }
x-integration: &backend
  type: http_proxy
  httpMethod: GET
paths:
  /items:
    get:
      responses: { 200: { description: Items } }
      x-amazon-apigateway-integration:
        <<: *backend
        uri: !Sub https://\${Backend}/items
    post:
      x-amazon-apigateway-integration: { <<: *backend, httpMethod: POST, uri: { 'Fn::Sub': 'https://\${Backend}/items' } }
  /near:
    get:
      x-amazon-apigateway-integration: { <<: *backend, uri: !GetAtt Backend.Endpoint.Url }
`;

describe('a document', () => {
  const same = { '/items': { get: PROXIED } };

  test('as an object, a JSON file, a YAML file, or the file of an asset is the same', () => {
    const json = JSON.stringify(document(same));
    const stack = newStack();
    const definitions = [
      SpecDefinition.fromObject(document(same)),
      SpecDefinition.fromFile(file('openapi.json', `\uFEFF${json}`)),
      SpecDefinition.fromFile(file('openapi.yaml', `# a document\n${json}`)),
      SpecDefinition.fromAsset(new Asset(stack, 'Asset', { path: file('openapi.json', json) })),
    ];
    const bodies = definitions.map((definition) => bodyOf(specApi(definition)));
    expect(bodies.slice(1)).toEqual([bodies[0], bodies[0], bodies[0]]);
  });

  test('isn\'t changed', () => {
    const mine = document({ '/items': { get: PROXIED, options: { description: 'preflight' } } }, { security: [] });
    const before = JSON.stringify(mine);
    specApi(mine);
    expect(JSON.stringify(mine)).toBe(before);
  });

  test('in YAML may have anchors, merge keys and the short form of CloudFormation\'s functions', () => {
    const { paths, info } = bodyOf(specApi(SpecDefinition.fromFile(file('openapi.yaml', YAML))));
    expect(info.version).toBe('2026-11-22');
    expect(paths['/items'].get['x-amazon-apigateway-integration']).toEqual({ type: 'http_proxy', httpMethod: 'GET', uri: { 'Fn::Sub': 'https://${Backend}/items' } });
    expect(paths['/items'].post['x-amazon-apigateway-integration']).toEqual({ type: 'http_proxy', httpMethod: 'POST', uri: { 'Fn::Sub': 'https://${Backend}/items' } });
    expect(paths['/near'].get['x-amazon-apigateway-integration'].uri).toEqual({ 'Fn::GetAtt': ['Backend', 'Endpoint.Url'] });
  });

  test('may have tokens', () => {
    const stack = newStack();
    const handler = newFunction(stack);
    const uri = `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`;
    const api = new CorsSpecRestApi(stack, 'Api', {
      cors: ONE,
      definition: SpecDefinition.fromObject(document({ '/': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } } } })),
    });
    const { uri: rendered } = bodyOf({ stack, api }).paths['/'].get['x-amazon-apigateway-integration'];
    expect(JSON.stringify(rendered)).toMatch(/"Fn::GetAtt":\["Handler[0-9A-F]+","Arn"\]/);
  });
});

describe('references', () => {
  test('to parameters, responses, headers\' owners and path items are followed, since API Gateway follows few', () => {
    const { paths } = bodyOf(specApi(document({
      '/items': { $ref: '#/components/pathItems/Items' },
      '/escaped': { get: { ...PROXIED, parameters: [{ $ref: '#/components/parameters/a~1b%20c' }] } },
    }, {
      components: {
        pathItems: { Items: { parameters: [{ $ref: '#/components/parameters/Page' }], get: { ...PROXIED, responses: { 404: { $ref: '#/components/responses/Missing' } } } } },
        parameters: { 'Page': { $ref: '#/components/parameters/Real' }, 'Real': { name: 'page', in: 'query', schema: { type: 'integer' } }, 'a/b c': { name: 'x', in: 'query' } },
        responses: { Missing: { description: 'Missing', headers: { 'X-Id': { schema: { type: 'integer' } } } } },
      },
    })));
    expect(paths['/items'].get).toMatchObject({
      parameters: [{ name: 'page', in: 'query', schema: { type: 'integer' } }],
      responses: { 404: { description: 'Missing', headers: { 'X-Id': { schema: { type: 'string' } } } } },
    });
    expect(paths['/escaped'].get.parameters).toEqual([{ name: 'x', in: 'query', schema: { type: 'string' } }]);
  });

  test('a parameter of an operation takes the place of its path\'s', () => {
    const { paths } = bodyOf(specApi(document({
      '/items/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }, { name: 'q', in: 'query', schema: { type: 'string' } }],
        get: { ...PROXIED, parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'integer' } }] },
      },
    })));
    expect(paths['/items/{id}'].get.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } }, { name: 'q', in: 'query', required: true, schema: { type: 'integer' } },
    ]);
  });
});

describe('paths and parameters', () => {
  test.each([
    ['/items/{id}'], ['/items/{item-id}'], ['/items/{item_id}/parts/{part.id}'], ['/v1/items:batchGet'], ['/files/{path+}'], ['/a,b'], ['/'],
  ])('%s', (path) => {
    expect(operationsOf(specApi(document({ [path]: { get: PROXIED } })))).toContain(`GET ${path}`);
  });

  test.each(['simple', 'label', 'matrix'])('a path parameter in the style %s is declared; API Gateway knows no styles', (style) => {
    const parameter = { name: 'id', in: 'path', required: true, style, explode: true, schema: { type: 'array', items: { type: 'string' } } };
    expect(bodyOf(specApi(document({ '/items/{id}': { get: { ...PROXIED, parameters: [parameter] } } }))).paths['/items/{id}'].get.parameters)
      .toEqual([{ name: 'id', in: 'path', required: true, schema: { type: 'array' } }]);
  });

  test('a slash at the end is left out: a resource has none', () => {
    expect(operationsOf(specApi(document({ '/items/': { get: PROXIED } })))).toContain('GET /items');
  });

  test('cookie parameters are left out, which REST APIs don\'t know', () => {
    expect(bodyOf(specApi(document({ '/': { get: { ...PROXIED, parameters: [{ name: 'sid', in: 'cookie' }] } } }))).paths['/'].get).not.toHaveProperty('parameters');
  });
});

describe('versions', () => {
  test('3.1 is imported as 3.0, which is all that API Gateway takes', () => {
    const body = bodyOf(specApi({ openapi: '3.1.0', info: { title: 'Shop', version: '1', summary: 'x' }, webhooks: { sold: {} }, paths: { '/': { get: PROXIED } } }));
    expect(body).toMatchObject({ openapi: '3.0.1', info: { title: 'Shop', version: '1' } });
    expect(body).not.toHaveProperty('webhooks');
  });

  test('servers are for callers; what extends them for API Gateway is kept', () => {
    const configuration = { 'url': 'https://api.example.com', 'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: ['vpce-1'] } };
    const { servers } = bodyOf(specApi(document({ '/': { get: PROXIED } }, { servers: [{ url: 'https://{region}.example.com/v1', variables: {} }, configuration] })));
    expect(servers).toEqual([configuration]);
    expect(bodyOf(specApi(document({ '/': { get: PROXIED } }, { servers: [{ url: '/v1' }] })))).not.toHaveProperty('servers');
  });
});

describe('who answers', () => {
  test('the handler takes what names nobody, a route its operation, and a new route is added', () => {
    const stack = newStack();
    const [all, orders, extra] = ['All', 'Orders', 'Extra'].map((id) => newFunction(stack, id));
    const api = new CorsSpecRestApi(stack, 'Api', {
      cors: ONE,
      handler: all,
      routes: { 'POST /orders': orders, 'GET /health': extra },
      definition: SpecDefinition.fromObject(document({ '/items': { get: {} }, '/orders': { get: {}, post: { operationId: 'order' } }, '/back': { get: PROXIED } })),
    });
    const { paths } = bodyOf({ stack, api });
    const functionOf = (operation: any) => /functions\/\$\{([A-Z][a-z]+)/.exec(operation['x-amazon-apigateway-integration'].uri['Fn::Sub'])![1];
    expect([paths['/items'].get, paths['/orders'].get, paths['/orders'].post, paths['/health'].get].map(functionOf)).toEqual(['All', 'All', 'Orders', 'Extra']);
    expect(paths['/back'].get['x-amazon-apigateway-integration'].uri).toBe('https://backend.example.net/');
    expect(paths['/orders'].post.operationId).toBe('order');
  });

  test('documentation can be left out', () => {
    const operation = { ...PROXIED, summary: 'List', description: 'Lists', tags: ['a'], responses: { 200: { description: 'OK' } } };
    const bodies = [{}, { parameters: { ignore: 'documentation' } }].map((props) => bodyOf(specApi(document({ '/': { get: operation } }), props)).paths['/'].get);
    expect(bodies[0]).toMatchObject({ summary: 'List', description: 'Lists', tags: ['a'], responses: { 200: { description: 'OK' } } });
    expect(Object.keys(bodies[1]).sort()).toEqual(['responses', 'x-amazon-apigateway-integration']);
  });

  test('an import that must be without warnings says a response of each operation', () => {
    expect(bodyOf(specApi(document({ '/': { get: PROXIED } }), { failOnWarnings: true })).paths['/'].get.responses).toEqual({ 200: { description: '' } });
  });
});

describe('security', () => {
  const scheme = { 'type': 'apiKey', 'in': 'header', 'name': 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  const guarded = { components: { securitySchemes: { sigv4: scheme } }, security: [{ sigv4: [] }] };

  test('of the whole document is written into its operations, because API Gateway reads it there only', () => {
    const made = specApi(document({ '/items': { get: PROXIED, post: { ...PROXIED, security: [] } } }, guarded));
    const body = bodyOf(made);
    expect(body.paths['/items'].get.security).toEqual([{ sigv4: [] }]);
    expect(body.paths['/items'].post.security).toEqual([]);
    expect(body).not.toHaveProperty('security');
    expect(answerOf(made, 'GET', '/items', { origin: APP })).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': APP } });
  });

  test('never guards a preflight, also one that the document has itself', () => {
    const options = { 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'OPTIONS', uri: 'https://backend.example.net/' } };
    const made = specApi(document({ '/items': { get: PROXIED }, '/own': { get: PROXIED, options } }, guarded));
    const { paths } = bodyOf(made);
    for (const [path, item] of Object.entries<any>(paths).filter(([, each]) => each.options !== undefined)) {
      expect([path, item.options.security]).toEqual([path, []]);
    }
    expect(preflight(made, '/items').status).toBe(204);
    expect(preflight(made, '/own').status).toBe(200);
  });

  test('that API Gateway doesn\'t know needs to be said who enforces', () => {
    const stack = newStack();
    const authorizer = newFunction(stack, 'Authorizer');
    const paths = Object.fromEntries(['oauth', 'jwt', 'basic', 'key', 'signed'].map((name) => [`/${name}`, { get: { ...PROXIED, security: [{ [name]: name === 'jwt' ? ['items/read'] : [] }] } }]));
    const api = new CorsSpecRestApi(stack, 'Api', {
      cors: ONE,
      definition: SpecDefinition.fromObject(document(paths, {
        components: {
          securitySchemes: {
            oauth: { type: 'oauth2', flows: {} }, jwt: { type: 'openIdConnect' }, basic: { type: 'http', scheme: 'basic' }, key: { type: 'apiKey', in: 'query', name: 'k' }, signed: { type: 'http' },
          },
        },
      })),
      security: {
        oauth: SpecSecurity.byHandler(),
        jwt: SpecSecurity.cognito(new UserPool(stack, 'Pool')),
        basic: SpecSecurity.lambda(authorizer, { identityHeaders: ['Authorization', 'X-Tenant'], resultsCacheTtl: Duration.minutes(1) }),
        key: SpecSecurity.apiKey(),
        signed: SpecSecurity.iam(),
      },
    });
    const body = bodyOf({ stack, api });
    expect(Object.values<any>(body.paths).filter(({ get }) => get !== undefined).map(({ get }) => get.security)).toEqual(
      [[], [{ jwt: ['items/read'] }], [{ basic: [] }], [{ key: [] }], [{ signed: [] }]]);
    expect(body.components.securitySchemes).toEqual({
      jwt: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'cognito_user_pools', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [expect.anything()] } },
      basic: {
        'type': 'apiKey',
        'name': 'Authorization',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'request', identitySource: 'method.request.header.Authorization, method.request.header.X-Tenant', authorizerUri: { 'Fn::Sub': expect.stringContaining('Authorizer') }, authorizerResultTtlInSeconds: 60,
        },
      },
      key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      signed: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    });
    // The back end is called over HTTP: the only function is the authorizer.
    expect(Object.keys(resourcesOf(stack, 'AWS::Lambda::Permission'))).toHaveLength(1);
  });
});

describe('models', () => {
  const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } };
  const operation = { ...PROXIED, requestBody: body, responses: { 200: { description: 'OK', ...body } } };
  const schemas = { Item: { type: 'object', required: ['id'], example: { id: 1 }, properties: { id: { type: 'integer', example: 1 }, example: { type: 'string', nullable: false } } } };
  const validated = { 'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true } }, 'x-amazon-apigateway-request-validator': 'all' };

  test('are left out where nothing validates', () => {
    const made = bodyOf(specApi(document({ '/': { post: operation } }, { components: { schemas: { ...schemas, 'Not-a-name': { nullable: true } } } })));
    expect(made).not.toHaveProperty('components');
    expect(made.paths['/'].post).toMatchObject({ responses: { 200: { description: 'OK' } } });
    expect(made.paths['/'].post).not.toHaveProperty('requestBody');
  });

  test('are kept where a validator reads them, without annotations', () => {
    const plain = { Item: { ...schemas.Item, properties: { ...schemas.Item.properties, example: { type: 'string' } } } };
    const made = specApi(document({ '/': { post: operation } }, { ...validated, components: { schemas: plain } }));
    expect(bodyOf(made).components.schemas).toEqual({ Item: { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, example: { type: 'string' } } } });
    expect(bodyOf(made).paths['/'].post).toMatchObject({ requestBody: body, responses: { 200: { description: 'OK', ...body } } });
    expect(answerOf(made, 'POST', '/', { 'origin': APP, 'content-type': 'application/json' })).toMatchObject({ status: 400, headers: { 'access-control-allow-origin': APP } });
  });

  test('are kept or left out as told', () => {
    const source = document({ '/': { post: operation } }, { components: { schemas: { Item: { type: 'object' } } } });
    expect(bodyOf(specApi(source, { models: SpecModels.KEEP })).components.schemas).toEqual({ Item: { type: 'object' } });
    expect(bodyOf(specApi({ ...source, ...validated }, { models: SpecModels.OMIT }))).not.toHaveProperty('components');
  });
});

test('two documents in an app don\'t mix', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const [one, other] = ['One', 'Other'].map((id) => new CorsSpecRestApi(stack, id, { cors: ONE, definition: SpecDefinition.fromObject(document({ [`/${id}`]: { get: PROXIED } })) }));
  expect(Object.keys(one.document.paths)).toContain('/One');
  expect(Object.keys(other.document.paths)).not.toContain('/One');
  expect(preflightsOf({ stack, api: one })).toEqual(['/', '/{proxy+}']);
});
