import { type App, AspectPriority, Aspects, CfnCondition, CfnParameter, Duration, Fn, type Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { type CfnApi, CfnIntegration, CfnRoute, CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IConstruct } from 'constructs';
import { CorsHttpApi, type CorsHttpApiProps, HttpApiCors } from '../../src/http-api';
import { CorsOrigin, CorsPolicy } from '../../src/policy';
import { APP, newFunction, newStack, PlainIntegration, POLICY } from './fixture';

const policy = (...allowOrigins: CorsOrigin[]) => new CorsPolicy({ allowOrigins });
const cfn = (api: IConstruct) => api.node.defaultChild as CfnApi;

describe('refused at once', () => {
  test.each<[string, (stack: Stack) => void, string[]]>([
    ['subdomains', () => new HttpApiCors(CorsPolicy.forOrigins('https://*.example.com')),
      ['"https://*.example.com"', 'can\'t match', 'name each origin, such as "https://pr-7.example.com"', 'CorsRestApi', 'WebApp', 'httpApiOriginPattern']],
    ['deep subdomains among others', () => new HttpApiCors(CorsPolicy.forOrigins(APP, 'https://**.example.com')),
      ['"https://**.example.com"', '"https://pr-7.example.com"', 'httpApiOriginPattern']],
    ['any port of this machine', () => new HttpApiCors(policy(CorsOrigin.localhost())),
      ['"http://localhost:*"', 'such as "http://localhost:5173"', 'httpApiOriginPattern']],
    ['patterns given to CorsHttpApi', (stack) => new CorsHttpApi(stack, 'Api', { cors: policy(CorsOrigin.localhost()) }), ['httpApiOriginPattern']],
    ['no policy', () => new HttpApiCors(undefined as any), ['must be a CorsPolicy, got undefined', 'CorsPolicy.forOrigins', 'notACorsPolicy']],
    ['origins instead of a policy', (stack) => new CorsHttpApi(stack, 'Api', { cors: [APP] as any }), [`got ["${APP}"]`, 'notACorsPolicy']],
    ['minutes that are known at deploy time', (stack) => new HttpApiCors(new CorsPolicy({
      allowOrigins: [CorsOrigin.exact(APP)], maxAge: Duration.minutes(new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber),
    })), ['minutes', 'Duration.seconds', 'tokenMaxAge']],
    ['an imported API', (stack) => HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'a1b2c3' }).with(new HttpApiCors(POLICY)),
      ['"Stack/Api" is imported', 'belongs to the stack that made it', 'apply HttpApiCors there', 'importedHttpApi']],
    ['a WebSocket API', (stack) => new HttpApiCors(POLICY).applyTo(new WebSocketApi(stack, 'Socket')), ['"Stack/Socket"', 'RestApiCors', 'WebSocket', 'notAnHttpApi']],
    ['a stack', (stack) => new HttpApiCors(POLICY).applyTo(stack), ['"Stack"', 'no HttpApi', 'notAnHttpApi']],
    ['an API with corsPreflight', (stack) => new HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: [APP] } }).with(new HttpApiCors(POLICY)),
      ['"Stack/Api" has corsPreflight', 'remove it', 'twoOwners']],
    ['an API whose configuration an escape hatch set', (stack) => {
      const api = new HttpApi(stack, 'Api');
      cfn(api).addPropertyOverride('CorsConfiguration.AllowOrigins', ['*']);
      api.with(new HttpApiCors(POLICY));
    }, ['twoOwners']],
    ['corsPreflight beside cors', (stack) => new CorsHttpApi(stack, 'Api', { cors: POLICY, corsPreflight: {} }), ['corsPreflight', 'remove it', 'cors', 'twoOwners']],
    ['handler beside defaultIntegration', (stack) => new CorsHttpApi(stack, 'Api', {
      cors: POLICY, handler: newFunction(stack), defaultIntegration: new PlainIntegration('I'),
    }), ['either handler or defaultIntegration', 'handlerAndDefaultIntegration']],
    ['a second policy', (stack) => new HttpApi(stack, 'Api').with(new HttpApiCors(POLICY)).with(new HttpApiCors(POLICY)),
      ['"Stack/Api" has a CORS policy already', 'one policy', 'appliedTwice']],
    ['a second policy on CorsHttpApi', (stack) => new CorsHttpApi(stack, 'Api', { cors: POLICY }).with(new HttpApiCors(POLICY)), ['appliedTwice']],
    ['an OpenAPI document', (stack) => {
      const api = new HttpApi(stack, 'Api');
      cfn(api).body = { openapi: '3.0.1' };
      api.with(new HttpApiCors(POLICY));
    }, ['OpenAPI document', 'CorsHttpApi', 'definition: SpecDefinition.fromFile', 'openApiDocument']],
    ['an OpenAPI document in a bucket', (stack) => {
      const api = new HttpApi(stack, 'Api');
      cfn(api).bodyS3Location = { bucket: 'b', key: 'k' };
      api.with(new HttpApiCors(POLICY));
    }, ['openApiDocument']],
    ['an API made from a target', (stack) => {
      const api = new HttpApi(stack, 'Api');
      cfn(api).target = 'https://backend.example.com';
      api.with(new HttpApiCors(POLICY));
    }, ['target or routeKey', 'addRoutes', 'quickCreate']],
  ])('%s', (_name, act, parts) => {
    const stack = newStack();
    let message = '';
    try {
      act(stack);
    } catch (error) {
      message = (error as Error).message;
    }
    parts.forEach((part) => expect(message).toContain(part));
    expect(message).toMatch(/ \[cdk-cors:\w+\]$/);
  });
});

