import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** The rules of the bucket are for uploads to its own URL. */
export default function build(stack: Stack): void {
  const uploads = new s3.Bucket(stack, 'Uploads', {
    cors: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: [s3.HttpMethods.PUT, s3.HttpMethods.POST], allowedHeaders: ['*'] }],
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(uploads) },
  });
}
