/** What docs/guides/outgrowing-a-stack.md tells: an API in parts, each in a stack of its own, with CORS kept. */
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CorsHttpApi, CorsPolicy, CorsRestApi, CorsSpecRestApi, RestApiCors } from '../../src';
import { Emulator } from '../../src/emulator';
import { assemblyOf } from '../support/emulator';
import { findingsOf } from '../support/oracles';
import { newFunction, resourcesOf } from '../support/rest-api';

const APP = 'https://app.example.com';
const POLICY = CorsPolicy.forOrigins(APP);
const PARTS = ['orders', 'stock', 'people'];

/** The answer to a preflight of a page of the app. */
function preflight(emulator: Emulator, url: string) {
  const { status, headers } = emulator.send({ method: 'OPTIONS', url, headers: { 'origin': APP, 'access-control-request-method': 'DELETE' } });
  return { status, allowed: headers.filter(([name]) => name === 'Access-Control-Allow-Origin').map(([, value]) => value) };
}

const ALLOWED = { status: 204, allowed: [APP] };

describe('the tree of one API in nested stacks', () => {
  /** Resources stand in the stack of their part, below the API's root. */
  function build(app: App, make: (stack: Stack) => apigateway.RestApi): { stack: Stack; parts: NestedStack[] } {
    const stack = new Stack(app, 'Shop');
    const api = make(stack);
    const parts = PARTS.map((part) => {
      const nested = new NestedStack(stack, part);
      const integration = new apigateway.LambdaIntegration(newFunction(nested), { scopePermissionToMethod: false });
      const root = new apigateway.Resource(nested, 'Root', { parent: api.root, pathPart: part, defaultIntegration: integration });
      root.addMethod('GET');
      root.addResource('{id}').addMethod('DELETE');
      root.addResource('any').addMethod('ANY');
      return nested;
    });
    return { stack, parts };
  }

  const makers: [string, (stack: Stack) => apigateway.RestApi][] = [
    ['CorsRestApi', (stack) => new CorsRestApi(stack, 'Api', { cors: POLICY })],
    ['RestApi with the mixin', (stack) => new apigateway.RestApi(stack, 'Api').with(new RestApiCors(POLICY)) as apigateway.RestApi],
  ];

  test.each(makers)('%s answers the preflights of all parts, from the stack of the API but for ANY', (_name, make) => {
    const emulator = Emulator.fromAssembly(assemblyOf((app) => build(app, make)));
    const { url } = emulator.entrances.find(({ kind }) => kind === 'rest-api')!;
    for (const path of ['/', '/nowhere', ...PARTS.flatMap((part) => [`/${part}`, `/${part}/7`, `/${part}/any`])]) {
      expect([path, preflight(emulator, `${url}${path}`)]).toEqual([path, ALLOWED]);
    }
  });

  test('the errors can be read, and the deployment waits for all parts and follows them', () => {
    const app = new App();
    const { stack, parts } = build(app, makers[0][1]);
    expect(Object.keys(resourcesOf(stack, 'AWS::ApiGateway::GatewayResponse'))).toHaveLength(2);
    const [[id, deployment]] = Object.entries(resourcesOf(stack, 'AWS::ApiGateway::Deployment'));
    const nestedIds = Object.keys(resourcesOf(stack, 'AWS::CloudFormation::Stack'));
    expect(nestedIds).toHaveLength(parts.length);
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(nestedIds));

    const changed = build(new App(), makers[0][1]);
    new apigateway.Resource(changed.parts[0], 'More', { parent: changed.parts[0].node.findChild('Root') as apigateway.Resource, pathPart: 'more' })
      .addMethod('PUT', new apigateway.HttpIntegration('https://backend.example.com'));
    expect(Object.keys(resourcesOf(changed.stack, 'AWS::ApiGateway::Deployment'))).not.toEqual([id]);
  });

  test('nothing would stop its deployment', () => {
    const app = new App();
    build(app, makers[0][1]);
    expect(findingsOf(app)).toEqual([]);
  }, 120_000);
});

describe('an API in several, below one domain', () => {
  test('each part answers its preflights below its base path', () => {
    const emulator = Emulator.fromAssembly(assemblyOf((app) => {
      const shared = new Stack(app, 'Domain');
      new apigateway.CfnDomainName(shared, 'Domain', {
        domainName: 'api.example.com', endpointConfiguration: { types: ['REGIONAL'] }, regionalCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/c',
      });
      for (const part of PARTS) {
        const stack = new Stack(app, part);
        const api = part === 'orders'
          ? new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack) })
          : new CorsSpecRestApi(stack, 'Api', { cors: POLICY, routes: { 'GET /items/{id}': newFunction(stack) } });
        new apigateway.CfnBasePathMapping(stack, 'Mapping', { domainName: 'api.example.com', basePath: part, restApiId: api.restApiId, stage: 'prod' });
      }
    }));
    for (const part of PARTS) {
      expect([part, preflight(emulator, `https://api.example.com/${part}/items/7`)]).toEqual([part, ALLOWED]);
    }
  });
});

test('routes of an HTTP API in another stack are covered by the policy of the API', () => {
  const app = new App();
  const [apis, routes] = ['Apis', 'Routes'].map((name) => new Stack(app, name));
  const api = new CorsHttpApi(apis, 'Api', { cors: POLICY });
  new HttpRoute(routes, 'Orders', {
    httpApi: api, routeKey: HttpRouteKey.with('/orders', HttpMethod.ANY), integration: new HttpLambdaIntegration('Orders', newFunction(routes)),
  });
  expect(Object.values(resourcesOf(routes, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey).sort()).toEqual(
    ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'].map((method) => `${method} /orders`));
});