function problemsOf(build: (stack: Stack, api: HttpApi) => void, props: Partial<CorsHttpApiProps> = {}): string {
  const stack = newStack();
  build(stack, new CorsHttpApi(stack, 'Api', { cors: POLICY, ...props }));
  try {
    (stack.node.root as App).synth();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('refused at synth', () => {
  test.each<[string, (stack: Stack, api: HttpApi) => void, string[], Partial<CorsHttpApiProps>?]>([
    ['OPTIONS with authorization', (_stack, api) =>
      api.addRoutes({ path: '/x', methods: [HttpMethod.OPTIONS], integration: new PlainIntegration('I'), authorizer: new HttpIamAuthorizer() }),
    ['"OPTIONS /x" asks for authorization (AWS_IAM)', 'remove the route', 'HttpNoneAuthorizer', 'authorizedOptions']],
    ['OPTIONS that gets the default authorizer', (_stack, api) =>
      api.addRoutes({ path: '/{proxy+}', methods: [HttpMethod.OPTIONS], integration: new PlainIntegration('I') }),
    ['"OPTIONS /{proxy+}"', 'authorizedOptions'], { defaultAuthorizer: new HttpIamAuthorizer() }],
    ['OPTIONS whose authorization an escape hatch set', (stack, api) =>
      new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: 'OPTIONS /x' }).addPropertyOverride('AuthorizationType', 'JWT'),
    ['authorization (JWT)', 'authorizedOptions']],
    ['ANY beside all methods', (_stack, api) => api.addRoutes({
      path: '/x',
      integration: new PlainIntegration('I'),
      methods: [HttpMethod.ANY, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE],
    }), ['"ANY /x" has nothing left', 'remove the route', 'unreachableRoute']],
    ['ANY beside a conditional method', (stack, api) => {
      api.addRoutes({ path: '/x', integration: new PlainIntegration('I') });
      const get = new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: 'GET /x' });
      get.cfnOptions.condition = new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
    }, ['"ANY /x" would take over "GET /x"', 'same condition', 'conditionalRoute']],
    ['a key that is known at deploy time', (stack, api) =>
      new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: new CfnParameter(stack, 'Key').valueAsString }),
    ['"Stack/R"', 'not known at synth', 'such as "GET /items"', 'unknownRouteKey']],
    ['a key in lower case', (stack, api) => new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: 'any /x' }), ['"any /x"', 'unknownRouteKey']],
    ['$default to a URL', () => undefined, ['$default', '"https://backend.example.com"', 'HttpUrlIntegration("Proxy", "https://backend.example.com/{proxy}")',
      'defaultRouteToUrl'], { defaultIntegration: new HttpUrlIntegration('Url', 'https://backend.example.com') }],
    ['settings of a stage for ANY', (stack, api) => {
      api.addRoutes({ path: '/x', integration: new PlainIntegration('I') });
      new CfnStage(stack, 'S', { apiId: api.apiId, stageName: 's', routeSettings: { 'ANY /x': { ThrottlingRateLimit: 5 }, 'GET /y': {} } });
    }, ['"Stack/S"', '"ANY /x"', 'such as "GET /x"', 'settingsOfExpandedRoute']],
    ['settings of a stage for $default that an escape hatch made', (stack, api) => {
      new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: '$default' });
      new CfnStage(stack, 'S', { apiId: api.apiId, stageName: 's' }).addPropertyOverride('RouteSettings', { $default: {} });
    }, ['"$default"', 'such as "GET /{proxy+}"', 'settingsOfExpandedRoute']],
    ['a key that another aspect changes later', (stack, api) => {
      const route = new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: 'GET /late' });
      Aspects.of(route).add({ visit: () => { route.routeKey = 'ANY /late'; } }, { priority: AspectPriority.READONLY });
    }, ['"ANY /late" was added or changed when', 'name its methods', 'lateRoute']],
    ['a configuration that is changed later', (_stack, api) => { cfn(api).corsConfiguration = { allowOrigins: ['*'] }; },
      ['"Stack/Api"', 'changed after', 'change the policy', 'twoOwners']],
    ['a configuration that an escape hatch changes later', (_stack, api) => cfn(api).addPropertyOverride('CorsConfiguration.MaxAge', 1), ['twoOwners']],
    ['a document that comes later', (_stack, api) => { cfn(api).body = {}; }, ['openApiDocument']],
    ['a target that comes later', (_stack, api) => { cfn(api).routeKey = 'ANY /'; }, ['quickCreate']],
  ])('%s', (_name, ...[build, parts, props]) => {
    const message = problemsOf(build, props);
    parts.forEach((part) => expect(message).toContain(part));
    expect(message.match(/\[cdk-cors:\w+\]/g)).toHaveLength(1);
  });

  test('all of them at once', () => {
    const message = problemsOf((stack, api) => {
      new CfnRoute(stack, 'One', { apiId: api.apiId, routeKey: 'OPTIONS /one', authorizationType: 'AWS_IAM' });
      new CfnRoute(stack, 'Two', { apiId: api.apiId, routeKey: 'OPTIONS /two', authorizationType: 'AWS_IAM' });
    });
    expect(message).toContain('OPTIONS /one');
    expect(message).toContain('OPTIONS /two');
  });
});

