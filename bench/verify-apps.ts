import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CorsHttpApi, CorsPolicy, CorsSpecRestApi } from '../src';

/** The pages that each app allows. */
export const PAGES = ['app', 'admin', 'shop', 'partner', 'docs'].map((name) => `https://${name}.example.com`);

/** Apps of as many routes as asked: two methods a path. */
export const APPS: Record<string, (routes: number) => object> = {
  'REST API of the CDK, `RestApi`': (routes) => templateOf((stack) => {
    const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: PAGES } });
    const integration = new apigateway.LambdaIntegration(handler(stack));
    for (const path of paths(routes)) {
      METHODS.forEach((method) => api.root.resourceForPath(path).addMethod(method, integration));
    }
  }),
  'REST API, `CorsSpecRestApi`': (routes) => templateOf((stack) => {
    new CorsSpecRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(...PAGES), routes: routeTable(stack, routes) });
  }),
  'HTTP API, `CorsHttpApi`': (routes) => templateOf((stack) => {
    new CorsHttpApi(stack, 'Api', { cors: CorsPolicy.forOrigins(...PAGES), routes: routeTable(stack, routes) });
  }),
};

const METHODS = ['GET', 'POST'];

function paths(routes: number): string[] {
  return Array.from({ length: routes / METHODS.length }, (_, index) => `part${Math.floor(index / 10)}/item${index}`);
}

function handler(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
  });
}

function routeTable(stack: Stack, routes: number): Record<string, lambda.IFunction> {
  const one = handler(stack);
  return Object.fromEntries(paths(routes).flatMap((path) => METHODS.map((method) => [`${method} /${path}`, one])));
}

/** More resources than CloudFormation takes in a stack, which a tool that reads templates must not mind. */
function templateOf(build: (stack: Stack) => void): object {
  const app = new App({ analyticsReporting: false, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
  build(new Stack(app, 'Stack'));
  return app.synth().getStackByName('Stack').template;
}
