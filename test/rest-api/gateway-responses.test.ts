import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnGatewayResponse, ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { CorsOrigin, CorsPolicy, CorsRestApi } from '../../src';
import { newFunction, newStack, resourcesOf } from '../support/rest-api';

const APP = 'https://app.example.com';
const ONE = CorsPolicy.forOrigins(APP);
const SEVERAL = CorsPolicy.forOrigins(APP, 'https://*.example.com');
const credentialed = (...origins: string[]) =>
  new CorsPolicy({ allowOrigins: origins.map((origin) => CorsOrigin.parse(origin)), allowCredentials: true, exposeHeaders: ['ETag', 'X-Total'] });

function apiWith(cors: CorsPolicy, corsByPath?: { [path: string]: CorsPolicy }) {
  const stack = newStack();
  const api = new CorsRestApi(stack, 'Api', { cors, corsByPath, handler: newFunction(stack) });
  return { stack, api };
}

function headersByType(stack: ReturnType<typeof newStack>): { [type: string]: { [header: string]: string } } {
  return Object.fromEntries(Object.values(resourcesOf(stack, 'AWS::ApiGateway::GatewayResponse')).map(({ Properties }) => [
    Properties.ResponseType,
    Object.fromEntries(Object.entries(Properties.ResponseParameters as { [key: string]: string }).map(([key, value]) => [key.replace('gatewayresponse.header.', ''), value])),
  ]));
}

// [why, policy, the headers of every gateway response]
test.each<[string, CorsPolicy, { [header: string]: string }]>([
  ['one origin is static', ONE, { 'Access-Control-Allow-Origin': `'${APP}'` }],
  ['several without credentials: a gateway response can\'t choose (rule 17)', SEVERAL, { 'Access-Control-Allow-Origin': "'*'" }],
  ['any origin', CorsPolicy.unsafelyAllowAnyOrigin(), { 'Access-Control-Allow-Origin': "'*'" }],
  ['one with credentials', credentialed(APP), {
    'Access-Control-Allow-Origin': `'${APP}'`, 'Access-Control-Allow-Credentials': "'true'", 'Access-Control-Expose-Headers': "'ETag,X-Total'",
  }],
  ['several with credentials: whoever asks is named, as "*" would be refused', credentialed(APP, 'https://b.example.com'), {
    'Access-Control-Allow-Origin': 'method.request.header.origin', 'Access-Control-Allow-Credentials': "'true'", 'Access-Control-Expose-Headers': "'ETag,X-Total'", 'Vary': "'Origin'",
  }],
])('%s', (_why, policy, headers) => {
  expect(headersByType(apiWith(policy).stack)).toEqual({ DEFAULT_4XX: headers, DEFAULT_5XX: headers });
});

describe('policies by path share the gateway responses', () => {
  test('the same origin', () => {
    const { stack, api } = apiWith(ONE, { '/public': credentialed(APP) });
    api.root.addResource('public').addMethod('GET');
    expect(headersByType(stack).DEFAULT_4XX).toMatchObject({ 'Access-Control-Allow-Origin': `'${APP}'`, 'Access-Control-Allow-Credentials': "'true'" });
  });

  test('different ones', () => {
    const { stack, api } = apiWith(ONE, { '/public': CorsPolicy.unsafelyAllowAnyOrigin() });
    api.root.addResource('public').addMethod('GET');
    expect(headersByType(stack).DEFAULT_5XX).toEqual({ 'Access-Control-Allow-Origin': "'*'" });
  });

  test('a "*" to expose can\'t stand beside credentials', () => {
    const { stack, api } = apiWith(credentialed(APP), { '/public': CorsPolicy.unsafelyAllowAnyOrigin({ exposeHeaders: ['*'] }) });
    api.root.addResource('public').addMethod('GET');
    expect(headersByType(stack).DEFAULT_4XX).toMatchObject({ 'Access-Control-Allow-Origin': 'method.request.header.origin', 'Access-Control-Expose-Headers': "'ETag,X-Total'" });
  });
});

describe('gateway responses of the user\'s get the headers too, because they inherit nothing (rule 13)', () => {
  test('added after the policy', () => {
    const { stack, api } = apiWith(ONE);
    api.addGatewayResponse('Throttled', { type: ResponseType.THROTTLED, statusCode: '429', responseHeaders: { 'Retry-After': "'1'" }, templates: { 'application/json': '{}' } });
    expect(headersByType(stack).THROTTLED).toEqual({ 'Retry-After': "'1'", 'Access-Control-Allow-Origin': `'${APP}'` });
    const throttled = Object.values(resourcesOf(stack, 'AWS::ApiGateway::GatewayResponse')).find(({ Properties }) => Properties.ResponseType === 'THROTTLED')!;
    expect(throttled.Properties).toMatchObject({ StatusCode: '429', ResponseTemplates: { 'application/json': '{}' } });
  });

  test('a default of the user\'s isn\'t made twice', () => {
    const { stack, api } = apiWith(ONE);
    api.addGatewayResponse('Mine', { type: ResponseType.DEFAULT_4XX, responseHeaders: { 'X-Mine': "'1'" } });
    expect(Object.keys(resourcesOf(stack, 'AWS::ApiGateway::GatewayResponse'))).toHaveLength(2);
    expect(headersByType(stack).DEFAULT_4XX).toEqual({ 'X-Mine': "'1'", 'Access-Control-Allow-Origin': `'${APP}'` });
  });

  test('without headers, and as CloudFormation resource', () => {
    const { stack, api } = apiWith(ONE);
    new CfnGatewayResponse(stack, 'Denied', { restApiId: api.restApiId, responseType: 'ACCESS_DENIED' });
    expect(headersByType(stack).ACCESS_DENIED).toEqual({ 'Access-Control-Allow-Origin': `'${APP}'` });
  });

  test('of another API they are left alone', () => {
    const { stack } = apiWith(ONE);
    new CfnGatewayResponse(stack, 'Foreign', { restApiId: 'another', responseType: 'ACCESS_DENIED', responseParameters: {} });
    expect(headersByType(stack).ACCESS_DENIED).toEqual({});
  });

  test('the same header in another case is kept', () => {
    const { stack, api } = apiWith(ONE);
    api.addGatewayResponse('Mine', { type: ResponseType.UNAUTHORIZED, responseHeaders: { 'access-control-allow-origin': `'${APP}'` } });
    expect(headersByType(stack).UNAUTHORIZED).toEqual({ 'access-control-allow-origin': `'${APP}'` });
  });

  test('Vary is a list', () => {
    const { stack, api } = apiWith(credentialed(APP, 'https://b.example.com'));
    api.addGatewayResponse('Mine', { type: ResponseType.UNAUTHORIZED, responseHeaders: { vary: "'Accept'" } });
    expect(headersByType(stack).UNAUTHORIZED.vary).toBe("'Accept, Origin'");
  });

  test('a header that contradicts the policy gives way to it, and is told', () => {
    const { stack, api } = apiWith(ONE);
    api.addGatewayResponse('Mine', { type: ResponseType.UNAUTHORIZED, responseHeaders: { 'Access-Control-Allow-Origin': 'method.request.header.Origin', 'X-Mine': "'1'" } });
    expect(headersByType(stack).UNAUTHORIZED).toEqual({ 'Access-Control-Allow-Origin': `'${APP}'`, 'X-Mine': "'1'" });
    Annotations.fromStack(stack).hasWarning('/Stack/Api', Match.stringLikeRegexp('Access-Control-Allow-Origin method.request.header.Origin of the gateway response UNAUTHORIZED.*corsReplaced'));
  });
});
