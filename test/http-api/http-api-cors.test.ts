import { App, Aspects, CfnCondition, type CfnResource, CfnWaitConditionHandle, Fn, Mixins, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ApiMapping, CfnDeployment, CfnRoute, DomainName, HttpApi, HttpMethod, HttpRoute, HttpRouteKey, WebSocketApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CorsHttpApi, HttpApiCors } from '../../src/http-api';
import { allMethodsOf, newStack, PlainIntegration, POLICY, routeKeysOf, routesOf } from './fixture';

const ITEMS = allMethodsOf('/items');
const any = (api: HttpApi, path = '/items', id = 'Any') => api.addRoutes({ path, integration: new PlainIntegration(id) });

function newApi(stack = newStack()): { stack: Stack; api: HttpApi } {
  const api = new HttpApi(stack, 'Api');
  api.with(new HttpApiCors(POLICY));
  return { stack, api };
}

describe('the policy gets onto an API', () => {
  test.each<[string, (stack: Stack) => void]>([
    ['with api.with()', (stack) => new HttpApi(stack, 'Api').with(new HttpApiCors(POLICY))],
    ['with Mixins.of() on the stack', (stack) => { new HttpApi(stack, 'Api'); Mixins.of(stack).apply(new HttpApiCors(POLICY)); }],
    ['with applyTo()', (stack) => new HttpApiCors(POLICY).applyTo(new HttpApi(stack, 'Api'))],
    ['with CorsHttpApi', (stack) => new CorsHttpApi(stack, 'Api', { cors: POLICY })],
  ])('%s', (_name, add) => {
    const stack = newStack();
    add(stack);
    any(stack.node.findChild('Api') as HttpApi);
    expect(() => Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: { AllowOrigins: ['https://app.example.com'] } })).not.toThrow();
    expect(routeKeysOf(stack)).toEqual(ITEMS);
  });

  test('and what isn\'t HTTP API is passed over', () => {
    const stack = newStack();
    const socket = new WebSocketApi(stack, 'Socket');
    expect(new HttpApiCors(POLICY).supports(socket)).toBe(false);
    expect(new HttpApiCors(POLICY).supports(stack)).toBe(false);
    Mixins.of(stack).apply(new HttpApiCors(POLICY));
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Api'))).toHaveLength(1);
  });

  test('and one policy serves several APIs, each with its own routes', () => {
    const stack = newStack();
    const [one, two] = ['One', 'Two'].map((id) => new HttpApi(stack, id));
    const other = new HttpApi(stack, 'Other');
    any(one, '/one'), any(two, '/two'), any(other, '/other');
    const mixin = new HttpApiCors(POLICY);
    one.with(mixin), two.with(mixin);
    expect(routeKeysOf(stack)).toEqual([...allMethodsOf('/one', '/two'), 'ANY /other'].sort());
    for (const { key, properties } of routesOf(stack)) {
      expect(JSON.stringify(properties.ApiId)).toContain(key.endsWith('/one') ? 'One' : key.endsWith('/two') ? 'Two' : 'Other');
    }
  });
});

/** On the level of resources, under the name that the CDK has for it in this version. */
function comesAfter(resource: CfnResource, other: CfnResource): void {
  const add: (target: CfnResource) => void = (resource as any).addResourceDependency ?? resource.addDependency;
  add.call(resource, other);
}

