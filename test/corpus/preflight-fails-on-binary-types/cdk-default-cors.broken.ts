import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The CDK's own preflights, on an API whose every media type is binary. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(__dirname) });
  const api = new apigateway.LambdaRestApi(stack, 'Api', {
    handler,
    binaryMediaTypes: ['*/*'],
    defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com', 'https://admin.example.com'], allowCredentials: true },
  });
  for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(type.responseType, {
      type, responseHeaders: { 'Access-Control-Allow-Origin': 'method.request.header.origin', 'Access-Control-Allow-Credentials': "'true'" },
    });
  }
}
