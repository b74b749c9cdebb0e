import { App, Aspects, CfnParameter, Mixins, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CorsPolicy, CorsRestApi, RestApiCors } from '../../src';
import { deploymentIdsOf, methodsOf, newFunction, newStack, preflightsOf, resourcesOf, routesOf } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com', 'https://admin.example.com');

describe('ways in', () => {
  const ways: [string, (stack: Stack) => void][] = [
    ['with()', (stack) => newApi(stack).with(new RestApiCors(POLICY))],
    ['Mixins.of()', (stack) => void Mixins.of(newApi(stack)).apply(new RestApiCors(POLICY))],
    ['Mixins.of() on the stack', (stack) => { newApi(stack); Mixins.of(stack).apply(new RestApiCors(POLICY)); }],
    ['applyTo()', (stack) => new RestApiCors(POLICY).applyTo(newApi(stack))],
    ['the constructor', (stack) => { new CorsRestApi(stack, 'Api', { cors: POLICY, endpointTypes: [apigateway.EndpointType.EDGE] }).root.addResource('items').addMethod('GET'); }],
  ];

  function newApi(stack: Stack): apigateway.RestApi {
    const api = new apigateway.RestApi(stack, 'Api', { endpointTypes: [apigateway.EndpointType.EDGE] });
    api.root.addResource('items').addMethod('GET');
    return api;
  }

  test.each(ways)('%s makes the same template', (_name, apply) => {
    const [expected, actual] = [newStack(), newStack()];
    ways[0][1](expected);
    apply(actual);
    expect(preflightsOf(actual)).toEqual(['/', '/{proxy+}']);
    expect(Template.fromStack(actual).toJSON()).toEqual(Template.fromStack(expected).toJSON());
  });
});

describe('whatever the API has when the app is synthesized', () => {
  test('resources added before and after, nested, with ANY', () => {
    const stack = newStack();
    const api = new apigateway.RestApi(stack, 'Api');
    const before = api.root.addResource('before');
    before.addMethod('ANY');
    api.with(new RestApiCors(POLICY));
    before.addResource('nested').addMethod('ANY');
    api.root.addResource('after').addResource('{id}').addMethod('DELETE');
    expect(preflightsOf(stack)).toEqual(['/', '/before', '/before/nested', '/{proxy+}']);
  });

  test('methods added by someone\'s aspect', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), proxy: false });
    const items = api.root.addResource('items');
    items.addMethod('GET');
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === items) {
          items.addMethod('ANY');
        }
      },
    });
    expect(preflightsOf(stack)).toContain('/items');
  });

  test('LambdaRestApi in proxy mode', () => {
    const stack = newStack();
    new apigateway.LambdaRestApi(stack, 'Api', { handler: newFunction(stack) }).with(new RestApiCors(POLICY));
    expect(routesOf(stack)).toEqual(['ANY /', 'ANY /{proxy+}', 'OPTIONS /', 'OPTIONS /{proxy+}']);
  });

  test('LambdaRestApi without proxy', () => {
    const stack = newStack();
    const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: newFunction(stack), proxy: false });
    api.with(new RestApiCors(POLICY));
    api.root.addResource('items').addMethod('GET');
    expect(preflightsOf(stack)).toEqual(['/', '/{proxy+}']);
  });

  test('a proxy under a path', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), proxy: false });
    api.root.addResource('v1').addProxy();
    expect(routesOf(stack)).toEqual(['ANY /v1/{proxy+}', 'OPTIONS /', 'OPTIONS /v1/{proxy+}', 'OPTIONS /{proxy+}']);
  });

  test('another variable child of the root', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), proxy: false });
    api.root.addResource('{tenant}').addResource('items').addMethod('GET');
    api.root.addResource('health').addMethod('GET');
    expect(preflightsOf(stack)).toEqual(['/', '/health', '/{tenant}/items']);
  });

  test('a resource made outside the API\'s construct', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), proxy: false });
    const outside = new apigateway.Resource(stack, 'Outside', { parent: api.root, pathPart: '{id}' });
    outside.addMethod('ANY');
    expect(preflightsOf(stack)).toEqual(['/', '/{id}']);
  });

  test('several APIs in a stack don\'t mix', () => {
    const stack = newStack();
    const one = new CorsRestApi(stack, 'One', { cors: POLICY, handler: newFunction(stack) });
    const other = new apigateway.RestApi(stack, 'Other');
    other.root.addMethod('GET');
    expect(Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Method')).filter((id) => /OPTIONS/.test(id))).toHaveLength(2);
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGateway::GatewayResponse', { RestApiId: stack.resolve(one.restApiId) });
  });

  test('APIs of the same logical id in two stacks don\'t mix', () => {
    const app = new App();
    const [one, other] = ['One', 'Other'].map((name) => new Stack(app, name));
    new CorsRestApi(one, 'Api', { cors: POLICY, handler: newFunction(one) });
    const plain = new apigateway.RestApi(other, 'Api');
    plain.root.addMethod('GET');
    plain.addGatewayResponse('Mine', { type: apigateway.ResponseType.THROTTLED, responseHeaders: { 'X-Mine': "'1'" } });
    expect(Object.values(resourcesOf(other, 'AWS::ApiGateway::GatewayResponse'))[0].Properties.ResponseParameters).toEqual({ 'gatewayresponse.header.X-Mine': "'1'" });
    expect(Object.keys(resourcesOf(one, 'AWS::ApiGateway::GatewayResponse'))).toHaveLength(2);
  });

  test('a gateway response in another stack than the API', () => {
    const app = new App();
    const [apis, responses] = ['Apis', 'Responses'].map((name) => new Stack(app, name));
    const api = new CorsRestApi(apis, 'Api', { cors: CorsPolicy.forOrigins('https://app.example.com'), handler: newFunction(apis) });
    new apigateway.CfnGatewayResponse(responses, 'Denied', { restApiId: api.restApiId, responseType: 'ACCESS_DENIED' });
    expect(Object.values(resourcesOf(responses, 'AWS::ApiGateway::GatewayResponse'))[0].Properties.ResponseParameters)
      .toEqual({ 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://app.example.com'" });
  });

  test('an API in a nested stack', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    new CorsRestApi(nested, 'Api', { cors: POLICY, handler: newFunction(nested) });
    expect(preflightsOf(nested)).toEqual(['/', '/{proxy+}']);
  });
});

