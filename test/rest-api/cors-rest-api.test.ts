import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CorsPolicy, CorsRestApi, FunctionCors } from '../../src';
import { newFunction, newStack, preflightsOf, resourcesOf, routesOf } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com');

test('a handler answers every path and method, with one permission', () => {
  const stack = newStack();
  const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack) });
  expect(api.cors).toBe(POLICY);
  expect(routesOf(stack)).toEqual(['ANY /', 'ANY /{proxy+}', 'OPTIONS /', 'OPTIONS /{proxy+}']);
  const permissions = Object.values(resourcesOf(stack, 'AWS::Lambda::Permission'));
  expect(permissions).toHaveLength(1);
  expect(permissions[0].Properties.SourceArn['Fn::Join'][1].at(-1)).toBe('/*/*/*');
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
});

test('handlerCors: the handler\'s own answers carry the policy, too; without it the function is left alone', () => {
  const handlerOf = (handlerCors?: boolean) => {
    const stack = newStack();
    new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), handlerCors });
    const { Handler, Layers, Environment } = Object.values(resourcesOf(stack, 'AWS::Lambda::Function'))[0].Properties;
    return { Handler, layers: Layers?.length ?? 0, policy: Environment?.Variables.CORS_POLICY };
  };
  expect(handlerOf(true)).toEqual({ Handler: '/opt/cdk-cors/handler.handler', layers: 1, policy: FunctionCors.environment(POLICY).CORS_POLICY });
  for (const handlerCors of [undefined, false]) {
    expect(handlerOf(handlerCors)).toEqual({ Handler: 'index.handler', layers: 0, policy: undefined });
  }
});

test('handlerCors with an alias wraps its function', () => {
  const stack = newStack();
  new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack).addAlias('live'), handlerCors: true });
  expect(Object.values(resourcesOf(stack, 'AWS::Lambda::Function'))[0].Properties.Handler).toBe('/opt/cdk-cors/handler.handler');
});

test('a handler without proxy is the default integration alone', () => {
  const stack = newStack();
  const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), proxy: false });
  api.root.addResource('items').addMethod('GET');
  expect(routesOf(stack)).toEqual(['GET /items', 'OPTIONS /', 'OPTIONS /{proxy+}']);
});

test('it is regional by default, and what the user says otherwise', () => {
  const types = (props: Partial<apigateway.RestApiProps>) => {
    const stack = newStack();
    new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), ...props });
    return Object.values(resourcesOf(stack, 'AWS::ApiGateway::RestApi'))[0].Properties.EndpointConfiguration.Types;
  };
  expect(types({})).toEqual(['REGIONAL']);
  expect(types({ endpointTypes: [apigateway.EndpointType.EDGE] })).toEqual(['EDGE']);
  expect(types({ endpointConfiguration: { types: [apigateway.EndpointType.PRIVATE] } })).toEqual(['PRIVATE']);
});

test('properties of RestApi are passed on', () => {
  const stack = newStack();
  new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), restApiName: 'shop', binaryMediaTypes: ['*/*'], deployOptions: { stageName: 'v1' } });
  expect(() => Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', { Name: 'shop', BinaryMediaTypes: ['*/*'] })).not.toThrow();
  expect(() => Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', { StageName: 'v1' })).not.toThrow();
});

test.each([1, 50])('%s paths with 2 methods on one function: the same 5 resources for CORS', (paths) => {
  const stack = newStack();
  const api = new CorsRestApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack), proxy: false });
  for (let i = 0; i < paths; i++) {
    const resource = api.root.addResource(`path${i}`);
    resource.addMethod('GET');
    resource.addMethod('POST');
  }
  const ids = Object.keys(Template.fromStack(stack).toJSON().Resources);
  expect(preflightsOf(stack)).toEqual(['/', '/{proxy+}']);
  expect(ids.filter((id) => /OPTIONS|Cors|proxy/.test(id))).toHaveLength(5);
  // Besides them and the paths: API, deployment, stage, CloudWatch role and account, permission, function and role.
  expect(ids).toHaveLength(5 + 3 * paths + 8);
});
