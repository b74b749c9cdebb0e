import * as path from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { CorsOrigin, CorsPolicy, CorsRestApi, FunctionCors } from 'cdk-cors';

/** An orders API whose functions, in Node.js and in Python, know nothing of CORS. */
export class OrdersStack extends Stack {
  public readonly api: CorsRestApi;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const cors = new CorsPolicy({
      allowOrigins: [CorsOrigin.exact('https://shop.example.com'), CorsOrigin.subdomainsOf('https://preview.example.com')],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['Authorization', 'Content-Type'],
      exposeHeaders: ['X-Order-Count'],
      allowCredentials: true,
      maxAge: Duration.minutes(10),
    });
    const common = { timeout: Duration.seconds(3), memorySize: 256 };
    const logGroup = (name: string) =>
      new logs.LogGroup(this, name, { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });

    const orders = new lambda.Function(this, 'OrdersFunction', {
      ...common,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'orders.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'lambda', 'orders')),
      logGroup: logGroup('OrdersLog'),
    });
    const invoice = new lambda.Function(this, 'InvoiceFunction', {
      ...common,
      runtime: lambda.Runtime.PYTHON_3_14,
      handler: 'invoice.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'lambda', 'invoice')),
      logGroup: logGroup('InvoiceLog'),
    });

    // The handler of the API by a property, any other function by the mixin.
    this.api = new CorsRestApi(this, 'Api', { cors, handler: orders, handlerCors: true, proxy: false });
    invoice.with(new FunctionCors(cors));

    const items = this.api.root.addResource('orders');
    items.addMethod('GET');
    items.addMethod('POST');
    items.addResource('{id}').addResource('invoice').addMethod('GET', new LambdaIntegration(invoice));
  }
}
