/** Function URLs as entrances: their CORS, their auth type and permissions, and a distribution before them (rules 149 to 153). */
import { Emulator, headerOf, isUnknown } from '../../../src/emulator';
import { ask } from '../../../src/verify';

const PAGE = 'https://app.example.com';
const CORS = { AllowOrigins: [PAGE, 'capacitor://localhost'], AllowMethods: ['GET', 'POST'], AllowHeaders: ['content-type'], ExposeHeaders: ['etag'], AllowCredentials: true, MaxAge: 600 };
const PREFLIGHT = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };

interface Made {
  readonly authType?: string;
  readonly cors?: object;
  readonly permissions?: readonly string[];
  readonly more?: object;
}

function template({ authType = 'NONE', cors, permissions = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'], more = {} }: Made) {
  const arn = { 'Fn::GetAtt': ['Fn', 'Arn'] };
  return {
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::123456789012:role/r', Code: { S3Bucket: 'b', S3Key: 'k' } } },
      Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: authType, TargetFunctionArn: arn, ...cors && { Cors: cors } } },
      ...Object.fromEntries(permissions.map((action, index) => [`May${index}`, { Type: 'AWS::Lambda::Permission', Properties: { Action: action, FunctionName: arn, Principal: '*' } }])),
      ...more,
    },
  };
}

/** Of a function that says what it was asked, and that it runs. */
function emulator(made: Made, headers: Record<string, string> = {}) {
  return Emulator.fromTemplate(template(made), { functions: { Fn: (event) => ({ statusCode: 200, headers: { 'x-ran': event.requestContext.http.method, ...headers }, body: event.body ?? '' }) } });
}

const send = (made: Made, method: string, headers: Record<string, string> = {}, own: Record<string, string> = {}, rules = {}) => {
  const app = emulator(made, own);
  return app.send({ method, url: `${app.entrances.at(-1)!.url}/items?a=1`, headers }, { rules });
};
const cors = (answer: ReturnType<typeof send>) => answer.headers.filter(([name]) => name.startsWith('access-control-'));

