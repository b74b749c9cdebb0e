import { apiOf, apiResources, entranceOf, functionResources, functionUri, HANDLER, mock, modelOf, NOW, PROXY, type Resources, send, type Sent } from './support';

function authorizer(properties: object): Resources {
  return { Auth: { Type: 'AWS::ApiGateway::Authorizer', Properties: { RestApiId: { Ref: 'Api' }, Name: 'Auth', AuthorizerUri: functionUri('Authorize'), ...properties } }, ...functionResources('Authorize') };
}

const TOKEN = { Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization' };
const REQUEST = { Type: 'REQUEST', IdentitySource: 'method.request.header.X-Key, method.request.querystring.k, stageVariables.v, context.httpMethod' };
const UNAUTHORIZED = { status: 401, json: { message: 'Unauthorized' }, headers: { 'x-amzn-errortype': 'UnauthorizedException' }, effects: [] };
const policy = (Effect: string, Resource: unknown = '*', more: object = {}) =>
  ({ principalId: 'me', policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] }, ...more });

function guarded(properties: object, type = 'CUSTOM', integration: object = mock()) {
  const resources = apiResources({ 'GET /a': { AuthorizationType: type, AuthorizerId: { Ref: 'Auth' }, ...integration } }, {}, {
    ...authorizer(properties),
    ...HANDLER,
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod', Variables: { v: 'x' } } },
  });
  return entranceOf(modelOf(resources));
}
const ask = (entrance: ReturnType<typeof guarded>, sent: Sent = {}) => send(entrance, { path: '/a', headers: { Authorization: 'token' }, ...sent });

