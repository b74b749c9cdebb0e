import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** A function behind an integration that isn't a proxy: its answer is mapped, and so are its headers. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(__dirname) });
  const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'] } });
  const name = 'method.response.header.Access-Control-Allow-Origin';
  api.root.addResource('orders').addMethod('GET', new apigateway.LambdaIntegration(handler, {
    proxy: false, integrationResponses: [{ statusCode: '200', responseParameters: { [name]: "'https://app.example.com'" } }],
  }), { methodResponses: [{ statusCode: '200', responseParameters: { [name]: true } }] });
  for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(type.responseType, { type, responseHeaders: { 'Access-Control-Allow-Origin': "'https://app.example.com'" } });
  }
}
