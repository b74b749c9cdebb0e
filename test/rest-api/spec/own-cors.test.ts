/** A document's own CORS gives way to the policy: what exports of API Gateway and the console's "Enable CORS" write. */
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CorsPolicy, CorsSpecRestApi, SpecDefinition } from '../../../src';
import { newFunction, newStack } from '../../support/rest-api';
import { answerOf, APP, bodyOf, document, type Made, preflight, PROXIED, specApi } from './support';

const OTHER = 'https://admin.example.com';
const header = (name: string) => `method.response.header.${name}`;
const INTEGRATION = 'x-amazon-apigateway-integration';

/** An OPTIONS as the console writes it, with other parts. */
const options = (response: object = {}, integration: object = {}, operation: object = {}) => ({
  responses: { 200: { description: 'ok', headers: { 'Access-Control-Allow-Origin': { schema: { type: 'string' } }, 'Allow': { schema: { type: 'string' } } } } },
  [INTEGRATION]: {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200', responseParameters: { [header('Access-Control-Allow-Origin')]: "'*'", [header('Access-Control-Allow-Methods')]: "'GET,OPTIONS'" }, ...response } },
    ...integration,
  },
  ...operation,
});
const withOptions = (operation: object, rest: object = {}) => specApi(document({ '/items/{id}': { delete: PROXIED, options: operation } }, rest), { cors: CorsPolicy.forOrigins(APP, OTHER) });
const warn = ({ stack }: Made, text: string) => Annotations.fromStack(stack).findWarning('/Stack/Api', Match.stringLikeRegexp(text)).length;
const KEY = { components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } } };

