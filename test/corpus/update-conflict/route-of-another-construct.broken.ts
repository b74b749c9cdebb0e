import type { Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';

/** The same route, made by another construct: it has another logical id. */
export default function (stack: Stack): void {
  const api = new HttpApi(stack, 'Api', {
    corsPreflight: { allowOrigins: ['https://app.example.com'], allowMethods: [CorsHttpMethod.GET], allowHeaders: ['authorization'] },
  });
  new HttpRoute(stack, 'Items', { httpApi: api, routeKey: HttpRouteKey.with('/items', HttpMethod.GET), integration: new HttpUrlIntegration('Items', 'https://items.example.com') });
}
