import * as path from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { CorsPolicy, CorsSpecRestApi, SpecDefinition, SpecSecurity } from 'cdk-cors';

/** Two public API descriptions, as they are published: the Swagger Petstore, and one of 82 paths in 500 kB. */
export class OpenApiStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const cors = CorsPolicy.forOrigins('https://app.example.com', 'https://*.preview.example.com');
    const newFunction = (name: string) => new lambda.Function(this, name, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'operation.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'lambda')),
      timeout: Duration.seconds(10),
      logGroup: new logs.LogGroup(this, `${name}Log`, { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
    });

    // Its schemes are OAuth, which a user pool issues here, and a key in a header of its own, which the function checks.
    new CorsSpecRestApi(this, 'Petstore', {
      cors,
      definition: SpecDefinition.fromFile(require.resolve('@readme/oas-examples/3.0/json/petstore.json')),
      handler: newFunction('Pets'),
      handlerCors: true, // the functions' own answers carry the policy
      routes: { 'POST /store/order': newFunction('Orders') },
      security: { petstore_auth: SpecSecurity.cognito(new UserPool(this, 'Users')), api_key: SpecSecurity.byHandler() },
    });

    // The same pages may call it. Its descriptions aren't imported: they would take most of the template.
    new CorsSpecRestApi(this, 'StarTrek', {
      cors,
      definition: SpecDefinition.fromFile(require.resolve('@readme/oas-examples/3.0/yaml/star-trek.yaml')),
      handler: newFunction('Catalogue'),
      handlerCors: true,
      parameters: { ignore: 'documentation' },
    });
  }
}
