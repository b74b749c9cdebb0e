import { GATEWAY_RESPONSE_DEFAULTS } from '../../../src/emulator/rest-api';
import { apiOf, apiResources, entranceOf, functionResources, functionUri, HANDLER, mock, modelOf, PROXY, type Resources, send } from './support';

const TOKEN_AUTHORIZER: Resources = {
  Auth: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: { RestApiId: { Ref: 'Api' }, Type: 'TOKEN', Name: 'Auth', AuthorizerUri: functionUri('Authorize'), IdentitySource: 'method.request.header.Authorization' },
  },
  ...functionResources('Authorize'),
};
const GUARDED = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } };
const VALIDATOR: Resources = {
  Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true, ValidateRequestParameters: true } },
  Item: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, Name: 'Item', Schema: { type: 'object', required: ['name'] } } },
};

function gatewayResponse(type: string, properties: object = {}): Resources[string] {
  return { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: type, ...properties } };
}

const header = (name: string, value: string) => ({ ResponseParameters: { [`gatewayresponse.header.${name}`]: value } });

/** A method that can fail in every way. */
const EVERY_WAY = {
  ...GUARDED,
  ApiKeyRequired: true,
  RequestParameters: { 'method.request.header.X-Tenant': true },
  RequestValidatorId: { Ref: 'Validator' },
  RequestModels: { 'application/json': { Ref: 'Item' } },
  Integration: { ...PROXY.Integration, Type: 'AWS', PassthroughBehavior: 'NEVER', IntegrationResponses: [{ StatusCode: '200' }] },
};

function failing(failure: string, more: Resources = {}, sent: Parameters<typeof send>[1] = {}) {
  const iam = ['INVALID_SIGNATURE', 'MISSING_AUTHENTICATION_TOKEN', 'EXPIRED_TOKEN'].includes(failure) ? { AuthorizationType: 'AWS_IAM' } : {};
  const entrance = apiOf({ 'POST /a': { ...EVERY_WAY, ...iam }, 'OPTIONS /a': mock() }, {}, { ...TOKEN_AUTHORIZER, ...VALIDATOR, ...HANDLER, ...more });
  return send(entrance, { method: 'POST', path: '/a', ...sent, circumstances: { failure, ...sent?.circumstances } });
}

describe('rule 12: default status and body', () => {
  test.each<[type: string, status: number]>([
    ['ACCESS_DENIED', 403], ['API_CONFIGURATION_ERROR', 500], ['AUTHORIZER_CONFIGURATION_ERROR', 500], ['AUTHORIZER_FAILURE', 500], ['BAD_REQUEST_BODY', 400],
    ['BAD_REQUEST_PARAMETERS', 400], ['EXPIRED_TOKEN', 403], ['INTEGRATION_FAILURE', 504], ['INTEGRATION_TIMEOUT', 504], ['INVALID_API_KEY', 403],
    ['INVALID_SIGNATURE', 403], ['MISSING_AUTHENTICATION_TOKEN', 403], ['QUOTA_EXCEEDED', 429], ['REQUEST_TOO_LARGE', 413], ['RESOURCE_NOT_FOUND', 404],
    ['THROTTLED', 429], ['UNAUTHORIZED', 401], ['UNSUPPORTED_MEDIA_TYPE', 415], ['WAF_FILTERED', 403],
  ])('%s is %i', (type, status) => {
    const { status: actual, json, headers, via } = failing(type);
    expect(actual).toBe(status);
    expect(Object.keys(json)).toEqual([type === 'ACCESS_DENIED' ? 'Message' : 'message']);
    expect(headers['content-type']).toBe('application/json');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(via.at(-1)).toBe(`gateway-response ${type}`);
  });

  test('there are 21 types', () => expect(Object.keys(GATEWAY_RESPONSE_DEFAULTS)).toHaveLength(21));
});