describe('rule 57: TOKEN authorizers', () => {
  test.each([[{}], [{ Authorization: '' }]])('without identity 401, and the function isn\'t called: %j', (headers) => {
    expect(ask(guarded(TOKEN), { headers: headers as {} })).toMatchObject(UNAUTHORIZED);
  });
  test('a token that doesn\'t look right is 401 too', () => {
    const entrance = guarded({ ...TOKEN, IdentityValidationExpression: 'Bearer [a-z]+' });
    expect(ask(entrance)).toMatchObject(UNAUTHORIZED);
    expect(ask(entrance, { headers: { authorization: 'Bearer abc1' } })).toMatchObject(UNAUTHORIZED);
    expect(ask(entrance, { headers: { authorization: 'Bearer abc' }, world: () => ({ payload: policy('Allow') }) }).status).toBe(200);
    expect(ask(guarded({ ...TOKEN, IdentityValidationExpression: '(' })).status).toBe(500);
  });
  test('the function is asked with the token and the method\'s ARN', () => {
    const seen = ask(guarded(TOKEN), { world: () => ({ payload: policy('Allow') }) });
    expect(seen.effects).toMatchObject([{ effect: 'invoke', purpose: 'authorizer', function: { logicalId: 'Authorize' } }]);
    expect((seen.effects[0] as any).event).toEqual({
      type: 'TOKEN', authorizationToken: 'token', methodArn: expect.stringMatching(/^arn:aws:execute-api:eu-west-1:123456789012:[a-z0-9]{10}\/prod\/GET\/a$/),
    });
    expect(seen.via).toEqual(['stage prod', 'method GET /a', 'authorizer Auth', 'function Authorize', 'integration MOCK']);
  });
  test.each<[string, any, number, string, unknown]>([
    ['failing with Unauthorized', { error: { errorType: 'Error', errorMessage: 'Unauthorized' } }, 401, 'UNAUTHORIZED', { message: 'Unauthorized' }],
    ['failing with anything else', { error: { errorType: 'Error', errorMessage: 'unauthorized' } }, 500, 'AUTHORIZER_FAILURE', { message: null }],
    ['taking too long', { timedOut: true }, 500, 'AUTHORIZER_FAILURE', { message: null }],
    ['denying', { payload: policy('Deny') }, 403, 'ACCESS_DENIED', { Message: 'User is not authorized to access this resource with an explicit deny' }],
    ['allowing nothing', { payload: policy('Allow', 'arn:aws:execute-api:*:*:*/other/*') }, 403, 'ACCESS_DENIED', { Message: 'User is not authorized to access this resource' }],
    ['allowing another method', { payload: policy('Allow', 'arn:aws:execute-api:*:*:*/prod/POST/a') }, 403, 'ACCESS_DENIED', { Message: 'User is not authorized to access this resource' }],
    ['without policy', { payload: { principalId: 'me' } }, 500, 'AUTHORIZER_CONFIGURATION_ERROR', { message: 'Internal server error' }],
    ['without principal', { payload: { policyDocument: policy('Allow').policyDocument } }, 500, 'AUTHORIZER_CONFIGURATION_ERROR', { message: 'Internal server error' }],
    ['answering a text', { payload: 'Allow' }, 500, 'AUTHORIZER_CONFIGURATION_ERROR', { message: 'Internal server error' }],
    ['answering null', { payload: null }, 500, 'AUTHORIZER_CONFIGURATION_ERROR', { message: 'Internal server error' }],
    ['with an object in the context', { payload: policy('Allow', '*', { context: { a: {} } }) }, 500, 'AUTHORIZER_CONFIGURATION_ERROR', { message: 'Internal server error' }],
  ])('a function %s', (_, result, status, type, body) => {
    expect(ask(guarded(TOKEN), { world: () => result })).toMatchObject({ status, json: body, via: expect.arrayContaining([`gateway-response ${type}`]) });
  });
  test('the body when it fails can be switched', () => {
    const world = () => ({ error: { errorType: 'Error', errorMessage: 'x' } });
    expect(ask(guarded(TOKEN), { world })).toMatchObject({ notes: [57] });
    expect(ask(guarded(TOKEN), { world, circumstances: { rules: { 57: 'text' } } }).json).toEqual({ message: 'Internal server error' });
  });
  test('rule 58: a denial\'s message is noted as reported', () => expect(ask(guarded(TOKEN), { world: () => ({ payload: policy('Deny') }) }).notes).toEqual([58, 26]));
  test('rule 58: switched, the message says less', () => {
    const denied = (reading?: string) => ask(guarded(TOKEN), { world: () => ({ payload: policy('Deny') }), circumstances: { rules: { 58: reading } } }).json.Message;
    expect([denied(), denied('plain')]).toEqual(['User is not authorized to access this resource with an explicit deny', 'User is not authorized to access this resource']);
  });
  test('a method, the wildcards of a resource and several statements', () => {
    const allowed = (Resource: unknown) => ask(guarded(TOKEN), { world: () => ({ payload: policy('Allow', Resource) }) }).status;
    expect([allowed('*'), allowed(['x', 'arn:aws:execute-api:*:*:*/prod/GET/?']), allowed('arn:aws:execute-api:eu-west-1:123456789012:*/*/GET/*')]).toEqual([200, 200, 200]);
    const both = { principalId: 'me', policyDocument: { Statement: [{ Action: '*', Effect: 'Allow', Resource: '*' }, { Action: ['execute-api:*'], Effect: 'Deny', Resource: '*/GET/*' }] } };
    expect(ask(guarded(TOKEN), { world: () => ({ payload: both }) }).status).toBe(403);
  });
  test('what it says of the caller reaches the integration', () => {
    const entrance = guarded(TOKEN, 'CUSTOM', PROXY);
    const world: Sent['world'] = (effect) => ({ payload: 'purpose' in effect && effect.purpose === 'authorizer' ? policy('Allow', '*', { context: { n: 1, b: true, __proto__x: 's' } }) : {} });
    expect((ask(entrance, { world }).effects[1] as any).event.requestContext.authorizer).toEqual({ principalId: 'me', n: '1', b: 'true', __proto__x: 's' });
  });
  test('a function that can\'t be asked leaves the answer unknown', () => {
    const { status, answer } = ask(guarded(TOKEN));
    expect(String(status)).toMatch(/nothing is run/);
    expect(answer.moreHeaders!.except).not.toContain('access-control-allow-origin');
  });
  test('where the integration\'s answer is given the caller is authorized', () => {
    expect(ask(guarded(TOKEN, 'CUSTOM', PROXY), { headers: {}, circumstances: { answer: { status: 200, headers: [] } } })).toMatchObject({ status: 200, effects: [] });
  });
});

