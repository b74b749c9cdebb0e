import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The same, with nothing taken on. */
export default function build(stack: Stack): void {
  const handler = new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(__dirname) });
  const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Users', { cognitoUserPools: [new cognito.UserPool(stack, 'Pool')] });
  const api = new apigateway.RestApi(stack, 'Api', {
    defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.COGNITO, authorizer },
  });
  const headers = { 'Allow-Origin': "'https://app.example.com'", 'Allow-Methods': "'GET,PUT'", 'Allow-Headers': "'Authorization,Content-Type'" };
  const named = <T>(value: (name: string) => T) => Object.fromEntries(Object.entries(headers).map(([name, each]) => [`method.response.header.Access-Control-${name}`, value(each)]));
  const items = api.root.addResource('items');
  items.addMethod('GET', new apigateway.LambdaIntegration(handler));
  items.addMethod('PUT', new apigateway.LambdaIntegration(handler));
  items.addMethod('OPTIONS', new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 204}' },
    integrationResponses: [{ statusCode: '204', responseParameters: named((each) => each) }],
  }), {
    methodResponses: [{ statusCode: '204', responseParameters: named(() => true) }],
    authorizationType: apigateway.AuthorizationType.NONE,
    authorizer: { authorizerId: '', authorizationType: apigateway.AuthorizationType.NONE },
  });
  for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(type.responseType, { type, responseHeaders: { 'Access-Control-Allow-Origin': "'https://app.example.com'" } });
  }
}
