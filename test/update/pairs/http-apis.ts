/** HTTP APIs. */
import type { Stack } from 'aws-cdk-lib';
import * as http from 'aws-cdk-lib/aws-apigatewayv2';
import { CorsHttpApi, type CorsPolicy, HttpApiCors } from '../../../src';
import { PlainIntegration } from '../../http-api/fixture';
import { newFunction } from '../../support/rest-api';
import { APP, type Build, OLD } from '../outcome';
import { addRoutes, HEADERS, httpApi, NOW, type Pair, policy } from './apps';

const handled = (routes: string[]): Build => (stack) => addRoutes(new CorsHttpApi(stack, 'Api', { cors: NOW, handler: newFunction(stack) }), routes);

function deployedByHand(cors: CorsPolicy, routes: string[]): Build {
  return (stack) => {
    const api = new CorsHttpApi(stack, 'Api', { cors, createDefaultStage: false });
    addRoutes(api, routes);
    stageOf(stack, api, 'Deployment');
  };
}

function byHand(routes: string[], { id, cors }: { id: string; cors?: http.CfnApi.CorsProperty }): Build {
  return (stack) => {
    const api = new http.HttpApi(stack, 'Api', { createDefaultStage: false });
    (api.node.defaultChild as http.CfnApi).corsConfiguration = cors;
    addRoutes(api, routes);
    stageOf(stack, api, id);
  };
}

function stageOf(stack: Stack, api: http.HttpApi, id: string): void {
  const deployment = new http.CfnDeployment(stack, id, { apiId: api.apiId });
  deployment.node.addDependency(...api.node.children.filter((each) => each instanceof http.HttpRoute));
  new http.CfnStage(stack, 'Stage', { apiId: api.apiId, stageName: '$default', deploymentId: deployment.ref });
}

const levelOne = (routes: Record<string, string>): Build => (stack) => {
  const { apiId } = new CorsHttpApi(stack, 'Api', { cors: NOW });
  Object.entries(routes).forEach(([id, routeKey]) => new http.CfnRoute(stack, id, { apiId, routeKey, target: 'integrations/none' }));
};

const fromBody = (origin: string, ...paths: string[]): Build => (stack) => {
  const integration = { type: 'http_proxy', httpMethod: 'GET', uri: 'https://backend.example.com', payloadFormatVersion: '1.0' };
  const api = new http.CfnApi(stack, 'Api', {
    body: {
      'openapi': '3.0.1',
      'info': { title: 'shop', version: '1' },
      'paths': Object.fromEntries(paths.map((path) => [path, { get: { 'responses': {}, 'x-amazon-apigateway-integration': integration } }])),
      'x-amazon-apigateway-cors': { allowOrigins: [origin], allowHeaders: HEADERS },
    },
  });
  new http.CfnStage(stack, 'Stage', { apiId: api.ref, stageName: '$default', autoDeploy: true });
};

