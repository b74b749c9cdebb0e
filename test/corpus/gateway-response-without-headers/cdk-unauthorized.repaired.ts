import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** A body of its own for 401, beside defaults with headers. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(__dirname) });
  const check = new lambda.Function(stack, 'Check', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'check.handler', code: lambda.Code.fromAsset(__dirname) });
  const api = new apigateway.RestApi(stack, 'Api', {
    defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'] },
    defaultMethodOptions: { authorizer: new apigateway.TokenAuthorizer(stack, 'Tokens', { handler: check }) },
  });
  api.root.addResource('orders').addMethod('GET', new apigateway.LambdaIntegration(handler));
  const responseHeaders = { 'Access-Control-Allow-Origin': "'https://app.example.com'" };
  api.addGatewayResponse('Errors4xx', { type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders });
  api.addGatewayResponse('Errors5xx', { type: apigateway.ResponseType.DEFAULT_5XX, responseHeaders });
  api.addGatewayResponse('Unauthorized', { type: apigateway.ResponseType.UNAUTHORIZED, responseHeaders, templates: { 'application/json': '{"error":"sign in"}' } });
}
