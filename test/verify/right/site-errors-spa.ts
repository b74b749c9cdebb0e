import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** Error pages where there is no API. */
export default function build(stack: Stack): void {
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultRootObject: 'index.html',
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Site')) },
    errorResponses: [{ httpStatus: 403, responseHttpStatus: 200, responsePagePath: '/index.html' }, { httpStatus: 404, responseHttpStatus: 200, responsePagePath: '/index.html' }],
  });
}
