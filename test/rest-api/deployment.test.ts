import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CorsOrigin, CorsPolicy, type CorsPolicyProps, CorsRestApi, RestApiCors } from '../../src';
import { deploymentIdsOf, newFunction, newStack, resourcesOf } from '../support/rest-api';

const APP = CorsOrigin.exact('https://app.example.com');
const BASE: CorsPolicyProps = { allowOrigins: [APP, CorsOrigin.exact('https://b.example.com')] };

/** Every difference that a policy can have from BASE. */
const CHANGES: [string, CorsPolicyProps][] = [
  ['an origin', { allowOrigins: [APP, CorsOrigin.exact('https://c.example.com')] }],
  ['one origin less', { allowOrigins: [APP] }],
  ['a pattern', { allowOrigins: [APP, CorsOrigin.subdomainsOf('https://b.example.com')] }],
  ['the methods', { ...BASE, allowMethods: ['GET'] }],
  ['the headers', { ...BASE, allowHeaders: ['X-Id'] }],
  ['the exposed headers', { ...BASE, exposeHeaders: ['ETag'] }],
  ['credentials', { ...BASE, allowCredentials: true }],
  ['the max-age', { ...BASE, maxAge: Duration.seconds(0) }],
];

/** Ways to give an API a policy; each with methods that aren't proxies, so that all that a policy touches is there. */
const WAYS: [string, (policy: CorsPolicy) => string[]][] = [
  ['the constructor', (policy) => ids((stack) => new CorsRestApi(stack, 'Api', { cors: policy }))],
  ['the mixin', (policy) => ids((stack) => {
    const api = new apigateway.RestApi(stack, 'Api');
    api.with(new RestApiCors(policy));
    return api;
  })],
  ['the mixin on a Lambda API', (policy) => {
    const stack = newStack();
    new apigateway.LambdaRestApi(stack, 'Api', { handler: newFunction(stack) }).with(new RestApiCors(policy));
    return deploymentIdsOf(stack);
  }],
  ['a path', (policy) => ids((stack) => new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins('https://root.example.com'), corsByPath: { '/items': policy } }))],
  ['an API with another deployment and stage', (policy) => ids((stack) => {
    const api = new CorsRestApi(stack, 'Api', { cors: policy });
    new apigateway.Stage(stack, 'Test', { stageName: 'test', deployment: new apigateway.Deployment(stack, 'TestDeployment', { api }) });
    return api;
  })],
  ['an imported API', (policy) => {
    const stack = newStack();
    const api = apigateway.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'abc', rootResourceId: 'root' });
    new apigateway.Deployment(stack, 'Deployment', { api, stageName: 'prod' });
    (api as apigateway.RestApiBase).with(new RestApiCors(policy));
    return deploymentIdsOf(stack);
  }],
];

function ids(make: (stack: ReturnType<typeof newStack>) => apigateway.RestApi): string[] {
  const stack = newStack();
  make(stack).root.addResource('items').addMethod('GET', new apigateway.MockIntegration({ integrationResponses: [{ statusCode: '200' }] }));
  return deploymentIdsOf(stack);
}

describe.each(WAYS)('%s', (_way, deploymentIds) => {
  const before = deploymentIds(new CorsPolicy(BASE));

  test.each(CHANGES)('another logical id of every deployment for %s', (_change, props) => {
    const after = deploymentIds(new CorsPolicy(props));
    expect(after).toHaveLength(before.length);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
  });

  test('the same for the same policy', () => {
    expect(deploymentIds(new CorsPolicy(BASE))).toEqual(before);
  });
});

describe('what else must redeploy', () => {
  const base = (change?: (api: CorsRestApi) => void) => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: new CorsPolicy(BASE), handler: newFunction(stack) });
    change?.(api);
    return deploymentIdsOf(stack)[0];
  };

  test.each<[string, (api: CorsRestApi) => void]>([
    ['a resource with ANY', (api) => api.root.addResource('admin').addMethod('ANY')],
    ['a gateway response of the user\'s', (api) => api.addGatewayResponse('Mine', { type: apigateway.ResponseType.THROTTLED })],
    ['a gateway response as CloudFormation resource', (api) => new apigateway.CfnGatewayResponse(api, 'Mine', { restApiId: api.restApiId, responseType: 'THROTTLED' })],
  ])('%s', (_name, change) => {
    expect(base(change)).not.toBe(base());
  });
});

test('every deployment waits for all that it must contain', () => {
  const stack = newStack();
  const api = new CorsRestApi(stack, 'Api', { cors: new CorsPolicy(BASE), handler: newFunction(stack) });
  new apigateway.Deployment(stack, 'Second', { api });
  const needed = ['AWS::ApiGateway::Method', 'AWS::ApiGateway::GatewayResponse'].flatMap((type) => Object.keys(resourcesOf(stack, type)));
  const deployments = Object.values(resourcesOf(stack, 'AWS::ApiGateway::Deployment'));
  expect(deployments).toHaveLength(2);
  for (const deployment of deployments) {
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(needed));
  }
});

test('the same input gives the same template, byte for byte', () => {
  const make = () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: new CorsPolicy(BASE), corsByPath: { '/b': CorsPolicy.unsafelyAllowAnyOrigin() }, handler: newFunction(stack) });
    api.root.addResource('b').addMethod('ANY');
    return JSON.stringify(Template.fromStack(stack).toJSON());
  };
  expect(make()).toBe(make());
});

test('the logical ids of what the policy adds are stable: a change here replaces resources of every user', () => {
  const stack = newStack();
  const api = new CorsRestApi(stack, 'Api', { cors: new CorsPolicy(BASE), handler: newFunction(stack), proxy: false });
  api.root.addResource('admin').addMethod('ANY');
  const added = Object.keys(Template.fromStack(stack).toJSON().Resources).filter((id) => /OPTIONS|Cors|proxy/.test(id)).sort();
  expect(added).toEqual([
    'ApiCorsDEFAULT4XX5263BDEE', 'ApiCorsDEFAULT5XX7B5CBFA3', 'ApiOPTIONS5886EA5D', 'ApiadminOPTIONSC9D86527', 'Apiproxy05443892', 'ApiproxyOPTIONS230BB97B',
  ]);
});
