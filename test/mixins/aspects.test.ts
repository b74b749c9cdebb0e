/** Mixins that an aspect applies, whatever its priority: the CDK refuses an aspect that comes before what has visited already. */
import { App, AspectPriority, Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { CorsPolicy, FunctionCors, HttpApiCors, RestApiCors } from '../../src';
import { PlainIntegration } from '../http-api/fixture';
import { newFunction } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com');
const STABILIZED = '@aws-cdk/core:aspectStabilization';

/** A stack with one of each, and an aspect that applies the mixins. */
function applied(priority: number | undefined, stabilized: boolean): Stack {
  const stack = new Stack(new App({ context: { [STABILIZED]: stabilized } }), 'Stack');
  new apigateway.RestApi(stack, 'Rest').root.addResource('items').addMethod('GET', new apigateway.MockIntegration());
  new apigatewayv2.HttpApi(stack, 'Http').addRoutes({ path: '/items', integration: new PlainIntegration('items') });
  newFunction(stack);
  const visit = (node: IConstruct) => {
    if (node instanceof apigateway.RestApi) {
      node.with(new RestApiCors(POLICY));
    } else if (node instanceof apigatewayv2.HttpApi) {
      (node as Construct).with(new HttpApiCors(POLICY));
    } else if (node instanceof lambda.Function) {
      node.with(new FunctionCors(POLICY));
    }
  };
  Aspects.of(stack).add({ visit }, priority === undefined ? undefined : { priority });
  return stack;
}

test.each<[what: string, priority: number | undefined]>([
  ['no priority', undefined],
  ['the priority of mutating aspects', AspectPriority.MUTATING],
  ['a priority before that', 100],
  ['the priority of reading aspects', AspectPriority.READONLY],
])('an aspect of %s applies them', (_what, priority) => {
  const template = Template.fromStack(applied(priority, true));
  const { AllowOrigins } = Object.values(template.findResources('AWS::ApiGatewayV2::Api'))[0].Properties.CorsConfiguration;
  expect({
    preflights: Object.keys(template.findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'OPTIONS' } })).length,
    responses: Object.keys(template.findResources('AWS::ApiGateway::GatewayResponse')).length,
    routes: Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey.split(' ')[0]).sort(),
    AllowOrigins,
    handler: Object.values(template.findResources('AWS::Lambda::Function'))[0].Properties.Handler,
  }).toEqual({
    preflights: 2,
    responses: 2,
    routes: ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'],
    AllowOrigins: ['https://app.example.com'],
    handler: '/opt/cdk-cors/handler.handler',
  });
});

test('without stabilization the CDK leaves out what aspects add, and the mixins say so', () => {
  expect(() => Template.fromStack(applied(undefined, false)))
    .toThrow(/RestApiCors was applied to "Stack\/Rest" by an aspect, and this app leaves out what aspects add.*aspectStabilization[^]*HttpApiCors was applied to "Stack\/Http" by an aspect/);
});