describe('rule 57: REQUEST authorizers', () => {
  const complete: Sent = { path: '/a?k=1', headers: { 'x-key': '1' } };
  test('every identity source is needed', () => {
    expect(ask(guarded(REQUEST), { ...complete, world: () => ({ payload: policy('Allow') }) }).status).toBe(200);
    expect(ask(guarded(REQUEST), { ...complete, headers: {} })).toMatchObject(UNAUTHORIZED);
    expect(ask(guarded(REQUEST), { ...complete, path: '/a' })).toMatchObject(UNAUTHORIZED);
  });
  test('the event is that of the request, without body', () => {
    const { event } = ask(guarded(REQUEST), { ...complete, world: () => ({ payload: policy('Allow') }) }).effects[0] as any;
    expect(event).toMatchObject({ type: 'REQUEST', resource: '/a', path: '/a', httpMethod: 'GET', queryStringParameters: { k: '1' }, requestContext: { stage: 'prod' } });
    expect(event).not.toHaveProperty('body');
  });
  test('without identity sources the function is always asked', () => {
    expect(ask(guarded({ Type: 'REQUEST' }), { headers: {}, world: () => ({ payload: policy('Allow') }) }).effects).toHaveLength(1);
  });
});

describe('rule 59', () => {
  const cognito = guarded({ Type: 'COGNITO_USER_POOLS', IdentitySource: 'method.request.header.Authorization' }, 'COGNITO_USER_POOLS');
  const bearing = (claims: object, sent: Sent = {}) =>
    ask(cognito, { headers: { Authorization: `Bearer h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s` }, ...sent });
  const now = NOW / 1000;
  test.each<[string, string]>([
    ['no dots', 'token'], ['claims that are none', 'a.b.c'], ['claims that aren\'t object', `a.${Buffer.from('5').toString('base64url')}.c`], ['two parts', 'a.e30'],
  ])('COGNITO_USER_POOLS: what isn\'t a token is 401: %s', (_, Authorization) => {
    expect(ask(cognito, { headers: { Authorization } })).toMatchObject({ ...UNAUTHORIZED, notes: [59] });
  });
  test('COGNITO_USER_POOLS: a token that has expired is 401, or 403 by the other reading', () => {
    expect(bearing({ exp: now })).toMatchObject({ status: 401, json: { message: 'The incoming token has expired' }, notes: [59] });
    expect(bearing({ exp: now }, { circumstances: { rules: { 59: 'expired-token' } } }).status).toBe(403);
  });
  test.each([[{}], [{ exp: now + 1 }], [{ exp: 'soon' }]])('COGNITO_USER_POOLS: whether another is valid isn\'t known: %j', (claims) => {
    expect(String(bearing(claims).status)).toMatch(/only the user pool can tell/);
  });
  test('COGNITO_USER_POOLS: no token is 401, and that of a caller who is taken as authorized isn\'t looked at', () => {
    expect(ask(cognito, { headers: {} })).toMatchObject(UNAUTHORIZED);
    expect(ask(cognito, { circumstances: { answer: { status: 200, headers: [] } } }).status).toBe(200);
  });
  test('AWS_IAM: no signature is 403, another one unknown', () => {
    const iam = apiOf({ 'GET /a': { AuthorizationType: 'AWS_IAM', ...mock() } });
    expect(ask(iam)).toMatchObject({ status: 403, json: { message: 'Missing Authentication Token' } });
    expect(String(ask(iam, { headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=x' } }).status)).toMatch(/secret key/);
    expect(ask(iam, { circumstances: { answer: { status: 200, headers: [] } } }).status).toBe(200);
  });
});

describe('rule 56: API keys', () => {
  const keys: Resources = {
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: 'secret-secret-secret' } },
    Off: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: false, Value: 'off-off-off-off-off-off' } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'prod' }] } },
    PlanKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } } },
    PlanOff: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: { Ref: 'Off' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } } },
  };
  const entrance = apiOf({ 'ANY /a': { ApiKeyRequired: true, ...mock() } }, {}, keys);
  const FORBIDDEN = { status: 403, json: { message: 'Forbidden' }, headers: { 'x-amzn-errortype': 'ForbiddenException' } };
  test.each([[{}], [{ 'x-api-key': 'wrong' }], [{ 'x-api-key': '' }], [{ 'x-api-key': 'off-off-off-off-off-off' }]])('%j is 403', (headers) => {
    expect(ask(entrance, { headers: headers as {} })).toMatchObject(FORBIDDEN);
  });
  test('the right one is let through', () => expect(ask(entrance, { headers: { 'X-Api-Key': 'secret-secret-secret' } }).status).toBe(200));
  test('a preflight has none, so it always fails', () => {
    const headers = { 'Origin': 'o', 'Access-Control-Request-Method': 'GET' };
    expect(ask(entrance, { method: 'OPTIONS', headers, circumstances: { answer: { status: 200, headers: [] } } })).toMatchObject(FORBIDDEN);
  });
  test('a key whose value AWS makes up is unknown', () => {
    const own = apiOf({ 'GET /a': { ApiKeyRequired: true, ...mock() } }, {}, { ...keys, Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true } } });
    expect(String(ask(own, { headers: { 'x-api-key': 'any' } }).status)).toMatch(/makes it up/);
    expect(ask(own, { headers: {} }).status).toBe(403);
  });
});

