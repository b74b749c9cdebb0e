/** Entrances that a policy is projected onto, each with what a page can read of its failures. */
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { ApiBehavior, CorsHttpApi, CorsPolicy, CorsRestApi, CorsSpecRestApi, RestApiCors, SpecDefinition, WebApp } from '../../../src';
import { newFunction } from '../../support/rest-api';

export const BACKEND = 'https://backend.example.net';

export type Outcome = 'allowed' | 'blocked' | 'unknown';

export interface PageRequest {
  readonly page: string;
  readonly method: string;
  readonly headers: { [name: string]: string };
  readonly credentials: 'omit' | 'include';
}

/** An entrance in a stack: what calls it, and which function is behind it. */
export interface Made {
  /** The entrance's logical id; it isn't known before the stack is synthesized. */
  readonly entrance: () => string;
  readonly path: string;
  /** A URL instead, on a custom domain. */
  readonly url?: string;
}

export interface Kind {
  /** Whether policies may have patterns. */
  readonly patterns: boolean;
  readonly make: (stack: Stack, id: string, cors: CorsPolicy) => Made;
  /** Whether the function sends no CORS headers of its own. */
  readonly isBare?: boolean;
  /** What becomes of a request that the policy allows when it fails; `allowed` for the failures that aren't named. */
  readonly failing: (failure: string, request: PageRequest, cors: CorsPolicy) => Outcome;
  /** Whether the gateway refuses a request by itself: pages that the policy doesn't name may read that (see the decision on gateway errors). */
  readonly isRefused?: (request: PageRequest) => boolean;
}

export const FAILURES = [
  'UNAUTHORIZED', 'ACCESS_DENIED', 'THROTTLED', 'INTEGRATION_TIMEOUT', 'INTEGRATION_FAILURE', 'REQUEST_TOO_LARGE', 'MISSING_AUTHENTICATION_TOKEN',
];

const idOf = (stack: Stack, api: apigateway.RestApi) => () => stack.getLogicalId(api.node.defaultChild as apigateway.CfnRestApi);

/** A gateway response can't be put on a 413 (rule 22), and a GET can't be one. */
const ofRestApi: Kind['failing'] = (failure, { method }) => (failure === 'REQUEST_TOO_LARGE' && method !== 'GET' ? 'blocked' : 'allowed');

/** Nobody knows what the errors of an HTTP API carry (rule 72). Without an authorizer none can refuse. */
const ofHttpApi: Kind['failing'] = (failure) =>
  (['THROTTLED', 'INTEGRATION_TIMEOUT', 'INTEGRATION_FAILURE', 'REQUEST_TOO_LARGE'].includes(failure) ? 'unknown' : 'allowed');

export const KINDS: { readonly [kind: string]: Kind } = {
  'CorsRestApi': {
    patterns: true,
    make: (stack, id, cors) => {
      const api = new CorsRestApi(stack, id, { cors, handler: newFunction(stack, `${id}Handler`), binaryMediaTypes: ['*/*'] });
      return { entrance: idOf(stack, api), path: '/items/7' };
    },
    failing: ofRestApi,
  },
  'CorsRestApi with a policy for a path, and an authorizer': {
    patterns: true,
    make: (stack, id, cors) => {
      const authorizer = new apigateway.TokenAuthorizer(stack, `${id}Authorizer`, { handler: newFunction(stack, `${id}Guard`) });
      const api = new CorsRestApi(stack, id, {
        cors: CorsPolicy.forOrigins('https://other.example.org'),
        corsByPath: { '/items': cors },
        handler: newFunction(stack, `${id}Handler`),
        defaultMethodOptions: { authorizer },
        proxy: false,
      });
      api.root.addResource('items').addResource('{id}').addMethod('ANY');
      return { entrance: idOf(stack, api), path: '/items/7' };
    },
    failing: ofRestApi,
    isRefused: ({ headers }) => headers.authorization === undefined,
  },
  'CorsRestApi whose function is given the headers': {
    patterns: true,
    isBare: true,
    make: (stack, id, cors) => {
      const api = new CorsRestApi(stack, id, { cors, handler: newFunction(stack, `${id}Handler`), handlerCors: true });
      return { entrance: idOf(stack, api), path: '/items/7' };
    },
    failing: ofRestApi,
  },
  'RestApiCors on a LambdaRestApi with a custom domain': {
    patterns: true,
    make: (stack, id, cors) => {
      const domainName = `${id.toLowerCase()}.api.example.org`;
      const certificate = Certificate.fromCertificateArn(stack, `${id}Certificate`, 'arn:aws:acm:us-east-1:111122223333:certificate/1');
      const api = new apigateway.LambdaRestApi(stack, id, {
        handler: newFunction(stack, `${id}Handler`), proxy: false, domainName: { domainName, certificate, basePath: 'v1' },
      });
      api.root.addResource('{tenant}').addResource('items').addMethod('ANY');
      api.with(new RestApiCors(cors));
      return { entrance: idOf(stack, api), path: '/acme/items', url: `https://${domainName}/v1/acme/items` };
    },
    failing: ofRestApi,
  },
  'CorsSpecRestApi of a table of routes': {
    patterns: true,
    make: (stack, id, cors) => {
      const routes = { 'ANY /items/{id}': newFunction(stack, `${id}Handler`), 'GET /items': newFunction(stack, `${id}Other`) };
      const api = new CorsSpecRestApi(stack, id, { cors, routes, binaryMediaTypes: ['*/*'] });
      return { entrance: () => stack.getLogicalId(api.node.defaultChild as apigateway.CfnRestApi), path: '/items/7' };
    },
    failing: ofRestApi,
  },
  'CorsSpecRestApi of a document with a policy for a path and gateway responses': {
    patterns: true,
    make: (stack, id, cors) => {
      const api = new CorsSpecRestApi(stack, id, {
        cors: CorsPolicy.forOrigins('https://other.example.org'),
        corsByPath: { '/items': cors },
        handler: newFunction(stack, `${id}Handler`),
        definition: SpecDefinition.fromObject({
          'openapi': '3.0.3',
          'paths': { '/items/{id}': { 'x-amazon-apigateway-any-method': {} }, '/health': { get: {} } },
          'x-amazon-apigateway-gateway-responses': { THROTTLED: { statusCode: '503' }, DEFAULT_4XX: { responseTemplates: { 'application/json': '{}' } } },
        }),
      });
      return { entrance: () => stack.getLogicalId(api.node.defaultChild as apigateway.CfnRestApi), path: '/items/7' };
    },
    failing: ofRestApi,
  },
  'CorsHttpApi': {
    patterns: false,
    make: (stack, id, cors) => {
      const api = new CorsHttpApi(stack, id, { cors, handler: newFunction(stack, `${id}Handler`) });
      return { entrance: () => stack.getLogicalId(api.node.defaultChild as never), path: '/items/7' };
    },
    failing: ofHttpApi,
  },
  'WebApp before a back end that says * to everybody': {
    patterns: true,
    make: (stack, id, cors) => {
      const app = new WebApp(stack, id, { apis: { '/api': ApiBehavior.forUrl(BACKEND) }, cors });
      return { entrance: () => stack.getLogicalId(app.distribution.node.defaultChild as CfnDistribution), path: '/api/items' };
    },
    // CloudFront matches no addresses and no other schemes: see ApiBehaviorOptions.cors.
    failing: (failure, { page }, { allowAnyOrigin }) =>
      (/^INTEGRATION/.test(failure) && !allowAnyOrigin && /^(?:https?:\/\/(\[|[0-9.]+(:|$))|(?!https?:))/.test(page) ? 'blocked' : 'allowed'),
  },
};