test.each<[string, (stack: Stack, api: HttpApi) => void, Partial<CorsHttpApiProps>?]>([
  ['OPTIONS without authorization beside a default authorizer', (_stack, api) => api.addRoutes({
    path: '/x', methods: [HttpMethod.OPTIONS], integration: new PlainIntegration('I'), authorizer: new HttpNoneAuthorizer(),
  }), { defaultAuthorizer: new HttpIamAuthorizer() }],
  ['a greedy path to a URL', (_stack, api) => {
    api.addRoutes({ path: '/{proxy+}', integration: new HttpUrlIntegration('Proxy', 'https://backend.example.com/{proxy}') });
    api.addRoutes({ path: '/', integration: new HttpUrlIntegration('Root', 'https://backend.example.com') });
  }],
  ['$default to a load balancer in a VPC', (stack, api) => {
    const integration = new CfnIntegration(stack, 'I', {
      apiId: api.apiId, integrationType: 'HTTP_PROXY', connectionType: 'VPC_LINK', connectionId: 'link', integrationUri: 'arn:listener',
    });
    new CfnRoute(stack, 'R', { apiId: api.apiId, routeKey: '$default', target: `integrations/${integration.ref}` });
  }],
  ['settings of a stage for a method', (stack, api) => {
    api.addRoutes({ path: '/x', integration: new PlainIntegration('I') });
    new CfnStage(stack, 'S', { apiId: api.apiId, stageName: 's', routeSettings: { 'GET /x': { ThrottlingRateLimit: 5 } } });
  }],
])('not refused: %s', (_name, ...[build, props]) => expect(problemsOf(build, props)).toBe(''));

test.each([[50, []], [51, [expect.stringMatching(/306 routes after ANY.*"Routes per API" is 300 .*write out only.*httpApiRouteQuota/)]]])('%d ANY routes are warned of: %p', (count, expected) => {
  const stack = newStack();
  const api = new CorsHttpApi(stack, 'Api', { cors: POLICY });
  Array.from({ length: count }, (_, index) => api.addRoutes({ path: `/p${index}`, integration: new PlainIntegration('I') }));
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => entry.data)).toEqual(expected);
});
