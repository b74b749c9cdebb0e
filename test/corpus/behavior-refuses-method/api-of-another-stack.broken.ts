import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** An API of another stack, with nothing said of its behavior. */
export default function build(stack: Stack): void {
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultRootObject: 'index.html',
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Site')) },
    additionalBehaviors: {
      '/api/*': { origin: new origins.HttpOrigin('abc123defg.execute-api.eu-west-1.amazonaws.com', { originPath: '/prod' }) },
    },
  });
}