describe('policies by path', () => {
  test('a path and all below it have their own', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', {
      cors: POLICY, corsByPath: { '/public': CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['GET'] }) }, handler: newFunction(stack), proxy: false,
    });
    api.root.addResource('public').addResource('{id}').addMethod('GET');
    api.root.addResource('private').addMethod('GET');
    expect(preflightsOf(stack)).toEqual(['/', '/public', '/public/{id}', '/{proxy+}']);
    const methods = methodsOf(stack);
    const allowMethods = (route: string) => methods[route].Integration.IntegrationResponses[0].ResponseParameters['method.response.header.Access-Control-Allow-Methods'];
    expect(allowMethods('OPTIONS /public/{id}')).toBe("'GET'");
    expect(allowMethods('OPTIONS /{proxy+}')).toBe("'GET,HEAD,OPTIONS,POST,PUT,PATCH,DELETE'");
  });

  test('a path that the API doesn\'t have is refused at synth, with those that it has', () => {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY, corsByPath: { '/pubic': POLICY }, handler: newFunction(stack), proxy: false });
    api.root.addResource('public').addMethod('GET');
    expect(() => routesOf(stack)).toThrow(/"\/pubic", but the REST API "Stack\/Api" has \/, \/public.*\[cdk-cors:unknownPath\]/);
  });
});