describe('rule 13', () => {
  const DEFAULT = gatewayResponse('DEFAULT_5XX', { StatusCode: '599', ...header('X-Default', '\'yes\''), ResponseTemplates: { 'application/json': '{"own":true}' } });

  test('a type without its own definition takes the whole of the default', () => {
    expect(failing('API_CONFIGURATION_ERROR', { Default: DEFAULT })).toMatchObject({ status: 599, json: { own: true }, headers: { 'x-default': 'yes' } });
  });

  test('a type with its own definition inherits nothing', () => {
    const seen = failing('AUTHORIZER_FAILURE', { Default: DEFAULT, Own: gatewayResponse('AUTHORIZER_FAILURE', header('foo', '\'bar\'')) });
    expect(seen).toMatchObject({ status: 500, headers: { foo: 'bar' }, json: { message: 'Internal server error' } });
    expect(seen.headers).not.toHaveProperty('x-default');
    expect(seen.answer.via.at(-1)).toMatchObject({ kind: 'gateway-response', name: 'AUTHORIZER_FAILURE', logicalId: 'Own' });
  });

  test('a 4xx takes nothing of DEFAULT_5XX', () => expect(failing('THROTTLED', { Default: DEFAULT }).headers).not.toHaveProperty('x-default'));
});

test('rule 14: an omitted status stays the type\'s, an omitted template the built-in one', () => {
  expect(failing('THROTTLED', { Default: gatewayResponse('DEFAULT_4XX', header('A', '\'b\'')) })).toMatchObject(
    { status: 429, headers: { a: 'b' }, json: { message: 'Too Many Requests' } });
});

test('rule 15: DEFAULT_4XX is on the 403 of a request without signature', () => {
  const entrance = apiOf({ 'GET /iam': { AuthorizationType: 'AWS_IAM', ...PROXY } }, {},
    { ...HANDLER, Default: gatewayResponse('DEFAULT_4XX', header('Access-Control-Allow-Origin', '\'*\'')) });
  expect(send(entrance, { path: '/iam' })).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': '*' }, json: { message: 'Missing Authentication Token' } });
});

describe('rule 16: parameter values', () => {
  const entrance = entranceOf(modelOf(apiResources({ 'GET /items/{id}': { AuthorizationType: 'AWS_IAM', ...mock() } }, {}, {
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod', Variables: { who: 'me' } } },
    Own: gatewayResponse('MISSING_AUTHENTICATION_TOKEN', {
      ResponseParameters: Object.fromEntries(Object.entries({
        Static: '\'a b\'',
        Echo: 'method.request.header.x-tag',
        Path: 'method.request.path.id',
        Query: 'method.request.querystring.q',
        Stage: 'stageVariables.who',
        Context: 'context.httpMethod',
        Nested: 'context.identity.sourceIp',
        Error: 'context.error.responseType',
        None: 'stageVariables.none',
        Wrong: 'nonsense',
        Proto: 'context.__proto__.x',
        Ctor: 'stageVariables.constructor',
      }).map(([name, value]) => [`gatewayresponse.header.${name}`, value])),
      ResponseTemplates: { 'application/json': '{"m":$context.error.messageString,"t":"$context.error.responseType","w":"${stageVariables.who}","i":"$method.request.path.id","x":"$5 #if $foo"}' },
    }),
  })));
  const { headers, json } = send(entrance, { path: '/items/7?q=1', headers: { 'X-Tag': 'tag' } });

  test('each kind', () => expect(headers).toMatchObject({
    static: 'a b', echo: 'tag', path: '7', query: '1', stage: 'me', context: 'GET', nested: '127.0.0.1', error: 'MISSING_AUTHENTICATION_TOKEN',
  }));
  test.each(['none', 'wrong', 'proto', 'ctor'])('rule 19: %s is absent', (name) => expect(headers).not.toHaveProperty(name));
  test('rule 17: templates know simple variables only', () => {
    expect(json).toEqual({ m: 'Missing Authentication Token', t: 'MISSING_AUTHENTICATION_TOKEN', w: 'me', i: '7', x: '$5 #if $foo' });
  });
});

test('rule 18: mapped headers stand beside the gateway\'s own', () => {
  const entrance = apiOf({ 'GET /': mock() }, {}, { Own: gatewayResponse('MISSING_AUTHENTICATION_TOKEN', { StatusCode: '404', ...header('Access-Control-Allow-Origin', '\'a.b.c\'') }) });
  expect(send(entrance, { path: '/nope' })).toMatchObject({
    status: 404,
    headers: {
      'access-control-allow-origin': 'a.b.c',
      'x-amzn-errortype': 'MissingAuthenticationTokenException',
      'content-type': 'application/json',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
    },
  });
});

