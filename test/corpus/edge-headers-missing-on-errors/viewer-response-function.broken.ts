import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';

/** A function at the viewer's response isn't run for a 404. */
export default function build(stack: Stack): void {
  const cors = new cloudfront.Function(stack, 'Cors', {
    code: cloudfront.FunctionCode.fromInline(`function handler(event) {
      var response = event.response;
      response.headers['access-control-allow-origin'] = { value: 'https://app.example.com' };
      return response;
    }`),
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: {
      origin: new origins.HttpOrigin('catalogue.example.com'),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [{ function: cors, eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE }],
    },
  });
}
