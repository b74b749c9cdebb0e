import type { Effect, InvokeResult } from '../../../src/emulator/kernel/machine';
import { type Answer, headerOf, type HeaderList } from '../../../src/emulator/kernel/message';
import { apiWith, bodyOf, corsOf, EmulatedApi, notedRules, NOW, ORIGIN, OUTSIDE, returning, route } from './emulated';

const UNAUTHORIZED = [401, '{"message":"Unauthorized"}'];
const FORBIDDEN = [403, '{"message":"Forbidden"}'];
const BROKEN = [500, '{"message":"Internal Server Error"}'];
const FINE = [200, 'fine'];
const said = (answer: Answer) => [answer.status, bodyOf(answer)];

describe('rule 77: JWT authorizers', () => {
  const ISSUER = 'https://issuer.example';
  const authorizer = {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' }, AuthorizerType: 'JWT', IdentitySource: ['$request.header.Authorization'], JwtConfiguration: { Issuer: ISSUER, Audience: ['app', 'other'] },
    },
  };
  const jwt = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } };
  const api = new EmulatedApi(apiWith([], {
    Authorizer: authorizer,
    Plain: route('GET /plain', jwt),
    Scoped: route('GET /scoped', { ...jwt, AuthorizationScopes: ['read', 'write'] }),
    Any: route('ANY /any', jwt),
  }), returning({ statusCode: 200, body: 'fine' }));
  const exp = NOW / 1000 + 60;
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (claims: object) => `${encoded({ alg: 'RS256' })}.${encoded(claims)}.c2ln`;
  const bearing = (claims: object): HeaderList => [['authorization', `Bearer ${token(claims)}`]];
  const good = { iss: ISSUER, aud: 'app', exp };

  test.each<[string, HeaderList, unknown[], string | undefined]>([
    ['no token', [], UNAUTHORIZED, 'Bearer'],
    ['an empty one', [['Authorization', '']], UNAUTHORIZED, 'Bearer'],
    ['no JWT', [['Authorization', 'Bearer x']], UNAUTHORIZED, 'malformed'],
    ['no JSON', [['Authorization', 'Bearer a.b.c']], UNAUTHORIZED, 'malformed'],
    ['claims that aren\'t object', [['Authorization', `Bearer a.${encoded(null)}.c`]], UNAUTHORIZED, 'malformed'],
    ['expired', bearing({ ...good, exp: NOW / 1000 - 1 }), UNAUTHORIZED, 'the token has expired'],
    ['without an end', bearing({ ...good, exp: undefined }), UNAUTHORIZED, 'the token has expired'],
    ['not yet valid', bearing({ ...good, nbf: exp }), UNAUTHORIZED, 'not valid yet'],
    ['another issuer', bearing({ ...good, iss: 'https://evil.example' }), UNAUTHORIZED, 'issuer'],
    ['another audience', bearing({ ...good, aud: 'else' }), UNAUTHORIZED, 'audience'],
    ['good', bearing(good), FINE, undefined],
    ['several audiences', bearing({ ...good, aud: ['else', 'other'] }), FINE, undefined],
    ['client_id instead of an audience', bearing({ ...good, aud: undefined, client_id: 'app' }), FINE, undefined],
    ['without Bearer', [['Authorization', token(good)]], FINE, undefined],
  ])('%s', (_, headers, expected, challenge) => {
    const answer = api.send('GET', '/plain', headers);
    expect(said(answer)).toEqual(expected);
    expect(headerOf(answer.headers, 'www-authenticate') ?? '').toContain(challenge ?? '');
    expect(headerOf(answer.headers, 'www-authenticate') === undefined).toBe(challenge === undefined);
  });

  test.each([
    [{ scope: 'read' }, FINE], [{ scope: 'x write' }, FINE], [{ scp: ['write'] }, FINE], [{ scope: 'else' }, FORBIDDEN], [{}, FORBIDDEN],
  ])('scopes %j', (claims, expected) => {
    expect(said(api.send('GET', '/scoped', bearing({ ...good, ...claims })))).toEqual(expected);
  });

  test('that the signature isn\'t checked is noted, and can be switched to be refused', () => {
    expect(notedRules(api.send('GET', '/plain', bearing(good)))).toEqual([77]);
    expect(said(api.send('GET', '/plain', bearing(good), { rules: { 77: 'refused' } }))).toEqual(UNAUTHORIZED);
  });

  test('the function is told the claims', () => {
    api.send('GET', '/plain', bearing(good));
    expect(api.effects.at(-1)).toMatchObject({ event: { requestContext: { authorizer: { jwt: { claims: good, scopes: null } } } } });
  });

  const answer = { status: 200, headers: [] };

  test('who is given an answer is taken as authorized, but a preflight that a route took has no token (rule 70)', () => {
    expect(api.send('GET', '/plain', [], { answer }).status).toBe(200);
    const preflight = api.preflight('/any', { answer });
    expect(preflight.status).toBe(401);
    expect(preflight.via.map(({ kind }) => kind)).toEqual(['stage', 'route', 'authorizer', 'gateway']);
  });

  test('an automatic preflight passes no authorizer', () => {
    expect(api.preflight('/plain', { failure: 'UNAUTHORIZED' }).status).toBe(204);
  });
});

