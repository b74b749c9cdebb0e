/**
 * Documents with API Gateway's extensions as they are published: exports of the console, bodies of SAM and Terraform, and what frameworks write. Each row has the structure of
 * such a document in words and names of its own.
 */
import { ANY, AUTHORIZER, AUTHTYPE, by, cors, EMPTY, header, INTEGRATION, type Json, ok, param, secured, v2, v3, VALIDATORS } from './parts';

export interface Published {
  readonly name: string;
  readonly document: Json;
  /** What the user says besides. */
  readonly byHandler?: readonly string[];
  readonly adapt?: boolean;
  /** Whether a policy admits by the caller's network, which no template tells. */
  readonly byNetwork?: boolean;
  /** Why it is refused. Undefined where it is taken. */
  readonly refused?: { readonly code: string; readonly rule: string; readonly byApiGateway: boolean };
}

const taken = (name: string, document: Json, rest: Partial<Published> = {}): Published => ({ name, document, ...rest });
const refused = (name: string, document: Json, code: string, rule: string, byApiGateway = false): Published =>
  ({ name, document, refused: { code, rule, byApiGateway } });
const star = { [header('Access-Control-Allow-Origin')]: "'*'" };
const gateway = (types: Json): Json => ({ 'x-amazon-apigateway-gateway-responses': types });
const statement = (principal: unknown, rest: Json = {}): Json => ({ 'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...rest }] } });

const EXPORTS: Published[] = [
  taken('an export with a function and the console\'s OPTIONS', v2({ '/parcels': { get: { ...ok(2), ...by.proxy() }, options: cors(2) } })),
  taken('the same in OpenAPI 3', v3({ '/parcels': { get: { ...ok(3), ...by.proxy() }, options: cors(3) } }, EMPTY)),
  taken('an export of {proxy+} with ANY and OPTIONS', v2({ '/{proxy+}': { [ANY]: { produces: ['application/json'], parameters: [param(2, 'proxy')], ...by.proxy({ cacheNamespace: 'p1', cacheKeyParameters: ['method.request.path.proxy'] }) }, options: cors(2) } })),
  taken('the same of the root and below it, in OpenAPI 3', v3({ '/': { [ANY]: by.proxy(), options: cors(3) }, '/{proxy+}': { [ANY]: { parameters: [param(3, 'proxy')], ...by.proxy() }, options: cors(3) } }, EMPTY)),
  taken('an export with a user pool', v2({ '/parcels': { get: { ...ok(2), security: [{ staff: ['parcels/read'] }], ...by.proxy() }, options: cors(2) } }, secured(2, 'staff'))),
  taken('an export with a token authorizer', v2({ '/parcels/{id}': { put: { parameters: [param(2, 'id')], ...ok(2), security: [{ token: [] }], ...by.proxy() }, options: cors(2) } }, secured(2, 'token'))),
  taken('an export with a request authorizer', v3({ '/parcels': { get: { security: [{ request: [] }], ...by.proxy() }, options: cors(3) } }, secured(3, 'request'))),
  taken('an export with an API key, whose OPTIONS says nothing', v2({ '/parcels': { post: { security: [{ api_key: [] }], ...by.proxy() }, options: { [INTEGRATION]: { type: 'mock', passthroughBehavior: 'when_no_match', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200' } } } } } }, secured(2, 'api_key'))),
  taken('signed and with a key, as two entries', v3({ '/login': { post: { security: [{ sigv4: [] }, { api_key: [] }], ...by.proxy() }, options: cors(3) } }, secured(3, 'sigv4', 'api_key'))),
  taken('a validator, models and a required header', v2({
    '/parcels': {
      post: {
        'consumes': ['application/json'], 'parameters': [param(2, 'X-Depot', 'header', true), { in: 'body', name: 'Parcel', required: true, schema: { $ref: '#/definitions/Parcel' } }], ...ok(2), 'x-amazon-apigateway-request-validator': 'all', ...by.proxy(),
      },
      options: cors(2),
    },
  }, { ...VALIDATORS, definitions: { Parcel: { type: 'object', required: ['weight'], properties: { weight: { type: 'integer', format: 'int32' } } } } })),
  taken('a validator of the whole document', v3({ '/parcels': { post: { requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Parcel' } } } }, ...by.proxy() }, options: cors(3) } }, {
    ...VALIDATORS, 'x-amazon-apigateway-request-validator': 'body', 'components': { schemas: { Parcel: { type: 'object', properties: { weight: { type: 'number' } } }, Empty: { type: 'object' } } },
  })),
  taken('gateway responses with the console\'s headers', v2({ '/parcels': { get: by.proxy(), options: cors(2) } }, gateway({
    DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'", 'gatewayresponse.header.Access-Control-Allow-Methods': "'GET,OPTIONS'", 'gatewayresponse.header.Access-Control-Allow-Headers': "'*'" } },
    UNAUTHORIZED: { statusCode: 401, responseTemplates: { 'application/json': '{"message":$context.error.messageString}' }, responseParameters: { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" } },
  }))),
  taken('gateway responses that echo any origin', v3({ '/parcels': { get: by.proxy() } }, gateway({ DEFAULT_5XX: { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin', 'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'" } } }))),
  taken('a resource policy of addresses', v2({ '/parcels': { get: by.proxy(), options: cors(2) } }, statement('*', { Condition: { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } } })), { byNetwork: true }),
  taken('a resource policy of accounts', v3({ '/parcels': { get: { security: [{ sigv4: [] }], ...by.proxy() } } }, { ...secured(3, 'sigv4'), ...statement({ AWS: ['arn:aws:iam::111122223333:root'] }) })),
  taken('a private API', v3({ '/parcels': { get: by.proxy() } }, { servers: [{ 'url': 'https://abc123.execute-api.us-east-1.amazonaws.com/prod', 'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: ['vpce-0123456789abcdef0'] } }], ...statement('*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } } }) }), { byNetwork: true }),
  taken('images as binary', v2({ '/labels/{id}': { get: { produces: ['image/png'], parameters: [param(2, 'id')], ...by.proxy({ contentHandling: 'CONVERT_TO_BINARY' }) }, options: cors(2) } }, { 'x-amazon-apigateway-binary-media-types': ['image/png'] })),
  taken('everything as binary', v3({ '/labels': { get: by.proxy(), options: cors(3) } }, { 'x-amazon-apigateway-binary-media-types': ['*/*'], ...EMPTY })),
  taken('documentation of its parts', v2({ '/parcels': { get: by.proxy(), options: cors(2) } }, { 'x-amazon-apigateway-documentation': { version: '1.0', documentationParts: [{ location: { type: 'API' }, properties: { description: 'All parcels' } }] } })),
  taken('keys by an authorizer', v3({ '/parcels': { get: { security: [{ token: [] }, { api_key: [] }], ...by.proxy() } } }, { ...secured(3, 'token', 'api_key'), 'x-amazon-apigateway-api-key-source': 'AUTHORIZER' })),
  taken('compression and a timeout', v3({ '/parcels': { get: by.proxy({ timeoutInMillis: 29000, connectionType: 'INTERNET' }) } }, { 'x-amazon-apigateway-minimum-compression-size': 1024 })),
  taken('tags, and an operationId that two operations have', v3({ '/a': { get: { operationId: 'list', tags: ['a'], ...by.proxy() } }, '/b': { get: { operationId: 'list', tags: ['b'], ...by.proxy() } } })),
  taken('a greedy variable of another name', v2({ '/drafts/check/{parcelId+}': { post: { parameters: [param(2, 'parcelId')], security: [{ token: [] }], ...by.lambda(undefined, { requestTemplates: { 'application/json': '{"id": "$input.params(\'parcelId\')"}' } }) } } }, secured(2, 'token'))),
  taken('a path parameter that the path doesn\'t have', v3({ '/': { post: { parameters: [param(3, 'parcelId')], ...by.service('states:action/StartExecution', undefined, { requestTemplates: { 'application/json': '{"input": "{}", "stateMachineArn": "arn"}' } }) } } })),
];

const SERVICES: Published[] = [
  taken('a function that isn\'t a proxy, with patterns of errors', v2({
    '/parcels': {
      get: {
        responses: { 200: { description: '', headers: { 'Access-Control-Allow-Origin': { type: 'string' } } }, 400: { description: '' } },
        ...by.lambda({
          'default': { statusCode: '200', responseParameters: star }, '.*BadRequest.*': { statusCode: '400', responseTemplates: { 'application/json': '{"message": $input.path(\'$.errorMessage\')}' } },
        }),
      },
      options: cors(2),
    },
  })),
  taken('Kinesis, with templates of requests', v2({ '/streams/{name}': { get: { parameters: [param(2, 'name')], ...ok(2), ...by.service('kinesis:action/DescribeStream', undefined, { requestTemplates: { 'application/json': '{"StreamName": "$input.params(\'name\')"}' }, requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" } }) } } })),
  taken('DynamoDB, with templates both ways', v3({ '/parcels': { get: by.service('dynamodb:action/Scan', { default: { statusCode: '200', responseTemplates: { 'application/json': '#set($root = $input.path(\'$\'))\n[#foreach($each in $root.Items){"id": "$each.id.S"}#if($foreach.hasNext),#end#end]' } } }), options: cors(3) } }, EMPTY)),
  taken('SQS, with an answer of its own', v2({ '/parcels': { post: { ...ok(2), ...by.service('sqs:path/111122223333/parcels', { default: { statusCode: '200', responseTemplates: { 'application/json': '{"queued": true}' } } }, { requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' }, requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" }, passthroughBehavior: 'never' }) }, options: cors(2) } })),
  taken('EventBridge, passed through', v3({ '/events': { post: by.service('events:action/PutEvents', undefined, { requestTemplates: { 'application/json': '#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents")\n{"Entries": []}' } }) } })),
  taken('Step Functions, passed through and with errors', v2({ '/runs': { post: { produces: ['application/json'], ...by.service('states:action/StartSyncExecution', { 'default': { statusCode: '200' }, '4\\d{2}': { statusCode: '400', responseTemplates: { 'application/json': '{"error": "bad"}' } } }) }, options: cors(2) } })),
  taken('an HTTP back end that the export says sends JSON', v2({ '/parcels': { get: { produces: ['application/json'], responses: { 200: { description: '', schema: { $ref: '#/definitions/Empty' }, headers: { 'Access-Control-Allow-Origin': { type: 'string' } } } }, ...by.http({ default: { statusCode: '200', responseParameters: star } }) }, options: cors(2) } })),
  taken('the sample of the console: HTTP, a form and models', v2({
    '/': { get: { consumes: ['application/json'], produces: ['text/html'], responses: { 200: { description: '', headers: { 'Content-Type': { type: 'string' } } } }, ...by.mock('<html></html>', { responseParameters: { [header('Content-Type')]: "'text/html'" } }) } },
    '/parcels': { get: { produces: ['application/json'], parameters: [param(2, 'type', 'query', false), param(2, 'page', 'query', false)], ...ok(2, 'Parcels'), ...by.http({ default: { statusCode: '200', responseParameters: star } }) }, options: cors(2) },
    '/parcels/{parcelId}': { get: { produces: ['application/json'], parameters: [param(2, 'parcelId')], ...ok(2, 'Parcel'), ...by.http() }, options: cors(2, { operation: { parameters: [param(2, 'parcelId')] } }) },
  }, { definitions: { Parcels: { type: 'array', items: { $ref: '#/definitions/Parcel' } }, Parcel: { type: 'object', properties: { id: { type: 'string' } } } } })),
  taken('an HTTP back end by proxy, with the path', v2({ '/{proxy+}': { [ANY]: { parameters: [param(2, 'proxy')], ...by.url({ requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' } }) } } })),
  taken('a VPC link by a stage variable', v3({ '/parcels/{id}': { get: { parameters: [param(3, 'id'), param(3, 'X-Depot', 'header')], ...by.url({ connectionType: 'VPC_LINK', connectionId: '${stageVariables.vpcLink}', requestParameters: { 'integration.request.path.id': 'method.request.path.id' }, tlsConfig: { insecureSkipVerification: false } }) } } })),
  taken('a health check by a MOCK', v3({ '/health': { get: { ...ok(3), ...by.mock() }, options: cors(3) } }, EMPTY)),
  taken('headers of the back end', v3({ '/parcels': { get: { responses: { 200: { description: '', headers: { 'Access-Control-Allow-Origin': { schema: { type: 'string' } } } } }, ...by.http({ default: { statusCode: '200', responseParameters: { [header('Access-Control-Allow-Origin')]: 'integration.response.header.Access-Control-Allow-Origin' } } }) } } })),
  refused('an object of S3, passed through', v2({ '/labels/{key}': { get: { produces: ['image/png'], parameters: [param(2, 'key')], ...ok(2), ...by.service('s3:path/labels/{key}', undefined, { httpMethod: 'GET', requestParameters: { 'integration.request.path.key': 'method.request.path.key' } }) } } }),
    'passthroughWithSeveralOrigins', 'rules 42 and 46: only a template chooses among several origins, and it breaks what isn\'t text'),
  refused('a topic of SNS, passed through', v3({ '/notes': { post: by.service('sns:action/Publish') } }), 'passthroughWithSeveralOrigins', 'the same: SNS answers in XML or JSON'),
];

const SAM: Published[] = [
  taken('a body of SAM with functions by Fn::Sub', { ...v2({ '/parcels': { get: { responses: {}, ...by.sub() }, post: { responses: {}, ...by.sub() } } }), info: { version: '1.0', title: { Ref: 'AWS::StackName' } } }),
  taken('CORS of SAM, with credentials and an age', v2({ '/parcels': { get: by.sub(), options: cors(2, { parameters: { [header('Access-Control-Allow-Origin')]: "'https://old.example.com'", [header('Access-Control-Allow-Credentials')]: "'true'", [header('Access-Control-Max-Age')]: "'600'", [header('Access-Control-Allow-Methods')]: "'GET,OPTIONS'" }, response: { responseTemplates: { 'application/json': '{}\n' } }, operation: { 'summary': 'CORS support', 'x-amazon-apigateway-request-validator': 'all' } }) } }, VALIDATORS)),
  taken('an authorizer for every method of SAM, the preflight among them', v2({ '/parcels': { get: { security: [{ staff: [] }], ...by.sub() }, options: cors(2, { operation: { security: [{ staff: [] }] } }) } }, secured(2, 'staff'))),
  taken('an API key for every method of SAM, in OpenAPI 3', v3({ '/parcels': { get: { security: [{ staff: [] }, { api_key: [] }], ...by.sub() }, options: cors(3, { operation: { security: [{ api_key: [] }] } }) } }, secured(3, 'staff', 'api_key'))),
  taken('IAM by extension', v2({ '/parcels': { [ANY]: { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' }, ...by.sub() }, options: cors(2, { operation: { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } }) } })),
  taken('IAM by extension in lower case, at the root with a stray parameter', { ...v2({ '/': { [ANY]: { 'x-amazon-apigateway-auth': { type: 'aws_iam' }, 'parameters': [param(2, 'proxy')], 'responses': {}, ...by.proxy() }, options: cors(2) } }), swagger: 2.0 }),
  taken('an authorizer by extension that the template has', v3({ '/roles': { get: { 'x-amazon-apigateway-auth': { type: 'NONE' }, 'parameters': [{ $ref: '#/components/parameters/Page' }], 'responses': { 401: { $ref: '#/components/responses/No' } }, ...by.sub() } } }, { components: { parameters: { Page: param(3, 'page', 'query') }, responses: { No: { description: 'no' } } } })),
  taken('models of SAM with a key', v2({ '/parcels': { post: { 'parameters': [{ in: 'body', name: 'parcel', required: true, schema: { $ref: '#/definitions/Parcel' } }], 'security': [{ api_key: [] }], 'x-amazon-apigateway-request-validator': 'body', ...by.sub() } } }, { ...secured(2, 'api_key'), ...VALIDATORS, definitions: { Parcel: { type: 'object', required: ['id'], properties: { id: { type: 'string', example: 'p-1' } } } } })),
  taken('integrations in one place', v3({ '/parcels': { get: { [INTEGRATION]: { $ref: '#/components/x-amazon-apigateway-integrations/f' } }, put: { [INTEGRATION]: { $ref: '#/components/x-amazon-apigateway-integrations/f' } } } }, { components: { 'x-amazon-apigateway-integrations': { f: by.proxy()[INTEGRATION] } } })),
];

const FRAMEWORKS: Published[] = [
  taken('a Python framework: OPTIONS as text, and binary types', v2({ '/': { get: { produces: ['application/json'], ...by.proxy({ contentHandling: 'CONVERT_TO_TEXT' }) } }, '/parcels/{id}': { get: { parameters: [param(2, 'id')], ...by.proxy() }, options: cors(2, { integration: { contentHandling: 'CONVERT_TO_TEXT' } }) } }, { 'x-amazon-apigateway-binary-media-types': ['application/octet-stream', 'application/x-tar', 'image/png'] })),
  taken('a Node.js framework: OPTIONS with a choice of origins', v3({ '/parcels': { get: by.proxy(), options: cors(3, { integration: { requestTemplates: { 'application/json': '{statusCode:200}' }, contentHandling: 'CONVERT_TO_TEXT' }, response: { responseTemplates: { 'application/json': '#set($origin = $input.params("Origin"))\n#if($origin == "") #set($origin = $input.params("origin")) #end\n#if($origin == "https://old.example.com") #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin) #end' } } }) } }, EMPTY)),
  taken('an infrastructure library: no version, errors with headers', { paths: { '/parcels': { get: { ...by.proxy() }, options: { responses: { 200: { description: '200 response', headers: {} } }, ...by.mock('') } } }, ...gateway({ MISSING_AUTHENTICATION_TOKEN: { statusCode: 404, responseTemplates: { 'application/json': '{"message": "404 Not found" }' } }, ACCESS_DENIED: { statusCode: 404 } }) }),
  taken('Terraform: a URL with a version of payloads', v3({ '/path1': { get: { [INTEGRATION]: { httpMethod: 'GET', payloadFormatVersion: '1.0', type: 'HTTP_PROXY', uri: 'https://backend.example.net/ranges.json' } } } })),
  taken('Terraform: OPTIONS for one origin', v3({ '/{proxy+}': { options: cors(3, { parameters: { [header('Access-Control-Allow-Origin')]: "'https://example.com'", [header('Access-Control-Allow-Methods')]: "'GET,PUT'" } }), [ANY]: { parameters: [param(3, 'proxy')], ...by.proxy() } } }, EMPTY)),
  taken('a model language: OPTIONS of each path, validators, and no security on it', v3({
    '/parcels/{id}': { get: { operationId: 'GetParcel', parameters: [param(3, 'id'), param(3, 'X-Trace', 'header')], security: [{ sigv4: [] }], ...by.proxy() }, options: { ...cors(3, { integration: { passthroughBehavior: 'never', contentHandling: 'CONVERT_TO_TEXT' } }), operationId: 'CorsParcelsId', description: 'Handles CORS', tags: ['CORS'], parameters: [param(3, 'id')], security: [] } },
  }, { ...secured(3, 'sigv4'), 'security': [{ sigv4: [] }], ...VALIDATORS, 'x-amazon-apigateway-request-validator': 'all' })),
  taken('a Python server of 3.1: null in types, a validator', { ...v3({ '/parcels': { post: { 'requestBody': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Parcel-Input' } } } }, 'x-amazon-apigateway-request-validator': 'body', ...by.proxy(), 'responses': { 422: { description: 'no' } } } } }, { ...VALIDATORS, components: { schemas: { 'Parcel-Input': { type: 'object', properties: { note: { anyOf: [{ type: 'string' }, { type: 'null' }], title: 'Note' }, weight: { type: ['number', 'null'], exclusiveMinimum: 0 } } } } } }), openapi: '3.1.0' }),
  taken('a Java server: an operationId twice, dashes in models', v3({ '/a': { get: { operationId: 'get_1', ...ok(3, 'Parcel'), ...by.url({ uri: 'https://backend.example.net/a' }) } }, '/b': { get: { operationId: 'get_1', ...by.url({ uri: 'https://backend.example.net/b' }) } } }, { components: { schemas: { Parcel: { type: 'object', properties: { id: { type: 'integer', format: 'int64' } } } } } })),
  taken('a slash at the end', v3({ '/parcels/': { get: by.proxy() } })),
  taken('brackets in a query, and a cookie', v3({ '/parcels': { get: { parameters: [param(3, 'filter[depot]', 'query'), param(3, 'ids[]', 'query'), param(3, 'session', 'cookie')], ...by.proxy() } } })),
  taken('answers by reference in Swagger', v2({ '/parcels': { get: { responses: { 200: { description: 'ok' }, 500: { $ref: '#/responses/Broken' } }, ...by.proxy() } } }, { responses: { Broken: { description: 'broken', schema: { $ref: '#/definitions/Empty' } } } })),
  taken('parameters of the path by reference', v2({ '/parcels/{id}': { parameters: [{ $ref: '#/parameters/Id' }], get: { responses: {}, ...by.proxy() } } }, { parameters: { Id: param(2, 'id') } })),
  taken('scopes of one user pool', v3({ '/parcels': { get: { security: [{ staff: ['read'] }, { staff: ['admin'] }], ...by.proxy() } } }, secured(3, 'staff'))),
  taken('OPTIONS by the function', v3({ '/parcels': { get: by.proxy(), options: by.url({ uri: 'https://backend.example.net/', httpMethod: 'OPTIONS' }) }, '/other': { get: by.proxy() } })),
  taken('OPTIONS that lists methods', v3({ '/parcels': { get: by.proxy(), options: cors(3, { response: { responseTemplates: { 'application/json': '{"methods": ["GET"]}' } } }) } }, EMPTY)),
  taken('OPTIONS without integration, behind the security of the document', v3({ '/parcels': { get: by.proxy(), options: { summary: 'CORS', responses: { 204: { description: 'No content' } } } } }, { ...secured(3, 'token'), security: [{ token: [] }] })),
  taken('OAuth that the function checks', v3({ '/parcels': { get: { security: [{ oauth: ['read'] }], ...by.proxy() } } }, { components: { securitySchemes: { oauth: { type: 'oauth2', flows: {} } } } }), { byHandler: ['oauth'] }),
  taken('a bearer token and a key in Swagger, the token checked by the function', v2({ '/parcels': { get: { security: [{ bearer: [] }, { api_key: [] }], ...by.proxy() } } }, { securityDefinitions: { bearer: { type: 'basic' }, ...secured(2, 'api_key').securityDefinitions } }), { byHandler: ['bearer'] }),
  taken('variables of other names side by side, adapted', v3({ '/parcels/{id}': { get: { parameters: [param(3, 'id')], ...by.proxy() } }, '/parcels/{parcelId}/labels/{id}': { get: { parameters: [param(3, 'parcelId'), param(3, 'id')], ...by.proxy() } } }), { adapt: true }),
];

const REFUSED: Published[] = [
  refused('an export of an HTTP API', v3({ '/$default': { [ANY]: { isDefaultRoute: true, responses: { default: { description: '' } }, ...by.proxy({ payloadFormatVersion: '2.0' }) } } }, { 'x-amazon-apigateway-importexport-version': '1.0' }), 'httpApiDocument', 'it is of another kind of API', true),
  refused('tokens of an HTTP API', v3({ '/parcels': { get: { security: [{ jwt: [] }], ...by.proxy() } } }, { components: { securitySchemes: { jwt: { type: 'oauth2', [AUTHORIZER]: { type: 'jwt', jwtConfiguration: { issuer: 'https://issuer.example.com', audience: ['a'] } } } } } }), 'httpApiDocument', 'REST APIs have no authorizer of the type jwt', true),
  refused('one of two authorizers', v3({ '/parcels': { get: { security: [{ staff: [] }, { token: [] }], ...by.proxy() } } }, secured(3, 'staff', 'token')), 'specSecurity', 'a method has one authorizer; API Gateway would take one of its choice'),
  refused('a key that may be left out', v2({ '/parcels': { get: { security: [{ api_key: [] }, {}], ...by.proxy() } } }, secured(2, 'api_key')), 'specSecurity', 'API Gateway asks for all that a method names: it would ask for the key'),
  refused('a scheme that REST APIs leave open', v3({ '/parcels': { get: { security: [{ bearer: [] }], ...by.proxy() } } }, { components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', [AUTHTYPE]: 'custom' } } } }), 'specSecurity', 'known issues: securitySchemes must be of the type apiKey'),
  refused('a variable in a part of a segment', v3({ '/labels/{id}.png': { get: by.proxy() } }), 'specPath', 'known issues: path parameters must be separate path segments', true),
  refused('variables of other names side by side', v2({ '/a/{b}': { get: by.proxy() }, '/a/{c}/d': { get: by.proxy() } }), 'specSiblings', 'rule 6', true),
  refused('an integration without a uri', v3({ '/parcels': { get: { [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST' } } } }), 'specIntegration', 'an AWS integration has a uri', true),
];

export const PUBLISHED: readonly Published[] = [...EXPORTS, ...SERVICES, ...SAM, ...FRAMEWORKS, ...REFUSED];
