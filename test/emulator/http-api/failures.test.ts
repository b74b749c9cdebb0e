import { Unknown } from '../../../src/template/unknown';
import { apiWith, bodyOf, EmulatedApi, returning, route } from './emulated';

const authorizer = (properties: object) => ({ Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, ...properties } });
const api = new EmulatedApi(apiWith(['GET /open', 'OPTIONS /open'], {
  Jwt: authorizer({ AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'https://i.example', Audience: ['a'] } }),
  Lambda: authorizer({ AuthorizerType: 'REQUEST', AuthorizerUri: { 'Fn::GetAtt': ['Fn', 'Arn'] }, AuthorizerPayloadFormatVersion: '2.0' }),
  JwtRoute: route('ANY /jwt', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Jwt' } }),
  LambdaRoute: route('ANY /lambda', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Lambda' } }),
  IamRoute: route('ANY /iam', { AuthorizationType: 'AWS_IAM' }),
}), returning({ statusCode: 200, isAuthorized: true, policyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } }));

const ALL = ['open', 'jwt', 'lambda', 'iam'] as const;

test.each([
  ['UNAUTHORIZED', [undefined, 401, 401, undefined], 'Unauthorized'],
  ['EXPIRED_TOKEN', [undefined, 401, undefined, undefined], 'Unauthorized'],
  ['ACCESS_DENIED', [undefined, 403, 403, 403], 'Forbidden'],
  ['MISSING_AUTHENTICATION_TOKEN', [undefined, undefined, undefined, 403], 'Forbidden'],
  ['INVALID_SIGNATURE', [undefined, undefined, undefined, 403], 'Forbidden'],
  ['AUTHORIZER_FAILURE', [undefined, undefined, 500, undefined], 'Internal Server Error'],
  ['AUTHORIZER_CONFIGURATION_ERROR', [undefined, undefined, 500, undefined], 'Internal Server Error'],
  ['RESOURCE_NOT_FOUND', [404, 404, 404, 404], 'Not Found'],
  ['REQUEST_TOO_LARGE', [413, 413, 413, 413], 'Request Entity Too Large'],
  ['THROTTLED', [429, 429, 429, 429], 'Too Many Requests'],
  ['INTEGRATION_FAILURE', [500, 500, 500, 500], 'Internal Server Error'],
  ['API_CONFIGURATION_ERROR', [500, 500, 500, 500], 'Internal Server Error'],
  ['INTEGRATION_TIMEOUT', [503, 503, 503, 503], 'Service Unavailable'],
])('%s on routes without, with JWT, Lambda and IAM authorization', (failure, statuses, message) => {
  const answer = { status: 200, headers: [] };
  const seen = ALL.map((path) => api.send('GET', `/${path}`, [], { failure, onlyGuarded: true, answer }));
  expect(seen.map(({ status }) => status)).toEqual(statuses.map((status) => status ?? 200));
  const failed = seen.filter((_, index) => statuses[index] !== undefined);
  expect(failed.map(({ body }) => new TextDecoder().decode(body as Uint8Array))).toEqual(failed.map(() => JSON.stringify({ message })));
});

test('what is asked for happens where nothing in the template makes it, with a note', () => {
  const { status, notes } = api.send('GET', '/open', [], { failure: 'UNAUTHORIZED', answer: { status: 200, headers: [] } });
  expect(status).toBe(401);
  expect(notes.map(({ rule, text }) => `${rule}: ${text}`)).toContainEqual(expect.stringMatching(/^77: nothing in the template is known to make the gateway fail this route as UNAUTHORIZED/));
});

test.each([
  ['WAF_FILTERED', 'AWS WAF can\'t be put on an HTTP API'], ['INVALID_API_KEY', 'no API keys'], ['QUOTA_EXCEEDED', 'no usage plans'],
  ['BAD_REQUEST_BODY', 'don\'t validate'], ['BAD_REQUEST_PARAMETERS', 'don\'t validate'], ['UNSUPPORTED_MEDIA_TYPE', 'no mapping templates'],
  ['DEFAULT_4XX', 'ask for one'], ['DEFAULT_5XX', 'ask for one'], ['__proto__', 'no such failure'], ['', 'no such failure'],
])('%s is refused: %s', (failure, why) => {
  const { status } = api.send('GET', '/open', [], { failure });
  expect(status).toBeInstanceOf(Unknown);
  expect(String(status)).toContain(why);
});

test.each([
  ['an automatic preflight isn\'t failed', '/unknown', 'THROTTLED', 204],
  ['nor one that a route took', '/open', 'THROTTLED', 200],
  ['nor by what HTTP APIs don\'t have', '/open', 'WAF_FILTERED', 200],
  ['nor by an authorizer that isn\'t there', '/open', 'UNAUTHORIZED', 200],
  ['but by one that is', '/lambda', 'UNAUTHORIZED', 401],
])('%s', (_, path, failure, status) => {
  expect(api.preflight(path, { failure }).status).toBe(status);
});

test('throttling that lets nothing pass', () => {
  const stage = (settings: object) => ({
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true, ...settings } },
  });
  const none = { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 };
  const statuses = (settings: object) => {
    const throttled = new EmulatedApi(apiWith(['GET /a', 'GET /b'], stage(settings)), returning({ statusCode: 200 }));
    return ['/a', '/b'].map((path) => throttled.send('GET', path).status);
  };
  expect(statuses({ DefaultRouteSettings: none })).toEqual([429, 429]);
  expect(statuses({ RouteSettings: { 'GET /a': none } })).toEqual([429, 200]);
  expect(statuses({ DefaultRouteSettings: none, RouteSettings: { 'GET /a': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 5 } } })).toEqual([200, 429]);
});

test('rule 119: a body of more than 10 MB, and headers of more than 10,240 bytes', () => {
  const open = new EmulatedApi(apiWith(['POST /']), returning({ statusCode: 200, body: 'fine' }));
  expect(open.send('POST', '/', [], {}, new Uint8Array(10 * 1024 * 1024 + 1)).status).toBe(413);
  const flooded = open.send('POST', '/', Array.from({ length: 200 }, (_, index) => [`x-${index}`, 'v'.repeat(60)] as const));
  expect([flooded.status, bodyOf(flooded)]).toEqual([431, '{"message":"Request Header Fields Too Large"}']);
});

test.each([['/%'], ['/%zz/items'], ['/items%2']])('a malformed path %s: 400', (path) => {
  expect(api.send('GET', path).status).toBe(400);
});

test.each([['not a url'], ['https://'], ['ftp://x/'], ['']])('a malformed URL %j: 400, not a crash', (url) => {
  expect(api.sendTo('GET', url).status).toBe(400);
});
