import type { Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The route $default sends preflights to the function, which may answer them anyhow. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
  new apigatewayv2.HttpApi(stack, 'Api', {
    corsPreflight: {
      allowOrigins: ['https://app.example.com'],
      allowMethods: [apigatewayv2.CorsHttpMethod.GET, apigatewayv2.CorsHttpMethod.POST, apigatewayv2.CorsHttpMethod.DELETE],
      allowHeaders: ['Authorization', 'Content-Type'],
    },
    defaultIntegration: new HttpLambdaIntegration('Handler', handler),
  });
}