export const HTTP_APIS: readonly Pair[] = [
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
  {
    id: 'H5',
    change: 'an explicit route is added beside ANY',
    before: httpApi(['ANY /a']),
    after: httpApi(['ANY /a', 'GET /a']),
    outcome: 'right',
    why: 'a route that ANY is written out to has the logical id of an explicit one',
  },
  {
    id: 'H6',
    change: 'an explicit route is added beside a handler',
    before: handled([]),
    after: handled(['GET /', 'GET /{proxy+}', 'GET /a']),
    outcome: 'right',
    why: 'a route that $default is written out to has the logical id of an explicit one',
  },
  {
    id: 'H11',
    change: 'an explicit route is removed beside a handler',
    before: handled(['GET /{proxy+}', 'POST /{proxy+}']),
    after: handled(['POST /{proxy+}']),
    outcome: 'right',
    why: 'a route that $default is written out to has the logical id of an explicit one',
  },
  {
    id: 'H22',
    change: 'all explicit routes are removed beside a handler',
    before: handled(['GET /', 'ANY /a', 'GET /{proxy+}']),
    after: handled([]),
    outcome: 'right',
    why: 'a route that $default is written out to has the logical id of an explicit one',
  },
  {
    id: 'H7',
    change: 'a handler gives way to explicit routes',
    before: handled([]),
    after: httpApi(['GET /', 'GET /{proxy+}', 'POST /a']),
    outcome: 'right',
    why: 'what stays keeps its logical id',
  },
  {
    id: 'H8',
    change: 'a route moves to another construct',
    before: httpApi(['GET /a', 'GET /b']),
    after: (stack) => {
      const api = new CorsHttpApi(stack, 'Api', { cors: NOW });
      addRoutes(api, ['GET /b']);
      new http.HttpRoute(stack, 'A', { httpApi: api, routeKey: http.HttpRouteKey.with('/a', http.HttpMethod.GET), integration: new PlainIntegration('handler') });
    },
    outcome: 'conflict',
    says: 'Route with key GET /a already exists for this API',
    why: 'the same route has two logical ids',
  },
  {
    id: 'H9',
    change: 'a route that ANY was written out to gets a construct of its own',
    before: httpApi(['ANY /a']),
    after: (stack) => {
      const api = new CorsHttpApi(stack, 'Api', { cors: NOW });
      addRoutes(api, ['ANY /a']);
      new http.HttpRoute(stack, 'A', { httpApi: api, routeKey: http.HttpRouteKey.with('/a', http.HttpMethod.GET), integration: new PlainIntegration('handler') });
    },
    outcome: 'conflict',
    says: 'Route with key GET /a already exists for this API',
    why: 'the same route has two logical ids',
  },
  {
    id: 'H10',
    change: 'the policy of an API changes that is deployed by a CfnDeployment',
    before: deployedByHand(policy(OLD), ['GET /a']),
    after: deployedByHand(NOW, ['GET /a', 'POST /b']),
    outcome: 'right',
    why: 'the deployment follows the policy and the routes',
  },
  {
    id: 'H12',
    change: 'a route goes that is deployed by a CfnDeployment, and so does its page',
    before: deployedByHand(policy(OLD), ['GET /a', 'GET /b']),
    after: deployedByHand(NOW, ['GET /a']),
    outcome: 'right',
    why: 'the policy is of the whole API, also for what is left behind',
  },
  {
    id: 'H13',
    change: 'the API loses its policy, deployed by a CfnDeployment of another id',
    before: byHand(['GET /a'], { id: 'One', cors: { allowOrigins: [OLD] } }),
    after: byHand(['GET /a'], { id: 'Two' }),
    outcome: 'right',
    why: 'the new deployment copies the API without its CORS configuration',
  },
  {
    id: 'H14',
    change: 'the API loses its policy, deployed by a CfnDeployment of the same id',
    before: byHand(['GET /a'], { id: 'One', cors: { allowOrigins: [OLD] } }),
    after: byHand(['GET /a'], { id: 'One' }),
    outcome: 'stage differs',
    why: 'the stage goes on with the old copy',
  },
  {
    id: 'H15',
    change: 'the path of a route changes',
    before: httpApi(['GET /a', 'GET /b']),
    after: httpApi(['GET /a', 'GET /c']),
    outcome: 'right',
    why: 'it is another route',
  },
  {
    id: 'H16',
    change: 'two L1 routes exchange their keys',
    before: levelOne({ One: 'GET /a', Two: 'GET /b' }),
    after: levelOne({ One: 'GET /b', Two: 'GET /a' }),
    outcome: 'conflict',
    says: /^Route with key GET \/[ab] already exists for this API/,
    why: 'whichever is updated first meets the other one',
  },
  {
    id: 'H17',
    change: 'the API gets another id',
    before: httpApi(['GET /a'], policy(OLD)),
    after: (stack) => addRoutes(new CorsHttpApi(stack, 'Shop', { cors: NOW }), ['GET /a']),
    outcome: 'right',
    why: 'it is another API, with nothing of the old one',
  },
  {
    id: 'H18',
    change: 'a document of the API loses a path and gets another policy',
    before: fromBody(OLD, '/a', '/b'),
    after: fromBody(APP, '/a'),
    outcome: 'right',
    why: 'the import takes the place of what was there, and the stage is deployed automatically',
  },
];
