import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { CorsPolicy, CorsRestApi } from '../../src';

export const PAGE = 'https://app.example.com';

export function handler(scope: Construct): lambda.Function {
  return new lambda.Function(scope, 'Handler', { code: lambda.Code.fromInline('exports.handler = async () => ({})'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
}

/** Items that PAGE may call; what API Gateway answers itself is readable too. */
export function corsApi(scope: Construct): CorsRestApi {
  const api = new CorsRestApi(scope, 'Api', { cors: CorsPolicy.forOrigins(PAGE), handler: handler(scope), proxy: false });
  api.root.addResource('items').addMethod('DELETE');
  return api;
}

export function rightStack(scope: Construct = new App(), id = 'Shop'): Stack {
  const stack = new Stack(scope, id);
  corsApi(stack);
  return stack;
}

/** The same with the CDK's own CORS: what API Gateway answers itself can't be read. */
export function brokenStack(scope: Construct = new App(), id = 'Shop'): Stack {
  const stack = new Stack(scope, id);
  const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [PAGE] } });
  api.root.addResource('items').addMethod('DELETE', new apigateway.LambdaIntegration(handler(stack)));
  return stack;
}
