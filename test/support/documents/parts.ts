/** Parts that published documents of API Gateway have in common, in the words of this library. */
export interface Json { [key: string]: any }

export const INTEGRATION = 'x-amazon-apigateway-integration';
export const ANY = 'x-amazon-apigateway-any-method';
export const AUTHTYPE = 'x-amazon-apigateway-authtype';
export const AUTHORIZER = 'x-amazon-apigateway-authorizer';
export const VALIDATORS = { 'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true, validateRequestParameters: false }, all: { validateRequestBody: true, validateRequestParameters: true } } };

const action = (service: string) => `arn:aws:apigateway:us-east-1:${service}`;
export const FUNCTION = action('lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:parcels/invocations');
const ROLE = 'arn:aws:iam::111122223333:role/gateway';

/** A Swagger 2.0 document as API Gateway exports it. */
export function v2(paths: Json, rest: Json = {}): Json {
  return {
    swagger: '2.0',
    info: { version: '2026-01-07T10:00:00Z', title: 'parcels' },
    host: 'abc123.execute-api.us-east-1.amazonaws.com',
    basePath: '/prod',
    schemes: ['https'],
    paths,
    definitions: { Empty: { type: 'object', title: 'Empty Schema' }, ...rest.definitions },
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'definitions')),
  };
}

/** An OpenAPI 3 document as API Gateway exports it. */
export function v3(paths: Json, rest: Json = {}): Json {
  return {
    openapi: '3.0.1',
    info: { title: 'parcels', version: '2026-01-07T10:00:00Z' },
    servers: [{ url: 'https://abc123.execute-api.us-east-1.amazonaws.com/{basePath}', variables: { basePath: { default: 'prod' } } }],
    paths,
    ...rest,
  };
}

/** Who answers. */
export const by = {
  proxy: (rest: Json = {}): Json => ({ [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST', uri: FUNCTION, passthroughBehavior: 'when_no_match', responses: { default: { statusCode: '200' } }, ...rest } }),
  sub: (name = 'ParcelsFunction'): Json => ({ [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST', uri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations` } } }),
  lambda: (responses: Json = { default: { statusCode: '200' } }, rest: Json = {}): Json => ({ [INTEGRATION]: { type: 'aws', httpMethod: 'POST', uri: FUNCTION, responses, ...rest } }),
  service: (name: string, responses: Json = { default: { statusCode: '200' } }, rest: Json = {}): Json => ({ [INTEGRATION]: { type: 'aws', httpMethod: 'POST', credentials: ROLE, uri: action(name), responses, ...rest } }),
  url: (rest: Json = {}): Json => ({ [INTEGRATION]: { type: 'http_proxy', httpMethod: 'ANY', uri: 'https://backend.example.net/{proxy}', ...rest } }),
  http: (responses: Json = { default: { statusCode: '200' } }): Json => ({ [INTEGRATION]: { type: 'http', httpMethod: 'GET', uri: 'https://backend.example.net/parcels', responses } }),
  mock: (body = '{"ok": true}', rest: Json = {}): Json => ({ [INTEGRATION]: { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200', responseTemplates: { 'application/json': body }, ...rest } } } }),
};

export const header = (name: string) => `method.response.header.${name}`;
const ALLOWED = { [header('Access-Control-Allow-Origin')]: "'*'", [header('Access-Control-Allow-Methods')]: "'DELETE,GET,OPTIONS,POST,PUT'", [header('Access-Control-Allow-Headers')]: "'Content-Type,Authorization,X-Amz-Date,X-Api-Key,X-Amz-Security-Token'" };

interface CorsParts {
  readonly parameters?: Json;
  readonly integration?: Json;
  readonly operation?: Json;
  readonly response?: Json;
}

/** The MOCK OPTIONS that the console's "Enable CORS" makes, or a part of it. */
export const cors = (version: 2 | 3, { parameters = ALLOWED, integration = {}, operation = {}, response = {} }: CorsParts = {}): Json => {
  const names = Object.keys(parameters).map((key) => key.replace('method.response.header.', ''));
  const headers = Object.fromEntries(names.map((name) => [name, version === 2 ? { type: 'string' } : { schema: { type: 'string' } }]));
  return {
    ...version === 2 ? { consumes: ['application/json'], produces: ['application/json'] } : {},
    responses: { 200: { description: '200 response', headers, ...version === 2 ? { schema: { $ref: '#/definitions/Empty' } } : { content: { 'application/json': { schema: { $ref: '#/components/schemas/Empty' } } } } } },
    [INTEGRATION]: { type: 'mock', passthroughBehavior: 'when_no_match', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200', responseParameters: parameters, ...response } }, ...integration },
    ...operation,
  };
};

/** A described answer. */
export const ok = (version: 2 | 3, model = 'Empty'): Json => ({
  responses: { 200: { description: '200 response', ...version === 2 ? { schema: { $ref: `#/definitions/${model}` } } : { content: { 'application/json': { schema: { $ref: `#/components/schemas/${model}` } } } } } },
});

export const param = (version: 2 | 3, name: string, place = 'path', required = place === 'path', type = 'string'): Json =>
  ({ name, in: place, required, ...version === 2 ? { type } : { schema: { type } } });

/** Security schemes, by the names that SAM and exports give them. */
export const guards = {
  api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', [AUTHTYPE]: 'awsSigv4' },
  staff: { type: 'apiKey', name: 'Authorization', in: 'header', [AUTHTYPE]: 'cognito_user_pools', [AUTHORIZER]: { type: 'cognito_user_pools', providerARNs: ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_aaaaaaaaa'] } },
  token: { type: 'apiKey', name: 'Authorization', in: 'header', [AUTHTYPE]: 'custom', [AUTHORIZER]: { type: 'token', authorizerUri: FUNCTION, authorizerResultTtlInSeconds: 300, identityValidationExpression: '^Bearer .+$' } },
  request: { type: 'apiKey', name: 'Unused', in: 'header', [AUTHTYPE]: 'custom', [AUTHORIZER]: { type: 'request', authorizerUri: FUNCTION, identitySource: 'method.request.header.X-Depot, method.request.querystring.depot', authorizerResultTtlInSeconds: 0, authorizerCredentials: ROLE } },
};
export const secured = (version: 2 | 3, ...names: (keyof typeof guards)[]): Json => {
  const schemes = Object.fromEntries(names.map((name) => [name, guards[name]]));
  return version === 2 ? { securityDefinitions: schemes } : { components: { securitySchemes: schemes, schemas: { Empty: { type: 'object' } } } };
};
export const EMPTY = { components: { schemas: { Empty: { title: 'Empty Schema', type: 'object' } } } };