describe('rule 77: Lambda authorizers', () => {
  const authorizers = (properties: object, world: (effect: Effect) => InvokeResult, version = '2.0') => new EmulatedApi(apiWith([], {
    AuthFn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'r', Code: { ZipFile: ' ' } } },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'REQUEST',
        IdentitySource: ['$request.header.X-Key', '$request.querystring.q'],
        AuthorizerPayloadFormatVersion: version,
        AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${AuthFn.Arn}/invocations' },
        ...properties,
      },
    },
    Route: route('GET /items/{id}', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
  }), world);
  const world = (result: unknown) => (effect: Effect): InvokeResult =>
    effect.effect === 'invoke' && effect.purpose === 'authorizer' ? result as InvokeResult : { payload: { statusCode: 200, body: 'fine' } };
  const IDENTIFIED: HeaderList = [['x-key', 'k']];
  const simple = (payload: unknown) => said(authorizers({ EnableSimpleResponses: true }, world({ payload })).send('GET', '/items/1?q=1', IDENTIFIED));

  test.each<[string, string, HeaderList]>([['no header', '/items/1?q=1', []], ['no query', '/items/1', IDENTIFIED], ['an empty one', '/items/1?q=', IDENTIFIED]])(
    'an identity source is missing, %s: 401 without a call', (_, path, headers) => {
      const api = authorizers({}, world({ payload: {} }));
      expect(said(api.send('GET', path, headers))).toEqual(UNAUTHORIZED);
      expect(api.effects).toEqual([]);
    });

  test.each([
    ['allowed', { isAuthorized: true, context: { a: 1 } }, FINE],
    ['not allowed', { isAuthorized: false }, FORBIDDEN],
    ['a text', { isAuthorized: 'true' }, BROKEN],
    ['nothing', null, BROKEN],
    ['a list', [], BROKEN],
  ])('a simple response: %s', (_, payload, expected) => {
    expect(simple(payload)).toEqual(expected);
  });

  const statement = (Effect_: string, Resource: unknown, Action = 'execute-api:Invoke') => ({ Effect: Effect_, Action, Resource });
  const policy = (...Statement: object[]) => ({ principalId: 'p', policyDocument: { Version: '2012-10-17', Statement }, context: { a: 1 } });

  test.each([
    ['Allow *', policy(statement('Allow', '*')), FINE],
    ['Allow of the route', policy(statement('Allow', 'arn:aws:execute-api:eu-west-1:111122223333:*/$default/GET/items/?')), FINE],
    ['Allow of another', policy(statement('Allow', 'arn:aws:execute-api:eu-west-1:111122223333:*/$default/POST/*')), FORBIDDEN],
    ['Deny over Allow', policy(statement('Allow', '*'), statement('Deny', ['*/items/1'])), FORBIDDEN],
    ['another action', policy(statement('Allow', '*', 'lambda:Invoke')), FORBIDDEN],
    ['no statement', policy(), FORBIDDEN],
    ['a single statement', { policyDocument: { Statement: statement('Allow', '*') } }, FINE],
    ['no policy', { principalId: 'p' }, BROKEN],
    ['a text', 'yes', BROKEN],
  ])('a policy: %s', (_, payload, expected) => {
    expect(said(authorizers({}, world({ payload })).send('GET', '/items/1?q=1', IDENTIFIED))).toEqual(expected);
    expect(said(authorizers({}, world({ payload }), '1.0').send('GET', '/items/1?q=1', IDENTIFIED))).toEqual(expected);
  });

  test.each([
    ['fails', { error: { errorType: 'Error', errorMessage: 'boom' } }, BROKEN],
    ['takes too long', { timedOut: true }, BROKEN],
    ['says Unauthorized', { error: { errorType: 'string', errorMessage: 'Unauthorized' } }, UNAUTHORIZED],
  ])('%s', (_, result, expected) => {
    expect(said(authorizers({}, world(result)).send('GET', '/items/1?q=1', IDENTIFIED))).toEqual(expected);
  });

  test('what it and the integration are told', () => {
    const api = authorizers({ EnableSimpleResponses: true }, world({ payload: { isAuthorized: true, context: { a: 1 } } }));
    api.send('GET', '/items/1?q=1', IDENTIFIED);
    const arn = expect.stringMatching(/^arn:aws:execute-api:eu-west-1:111122223333:[a-z0-9]+\/\$default\/GET\/items\/1$/);
    expect(api.effects[0]).toMatchObject({ purpose: 'authorizer', event: { version: '2.0', type: 'REQUEST', routeArn: arn, identitySource: ['k', '1'], pathParameters: { id: '1' } } });
    expect(api.effects[0]).not.toHaveProperty('event.body');
    expect(api.effects[1]).toMatchObject({ purpose: 'integration', event: { requestContext: { authorizer: { lambda: { a: 1 } } } } });
    const first = authorizers({}, world({ payload: {} }), '1.0');
    first.send('GET', '/items/1?q=1', IDENTIFIED);
    expect(first.effects[0]).toMatchObject({ event: { version: '1.0', type: 'REQUEST', methodArn: arn, identitySource: 'k,1', authorizationToken: 'k,1' } });
  });

  test('where nobody can tell, neither status nor CORS headers are known', () => {
    const answer = authorizers({}, () => OUTSIDE as never).send('GET', '/items/1?q=1', [...IDENTIFIED, ...ORIGIN]);
    expect([answer.status, corsOf(answer), answer.moreHeaders]).toEqual([OUTSIDE, {}, { because: OUTSIDE, except: ['apigw-requestid'] }]);
  });
});

describe('rule 77: AWS_IAM', () => {
  const api = new EmulatedApi(apiWith([], { Route: route('GET /items', { AuthorizationType: 'AWS_IAM' }) }), returning({ statusCode: 200, body: 'fine' }));

  test.each<[string, HeaderList, string, unknown[]]>([
    ['not signed', [], '', FORBIDDEN],
    ['another scheme', [['Authorization', 'Bearer x']], '', FORBIDDEN],
    ['signed by header', [['Authorization', 'AWS4-HMAC-SHA256 Credential=a']], '', FINE],
    ['signed in the query', [], '?X-Amz-Signature=a', FINE],
  ])('%s', (_, headers, query, expected) => {
    expect(said(api.send('GET', `/items${query}`, headers))).toEqual(expected);
  });

  test('that the signature isn\'t checked is noted, and can be switched', () => {
    const headers: HeaderList = [['Authorization', 'AWS4-HMAC-SHA256 Credential=a']];
    expect(notedRules(api.send('GET', '/items', headers))).toEqual([77]);
    expect(said(api.send('GET', '/items', headers, { rules: { 77: 'refused' } }))).toEqual(FORBIDDEN);
  });
});