describe('OPTIONS that does nothing but CORS answers as the policy says', () => {
  test.each<[string, object]>([
    ['of the console', options()],
    ['in lower case, with a type in upper case', options({ responseParameters: { [header('access-control-allow-origin')]: "'*'" } }, { type: 'MOCK' })],
    ['with the templates of a framework', options({ responseTemplates: { 'application/json': '#set($origin = $input.params("Origin"))\n#if($origin == "") #set($origin = "*") #end' } },
      { requestTemplates: { 'application/json': '{statusCode:200}' }, contentHandling: 'CONVERT_TO_TEXT' })],
    ['that says nothing, so that no preflight would pass', options({ responseParameters: {} })],
    ['without any response', { [INTEGRATION]: { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' } } }],
    ['with an empty object for a body', options({ responseTemplates: { 'application/json': '{}\n' } })],
    ['with headers that mean nothing on a preflight', options({ responseParameters: { [header('Access-Control-Allow-Origin')]: "'*'", [header('Content-Type')]: "'application/json'", [header('Vary')]: "'Origin'" } })],
    ['behind an API key', options({}, {}, { security: [{ key: [] }] })],
    ['behind IAM', options({}, {}, { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } })],
    ['behind a validator and a required header', options({}, {}, { 'x-amazon-apigateway-request-validator': 'all', 'parameters': [{ name: 'X-Depot', in: 'header', required: true, schema: { type: 'string' } }] })],
  ])('%s', (_what, operation) => {
    const made = withOptions(operation, { ...KEY, 'x-amazon-apigateway-request-validators': { all: { validateRequestParameters: true } } });
    expect(preflight(made, '/items/7', APP, 'DELETE')).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': APP } });
    expect(preflight(made, '/items/7', 'https://evil.example', 'DELETE').headers).not.toHaveProperty('access-control-allow-origin');
    expect(Object.keys(bodyOf(made).paths['/items/{id}'].options).sort()).toEqual(['responses', 'security', INTEGRATION]);
    expect(warn(made, 'OPTIONS of /items/\\{id\\}.*acknowledge.*corsReplaced')).toBe(1);
  });

  test('the warning names all in one, and can be acknowledged', () => {
    const made = specApi(document({ '/a': { get: PROXIED, options: options() }, '/b': { get: PROXIED, options: options() } }, {
      'x-amazon-apigateway-gateway-responses': { THROTTLED: { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } } },
    }));
    expect(warn(made, "OPTIONS of /a and /b.*Access-Control-Allow-Origin '\\*' of the gateway response THROTTLED")).toBe(1);
    Annotations.fromStack(made.stack).findWarning('*', Match.stringLikeRegexp('corsReplaced')).forEach(({ id }) => expect(id).toBe('/Stack/Api'));
  });
});

test.each<[string, object]>([
  ['by a proxy', { [INTEGRATION]: { type: 'http_proxy', httpMethod: 'OPTIONS', uri: 'https://backend.example.net/' } }],
  ['by a back end, with headers of the document', options({}, { type: 'http', httpMethod: 'OPTIONS', uri: 'https://backend.example.net/' })],
])('OPTIONS that is answered %s stays as it is', (_what, operation) => {
  const made = withOptions(operation);
  expect(bodyOf(made).paths['/items/{id}'].options).toMatchObject({ security: [], [INTEGRATION]: (operation as { [key: string]: object })[INTEGRATION] });
  expect(warn(made, 'corsReplaced')).toBe(0);
});

describe('a MOCK with something of its own to say stays, and its headers of CORS are the policy\'s', () => {
  const own = { 'a body': { responseTemplates: { 'application/json': '{"methods": ["GET"]}' } }, 'a header': { responseParameters: { [header('Access-Control-Allow-Origin')]: "'*'", [header('Allow')]: "'GET'" } } };

  test.each([
    ['a body', CorsPolicy.forOrigins(APP)], ['a body', CorsPolicy.forOrigins(APP, OTHER)], ['a header', CorsPolicy.forOrigins(APP)], ['a header', CorsPolicy.forOrigins(APP, OTHER)],
  ] as const)('%s', (what, cors) => {
    const made = specApi(document({ '/items/{id}': { delete: PROXIED, options: options(own[what]) } }), { cors });
    expect(preflight(made, '/items/7', APP, 'DELETE')).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': APP, 'access-control-allow-methods': expect.stringContaining('DELETE') } });
    expect(preflight(made, '/items/7', 'https://evil.example', 'DELETE').headers['access-control-allow-origin']).toBe(cors.allowOrigins.length === 1 ? APP : undefined);
    expect(JSON.stringify(bodyOf(made).paths['/items/{id}'].options)).toMatch(/methods\\": \[|Allow":"'GET'/);
    expect(warn(made, "Access-Control-Allow-Origin '\\*' of OPTIONS /items/\\{id\\} \\(200\\).*corsReplaced")).toBe(1);
  });
});

describe('headers of answers give way', () => {
  const mock = (responseParameters: object) => ({ [INTEGRATION]: { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200', responseParameters } } } });

  test.each<[string, CorsPolicy]>([['to one origin', CorsPolicy.forOrigins(APP)], ['to several', CorsPolicy.forOrigins(APP, OTHER)]])('%s', (_what, cors) => {
    const made = specApi(document({ '/items': { get: mock({ [header('Access-Control-Allow-Origin')]: "'*'", [header('Access-Control-Allow-Credentials')]: "'true'" }) } }), { cors });
    const answer = answerOf(made, 'GET', '/items', { origin: APP });
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': APP });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    expect(warn(made, "Access-Control-Allow-Origin '\\*' of GET /items \\(200\\) and Access-Control-Allow-Credentials 'true'.*corsReplaced")).toBe(1);
  });

  test.each<[string, unknown]>([['an origin by a function of CloudFormation', { 'Fn::Sub': "'https://${Domain}'" }], ['an origin without quotes', '*']])('also %s', (_what, origin) => {
    const made = specApi(document({ '/items': { get: mock({ [header('Access-Control-Allow-Origin')]: origin }) } }), { cors: CorsPolicy.forOrigins(APP, OTHER) });
    expect(answerOf(made, 'GET', '/items', { origin: OTHER }).headers).toMatchObject({ 'access-control-allow-origin': OTHER });
    expect(warn(made, 'Access-Control-Allow-Origin .* of GET /items \\(200\\).*corsReplaced')).toBe(1);
  });

  test('but one that the back end sends stays', () => {
    const mapped = { [header('Access-Control-Allow-Origin')]: 'integration.response.header.Access-Control-Allow-Origin' };
    const made = specApi(document({ '/items': { get: { [INTEGRATION]: { type: 'http', httpMethod: 'GET', uri: 'https://backend.example.net/', responses: { default: { statusCode: '200', responseParameters: mapped } } } } } }));
    expect(bodyOf(made).paths['/items'].get[INTEGRATION].responses.default.responseParameters).toMatchObject(mapped);
    expect(warn(made, 'corsReplaced')).toBe(0);
  });
});

describe('a body that is passed through, with several origins', () => {
  const passed = (integration: object, operation: object = {}) => document({
    '/items': { get: { ...operation, [INTEGRATION]: { httpMethod: 'POST', responses: { default: { statusCode: '200' } }, ...integration } } },
  });
  const several = { cors: CorsPolicy.forOrigins(APP, OTHER) };
  const uri = (service: string) => `arn:aws:apigateway:us-east-1:${service}`;

  test.each<[string, object, object]>([
    ['of a Lambda function', { type: 'aws', uri: uri('lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f/invocations') }, {}],
    ['of DynamoDB', { type: 'aws', uri: uri('dynamodb:action/Query') }, {}],
    ['of a back end that the document says sends JSON', { type: 'http', uri: 'https://backend.example.net/' }, { responses: { 200: { description: '', content: { 'application/json': {} } } } }],
  ])('%s is JSON and passes by a template', (_what, integration, operation) => {
    const { responseTemplates } = bodyOf(specApi(passed(integration, operation), several)).paths['/items'].get[INTEGRATION].responses.default;
    expect(responseTemplates['application/json']).toMatch(/\n\$input\.json\('\$'\)$/);
  });

  test.each<[string, object, RegExp]>([
    ['of S3, with a remedy that leaves images whole', { type: 'aws', uri: uri('s3:path/labels/{key}') }, /image of S3; map the header.*integration\.response\.header\.Access-Control-Allow-Origin.*corsByPath/],
    ['of a back end that may send anything', { type: 'http', uri: 'https://backend.example.net/' }, /for JSON add responseTemplates.*for others map the header/],
  ])('%s is refused', (_what, integration, message) => {
    expect(() => specApi(passed(integration), several)).toThrow(message);
    expect(() => specApi(passed(integration))).not.toThrow();
  });
});

test('a preflight of the policy\'s keeps path variables only', () => {
  const stack = newStack();
  const described = { summary: 'CORS', responses: {}, parameters: [{ name: 'X-Depot', in: 'header', required: true, schema: { type: 'string' } }], requestBody: { required: true, content: {} } };
  const api = new CorsSpecRestApi(stack, 'Api', {
    cors: CorsPolicy.forOrigins(APP),
    handler: newFunction(stack),
    definition: SpecDefinition.fromObject(document({ '/items/{id}': { parameters: [{ name: 'X-All', in: 'header', required: true, schema: { type: 'string' } }], get: {}, options: described } }, {
      'x-amazon-apigateway-request-validators': { all: { validateRequestParameters: true, validateRequestBody: true } }, 'x-amazon-apigateway-request-validator': 'all',
    })),
  });
  const { options: rendered } = bodyOf({ stack, api }).paths['/items/{id}'];
  expect(Object.keys(rendered).sort()).toEqual(['responses', 'security', 'summary', INTEGRATION]);
  expect(preflight({ stack, api }, '/items/7')).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': APP } });
  expect(answerOf({ stack, api }, 'GET', '/items/7', { origin: APP }).status).toBe(400);
});
