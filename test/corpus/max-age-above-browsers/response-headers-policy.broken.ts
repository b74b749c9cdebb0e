import { Duration, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';

/** The policy at the edge says how long a preflight may be kept. */
export default function build(stack: Stack): void {
  const api = new apigateway.RestApi(stack, 'Api', {
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'], allowHeaders: ['Content-Type'] },
  });
  const orders = api.root.addResource('orders');
  const backend = new apigateway.HttpIntegration('https://backend.example.com/orders', { httpMethod: 'ANY' });
  for (const method of ['GET', 'POST']) {
    orders.addMethod(method, backend);
  }
  const cors = new cloudfront.ResponseHeadersPolicy(stack, 'Cors', {
    corsBehavior: {
      accessControlAllowOrigins: ['https://app.example.com'],
      accessControlAllowMethods: ['ALL'],
      accessControlAllowHeaders: ['Content-Type'],
      accessControlAllowCredentials: false,
      originOverride: true,
      accessControlMaxAge: Duration.days(30),
    },
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: {
      origin: new origins.RestApiOrigin(api),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy: cors,
    },
  });
}
