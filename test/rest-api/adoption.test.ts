import { App, CfnCondition, CfnResource, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CorsOrigin, CorsPolicy, CorsRestApi, PreflightPlacement, RestApiCors } from '../../src';
import { deploymentIdsOf, methodsOf, newFunction, newStack, preflightsOf, resourcesOf } from '../support/rest-api';

const ORIGIN = 'https://app.example.com';
const POLICY = CorsPolicy.forOrigins(ORIGIN);
const OLD = { allowOrigins: ['https://old.example.com'] };
const MOCK = new apigateway.MockIntegration({ integrationResponses: [{ statusCode: '200' }] });
const ALLOW_ORIGIN = 'method.response.header.Access-Control-Allow-Origin';

const optionsIds = (stack: Stack) => Object.entries(resourcesOf(stack, 'AWS::ApiGateway::Method'))
  .filter(([, { Properties }]) => Properties.HttpMethod === 'OPTIONS').map(([id]) => id).sort();
const allowedAt = (stack: Stack, path: string) => methodsOf(stack)[`OPTIONS ${path}`].Integration.IntegrationResponses[0].ResponseParameters[ALLOW_ORIGIN];

function addPaths(api: apigateway.IRestApi): void {
  api.root.addMethod('GET', MOCK);
  const items = api.root.addResource('items');
  items.addMethod('POST', MOCK);
  items.addResource('{id}').addMethod('GET', MOCK);
}

function stackOf(make: (stack: Stack) => apigateway.RestApi): Stack {
  const stack = newStack();
  addPaths(make(stack));
  return stack;
}

describe('an API with preflights of the CDK\'s', () => {
  const before = () => stackOf((stack) => new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: OLD }));

  const after = () => stackOf((stack) => {
    const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: OLD });
    api.with(new RestApiCors(POLICY));
    return api;
  });

  test('keeps them in their places, and they answer as the policy says', () => {
    const stack = after();
    expect(optionsIds(stack)).toEqual(expect.arrayContaining(optionsIds(before())));
    expect(['/', '/items', '/items/{id}', '/{proxy+}'].map((path) => allowedAt(stack, path))).toEqual(Array(4).fill(`'${ORIGIN}'`));
  });

  test('is deployed anew', () => {
    expect(deploymentIdsOf(after())).not.toEqual(deploymentIdsOf(before()));
  });

  test('says once what was taken over', () => {
    const warnings = Annotations.fromStack(after()).findWarning('/Stack/Api', Match.stringLikeRegexp('OPTIONS of /, /items, /items/{id} did nothing but CORS.*preflightsTakenOver'));
    expect(warnings).toHaveLength(1);
  });

  test('several origins take the template that chooses among them', () => {
    const stack = stackOf((scope) => {
      const api = new apigateway.RestApi(scope, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['https://a.example.com', 'https://b.example.com'] } });
      api.with(new RestApiCors(CorsPolicy.forOrigins('https://c.example.com', 'https://d.example.com')));
      return api;
    });
    const { Integration } = methodsOf(stack)['OPTIONS /items'];
    expect(Integration.RequestTemplates['application/json']).toContain('https://d.example.com');
    expect(JSON.stringify(Integration)).not.toMatch(/[ab]\.example\.com/);
  });
});

// [what it is, what answers, whether the policy takes it over]
const OPTIONS_METHODS: [string, apigateway.IntegrationOptions & { type?: apigateway.IntegrationType }, boolean][] = [
  ['headers of CORS', { integrationResponses: [{ statusCode: '200', responseParameters: { [ALLOW_ORIGIN]: "'*'" } }], requestTemplates: { 'application/json': '{"statusCode": 200}' } }, true],
  ['an empty response template', { integrationResponses: [{ statusCode: '200', responseParameters: { [ALLOW_ORIGIN]: "'*'" }, responseTemplates: { 'application/json': '' } }] }, true],
  ['a header of its own', { integrationResponses: [{ statusCode: '200', responseParameters: { [ALLOW_ORIGIN]: "'*'", 'method.response.header.Allow': "'GET'" } }] }, false],
  ['a body of its own', { integrationResponses: [{ statusCode: '200', responseParameters: { [ALLOW_ORIGIN]: "'*'" }, responseTemplates: { 'application/json': '{"a": 1}' } }] }, false],
  ['an empty object for a body', { integrationResponses: [{ statusCode: '200', responseParameters: { [ALLOW_ORIGIN]: "'*'" }, responseTemplates: { 'application/json': '{}' } }] }, true],
  ['nothing to say, so that no preflight would pass', { integrationResponses: [{ statusCode: '200' }] }, true],
];

test.each(OPTIONS_METHODS)('a MOCK with %s', (_what, options, isTakenOver) => {
  const stack = stackOf((scope) => {
    const api = new CorsRestApi(scope, 'Api', { cors: POLICY });
    api.root.addResource('mine').addMethod('OPTIONS', new apigateway.MockIntegration(options),
      { methodResponses: [{ statusCode: '200', responseParameters: { [ALLOW_ORIGIN]: true, 'method.response.header.Allow': true } }] });
    return api;
  });
  const { StatusCode } = methodsOf(stack)['OPTIONS /mine'].Integration.IntegrationResponses[0];
  expect(StatusCode).toBe(isTakenOver ? '204' : '200');
});