describe('routes are written out', () => {
  test.each<[string, (stack: Stack, api: HttpApi) => void]>([
    ['from addRoutes', (_stack, api) => any(api)],
    ['from HttpRoute', (stack, api) => new HttpRoute(stack, 'R', { httpApi: api, routeKey: HttpRouteKey.with('/items', HttpMethod.ANY), integration: new PlainIntegration('I') })],
    ['from CfnRoute', (stack, api) => new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: 'ANY /items', target: 'integrations/i' })],
    ['from a route that names the API by its logical id', (stack, api) =>
      new CfnRoute(stack, 'R', { apiId: Fn.ref(stack.getLogicalId(api.node.defaultChild as CfnRoute)), routeKey: 'ANY /items' })],
    ['from a route to an import of the API', (stack, api) => new HttpRoute(stack, 'R', {
      httpApi: HttpApi.fromHttpApiAttributes(stack, 'Import', { httpApiId: api.apiId }), routeKey: HttpRouteKey.with('/items', HttpMethod.ANY), integration: new PlainIntegration('I'),
    })],
    ['with a key that an escape hatch set', (stack, api) =>
      new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: 'GET /else' }).addPropertyOverride('RouteKey', 'ANY /items')],
  ])('%s', (_name, add) => {
    const { stack, api } = newApi();
    add(stack, api);
    expect(routeKeysOf(stack)).toEqual(ITEMS);
  });

  test('that stand there before the policy', () => {
    const stack = newStack();
    const api = new HttpApi(stack, 'Api', { defaultIntegration: new PlainIntegration('Rest') });
    any(api);
    api.with(new HttpApiCors(POLICY));
    expect(routeKeysOf(stack)).toEqual(allMethodsOf('/items', '/', '/{proxy+}'));
  });

  test('beside constructs that have the ids already', () => {
    const { stack, api } = newApi();
    new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: 'ANY /items' });
    ['R-Methods', 'RMethodsGET', 'RGET', 'R-GET'].forEach((id, index) =>
      new CfnRoute(stack, id, { apiId: api.apiId, routeKey: `GET /${index}` }).overrideLogicalId(`Mine${index}`));
    expect(routeKeysOf(stack)).toEqual([...ITEMS, 'GET /0', 'GET /1', 'GET /2', 'GET /3'].sort());
  });

  test('in another stack and in a nested stack', () => {
    const app = new App();
    const { api } = newApi(new Stack(app, 'Api'));
    const other = new Stack(app, 'Other');
    const nested = new NestedStack(new Stack(app, 'Parent'), 'Nested');
    for (const [stack, path] of [[other, '/items'], [nested, '/nested']] as const) {
      new HttpRoute(stack, 'R', { httpApi: api, routeKey: HttpRouteKey.with(path, HttpMethod.ANY), integration: new PlainIntegration('I') });
    }
    expect(routeKeysOf(other)).toEqual(ITEMS);
    expect(routeKeysOf(nested)).toEqual(allMethodsOf('/nested'));
  });

  test('in a stage of a pipeline', () => {
    const stage = new Stage(new App(), 'Prod');
    const { stack, api } = newApi(new Stack(stage, 'Stack'));
    any(api);
    expect(routeKeysOf(stack)).toEqual(ITEMS);
  });

  test('with aspects that are run until nothing changes', () => {
    const { stack, api } = newApi(new Stack(new App({ postCliContext: { '@aws-cdk/core:aspectStabilization': true } }), 'Stack'));
    any(api);
    expect(routeKeysOf(stack)).toEqual(ITEMS);
  });

  test('once, however often the app is synthesized', () => {
    const { stack, api } = newApi();
    any(api);
    const app = stack.node.root as App;
    const [first, second] = [1, 2].map(() => app.synth({ force: true }).getStackArtifact(stack.artifactId).template);
    expect(second).toEqual(first);
  });

  test('and a route for OPTIONS without authorization stays', () => {
    const { stack, api } = newApi();
    any(api);
    api.addRoutes({ path: '/items', methods: [HttpMethod.OPTIONS], integration: new PlainIntegration('Mine') });
    expect(routeKeysOf(stack)).toEqual([...ITEMS, 'OPTIONS /items'].sort());
  });
});

