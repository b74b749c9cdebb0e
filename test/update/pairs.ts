/** Pairs of apps, each with what comes of the update from the first to the second. */
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as http from 'aws-cdk-lib/aws-apigatewayv2';
import { CorsHttpApi, CorsPolicy, CorsRestApi, type CorsRestApiProps, CorsSpecRestApi, HttpApiCors, RestApiCors, SpecDefinition } from '../../src';
import { PlainIntegration } from '../http-api/fixture';
import { newFunction } from '../support/rest-api';
import { APP, type Build, OLD, type Outcome } from './outcome';

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

const HEADERS = ['authorization'];
const NOW = CorsPolicy.forOrigins(APP);
const policy = (...origins: string[]) => CorsPolicy.forOrigins(...origins);
const ANYONE = CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['GET'], allowHeaders: HEADERS });

/** A method that answers by itself, with what a method of a page's own API would say. */
function mock(resource: apigateway.IResource, ...methods: string[]): void {
  for (const method of methods) {
    resource.addMethod(method, new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses: [{ statusCode: '200' }] }),
      { methodResponses: [{ statusCode: '200' }] });
  }
}

function tree(api: apigateway.IRestApi, ...paths: string[]): void {
  for (const path of paths) {
    mock(api.root.resourceForPath(path), 'GET', 'POST');
  }
}

const plainRest = (origins: string[], ...paths: string[]): Build => (stack) => tree(new apigateway.RestApi(stack, 'Api', {
  defaultCorsPreflightOptions: { allowOrigins: origins, allowHeaders: HEADERS, allowMethods: ['GET', 'POST'] },
}), ...paths);
const corsRest = (cors: CorsPolicy, paths: string[], more: Partial<CorsRestApiProps> = {}): Build => (stack) =>
  tree(new CorsRestApi(stack, 'Api', { cors, ...more }), ...paths);
