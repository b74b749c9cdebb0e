import * as path from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AuthorizationType, IdentitySource, RequestAuthorizer, ResponseType } from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { CorsOrigin, CorsPolicy, CorsRestApi } from 'cdk-cors';

/** An account API with a session cookie, called by the pages of a web app and an admin app on other origins. */
export class AccountApiStack extends Stack {
  public readonly api: CorsRestApi;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const cors = new CorsPolicy({
      allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.exact('https://admin.example.com')],
      allowMethods: ['GET', 'POST', 'DELETE'],
      allowHeaders: ['Content-Type'],
      exposeHeaders: ['X-Request-Id'],
      allowCredentials: true,
      maxAge: Duration.minutes(10),
    });

    const signingKey = new Secret(this, 'SigningKey', { generateSecretString: { passwordLength: 64, excludePunctuation: true } });
    const newFunction = (name: string, environment: { [key: string]: string } = {}) => new lambda.Function(this, name, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: `${name.toLowerCase()}.handler`,
      code: lambda.Code.fromAsset(path.join(__dirname, 'lambda')),
      timeout: Duration.seconds(10),
      environment: { ...environment, SIGNING_KEY: signingKey.secretValue.unsafeUnwrap() },
      logGroup: new logs.LogGroup(this, `${name}Log`, { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
    });

    // With a proxy integration the function's own answers must carry the headers; the API's preflights and errors carry them already.
    const account = newFunction('Account', {
      ALLOW_ORIGINS: cors.allowOrigins.map((origin) => origin.value).join(' '),
      EXPOSE_HEADERS: cors.exposeHeaders.join(', '),
    });

    this.api = new CorsRestApi(this, 'Api', { cors, handler: account, proxy: false });
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: newFunction('Session'),
      identitySources: [IdentitySource.header('Cookie')],
      resultsCacheTtl: Duration.seconds(0),
    });
    const signedIn = { authorizer, authorizationType: AuthorizationType.CUSTOM };

    const session = this.api.root.addResource('session');
    session.addMethod('POST');
    session.addMethod('DELETE');
    const profile = this.api.root.addResource('profile');
    profile.addMethod('GET', undefined, signedIn);

    // A 401 in the words of this API. A gateway response of one's own inherits nothing from the defaults; the policy's headers are added here as well.
    this.api.addGatewayResponse('SignIn', {
      type: ResponseType.UNAUTHORIZED,
      templates: { 'application/json': '{"message": "Sign in first", "requestId": "$context.requestId"}' },
    });
  }
}
