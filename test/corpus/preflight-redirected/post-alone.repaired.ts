import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** A function that gives every path its slash, of a method that no redirect keeps. */
export default function build(stack: Stack): void {
  const api = new apigateway.RestApi(stack, 'Api', { endpointTypes: [apigateway.EndpointType.REGIONAL] });
  api.root.addResource('api').addResource('orders').addMethod('POST', new apigateway.HttpIntegration('https://backend.example.com/orders', { httpMethod: 'POST' }));
  const code = `function handler(event) {
    var request = event.request;
    if (!request.uri.endsWith('/') && !request.uri.startsWith('/api/')) {
      return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: request.uri + '/' } } };
    }
    return request;
  }`;
  const slash = new cloudfront.Function(stack, 'Slash', { code: cloudfront.FunctionCode.fromInline(code), runtime: cloudfront.FunctionRuntime.JS_2_0 });
  const functionAssociations = [{ function: slash, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }];
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Site')), functionAssociations },
    additionalBehaviors: {
      '/api/*': {
        origin: new origins.RestApiOrigin(api),
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        functionAssociations,
      },
    },
  });
}
