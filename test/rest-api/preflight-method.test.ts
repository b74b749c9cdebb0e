import { Duration, Token } from 'aws-cdk-lib';
import { Annotations } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as fc from 'fast-check';
import { CorsOrigin, CorsPolicy, CorsRestApi } from '../../src';
import { allowOriginTemplate } from '../../src/rest-api/origin-template';
import { answerOf, methodsOf, newFunction, newStack, preflightsOf, render } from '../support/rest-api';

const APP = 'https://app.example.com';
const ADMIN = 'https://admin.example.com';
const EVIL = 'https://evil.example';

const POLICIES: [string, CorsPolicy][] = [
  ['one origin', CorsPolicy.forOrigins(APP)],
  ['two origins', CorsPolicy.forOrigins(APP, ADMIN)],
  ['a pattern', CorsPolicy.forOrigins('https://*.example.com')],
  ['any depth and this machine', CorsPolicy.forOrigins('https://**.preview.example.com', 'http://localhost:*')],
  ['any origin', CorsPolicy.unsafelyAllowAnyOrigin()],
  ['credentials, own lists, max-age 0', new CorsPolicy({
    allowOrigins: [CorsOrigin.exact(APP), CorsOrigin.exact('http://[::1]:3000')],
    allowCredentials: true,
    allowMethods: ['PUT'],
    allowHeaders: ['X-Id'],
    exposeHeaders: ['ETag'],
    maxAge: Duration.seconds(0),
  })],
  ['credentials with one origin', new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowCredentials: true })],
];
const ORIGINS = [APP, ADMIN, EVIL, 'null', 'https://a.preview.example.com', 'https://a.b.preview.example.com', 'https://example.com', 'https://app.example.com.evil.net',
  'http://localhost:5173', 'http://localhost.evil.net', 'http://[::1]:3000', 'https://APP.example.com'];

function preflightOf(cors: CorsPolicy, props: Partial<apigateway.RestApiProps> = {}) {
  const stack = newStack();
  new CorsRestApi(stack, 'Api', { cors, handler: newFunction(stack), ...props } as any);
  return methodsOf(stack)['OPTIONS /{proxy+}'];
}

describe('the answer to a preflight is what the policy says', () => {
  for (const [name, policy] of POLICIES) {
    let method: ReturnType<typeof preflightOf>;
    beforeAll(() => { method = preflightOf(policy); });

    test.each(ORIGINS)(`${name}, from %s`, (origin) => {
      for (const header of ['Origin', 'origin']) {
        const { status, headers } = answerOf(method, { [header]: origin });
        const expected = policy.headersFor({ origin, preflight: true });
        expect([status, headers.Vary]).toEqual([204, expected.Vary]);
        // Anything else isn't permission for a browser on that page.
        const isPermission = ['*', origin].includes(headers['Access-Control-Allow-Origin']);
        expect(isPermission ? headers : 'refused').toEqual(policy.allows(origin) ? expected : 'refused');
      }
    });
  }

  test('an origin that isn\'t allowed gets no Access-Control-Allow-Origin where the API can choose', () => {
    expect(answerOf(preflightOf(POLICIES[1][1]), { origin: EVIL }).headers).not.toHaveProperty('Access-Control-Allow-Origin');
  });

  test('without an Origin header nothing fails', () => {
    expect(answerOf(preflightOf(POLICIES[1][1]), {})).toMatchObject({ status: 204, headers: { Vary: 'Origin' } });
  });
});

test('the template allows exactly what the policy allows', () => {
  const label = fc.stringMatching(/^[a-z]{1,3}$/);
  const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => `https://${labels.join('.')}`);
  const listed = fc.uniqueArray(fc.oneof(domain, domain.map((each) => each.replace('//', '//*.')), domain.map((each) => each.replace('//', '//**.'))), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(listed, fc.oneof(domain, fc.string()), (origins, asked) => {
    const policy = CorsPolicy.forOrigins(...origins);
    const { text, headers } = render(allowOriginTemplate(policy), { origin: asked });
    expect(headers).toEqual(policy.allows(asked) ? { 'Access-Control-Allow-Origin': asked } : {});
    expect(text.trim()).toBe('');
  }), { numRuns: 1000 });
});