test('what guards a method that is taken over goes with it', () => {
  const stack = stackOf((scope) => {
    const api = new apigateway.RestApi(scope, 'Api', { defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM, apiKeyRequired: true } });
    api.root.addMethod('OPTIONS', new apigateway.MockIntegration({ integrationResponses: [{ statusCode: '200', responseParameters: { [ALLOW_ORIGIN]: "'*'" } }] }),
      { methodResponses: [{ statusCode: '200', responseParameters: { [ALLOW_ORIGIN]: true } }], requestParameters: { 'method.request.header.X-Id': true } });
    api.with(new RestApiCors(POLICY));
    return api;
  });
  const method = methodsOf(stack)['OPTIONS /'];
  expect(method).toMatchObject({ AuthorizationType: 'NONE', ApiKeyRequired: false });
  expect(method).not.toHaveProperty('RequestParameters');
});

describe('preflights on each resource', () => {
  test('have the logical ids of the CDK\'s own option', () => {
    const cdk = stackOf((stack) => new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: OLD }));
    const ours = stackOf((stack) => new CorsRestApi(stack, 'Api', { cors: POLICY, preflights: PreflightPlacement.EACH_RESOURCE }));
    expect(optionsIds(ours)).toEqual(optionsIds(cdk));
    expect(Object.keys(resourcesOf(ours, 'AWS::ApiGateway::Resource'))).toEqual(Object.keys(resourcesOf(cdk, 'AWS::ApiGateway::Resource')));
  });

  test('have the policy of their path', () => {
    const stack = stackOf((scope) => new CorsRestApi(scope, 'Api', {
      cors: POLICY, corsByPath: { '/items': CorsPolicy.forOrigins('https://items.example.com') }, preflights: PreflightPlacement.EACH_RESOURCE,
    }));
    expect(['/', '/items', '/items/{id}'].map((path) => allowedAt(stack, path))).toEqual([`'${ORIGIN}'`, "'https://items.example.com'", "'https://items.example.com'"]);
  });
});

describe('what is written in CloudFormation\'s terms', () => {
  function withLowLevel(add: (stack: Stack, api: CorsRestApi) => void): Stack {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), proxy: false });
    api.root.addMethod('GET');
    add(stack, api);
    return stack;
  }
  const mock = { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses: [{ statusCode: '200' }] };

  test('a greedy resource is used, and not made twice', () => {
    const stack = withLowLevel((scope, { restApiId, restApiRootResourceId }) => {
      const greedy = new apigateway.CfnResource(scope, 'Greedy', { restApiId, parentId: restApiRootResourceId, pathPart: '{proxy+}' });
      new apigateway.CfnMethod(scope, 'Any', { restApiId, resourceId: greedy.ref, httpMethod: 'ANY', authorizationType: 'NONE', integration: mock });
    });
    expect(Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Resource'))).toEqual(['Greedy']);
    expect(preflightsOf(stack)).toEqual(['/', '/{proxy+}']);
  });

  test('an OPTIONS method isn\'t made twice, whatever its construct', () => {
    const stack = withLowLevel((scope, { restApiId, restApiRootResourceId }) => {
      new CfnResource(scope, 'Options', {
        type: 'AWS::ApiGateway::Method',
        properties: { RestApiId: restApiId, ResourceId: restApiRootResourceId, HttpMethod: 'OPTIONS', AuthorizationType: 'NONE', Integration: { Type: 'MOCK' } },
      });
    });
    expect(optionsIds(stack)).toHaveLength(2);
    expect(preflightsOf(stack)).toEqual(['/', '/{proxy+}']);
  });

  test('ANY gets an OPTIONS of its own', () => {
    const stack = withLowLevel((scope, api) => {
      new CfnResource(scope, 'Any', {
        type: 'AWS::ApiGateway::Method',
        properties: {
          RestApiId: { Ref: scope.getLogicalId(api.node.defaultChild as CfnResource) },
          ResourceId: api.root.addResource('any').resourceId,
          HttpMethod: 'ANY',
          AuthorizationType: 'NONE',
          Integration: { Type: 'MOCK' },
        },
      });
    });
    expect(preflightsOf(stack)).toEqual(['/', '/any', '/{proxy+}']);
  });
});

