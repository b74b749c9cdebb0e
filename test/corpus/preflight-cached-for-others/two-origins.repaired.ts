import { Fn, type Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** They are kept by what they ask. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
  const api = new apigatewayv2.HttpApi(stack, 'Api', {
    corsPreflight: {
      allowOrigins: ['https://app.example.com', 'https://admin.example.com'],
      allowMethods: [apigatewayv2.CorsHttpMethod.GET, apigatewayv2.CorsHttpMethod.DELETE],
      allowHeaders: ['Content-Type'],
    },
  });
  api.addRoutes({ path: '/items/{id}', methods: [apigatewayv2.HttpMethod.DELETE], integration: new HttpLambdaIntegration('Items', handler) });
  const cached = new cloudfront.CachePolicy(stack, 'Cached', {
    headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'),
    queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: {
      origin: new origins.HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint))),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cached,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      cachedMethods: cloudfront.CachedMethods.CACHE_GET_HEAD_OPTIONS,
    },
  });
}
