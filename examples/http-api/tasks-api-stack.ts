import * as path from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { CorsHttpApi, CorsPolicy } from 'cdk-cors';

/** An HTTP API whose callers carry a JSON Web Token of a Cognito user pool. */
export class TasksApiStack extends Stack {
  public readonly api: CorsHttpApi;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const users = new UserPool(this, 'Users', { selfSignUpEnabled: false, removalPolicy: RemovalPolicy.DESTROY });
    const client = users.addClient('Web', { authFlows: { userSrp: true } });

    const handler = new lambda.Function(this, 'Tasks', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'tasks.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'lambda')),
      timeout: Duration.seconds(10),
      logGroup: new logs.LogGroup(this, 'TasksLog', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
    });
    const integration = new HttpLambdaIntegration('Tasks', handler);

    this.api = new CorsHttpApi(this, 'Api', {
      cors: CorsPolicy.forOrigins('https://app.example.com', 'http://localhost:5173'),
      defaultAuthorizer: new HttpUserPoolAuthorizer('Users', users, { userPoolClients: [client] }),
      createDefaultStage: false,
    });
    // ANY would take the preflights and hand them to the authorizer; the API expands it into the methods, all on one integration.
    this.api.addRoutes({ path: '/tasks/{proxy+}', integration });
    this.api.addRoutes({ path: '/tasks', methods: [HttpMethod.GET], integration });

    this.api.addStage('Live', {
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new logs.LogGroup(this, 'AccessLog', { removalPolicy: RemovalPolicy.DESTROY })),
      },
    });
  }
}
