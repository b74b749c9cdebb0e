import { join } from 'node:path';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiBehavior, CorsOrigin, CorsPolicy, CorsRestApi, CorsVerifier, HttpApiCors, RestApiCors, Site, WebApp } from 'cdk-cors';

/** The bookshop that the examples in the other languages are twins of. Its first argument is the folder to synthesize into. */
const app = new App({ outdir: process.argv[2] });
Validations.of(app).addPlugins(new CorsVerifier());
const stack = new Stack(app, 'Bookshop');

const policy = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact('https://partner.example.org'), CorsOrigin.localhost()],
  allowMethods: ['GET', 'POST'],
  exposeHeaders: ['ETag'],
  maxAge: Duration.minutes(10),
});

// a site and its API
const books = new lambda.Function(stack, 'Books', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200, body: "[]" });'),
});
const api = new CorsRestApi(stack, 'Api', { cors: policy, handler: books, handlerCors: true });
new WebApp(stack, 'WebApp', {
  site: Site.fromFolder(join(__dirname, '..', 'web-app-rest', 'site')),
  apis: { '/api': ApiBehavior.forRestApi(api) },
  cors: policy,
});

// APIs that were there before
const orders = new apigateway.RestApi(stack, 'Orders');
orders.root.addResource('orders').addMethod('GET', new apigateway.HttpIntegration('https://orders.example.com'));
orders.with(new RestApiCors(policy));

const search = new apigatewayv2.HttpApi(stack, 'Search');
search.addRoutes({
  path: '/search',
  methods: [apigatewayv2.HttpMethod.GET],
  integration: new HttpUrlIntegration('Search', 'https://search.example.com'),
});
search.with(new HttpApiCors(CorsPolicy.forOrigins('https://partner.example.org')));

app.synth();
