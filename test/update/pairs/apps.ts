/** Apps that the pairs are made of. */
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as http from 'aws-cdk-lib/aws-apigatewayv2';
import { CorsHttpApi, CorsPolicy, CorsRestApi, type CorsRestApiProps, CorsSpecRestApi, RestApiCors, SpecDefinition } from '../../../src';
import { PlainIntegration } from '../../http-api/fixture';
import { APP, type Build, type Outcome } from '../outcome';

export interface Pair {
  /** A letter for the kind of API, and a number. */
  readonly id: string;
  /** What is changed. */
  readonly change: string;
  readonly before: Build;
  readonly after: Build;
  readonly outcome: Outcome;
  /** Why it comes so. */
  readonly why: string;
  /** What AWS says of a conflict. */
  readonly says?: string | RegExp;
}

export const HEADERS = ['authorization'];
export const NOW = CorsPolicy.forOrigins(APP);
export const policy = (...origins: string[]) => CorsPolicy.forOrigins(...origins);
export const ANYONE = CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['GET'], allowHeaders: HEADERS });

/** A method that answers by itself, with what a method of a page's own API would say. */
export function mock(resource: apigateway.IResource, ...methods: string[]): void {
  for (const method of methods) {
    resource.addMethod(method, new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses: [{ statusCode: '200' }] }),
      { methodResponses: [{ statusCode: '200' }] });
  }
}

export function tree(api: apigateway.IRestApi, ...paths: string[]): void {
  for (const path of paths) {
    mock(api.root.resourceForPath(path), 'GET', 'POST');
  }
}

export const plainRest = (origins: string[], ...paths: string[]): Build => (stack) => tree(new apigateway.RestApi(stack, 'Api', {
  defaultCorsPreflightOptions: { allowOrigins: origins, allowHeaders: HEADERS, allowMethods: ['GET', 'POST'] },
}), ...paths);
export const corsRest = (cors: CorsPolicy, paths: string[], more: Partial<CorsRestApiProps> = {}): Build => (stack) =>
  tree(new CorsRestApi(stack, 'Api', { cors, ...more }), ...paths);
export const mixedRest = (paths: string[], cors?: CorsPolicy): Build => (stack) => {
  const api = new apigateway.RestApi(stack, 'Api');
  tree(api, ...paths);
  if (cors !== undefined) {
    api.with(new RestApiCors(cors));
  }
};
export const ownResponse = (stack: Stack, restApi: apigateway.IRestApi, origin = APP) => new apigateway.GatewayResponse(stack, 'Mine', {
  restApi, type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders: { 'Access-Control-Allow-Origin': `'${origin}'` },
});
export const httpApi = (routes: string[], cors: CorsPolicy = NOW): Build => (stack) => addRoutes(new CorsHttpApi(stack, 'Api', { cors }), routes);
export const document = (cors: CorsPolicy, ...paths: string[]): Build => documentAs('Api', cors, ...paths);
export const documentAs = (id: string, cors: CorsPolicy, ...paths: string[]): Build => (stack) => void new CorsSpecRestApi(stack, id, {
  cors,
  definition: SpecDefinition.fromObject({ openapi: '3.0.1', info: { title: 'shop', version: '1' }, paths: Object.fromEntries(paths.map((path) => [`/${path}`, { get: MOCKED }])) }),
});
export const MOCKED = {
  'responses': { 200: { description: 'ok' } },
  'x-amazon-apigateway-integration': { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200' } } },
};

export function addRoutes(api: http.HttpApi, routes: string[]): void {
  for (const key of routes) {
    const [method, path] = key.split(' ') as [http.HttpMethod, string];
    api.addRoutes({ path, methods: [method], integration: new PlainIntegration('handler') });
  }
}

export const PATHS = ['items', 'orders'];
