import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The policy alone decides. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
  const api = new apigateway.RestApi(stack, 'Api', {
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'], allowMethods: ['GET', 'PUT'] },
  });
  api.root.addResource('items').addMethod('PUT', new apigateway.LambdaIntegration(handler));
  for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(type.responseType, { type, responseHeaders: { 'Access-Control-Allow-Origin': "'https://app.example.com'" } });
  }
  const cors = new cloudfront.ResponseHeadersPolicy(stack, 'Cors', {
    corsBehavior: {
      accessControlAllowOrigins: ['https://app.example.com', 'https://admin.example.com'],
      accessControlAllowMethods: ['GET', 'PUT'],
      accessControlAllowHeaders: ['Content-Type'],
      accessControlAllowCredentials: false,
      originOverride: true,
    },
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: {
      origin: new origins.RestApiOrigin(api),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: cors,
    },
  });
}
