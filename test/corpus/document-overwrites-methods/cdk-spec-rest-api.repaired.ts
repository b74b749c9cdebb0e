import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';

const CORS = { 'Access-Control-Allow-Origin': "'https://app.example.com'", 'Access-Control-Allow-Headers': "'Content-Type'" };
const mapped = (prefix: string) => Object.fromEntries(Object.entries(CORS).map(([name, value]) => [prefix + name, value]));

/** Preflights in the document itself. */
export default function build(stack: Stack): void {
  new apigateway.SpecRestApi(stack, 'Api', {
    apiDefinition: apigateway.ApiDefinition.fromInline({
      'openapi': '3.0.1',
      'info': { title: 'Orders', version: '1' },
      'paths': {
        '/orders': {
          post: { 'responses': { 200: { description: 'done' } }, 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'POST', uri: 'https://backend.example.com/orders' } },
          options: {
            'responses': { 204: { description: 'preflight', headers: Object.fromEntries(Object.keys(CORS).map((name) => [name, { schema: { type: 'string' } }])) } },
            'x-amazon-apigateway-integration': {
              type: 'mock',
              requestTemplates: { 'application/json': '{"statusCode": 204}' },
              responses: { default: { statusCode: '204', responseParameters: mapped('method.response.header.') } },
            },
          },
        },
      },
      'x-amazon-apigateway-gateway-responses': {
        DEFAULT_4XX: { responseParameters: mapped('gatewayresponse.header.') },
        DEFAULT_5XX: { responseParameters: mapped('gatewayresponse.header.') },
      },
    }),
  });
}
