import { Fn, type Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** The function adds a slash to every path, also to those of the API. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
  const api = new apigatewayv2.HttpApi(stack, 'Api', {
    corsPreflight: {
      allowOrigins: ['https://app.example.com'],
      allowMethods: [apigatewayv2.CorsHttpMethod.GET, apigatewayv2.CorsHttpMethod.POST, apigatewayv2.CorsHttpMethod.DELETE],
      allowHeaders: ['Authorization', 'Content-Type'],
    },
  });
  api.addRoutes({
    path: '/api/items/{id}', methods: [apigatewayv2.HttpMethod.GET, apigatewayv2.HttpMethod.DELETE], integration: new HttpLambdaIntegration('Items', handler),
  });
  const slashes = new cloudfront.Function(stack, 'Slashes', {
    code: cloudfront.FunctionCode.fromInline(`function handler(event) {
      var request = event.request;
      if (request.uri.endsWith('/') || request.uri.split('/').pop().includes('.')) return request;
      return { statusCode: 301, headers: { location: { value: request.uri + '/' } } };
    }`),
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultRootObject: 'index.html',
    defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Site')),
      functionAssociations: [{ function: slashes, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
    },
    additionalBehaviors: {
      '/api/*': {
        origin: new origins.HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint))),
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        functionAssociations: [{ function: slashes, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
      },
    },
  });
}