const mixedRest = (paths: string[], cors?: CorsPolicy): Build => (stack) => {
  const api = new apigateway.RestApi(stack, 'Api');
  tree(api, ...paths);
  if (cors !== undefined) {
    api.with(new RestApiCors(cors));
  }
};
const ownResponse = (stack: Stack, restApi: apigateway.IRestApi, origin = APP) => new apigateway.GatewayResponse(stack, 'Mine', {
  restApi, type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders: { 'Access-Control-Allow-Origin': `'${origin}'` },
});
const httpApi = (routes: string[], cors: CorsPolicy = NOW): Build => (stack) => addRoutes(new CorsHttpApi(stack, 'Api', { cors }), routes);
const document = (cors: CorsPolicy, ...paths: string[]) => (stack: Stack) => new CorsSpecRestApi(stack, 'Api', {
  cors,
  definition: SpecDefinition.fromObject({ openapi: '3.0.1', info: { title: 'shop', version: '1' }, paths: Object.fromEntries(paths.map((path) => [`/${path}`, { get: MOCKED }])) }),
});
const MOCKED = {
  'responses': { 200: { description: 'ok' } },
  'x-amazon-apigateway-integration': { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200' } } },
};

function addRoutes(api: http.HttpApi, routes: string[]): void {
  for (const key of routes) {
    const [method, path] = key.split(' ') as [http.HttpMethod, string];
    api.addRoutes({ path, methods: [method], integration: new PlainIntegration('handler') });
  }
}

const PATHS = ['items', 'orders'];

export const PAIRS: readonly Pair[] = [
  {
    id: 'R1',
    change: 'defaultCorsPreflightOptions gives way to RestApiCors with another origin',
    before: plainRest([OLD], ...PATHS),
    after: mixedRest(PATHS, NOW),
    outcome: 'stage differs',
    why: 'OPTIONS of /items and /orders are deleted after the copy, and come before /{proxy+}',
  },
  {
    id: 'R2',
    change: 'defaultCorsPreflightOptions for * gives way to CorsRestApi for one origin',
    before: plainRest(['*'], ...PATHS),
    after: corsRest(NOW, PATHS),
    outcome: 'stage differs',
    why: 'the old OPTIONS still let pages of any origin pass',
  },
  {
    id: 'R3',
    change: 'LambdaRestApi becomes CorsRestApi',
    before: (stack) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: newFunction(stack) });
    },
    after: (stack) => {
      new CorsRestApi(stack, 'Api', { cors: NOW, handler: newFunction(stack) });
    },
    outcome: 'right',
    why: 'the resources keep their logical ids, and nothing is taken away',
  },
  {
    id: 'R4',
    change: 'addCorsPreflight gives way to CorsRestApi with another origin',
    before: (stack) => {
      const api = new apigateway.RestApi(stack, 'Api');
      tree(api, ...PATHS);
      api.root.getResource('items')!.addCorsPreflight({ allowOrigins: [OLD], allowHeaders: HEADERS });
    },
    after: corsRest(NOW, PATHS),
    outcome: 'stage differs',
    why: 'OPTIONS of /items is deleted after the copy',
  },
  {
    id: 'R5',
    change: 'a gateway response of the user is removed in favour of the policy\'s',
    before: (stack) => {
      const api = new apigateway.RestApi(stack, 'Api');
      tree(api, ...PATHS);
      ownResponse(stack, api);
    },
    after: corsRest(NOW, PATHS),
    outcome: 'right until the next deployment',
    why: 'both have the type DEFAULT_4XX: the new one overwrites the old one, and the cleanup deletes it',
  },
  {
    id: 'R10',
    change: 'a variable path is added at the root',
    before: corsRest(NOW, PATHS),
    after: corsRest(NOW, [...PATHS, '{code}']),
    outcome: 'conflict',
    says: /^A sibling \(\{proxy\+\}\) of this resource already has a variable path part/,
    why: '/{proxy+} is deleted after /{code} is made',
  },
  {
    id: 'R11',
    change: 'a variable path is removed from the root',
    before: corsRest(NOW, [...PATHS, '{code}']),
    after: corsRest(NOW, PATHS),
    outcome: 'conflict',
    says: /^A sibling \(\{code\}\) of this resource already has a variable path part/,
    why: '/{code} is deleted after /{proxy+} is made',
  },
  {
    id: 'R12',
    change: 'a variable path is added below a zone',
    before: corsRest(NOW, ['catalogue'], { corsByPath: { '/catalogue': ANYONE } }),
    after: corsRest(NOW, ['catalogue', 'catalogue/{id}'], { corsByPath: { '/catalogue': ANYONE } }),
    outcome: 'right',
    why: 'below the root each path has a preflight of its own',
  },
  {
    id: 'R13',
    change: 'a zone is removed',
    before: corsRest(NOW, ['catalogue'], { corsByPath: { '/catalogue': ANYONE } }),
    after: corsRest(NOW, ['catalogue']),
    outcome: 'stage differs',
    why: 'the zone\'s OPTIONS are deleted after the copy',
  },
  {
    id: 'R18',
    change: 'the user takes over /{proxy+} by addProxy',
    before: corsRest(NOW, PATHS),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      tree(api, ...PATHS);
      mock(api.root.addProxy({ anyMethod: false }), 'GET');
    },
    outcome: 'right',
    why: 'addProxy gives the resource the logical id that it has already',
  },
  {
    id: 'R19',
    change: 'the user takes over /{proxy+} by a ProxyResource of another id',
    before: corsRest(NOW, PATHS),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      tree(api, ...PATHS);
      mock(new apigateway.ProxyResource(stack, 'Everything', { parent: api.root, anyMethod: false }), 'GET');
    },
    outcome: 'conflict',
    says: 'Another resource with the same parent already has this name',
    why: 'the same resource has two logical ids',
  },
  {
    id: 'R20',
    change: 'a greedy path of another name is added at the root',
    before: corsRest(NOW, PATHS),
    after: corsRest(NOW, [...PATHS, '{path+}']),
    outcome: 'conflict',
    says: /^A sibling \(\{proxy\+\}\) of this resource already has a variable path part/,
    why: '/{proxy+} is deleted after /{path+} is made',
  },
  {
    id: 'R21',
    change: 'a gateway response of the user is added',
    before: corsRest(NOW, PATHS),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      tree(api, ...PATHS);
      new apigateway.GatewayResponse(stack, 'Mine', { restApi: api, type: apigateway.ResponseType.THROTTLED, statusCode: '429' });
    },
    outcome: 'right',
    why: 'it is of a type that the API had no response for',
  },
  {
    id: 'R22',
    change: 'the policy\'s gateway response gives way to the user\'s',
    before: corsRest(NOW, PATHS),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      tree(api, ...PATHS);
      new apigateway.GatewayResponse(stack, 'Mine', { restApi: api, type: apigateway.ResponseType.DEFAULT_4XX, statusCode: '400' });
    },
    outcome: 'right until the next deployment',
    why: 'both have the type DEFAULT_4XX: the new one overwrites the old one, and the cleanup deletes it',
  },
  {
    id: 'R23',
    change: 'the policy changes',
    before: corsRest(policy(OLD), PATHS),
    after: corsRest(NOW, PATHS),
    outcome: 'right',
    why: 'methods and gateway responses are updated in place before the copy',
  },
  {
    id: 'R25',
    change: 'a tree becomes CorsSpecRestApi of the same id',
    before: corsRest(policy(OLD), PATHS),
    after: (stack) => {
      document(NOW, ...PATHS)(stack);
    },
    outcome: 'right until the next deployment',
    why: 'the import is copied as it is; then the cleanup deletes OPTIONS / and the gateway responses, which the document has too',
  },
  {
    id: 'R40',
    change: 'the mixin becomes the class',
    before: (stack) => {
      const api = new apigateway.RestApi(stack, 'Api', { endpointTypes: [apigateway.EndpointType.REGIONAL] });
      tree(api, ...PATHS);
      api.with(new RestApiCors(policy(OLD)));
    },
    after: corsRest(NOW, PATHS),
    outcome: 'right',
    why: 'both have the same logical ids',
  },
  {
    id: 'R41',
    change: 'the policy is removed',
    before: mixedRest(PATHS, NOW),
    after: mixedRest(PATHS),
    outcome: 'stage differs',
    why: 'OPTIONS and gateway responses are deleted after the copy',
  },
  {
    id: 'R42',
    change: 'the same is deployed again',
    before: corsRest(NOW, PATHS),
    after: corsRest(NOW, PATHS),
    outcome: 'right',
    why: 'nothing changes',
  },
  {
    id: 'R46',
    change: 'a variable path is added below a variable path',
    before: corsRest(NOW, ['{tenant}', '{tenant}/a', '{tenant}/b', '{tenant}/c']),
    after: corsRest(NOW, ['{tenant}', '{tenant}/a', '{tenant}/b', '{tenant}/c', '{tenant}/{id}']),
    outcome: 'right',
    why: 'below the root each path has a preflight of its own',
  },
  {
    id: 'R47',
    change: 'a path is removed',
    before: corsRest(NOW, PATHS),
    after: corsRest(NOW, ['items']),
    outcome: 'right',
    why: 'what is left of /orders on the stage is for the pages that may call anyway',
  },
  {
    id: 'H3',
    change: 'ANY gives way to an explicit route',
    before: httpApi(['ANY /a']),
    after: httpApi(['GET /a']),
    outcome: 'right',
    why: 'a route that ANY is written out to has the logical id of an explicit one',
  },
  {
    id: 'H4',
    change: 'an explicit route is removed beside ANY',
    before: httpApi(['ANY /a', 'GET /a']),
    after: httpApi(['ANY /a']),
    outcome: 'right',
    why: 'a route that ANY is written out to has the logical id of an explicit one',
  },
  {
    id: 'H20',
    change: 'GET /a becomes ANY /a',
    before: httpApi(['GET /a']),
    after: httpApi(['ANY /a']),
    outcome: 'right',
    why: 'a route that ANY is written out to has the logical id of an explicit one',
  },
  {
    id: 'H23',
    change: 'the policy of an HTTP API changes',
    before: httpApi(['GET /a', 'POST /a'], policy(OLD)),
    after: httpApi(['GET /a', 'POST /a']),
    outcome: 'right',
    why: 'the stage is deployed automatically',
  },
  {
    id: 'H24',
    change: 'an HTTP API loses a route and its policy',
    before: httpApi(['GET /a', 'POST /a']),
    after: (stack) => addRoutes(new http.HttpApi(stack, 'Api'), ['GET /a']),
    outcome: 'right',
    why: 'the stage is deployed automatically, after the cleanup too',
  },
  {
    id: 'H25',
    change: 'an HTTP API becomes one with a policy',
    before: (stack) => addRoutes(new http.HttpApi(stack, 'Api'), ['GET /a', 'POST /b']),
    after: (stack) => {
      const api = new http.HttpApi(stack, 'Api');
      addRoutes(api, ['GET /a', 'POST /b']);
      api.with(new HttpApiCors(NOW));
    },
    outcome: 'right',
    why: 'the configuration is updated in place',
  },
];