describe('an imported API whose owner is in the app', () => {
  function owned(add: (owner: apigateway.RestApi) => void) {
    const app = new App();
    const [first, second] = ['First', 'Second'].map((name) => new Stack(app, name));
    const owner = new apigateway.RestApi(first, 'Api', { deploy: false });
    add(owner);
    const api = apigateway.RestApi.fromRestApiAttributes(second, 'Imported', { restApiId: owner.restApiId, rootResourceId: owner.restApiRootResourceId });
    new apigateway.Deployment(second, 'Deployment', { api, stageName: 'prod' });
    return { owner, imported: api as apigateway.RestApiBase, first, second, app };
  }

  test('nothing is made twice', () => {
    const { imported, first, second } = owned((owner) => {
      owner.root.addProxy({ defaultIntegration: MOCK });
      owner.root.addMethod('OPTIONS', MOCK);
    });
    imported.with(new RestApiCors(POLICY));
    expect([...Object.values(resourcesOf(first, 'AWS::ApiGateway::Resource')), ...Object.values(resourcesOf(second, 'AWS::ApiGateway::Resource'))]).toHaveLength(1);
    expect([...optionsIds(first), ...optionsIds(second)]).toHaveLength(2);
  });

  test.each(['the owner', 'another import'])('a policy of %s is refused a second time', (which) => {
    const { owner, imported, second } = owned((api) => api.root.addMethod('GET', MOCK));
    const other = which === 'the owner' ? owner
      : apigateway.RestApi.fromRestApiAttributes(second, 'Again', { restApiId: owner.restApiId, rootResourceId: owner.restApiRootResourceId }) as apigateway.RestApiBase;
    other.with(new RestApiCors(POLICY));
    expect(() => imported.with(new RestApiCors(POLICY))).toThrow(/has a CORS policy already, given at .*\[cdk-cors:appliedTwice\]/);
  });
});

test('a deployment in a nested stack waits for what the parent has', () => {
  const stack = newStack();
  const api = new apigateway.RestApi(stack, 'Api', { deploy: false });
  api.root.addMethod('GET', MOCK);
  const nested = new NestedStack(stack, 'Deploy');
  const inside = apigateway.RestApi.fromRestApiAttributes(nested, 'Api', { restApiId: api.restApiId, rootResourceId: api.restApiRootResourceId });
  new apigateway.Deployment(nested, 'Deployment', { api: inside });
  api.with(new RestApiCors(POLICY));
  const [{ DependsOn }] = Object.values(resourcesOf(stack, 'AWS::CloudFormation::Stack'));
  expect(DependsOn).toEqual(expect.arrayContaining([...optionsIds(stack), ...Object.keys(resourcesOf(stack, 'AWS::ApiGateway::GatewayResponse'))]));
});

describe('conditions', () => {
  const conditional = (stack: Stack, ...constructs: { readonly node: apigateway.Method['node'] }[]) => {
    const condition = new CfnCondition(stack, 'IsTest', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1') });
    constructs.forEach(({ node }) => {
      (node.defaultChild as CfnResource).cfnOptions.condition = condition;
    });
  };
  const conditionsOf = (stack: Stack, type: string) => Object.values(Template.fromStack(stack).findResources(type)).map(({ Condition }) => Condition);

  test('of a resource and its method hold for its OPTIONS', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY });
    api.root.addMethod('GET', MOCK);
    const resource = api.root.addResource('test');
    conditional(stack, resource, resource.addMethod('ANY', MOCK));
    const options = Object.entries(Template.fromStack(stack).findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'OPTIONS' } }));
    expect(options.filter(([, { Condition }]) => Condition === 'IsTest').map(([id]) => id)).toEqual([expect.stringMatching(/^ApitestOPTIONS/)]);
  });

  test('of the API hold for all that is made for it', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY, deploy: false, cloudWatchRole: false });
    conditional(stack, api, api.root.addMethod('GET', MOCK));
    for (const type of ['AWS::ApiGateway::Method', 'AWS::ApiGateway::Resource', 'AWS::ApiGateway::GatewayResponse']) {
      expect(new Set(conditionsOf(stack, type))).toEqual(new Set(['IsTest']));
    }
  });
});

test('an API without a method of its own is refused, as the CDK refuses it', () => {
  const stack = newStack();
  new CorsRestApi(stack, 'Api', { cors: POLICY });
  expect(() => Template.fromStack(stack)).toThrow(/"Stack\/Api" has no method besides those that answer preflights.*\[cdk-cors:noMethods\]/);
});

test.each<[string, string[], string[], string | undefined]>([
  ['a method that the policy lacks', ['DELETE', 'GET'], ['GET'], 'DELETE /'],
  ['methods that are never asked for', ['GET', 'HEAD', 'POST', 'ANY'], ['PUT'], undefined],
  ['a method that is listed', ['DELETE'], ['DELETE'], undefined],
  ['any method', ['DELETE'], ['*'], undefined],
])('%s', (_what, methods, allowMethods, warned) => {
  const stack = newStack();
  const api = new CorsRestApi(stack, 'Api', { cors: new CorsPolicy({ allowOrigins: [CorsOrigin.exact(ORIGIN)], allowMethods }) });
  methods.forEach((method) => api.root.addMethod(method, MOCK));
  const warnings = Annotations.fromStack(stack).findWarning('/Stack/Api', Match.stringLikeRegexp('methodsNotAllowed')).map(({ entry }) => String(entry.data));
  expect(warnings).toEqual(warned === undefined ? [] : [expect.stringContaining(`no page can call ${warned}: allowMethods of the policy lacks "DELETE"; add it`)]);
});
