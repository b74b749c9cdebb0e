import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CorsPolicy, CorsSpecRestApi } from '../src';

export const METHODS = ['GET', 'POST'];
const ORIGIN = 'https://app.example.com';

/** Builds an API of some paths with two methods each, on one function. */
export type BuildApi = (paths: number) => Stack;

const pathsOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `/part${index % 40}/items${Math.floor(index / 40)}`);

/** A stack with a function, whatever it will hold: what doesn't fit is measured too. */
export function newBenchStack(): { stack: Stack; handler: Function } {
  const app = new App({ analyticsReporting: false, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
  const stack = new Stack(app, 'Bench');
  const handler = new Function(stack, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({ statusCode: 204 });'),
  });
  return { stack, handler };
}

export const withRestApi: BuildApi = (paths) => {
  const { stack, handler } = newBenchStack();
  const api = new RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [ORIGIN] } });
  for (let path = 0; path < paths; path++) {
    const resource = api.root.addResource(`part${path}`);
    METHODS.forEach((method) => resource.addMethod(method, new LambdaIntegration(handler)));
  }
  return stack;
};

export const withRoutes: BuildApi = (paths) => {
  const { stack, handler } = newBenchStack();
  new CorsSpecRestApi(stack, 'Api', {
    cors: CorsPolicy.forOrigins(ORIGIN),
    routes: Object.fromEntries(pathsOf(paths).flatMap((path) => METHODS.map((method) => [`${method} ${path}`, handler]))),
  });
  return stack;
};

/** A document whose operations name the integration `Handler`, or none. */
function documentOf(paths: number, integration?: object): object {
  const operation = { responses: { 200: { description: 'OK' } }, ...(integration === undefined ? {} : { 'x-amazon-apigateway-integration': integration }) };
  const item = Object.fromEntries(METHODS.map((method) => [method.toLowerCase(), operation]));
  return { openapi: '3.0.1', info: { title: 'Bench', version: '1' }, paths: Object.fromEntries(pathsOf(paths).map((path) => [path, item])) };
}

/** Solutions Constructs put the ARN of a function where the document names its id. */
export const withSolutionsConstructs = (peers: NodeJS.Require): BuildApi => {
  const { OpenApiGatewayToLambda } = peers('@aws-solutions-constructs/aws-openapigateway-lambda');
  return (paths) => {
    const { stack, handler } = newBenchStack();
    new OpenApiGatewayToLambda(stack, 'Api', {
      apiDefinitionJson: documentOf(paths, { type: 'aws_proxy', httpMethod: 'POST', uri: 'Handler' }),
      apiIntegrations: [{ id: 'Handler', existingLambdaObj: handler }],
    });
    return stack;
  };
};

export const withOpenapix = (peers: NodeJS.Require): BuildApi => {
  const { Api, CorsHeaders, CorsIntegration, CorsMethods, CorsOrigins, LambdaIntegration: OpenapixLambda } = peers('@alma-cdk/openapix');
  return (paths) => {
    const { stack, handler } = newBenchStack();
    const source = join(mkdtempSync(join(tmpdir(), 'cdk-cors-bench-')), 'openapi.json');
    writeFileSync(source, JSON.stringify(documentOf(paths)));
    const integration = new OpenapixLambda(stack, handler);
    const item = Object.fromEntries(METHODS.map((method) => [method.toLowerCase(), integration]));
    new Api(stack, 'Api', {
      source,
      defaultCors: new CorsIntegration(stack, {
        headers: CorsHeaders.from(stack, 'Content-Type', 'Authorization'), origins: CorsOrigins.from(stack, ORIGIN), methods: CorsMethods.from(stack, 'get', 'post'),
      }),
      paths: Object.fromEntries(pathsOf(paths).map((path) => [path, item])),
    });
    return stack;
  };
};
