import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** It has. */
export default function build(stack: Stack): void {
  const fonts = new s3.Bucket(stack, 'Fonts', { cors: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: [s3.HttpMethods.GET] }] });
  const byOrigin = new cloudfront.CachePolicy(stack, 'ByOrigin', { headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin') });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(fonts), cachePolicy: byOrigin },
  });
}
