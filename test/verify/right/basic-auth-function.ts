import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** A function that asks for a password answers with 401 by itself. */
export default function build(stack: Stack): void {
  const auth = new cloudfront.Function(stack, 'Auth', {
    code: cloudfront.FunctionCode.fromInline(`function handler(event) {
      var h = event.request.headers;
      if (!h.authorization) return { statusCode: 401, headers: { 'www-authenticate': { value: 'Basic' } } };
      return event.request;
    }`),
  });
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
  const api = new apigateway.LambdaRestApi(stack, 'Api', { handler, endpointTypes: [apigateway.EndpointType.REGIONAL] });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultRootObject: 'index.html',
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Site')) },
    additionalBehaviors: {
      '/api/*': {
        origin: new origins.RestApiOrigin(api),
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        functionAssociations: [{ function: auth, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
      },
    },
  });
}