describe('a method that is written out', () => {
  test('is the same as the original in all but its key', () => {
    const { stack, api } = newApi();
    const condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals('a', 'b') });
    const before = new CfnWaitConditionHandle(stack, 'Before');
    const route = new CfnRoute(stack, 'R', {
      apiId: api.apiId,
      routeKey: 'ANY /items',
      target: 'integrations/i',
      apiKeyRequired: false,
      authorizationScopes: ['read'],
      authorizationType: 'JWT',
      authorizerId: 'a',
      modelSelectionExpression: 'm',
      operationName: 'items',
      requestModels: { x: 'y' },
      requestParameters: { p: { Required: true } },
      routeResponseSelectionExpression: '$default',
    });
    expect(Object.keys((route as any).cfnProperties).length).toBe(12); // a property that the CDK adds must be copied too
    route.cfnOptions.condition = condition;
    route.addMetadata('reviewed', 'yes');
    route.addPropertyOverride('AuthorizerId', 'overridden');
    route.addOverride('UpdateReplacePolicy', 'Retain');
    route.node.addDependency(before);
    comesAfter(route, new CfnWaitConditionHandle(stack, 'AlsoBefore'));
    const [original, ...others] = routesOf(stack);
    const { RouteKey, OperationName, ...properties } = original.properties;
    expect(properties).toMatchObject({ AuthorizerId: 'overridden', AuthorizationType: 'JWT', AuthorizationScopes: ['read'], Target: 'integrations/i' });
    expect(others).toHaveLength(5);
    for (const { properties: theirs, resource, key } of others) {
      expect(theirs).toEqual({ ...properties, RouteKey: key, OperationName: `items-${key.split(' ')[0]}` });
      expect(resource).toMatchObject({ Condition: 'Condition', UpdateReplacePolicy: 'Retain', Metadata: { reviewed: 'yes' }, DependsOn: ['AlsoBefore', 'Before'] });
    }
  });

  test('is there before the route that answered it so far gives it up', () => {
    const { stack, api } = newApi();
    any(api);
    const [original, ...others] = routesOf(stack);
    expect(original.key).toBe('HEAD /items');
    expect(original.resource.DependsOn).toEqual(others.map(({ logicalId }) => logicalId).sort());
  });

  test.each<[string, (deployment: CfnDeployment, route: HttpRoute) => void]>([
    ['the construct of the route', (deployment, route) => deployment.node.addDependency(route)],
    ['the resource of the route', (deployment, route) => deployment.node.addDependency(route.node.defaultChild!)],
    ['the resource of the route, said by the resource', (deployment, route) => comesAfter(deployment, route.node.defaultChild as CfnRoute)],
  ])('comes before a deployment that comes after %s', (_name, add) => {
    const stack = newStack();
    const api = new HttpApi(stack, 'Api', { createDefaultStage: false });
    api.with(new HttpApiCors(POLICY));
    const [route] = any(api);
    add(new CfnDeployment(stack, 'Deployment', { apiId: api.apiId }), route);
    const [deployment] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Deployment'));
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(routesOf(stack).map(({ logicalId }) => logicalId)));
  });

  test('shares its integration', () => {
    const { stack, api } = newApi();
    const integration = new PlainIntegration('Shared');
    ['/one', '/two'].forEach((path) => api.addRoutes({ path, integration }));
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration'))).toHaveLength(1);
    expect(new Set(routesOf(stack).map(({ properties }) => JSON.stringify(properties.Target))).size).toBe(1);
  });
});

describe('aspects of the user', () => {
  test('see every route', () => {
    const { stack, api } = newApi();
    any(api);
    const seen: string[] = [];
    Aspects.of(api).add({ visit: (node) => { if (node instanceof CfnRoute) { seen.push(node.routeKey); } } });
    Template.fromStack(stack);
    expect(seen.sort()).toEqual(ITEMS);
  });

  test('may change every route', () => {
    const { stack, api } = newApi();
    any(api);
    Aspects.of(stack).add({ visit: (node) => { if (node instanceof CfnRoute) { node.authorizationType = 'AWS_IAM'; } } });
    expect(routesOf(stack).map(({ properties }) => properties.AuthorizationType)).toEqual(Array(6).fill('AWS_IAM'));
  });

  test('may add routes, which are written out too', () => {
    const { stack, api } = newApi();
    Aspects.of(api).add({ visit: (node) => { if (node === api) { any(api); } } });
    expect(routeKeysOf(stack)).toEqual(ITEMS);
  });
});

describe('stages', () => {
  test.each([undefined, true, false])('createDefaultStage: %s', (createDefaultStage) => {
    const stack = newStack();
    const api = new CorsHttpApi(stack, 'Api', { cors: POLICY, createDefaultStage, defaultIntegration: new PlainIntegration('Rest') });
    api.addStage('Beta', { stageName: 'beta', autoDeploy: true });
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Stage'))).toHaveLength(createDefaultStage === false ? 1 : 2);
    expect(routeKeysOf(stack)).toEqual(allMethodsOf('/', '/{proxy+}'));
  });

  test('custom domains', () => {
    const stack = newStack();
    const domainName = new DomainName(stack, 'Domain', {
      domainName: 'api.example.com',
      certificate: Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/c'),
    });
    const api = new CorsHttpApi(stack, 'Api', { cors: POLICY, defaultDomainMapping: { domainName } });
    new ApiMapping(stack, 'Beta', { api, domainName, apiMappingKey: 'beta', stage: api.addStage('Beta', { stageName: 'beta' }) });
    any(api);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::ApiMapping'))).toHaveLength(2);
    expect(routeKeysOf(stack)).toEqual(ITEMS);
  });
});