test('an origin that is only known at deploy time stands in the template', () => {
  const policy = CorsPolicy.forOrigins(`https://${Token.asString({ 'Fn::GetAtt': ['Site', 'DomainName'] })}`, APP);
  const template = preflightOf(policy).Integration.RequestTemplates['application/json'];
  expect(template['Fn::Join'][1]).toContainEqual({ 'Fn::GetAtt': ['Site', 'DomainName'] });
});

test('the method is a mock that no binary type, content type or body can break', () => {
  const method = preflightOf(POLICIES[1][1], { binaryMediaTypes: ['*/*'] });
  expect(method.Integration).toMatchObject({
    Type: 'MOCK', PassthroughBehavior: 'NEVER', ContentHandling: 'CONVERT_TO_TEXT', IntegrationResponses: [{ StatusCode: '204', ContentHandling: 'CONVERT_TO_TEXT' }],
  });
  expect(method.Integration.IntegrationResponses[0]).not.toHaveProperty('ResponseTemplates');
});

test('every header that is mapped or overridden is declared', () => {
  for (const [, policy] of POLICIES) {
    const method = preflightOf(policy);
    const declared = Object.keys(method.MethodResponses[0].ResponseParameters);
    expect(method.MethodResponses).toHaveLength(1);
    expect(method.MethodResponses[0].StatusCode).toBe('204');
    expect(declared).toEqual(expect.arrayContaining(Object.keys(method.Integration.IntegrationResponses[0].ResponseParameters)));
    expect(declared).toContain('method.response.header.Access-Control-Allow-Origin');
  }
});

describe('nothing that guards the other methods guards the preflight', () => {
  test('default authorizer, scopes, API key, required parameters', () => {
    const stack = newStack();
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [new cognito.UserPool(stack, 'Pool')] });
    new CorsRestApi(stack, 'Api', {
      cors: POLICIES[0][1],
      handler: newFunction(stack),
      defaultMethodOptions: {
        authorizer,
        authorizationType: apigateway.AuthorizationType.COGNITO,
        authorizationScopes: ['read'],
        apiKeyRequired: true,
        requestParameters: { 'method.request.header.X-Tenant': true },
      },
    });
    const methods = methodsOf(stack);
    expect(methods['ANY /{proxy+}']).toMatchObject({ AuthorizationType: 'COGNITO_USER_POOLS', ApiKeyRequired: true, AuthorizationScopes: ['read'] });
    for (const route of ['OPTIONS /', 'OPTIONS /{proxy+}']) {
      expect(methods[route]).toMatchObject({ AuthorizationType: 'NONE', ApiKeyRequired: false, RequestParameters: {} });
      for (const property of ['AuthorizerId', 'AuthorizationScopes', 'RequestValidatorId', 'RequestModels']) {
        expect(methods[route]).not.toHaveProperty(property);
      }
    }
    expect(Annotations.fromStack(stack).findWarning('*', '*').filter((warning) => warning.id.endsWith('/OPTIONS'))).toEqual([]);
  });

  test('a request validator on the methods', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICIES[0][1], handler: newFunction(stack), proxy: false });
    api.root.addResource('items').addMethod('ANY', undefined, { requestValidatorOptions: { validateRequestBody: true } });
    expect(methodsOf(stack)['ANY /items']).toHaveProperty('RequestValidatorId');
    expect(preflightsOf(stack)).toContain('/items');
    expect(methodsOf(stack)['OPTIONS /items']).not.toHaveProperty('RequestValidatorId');
  });

  test('API keys and a usage plan', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICIES[0][1], handler: newFunction(stack), proxy: false });
    api.root.addResource('items').addMethod('GET', undefined, { apiKeyRequired: true });
    const plan = api.addUsagePlan('Plan', { apiStages: [{ stage: api.deploymentStage }] });
    plan.addApiKey(api.addApiKey('Key'));
    expect(methodsOf(stack)['OPTIONS /{proxy+}'].ApiKeyRequired).toBe(false);
  });
});