describe('an echo of the Origin header', () => {
  const echo = (name: string) => ({ Default: gatewayResponse('DEFAULT_4XX', header('Access-Control-Allow-Origin', `method.request.header.${name}`)) });
  const ORIGIN = 'https://app.example.com';
  const allowed = (mapped: string, sent: string | undefined, rules = {}) =>
    failing('THROTTLED', echo(mapped), { headers: sent === undefined ? {} : { [sent]: ORIGIN }, circumstances: { rules } }).headers['access-control-allow-origin'];

  test('rule 19: without the header nothing is sent, unless switched', () => {
    expect(allowed('origin', undefined)).toBeUndefined();
    expect(allowed('origin', undefined, { 19: 'empty' })).toBe('');
    expect(failing('THROTTLED', echo('origin')).notes).toEqual([19]);
  });
  test('rule 20: browsers\' header names arrive in lower case, unless switched', () => {
    expect(allowed('origin', 'Origin')).toBe(ORIGIN);
    expect(allowed('Origin', 'Origin')).toBeUndefined();
    expect(allowed('Origin', 'Origin', { 20: 'as-sent' })).toBe(ORIGIN);
    expect(failing('THROTTLED', echo('origin'), { headers: { Origin: ORIGIN } }).notes).toEqual([20]);
  });
  test('rule 20: names that AWS capitalises', () => {
    expect(allowed('Authorization', 'authorization')).toBe(ORIGIN);
    expect(allowed('authorization', 'authorization')).toBeUndefined();
  });
  test('rule 21: the case of a name counts, unless switched', () => {
    expect(allowed('ORIGIN', 'origin')).toBeUndefined();
    expect(allowed('ORIGIN', 'origin', { 21: 'ignore-case' })).toBe(ORIGIN);
  });
});

test('rule 22: a 413 can\'t be customised, unless switched', () => {
  const more = { Default: gatewayResponse('DEFAULT_4XX', header('A', '\'b\'')) };
  expect(failing('REQUEST_TOO_LARGE', more)).toMatchObject({ status: 413, notes: [22] });
  expect(failing('REQUEST_TOO_LARGE', more).headers).not.toHaveProperty('a');
  expect(failing('REQUEST_TOO_LARGE', more, { circumstances: { rules: { 22: 'customised' } } }).headers.a).toBe('b');
});

describe('rule 24: x-amzn-ErrorType', () => {
  test.each([
    ['MISSING_AUTHENTICATION_TOKEN', 'MissingAuthenticationTokenException'], ['API_CONFIGURATION_ERROR', 'InternalServerErrorException'],
    ['INTEGRATION_TIMEOUT', 'InternalServerErrorException'], ['INVALID_API_KEY', 'ForbiddenException'], ['UNAUTHORIZED', 'UnauthorizedException'],
    ['THROTTLED', 'TooManyRequestsException'], ['QUOTA_EXCEEDED', 'LimitExceededException'], ['BAD_REQUEST_BODY', 'BadRequestException'],
    ['UNSUPPORTED_MEDIA_TYPE', 'BadRequestException'], ['ACCESS_DENIED', 'AccessDeniedException'], ['AUTHORIZER_CONFIGURATION_ERROR', 'AuthorizerConfigurationException'],
  ])('%s: %s', (type, errorType) => expect(failing(type).headers['x-amzn-errortype']).toBe(errorType));
  test('an answer of an integration has none', () => expect(send(apiOf({ 'GET /': mock(404) })).headers).not.toHaveProperty('x-amzn-errortype'));
});

test('rule 25: the status of INTEGRATION_FAILURE can be switched', () => {
  expect(failing('INTEGRATION_FAILURE')).toMatchObject({ status: 504, notes: [25] });
  expect(failing('INTEGRATION_FAILURE', {}, { circumstances: { rules: { 25: '502' } } }).status).toBe(502);
});

test('rule 26: the body of ACCESS_DENIED can be switched', () => {
  expect(failing('ACCESS_DENIED').json).toHaveProperty('Message');
  expect(failing('ACCESS_DENIED', {}, { circumstances: { rules: { 26: 'message' } } }).json).toHaveProperty('message');
});

