import * as path from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ApiBehavior, CorsPolicy, CorsRestApi, Site, WebApp } from 'cdk-cors';

/**
 * A bookshop: its pages and its API stand behind one CloudFront distribution, so that the shop's own pages need no CORS. The pages
 * of a partner call the same API from their own origin.
 */
export class BookshopStack extends Stack {
  public readonly webApp: WebApp;
  public readonly api: CorsRestApi;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const handler = new lambda.Function(this, 'BooksHandler', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'books.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'lambda')),
      timeout: Duration.seconds(10),
      memorySize: 256,
      logGroup: new logs.LogGroup(this, 'BooksLog', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
    });

    const partners = CorsPolicy.forOrigins('https://reading-club.example.org');
    this.api = new CorsRestApi(this, 'Api', {
      cors: partners,
      handler,
      proxy: false,
      deployOptions: {
        accessLogDestination: new LogGroupLogDestination(new logs.LogGroup(this, 'ApiLog', { removalPolicy: RemovalPolicy.DESTROY })),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
        throttlingRateLimit: 100,
        throttlingBurstLimit: 200,
      },
    });
    const books = this.api.root.addResource('books');
    books.addMethod('GET');
    books.addResource('{id}').addMethod('GET');
    this.api.root.addResource('orders').addMethod('POST');

    this.webApp = new WebApp(this, 'WebApp', {
      site: Site.fromFolder(path.join(__dirname, 'site')),
      apis: { '/api': ApiBehavior.forRestApi(this.api) },
      cors: partners,
    });

    new CfnOutput(this, 'Url', { value: this.webApp.url });
  }
}
