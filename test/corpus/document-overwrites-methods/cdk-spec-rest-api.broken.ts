import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';

const CORS = { 'Access-Control-Allow-Origin': "'https://app.example.com'", 'Access-Control-Allow-Headers': "'Content-Type'" };
const mapped = (prefix: string) => Object.fromEntries(Object.entries(CORS).map(([name, value]) => [prefix + name, value]));

/** Preflights that are added to an API of a document. */
export default function build(stack: Stack): void {
  const api = new apigateway.SpecRestApi(stack, 'Api', {
    apiDefinition: apigateway.ApiDefinition.fromInline({
      'openapi': '3.0.1',
      'info': { title: 'Orders', version: '1' },
      'paths': {
        '/orders': {
          post: { 'responses': { 200: { description: 'done' } }, 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'POST', uri: 'https://backend.example.com/orders' } },
        },
      },
      'x-amazon-apigateway-gateway-responses': {
        DEFAULT_4XX: { responseParameters: mapped('gatewayresponse.header.') },
        DEFAULT_5XX: { responseParameters: mapped('gatewayresponse.header.') },
      },
    }),
  });
  api.root.addResource('{proxy+}').addMethod('OPTIONS', new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 204}' },
    integrationResponses: [{ statusCode: '204', responseParameters: mapped('method.response.header.') }],
  }), {
    methodResponses: [{ statusCode: '204', responseParameters: Object.fromEntries(Object.keys(CORS).map((name) => [`method.response.header.${name}`, true])) }],
  });
}
