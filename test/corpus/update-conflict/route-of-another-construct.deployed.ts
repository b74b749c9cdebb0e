import type { Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';

/** A route of addRoutes. */
export default function (stack: Stack): void {
  const api = new HttpApi(stack, 'Api', {
    corsPreflight: { allowOrigins: ['https://app.example.com'], allowMethods: [CorsHttpMethod.GET], allowHeaders: ['authorization'] },
  });
  api.addRoutes({ path: '/items', methods: [HttpMethod.GET], integration: new HttpUrlIntegration('Items', 'https://items.example.com') });
}
