import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** The function names the origin that asks, and doesn't say that its answer depends on it. */
export default function build(stack: Stack): void {
  const cors = new cloudfront.Function(stack, 'Cors', {
    code: cloudfront.FunctionCode.fromInline(`function handler(event) {
      var allowed = ['https://app.example.com', 'https://admin.example.com'];
      var origin = event.request.headers.origin;
      var response = event.response;
      if (origin && allowed.includes(origin.value)) response.headers['access-control-allow-origin'] = { value: origin.value };
      return response;
    }`),
    runtime: cloudfront.FunctionRuntime.JS_2_0,
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Files')),
      functionAssociations: [{ function: cors, eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE }],
    },
  });
}