describe('the API\'s resource policy', () => {
  const of = (Statement: unknown, sent: Sent = {}) => send(apiOf({ 'ANY /a': mock() }, { Policy: { Statement } }), { path: '/a', ...sent });
  const everybody = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke' };
  test.each<[unknown, number]>([
    [{ ...everybody, Resource: '*' }, 200], [{ ...everybody, Resource: 'execute-api:/*' }, 200], [{ ...everybody, Resource: 'execute-api:/prod/GET/*' }, 200],
    [{ ...everybody, Principal: { AWS: '*' }, Resource: ['x', '*'] }, 200],
    [{ ...everybody, Resource: 'execute-api:/dev/*' }, 403], [{ ...everybody, Resource: 'execute-api:/prod/POST/*' }, 403],
    [[{ ...everybody, Resource: '*' }, { ...everybody, Effect: 'Deny', Resource: '*' }], 403], [[], 403],
  ])('%j: %i', (statement, status) => expect(of(statement).status).toBe(status));
  test('a denial is ACCESS_DENIED', () => {
    expect(of([])).toMatchObject({ json: { Message: expect.stringMatching(/^User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:.*\/prod\/GET\/a$/) } });
  });
  test('rule 60: it comes before routing', () => expect(of([], { path: '/nope' }).via.at(-1)).toBe('gateway-response ACCESS_DENIED'));
  test('conditions and principals are unknown, and fulfilled where the caller is given', () => {
    const statement = { ...everybody, Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    expect(String(of(statement).status)).toMatch(/depend on who calls/);
    expect(of(statement, { circumstances: { answer: { status: 200, headers: [] } } }).status).toBe(200);
    expect(String(of({ ...statement, Principal: { AWS: 'arn:aws:iam::1:root' } }).status)).toMatch(/depend on who calls/);
  });
  test.each<[principal: unknown, status: string]>([
    [{ AWS: 'arn:aws:iam::1:root' }, '403'], [{ AWS: ['111122223333', '444455556666'] }, '403'], [{ AWS: '*' }, '200'], ['*', '200'],
    [{ AWS: { Ref: 'Given' } }, 'depend on who calls'], [{ AWS: ['111122223333', { Ref: 'Given' }] }, 'depend on who calls'],
  ])('a preflight is nobody whom the policy could name: %j', (Principal, status) => {
    const preflight: Sent = { method: 'OPTIONS', headers: { 'Origin': 'o', 'Access-Control-Request-Method': 'GET' } };
    expect(String(of({ ...everybody, Principal, Resource: '*' }, preflight).status)).toContain(status);
    expect(of({ ...everybody, Effect: 'Deny', Principal: { AWS: '111122223333' }, Resource: '*' }, preflight).status).toBe(403);
  });
  test('as a text', () => {
    expect(send(apiOf({ 'GET /a': mock() }, { Policy: JSON.stringify({ Statement: [] }) }), { path: '/a' }).status).toBe(403);
    expect(String(send(apiOf({ 'GET /a': mock() }, { Policy: 'no JSON' }), { path: '/a' }).status)).toMatch(/isn't JSON/);
  });
});

describe('rule 60: the order of checks', () => {
  const everything = {
    AuthorizationType: 'CUSTOM',
    AuthorizerId: { Ref: 'Auth' },
    ApiKeyRequired: true,
    RequestParameters: { 'method.request.querystring.q': true },
    RequestValidatorId: { Ref: 'Validator' },
    ...mock(200, {}, { RequestTemplates: { 'application/json': 'wrong' } }),
  };
  const more: Resources = {
    ...authorizer(TOKEN),
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true } },
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: 'secret-secret-secret' } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'prod' }] } },
    PlanKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: { Ref: 'Key' }, UsagePlanId: { Ref: 'Plan' } } },
  };
  const entrance = apiOf({ 'GET /a': everything }, {}, more);
  const world = () => ({ payload: policy('Allow') });
  test.each<[string, Sent, string]>([
    ['an unknown path comes before the authorizer', { path: '/nope' }, 'MISSING_AUTHENTICATION_TOKEN'],
    ['the authorizer before the API key', { path: '/a' }, 'UNAUTHORIZED'],
    ['the API key before validation', { path: '/a', headers: { Authorization: 'x' }, world }, 'INVALID_API_KEY'],
    ['validation before the integration', { path: '/a', headers: { 'Authorization': 'x', 'x-api-key': 'secret-secret-secret' }, world }, 'BAD_REQUEST_PARAMETERS'],
    ['the integration last', { path: '/a?q=1', headers: { 'Authorization': 'x', 'x-api-key': 'secret-secret-secret' }, world }, 'API_CONFIGURATION_ERROR'],
    ['WAF first', { path: '/nope', circumstances: { failure: 'WAF_FILTERED' } }, 'WAF_FILTERED'],
  ])('%s', (_, sent, type) => expect(send(entrance, sent).via.at(-1)).toBe(`gateway-response ${type}`));
});

test('rule 23: RESOURCE_NOT_FOUND comes after authorization only', () => {
  const circumstances = { failure: 'RESOURCE_NOT_FOUND' };
  expect(send(apiOf({ 'GET /a': { AuthorizationType: 'AWS_IAM', ...mock() } }), { path: '/a', circumstances })).toMatchObject({ status: 404, json: { message: 'Resource not found' } });
  expect(send(apiOf({ 'GET /a': mock() }), { path: '/a', circumstances: { ...circumstances, onlyGuarded: true } }).status).toBe(200);
  expect(send(apiOf({ 'GET /a': mock() }), { path: '/a', circumstances })).toMatchObject({ status: 404, notes: [12] });
  expect(send(apiOf({ 'GET /a': mock() }), { path: '/nope', circumstances }).status).toBe(403);
});