describe('OPTIONS of the user\'s', () => {
  function withOptions(options: apigateway.MethodOptions, path = 'items') {
    const stack = newStack();
    const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), proxy: false });
    const resource = api.root.addResource(path);
    resource.addMethod('OPTIONS', undefined, options);
    resource.addMethod('ANY');
    return stack;
  }

  test('is left alone', () => {
    const stack = withOptions({});
    expect(preflightsOf(stack)).toEqual(['/', '/items', '/{proxy+}']);
    expect(methodsOf(stack)['OPTIONS /items'].Integration.Type).toBe('AWS_PROXY');
  });

  test.each<[string, apigateway.MethodOptions, string]>([
    ['authorization', { authorizationType: apigateway.AuthorizationType.IAM }, 'authorization AWS_IAM'],
    ['an API key', { apiKeyRequired: true }, 'an API key'],
  ])('is refused at synth when it asks for %s', (_name, options, guard) => {
    expect(() => routesOf(withOptions(options))).toThrow(new RegExp(`OPTIONS /items of the REST API "Stack/Api" asks for ${guard}.*\\[cdk-cors:guardedOptions\\]`));
  });
});

describe('resource policies', () => {
  const statement = (principal: iam.IPrincipal, conditions?: object) => new iam.PolicyStatement({
    principals: [principal], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'], conditions: conditions as any,
  });
  const policyWith = (...statements: iam.PolicyStatement[]) => {
    const stack = newStack();
    new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), policy: new iam.PolicyDocument({ statements }) });
    return Object.values(resourcesOf(stack, 'AWS::ApiGateway::RestApi'))[0].Properties.Policy.Statement;
  };

  test('preflights, which nobody signs, are let through one that admits named principals', () => {
    expect(policyWith(statement(new iam.AccountPrincipal('111122223333')))).toEqual([
      expect.anything(),
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*/OPTIONS/*' },
    ]);
  });

  test('one that admits anybody from some network is left as it is', () => {
    expect(policyWith(statement(new iam.AnyPrincipal(), { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }))).toHaveLength(1);
  });

  test('an API without one gets none', () => {
    const stack = newStack();
    new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack) });
    expect(Object.values(resourcesOf(stack, 'AWS::ApiGateway::RestApi'))[0].Properties).not.toHaveProperty('Policy');
  });
});

describe('imported APIs', () => {
  function imported(deploy: boolean) {
    const stack = newStack();
    const api = apigateway.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'abc123', rootResourceId: 'root1' });
    api.root.addResource('orders').addMethod('ANY', new apigateway.HttpIntegration('https://backend.example.com'));
    (api as apigateway.RestApiBase).with(new RestApiCors(POLICY));
    if (deploy) {
      new apigateway.Deployment(stack, 'Deployment', { api, stageName: 'prod' });
    }
    return stack;
  }

  test('get preflights, gateway responses and a deployment that waits for them', () => {
    const stack = imported(true);
    expect(preflightsOf(stack)).toEqual(['/', '/orders', '/{proxy+}']);
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGateway::GatewayResponse', { RestApiId: 'abc123' });
    const [deployment] = Object.values(resourcesOf(stack, 'AWS::ApiGateway::Deployment'));
    const waitsFor = ['AWS::ApiGateway::GatewayResponse', 'AWS::ApiGateway::Resource'].flatMap((type) => Object.keys(resourcesOf(stack, type)))
      .concat(Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Method')).filter((id) => /OPTIONS/.test(id)))
      .filter((id) => !/orders[0-9A-F]{8}$/.test(id));
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(waitsFor));
  });

  test('are refused at synth when nothing deploys them', () => {
    expect(() => deploymentIdsOf(imported(false))).toThrow(/"Stack\/Api" is imported, and nothing in this app deploys it.*new Deployment.*\[cdk-cors:importedWithoutDeployment\]/);
  });
});

test('a parameter as origin is warned of: the stage doesn\'t follow its value', () => {
  const stack = newStack();
  const origin = new CfnParameter(stack, 'Origin', { default: 'https://app.example.com' });
  new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(origin.valueAsString), handler: newFunction(stack) });
  expect(Annotations.fromStack(stack).findWarning('/Stack/Api', Match.stringLikeRegexp('CloudFormation parameter.*cdk-cors:parameterOrigin'))).toHaveLength(1);
});

test('another deploy-time value as origin is not', () => {
  const stack = newStack();
  new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(`https://${stack.account}.example.com`), handler: newFunction(stack) });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-cors'))).toEqual([]);
});
