import * as path from 'node:path';
import { Annotations, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { thousandPaths } from './routes';
import { CorsPolicy, CorsSpecRestApi } from 'cdk-cors';

/** A back office of a thousand paths with two methods each, on two functions, in one stack. */
export class ThousandRoutesStack extends Stack {
  public readonly api: CorsSpecRestApi;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const cors = CorsPolicy.forOrigins('https://office.example.com');
    const newFunction = (name: string) => new lambda.Function(this, name, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'office.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'lambda')),
      timeout: Duration.seconds(10),
    });
    const [read, write] = [newFunction('Read'), newFunction('Write')];

    this.api = new CorsSpecRestApi(this, 'Api', {
      cors,
      handlerCors: true,
      routes: Object.fromEntries(thousandPaths().flatMap((each) => [[`GET ${each}`, read], [`POST ${each}`, write]])),
    });
    Annotations.of(this.api).acknowledgeWarning('cdk-cors:restApiResourceQuota', 'the account has asked for 1,200 resources an API');
  }
}
