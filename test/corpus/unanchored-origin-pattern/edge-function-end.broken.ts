import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** Files that the pages of a domain may read: a function at the edge decides. */
export default function build(stack: Stack): void {
  const code = `function handler(event) {
    var origin = event.request.headers.origin;
    var response = event.response;
    response.headers.vary = { value: 'Origin' };
    if (origin && origin.value.endsWith('example.com')) response.headers['access-control-allow-origin'] = { value: origin.value };
    return response;
  }`;
  const cors = new cloudfront.Function(stack, 'Cors', { code: cloudfront.FunctionCode.fromInline(code), runtime: cloudfront.FunctionRuntime.JS_2_0 });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Bucket')),
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      functionAssociations: [{ function: cors, eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE }],
    },
  });
}