describe('what can fail how', () => {
  const preflight = { 'Origin': 'https://app.example.com', 'Access-Control-Request-Method': 'POST' };
  test.each(['THROTTLED', 'WAF_FILTERED'])('rules 27, 28: %s reaches preflights and unknown paths', (failure) => {
    expect(failing(failure, {}, { method: 'OPTIONS', headers: preflight }).via.at(-1)).toBe(`gateway-response ${failure}`);
    expect(failing(failure, {}, { path: '/nope' }).via.at(-1)).toBe(`gateway-response ${failure}`);
  });
  test.each(['UNAUTHORIZED', 'ACCESS_DENIED', 'AUTHORIZER_FAILURE', 'INVALID_API_KEY', 'QUOTA_EXCEEDED', 'BAD_REQUEST_BODY', 'BAD_REQUEST_PARAMETERS', 'REQUEST_TOO_LARGE',
    'INTEGRATION_TIMEOUT', 'INTEGRATION_FAILURE', 'UNSUPPORTED_MEDIA_TYPE', 'EXPIRED_TOKEN', 'INVALID_SIGNATURE'])('%s doesn\'t reach a preflight that nothing guards', (failure) => {
    expect(failing(failure, {}, { method: 'OPTIONS', headers: preflight })).toMatchObject({ status: 200, via: ['stage prod', 'method OPTIONS /a', 'integration MOCK'] });
  });
  test('a preflight that an authorizer guards is 401 whatever else is asked', () => {
    const entrance = apiOf({ 'ANY /a': { ...GUARDED, ...PROXY } }, {}, { ...TOKEN_AUTHORIZER, ...HANDLER });
    for (const circumstances of [{}, { failure: 'INTEGRATION_TIMEOUT' }, { failure: 'UNAUTHORIZED' }, { answer: { status: 200, headers: [] } }]) {
      expect(send(entrance, { method: 'OPTIONS', path: '/a', headers: preflight, circumstances })).toMatchObject({ status: 401, effects: [] });
    }
  });
  test('a policy of the API makes ACCESS_DENIED possible everywhere', () => {
    const entrance = apiOf({ 'GET /': mock() }, { Policy: { Statement: { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' } } });
    expect(send(entrance, { circumstances: { failure: 'ACCESS_DENIED' } }).status).toBe(403);
    expect(send(apiOf({ 'GET /': mock() }), { circumstances: { failure: 'ACCESS_DENIED', onlyGuarded: true } }).status).toBe(200);
    expect(send(apiOf({ 'GET /': mock() }), { circumstances: { failure: 'ACCESS_DENIED' } })).toMatchObject({ status: 403, notes: [12, 26] });
  });
  test('rule 59: an expired token of Cognito is a 401', () => {
    const entrance = apiOf({ 'GET /': { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Auth' }, ...mock() } }, {},
      { Auth: { Type: 'AWS::ApiGateway::Authorizer', Properties: { RestApiId: { Ref: 'Api' }, Type: 'COGNITO_USER_POOLS', IdentitySource: 'method.request.header.Authorization' } } });
    const expired = { failure: 'EXPIRED_TOKEN' };
    expect(send(entrance, { circumstances: expired })).toMatchObject({ status: 401, json: { message: 'The incoming token has expired' }, notes: [59] });
    expect(send(entrance, { circumstances: { ...expired, rules: { 59: 'expired-token' } } })).toMatchObject({ status: 403, notes: [59] });
  });
  test.each(['NONSENSE', '__proto__', 'constructor', ''])('%j is unknown, with the types that there are', (failure) => {
    expect(String(failing(failure).status)).toMatch(/isn't a gateway response type; there are ACCESS_DENIED, /);
  });
});

describe('what isn\'t known', () => {
  test('a header of a gateway response: the others are settled', () => {
    const resources = apiResources({ 'GET /': mock() }, {}, {
      Default: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResponseType: 'DEFAULT_4XX',
          ResponseParameters: {
            'gatewayresponse.header.Access-Control-Allow-Origin': { Ref: 'Origin' }, 'gatewayresponse.header.Vary': '\'Origin\'',
          },
        },
      },
    });
    const { status, headers, answer } = send(entranceOf(modelOf(resources, { Parameters: { Origin: { Type: 'String' } } })), { path: '/nope' });
    expect(status).toBe(403);
    expect(headers.vary).toBe('Origin');
    expect(answer.moreHeaders!.except).toEqual(expect.arrayContaining(['access-control-allow-credentials', 'vary', 'content-type']));
    expect(answer.moreHeaders!.except).not.toContain('access-control-allow-origin');
    expect(answer.moreHeaders!.because.reason).toMatch(/Origin/);
  });
});
