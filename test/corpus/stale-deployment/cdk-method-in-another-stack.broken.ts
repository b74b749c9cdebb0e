import { type App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** Routes in a stack of their own, which is deployed after the deployment was made. */
export function app(scope: App): void {
  const stack = new Stack(scope, 'Api');
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET', new apigateway.MockIntegration());
  for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(type.responseType, { type, responseHeaders: { 'Access-Control-Allow-Origin': "'https://app.example.com'" } });
  }
  const routes = new Stack(scope, 'Routes');
  const imported = apigateway.RestApi.fromRestApiAttributes(routes, 'Imported', { restApiId: api.restApiId, rootResourceId: api.restApiRootResourceId });
  const handler = new lambda.Function(routes, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(__dirname) });
  const orders = imported.root.addResource('orders');
  orders.addMethod('POST', new apigateway.LambdaIntegration(handler));
  orders.addCorsPreflight({ allowOrigins: ['https://app.example.com'] });
}
