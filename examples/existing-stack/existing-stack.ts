import * as path from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { CorsPolicy, HttpApiCors, RestApiCors } from 'cdk-cors';

/** APIs that were there before: two of the CDK's own and one that another stack owns. Each gets the policy in one line. */
export class ExistingStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const cors = CorsPolicy.forOrigins('https://app.example.com');
    const handler = new lambda.Function(this, 'Echo', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'echo.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'lambda')),
      timeout: Duration.seconds(10),
      environment: { ALLOW_ORIGIN: cors.allowOrigins[0].value },
      logGroup: new logs.LogGroup(this, 'EchoLog', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
    });

    const restApi = new apigateway.LambdaRestApi(this, 'RestApi', { handler, endpointTypes: [apigateway.EndpointType.REGIONAL] });
    restApi.with(new RestApiCors(cors));

    const httpApi = new HttpApi(this, 'HttpApi', { defaultIntegration: new HttpLambdaIntegration('Echo', handler) });
    httpApi.with(new HttpApiCors(cors));

    // This stack adds a path to an API that another one owns. The deployment here brings the new methods onto its stage.
    const imported = apigateway.RestApi.fromRestApiAttributes(this, 'Imported', { restApiId: 'a1b2c3d4e5', rootResourceId: 'f6g7h8i9j0' });
    imported.root.addResource('status').addMethod('GET', new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': '{"status": "ok", "at": "$context.requestTime"}' } }],
    }), { methodResponses: [{ statusCode: '200' }] });
    new RestApiCors(cors).applyTo(imported);
    new apigateway.Deployment(this, 'ImportedDeployment', { api: imported, stageName: 'prod' });
  }
}
