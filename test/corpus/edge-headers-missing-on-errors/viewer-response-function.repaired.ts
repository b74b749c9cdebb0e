import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';

/** A response headers policy is applied to every answer. */
export default function build(stack: Stack): void {
  const cors = new cloudfront.ResponseHeadersPolicy(stack, 'Cors', {
    corsBehavior: {
      accessControlAllowOrigins: ['https://app.example.com'],
      accessControlAllowMethods: ['GET', 'HEAD'],
      accessControlAllowHeaders: ['Content-Type'],
      accessControlAllowCredentials: false,
      originOverride: true,
    },
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: {
      origin: new origins.HttpOrigin('catalogue.example.com'),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: cors,
    },
  });
}