test('is an entrance with the name that AWS gives it', () => {
  const [entrance] = emulator({ cors: CORS }).entrances;
  expect(entrance).toMatchObject({ kind: 'function-url', logicalId: 'Url', aliases: [] });
  expect(entrance.url).toMatch(/^https:\/\/[a-z\d]{32}\.lambda-url\.us-east-1\.on\.aws$/);
  expect(entrance.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /{proxy+}', 'POST /{proxy+}']);
  expect(emulator({}).entrances[0].routes.map(({ method }) => method)).toEqual(['*']);
});

describe('with Cors', () => {
  test('a preflight is answered without the function, also where calls are signed', () => {
    for (const authType of ['NONE', 'AWS_IAM']) {
      const answer = send({ authType, cors: CORS }, 'OPTIONS', { origin: PAGE, ...PREFLIGHT });
      expect([answer.status, headerOf(answer.headers, 'x-ran')]).toEqual([200, undefined]);
      expect(cors(answer)).toEqual([
        ['access-control-allow-origin', PAGE], ['access-control-allow-credentials', 'true'], ['access-control-allow-methods', 'GET,POST'],
        ['access-control-allow-headers', 'content-type'], ['access-control-max-age', '600'],
      ]);
    }
  });

  test.each<[name: string, allowOrigins: string[], origin: string, expected: string | undefined]>([
    ['one of the list', [PAGE, 'https://admin.example.com'], 'https://admin.example.com', 'https://admin.example.com'],
    ['an app shell', ['capacitor://localhost'], 'capacitor://localhost', 'capacitor://localhost'],
    ['any', ['*'], 'https://foreign.example', '*'],
    ['none of the list', [PAGE], 'https://foreign.example', undefined],
    ['a pattern, which matches as a text', ['https://*.example.com'], PAGE, undefined],
  ])('the origin is %s', (_name, allowOrigins, origin, expected) => {
    const answer = send({ cors: { AllowOrigins: allowOrigins } }, 'GET', { origin });
    expect(headerOf(answer.headers, 'access-control-allow-origin')).toBe(expected);
    expect(headerOf(send({ cors: { AllowOrigins: allowOrigins } }, 'OPTIONS', { origin, ...PREFLIGHT }).headers, 'access-control-allow-origin')).toBe(expected);
  });

  test('what the function writes is there besides', () => {
    const answer = send({ cors: CORS }, 'GET', { origin: PAGE }, { 'Access-Control-Allow-Origin': '*' });
    expect(cors(answer).filter(([name]) => name === 'access-control-allow-origin').concat(answer.headers.filter(([name]) => name === 'Access-Control-Allow-Origin')))
      .toEqual([['access-control-allow-origin', PAGE], ['Access-Control-Allow-Origin', '*']]);
  });

  test('a request without Origin, and an OPTIONS that is no preflight, get what the function says', () => {
    expect(cors(send({ cors: CORS }, 'GET'))).toEqual([]);
    expect(headerOf(send({ cors: CORS }, 'OPTIONS', { origin: PAGE }).headers, 'x-ran')).toBe('OPTIONS');
  });
});

test('without Cors the function gets the preflight, and its event is that of payload format 2.0', () => {
  let event: any;
  const app = Emulator.fromTemplate(template({}), { functions: { Fn: (given) => (event = given, { statusCode: 204 }) } });
  const { status } = app.send({ method: 'OPTIONS', url: `${app.entrances[0].url}/items?a=1`, headers: { origin: PAGE, ...PREFLIGHT } });
  expect(status).toBe(204);
  expect(event).toMatchObject({ version: '2.0', routeKey: '$default', rawPath: '/items', rawQueryString: 'a=1', headers: { origin: PAGE }, requestContext: { stage: '$default', http: { method: 'OPTIONS' } } });
});

describe('who may call', () => {
  const status = (made: Made, headers = {}, rules = {}) => {
    const { status: given } = send(made, 'GET', headers, {}, rules);
    return isUnknown(given) ? 'unknown' : given;
  };

  test.each<[name: string, made: Made, headers: Record<string, string>, rules: object, expected: number | 'unknown']>([
    ['anybody, with both permissions', {}, {}, {}, 200],
    ['anybody, where the permissions are given elsewhere', { permissions: [] }, {}, {}, 200],
    ['with lambda:InvokeFunctionUrl alone it depends', { permissions: ['lambda:InvokeFunctionUrl'] }, {}, {}, 'unknown'],
    ['with lambda:InvokeFunction alone as well', { permissions: ['lambda:InvokeFunction'] }, {}, {}, 'unknown'],
    ['with one alone, of a new URL', { permissions: ['lambda:InvokeFunctionUrl'] }, {}, { 151: 'forbidden' }, 403],
    ['with one alone, of an old URL', { permissions: ['lambda:InvokeFunctionUrl'] }, {}, { 151: 'allowed' }, 200],
    ['nobody without a signature', { authType: 'AWS_IAM' }, {}, {}, 403],
    ['nobody with another token', { authType: 'AWS_IAM' }, { authorization: 'Bearer x' }, {}, 403],
    ['who signs', { authType: 'AWS_IAM' }, { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/x' }, {}, 200],
    ['who signs, where signatures don\'t hold', { authType: 'AWS_IAM' }, { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/x' }, { 77: 'refused' }, 403],
  ])('%s', (_name, made, headers, rules, expected) => {
    expect(status(made, headers, rules)).toBe(expected);
  });
});

describe('failures', () => {
  const failed = (made: Made, failure: string, rules = {}) => {
    const app = emulator(made);
    return app.send({ method: 'GET', url: app.entrances[0].url, headers: { origin: PAGE } }, { failure, rules });
  };

  test.each<[string, number]>([['THROTTLED', 429], ['REQUEST_TOO_LARGE', 413], ['INTEGRATION_FAILURE', 502], ['INTEGRATION_TIMEOUT', 502]])('%s is a %d', (failure, status) => {
    const answer = failed({}, failure);
    expect([answer.status, answer.moreHeaders, cors(answer)]).toEqual([status, undefined, []]);
  });

  test('whether they carry the configured headers isn\'t known', () => {
    expect(failed({ cors: CORS }, 'THROTTLED').moreHeaders?.because.reason).toContain('rule 153');
    expect(headerOf(failed({ cors: CORS }, 'THROTTLED', { 153: 'cors' }).headers, 'access-control-allow-origin')).toBe(PAGE);
    expect(cors(failed({ cors: CORS }, 'THROTTLED', { 153: 'bare' }))).toEqual([]);
  });

  test('what a URL can\'t fail as goes on as ever', () => {
    expect(failed({}, 'UNAUTHORIZED').status).toBe(200);
    expect(failed({}, 'ACCESS_DENIED').status).toBe(200);
    expect(failed({ authType: 'AWS_IAM' }, 'ACCESS_DENIED').status).toBe(403);
  });
});

describe('behind an origin access control', () => {
  const distribution = (signing: string) => ({
    Oac: { Type: 'AWS::CloudFront::OriginAccessControl', Properties: { OriginAccessControlConfig: { Name: 'u', OriginAccessControlOriginType: 'lambda', SigningBehavior: signing, SigningProtocol: 'sigv4' } } },
    Cdn: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Origins: [{
            Id: 'url',
            DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Url', 'FunctionUrl'] }] }] },
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
            OriginAccessControlId: { 'Fn::GetAtt': ['Oac', 'Id'] },
          }],
          DefaultCacheBehavior: {
            TargetOriginId: 'url',
            ViewerProtocolPolicy: 'https-only',
            AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
          },
        },
      },
    },
  });
  const through = (signing: string, method: string, headers = {}, body?: string) => {
    const app = emulator({ authType: 'AWS_IAM', more: distribution(signing) });
    return app.send({ method, url: `${app.entrances.find(({ kind }) => kind === 'cloudfront')!.url}/x`, headers, body }).status;
  };

  test.each<[name: string, signing: string, method: string, headers: Record<string, string>, body: string | undefined, status: number]>([
    ['a GET is signed', 'always', 'GET', {}, undefined, 200],
    ['a body isn\'t', 'always', 'POST', {}, '{}', 403],
    ['a body whose digest the page sends', 'always', 'POST', { 'x-amz-content-sha256': '44136fa3' }, '{}', 200],
    ['a POST without a body', 'always', 'POST', {}, undefined, 200],
    ['nothing is signed', 'never', 'GET', {}, undefined, 403],
  ])('%s', (_name, signing, method, headers, body, status) => {
    expect(through(signing, method, headers, body)).toBe(status);
  });

  test('pages that call by it are told so by ask', () => {
    const app = emulator({ authType: 'AWS_IAM', more: distribution('always') }, { 'Access-Control-Allow-Origin': PAGE });
    const question = { page: PAGE, entrance: 'cloudfront', path: '/x', method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' };
    expect(ask(app, question)).toMatchObject({ outcome: 'blocked', error: 'MissingAllowOriginHeader' });
    const { url } = app.entrances.find(({ kind }) => kind === 'cloudfront')!;
    expect(ask(app, { ...question, page: url })).toMatchObject({ outcome: 'allowed', status: 403 });
    expect(ask(app, { ...question, page: url, headers: { 'content-type': 'text/plain', 'x-amz-content-sha256': '44136fa3' } })).toMatchObject({ outcome: 'allowed', status: 200 });
  });

  test('its routes ask for the digest where there is a body', () => {
    const { routes } = emulator({ authType: 'AWS_IAM', more: distribution('always') }).entrances.find(({ kind }) => kind === 'cloudfront')!;
    expect(routes.map(({ method, headers }) => [method, ...headers].join(' ')).sort()).toEqual(['DELETE', 'GET', 'PATCH x-amz-content-sha256', 'POST x-amz-content-sha256', 'PUT x-amz-content-sha256']);
  });
});
