/** REST APIs as trees of resources. */
import { RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { CorsOrigin, CorsPolicy, CorsRestApi, PreflightPlacement, RestApiCors } from '../../../src';
import { newFunction } from '../../support/rest-api';
import { APP, type Build, OLD } from '../outcome';
import { ANYONE, corsRest, HEADERS, mixedRest, mock, NOW, ownResponse, type Pair, PATHS, plainRest, policy, tree } from './apps';

const EACH = { preflights: PreflightPlacement.EACH_RESOURCE };
const WITH_CREDENTIALS = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowCredentials: true });

const withResponses = (...types: string[]): Build => (stack) => {
  const api = new CorsRestApi(stack, 'Api', { cors: NOW });
  tree(api, ...PATHS);
  types.forEach((type, index) => new apigateway.GatewayResponse(stack, `Mine${index}`, { restApi: api, type: apigateway.ResponseType.of(type) }));
};
const authorized = (name: string): Build => (stack) => {
  const api = new CorsRestApi(stack, 'Api', { cors: NOW });
  const authorizer = new apigateway.TokenAuthorizer(stack, name, { handler: newFunction(stack) });
  api.root.addResource('items').addMethod('GET', new apigateway.MockIntegration(), { authorizer });
};
const within = (id: string): Build => (stack) => tree(new CorsRestApi(new Construct(stack, id), 'Api', { cors: NOW }), ...PATHS);

export const REST_APIS: readonly Pair[] = [
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
    id: 'R2b',
    change: 'defaultCorsPreflightOptions for * gives way to CorsRestApi for one origin with credentials',
    before: plainRest(['*'], ...PATHS),
    after: corsRest(WITH_CREDENTIALS, PATHS),
    outcome: 'stage differs',
    why: 'the old OPTIONS still say *, which no page with credentials may use',
  },
  {
    id: 'R6',
    change: 'defaultCorsPreflightOptions gives way to CorsRestApi with preflights on each resource',
    before: plainRest([OLD], ...PATHS),
    after: corsRest(NOW, PATHS, EACH),
    outcome: 'right',
    why: 'each OPTIONS keeps its logical id, and is updated in place',
  },
  {
    id: 'R7',
    change: 'a policy is put on an API with defaultCorsPreflightOptions',
    before: plainRest([OLD], ...PATHS),
    after: (stack) => {
      const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [OLD] } });
      tree(api, ...PATHS);
      api.with(new RestApiCors(NOW));
    },
    outcome: 'right',
    why: 'the OPTIONS stay where they are, and answer by the policy',
  },
  {
    id: 'R8',
    change: 'preflights move from each resource to two shared ones',
    before: corsRest(NOW, PATHS, EACH),
    after: corsRest(NOW, PATHS),
    outcome: 'right',
    why: 'the old OPTIONS stay on the stage, and say the same',
  },
  {
    id: 'R9',
    change: 'preflights move from two shared ones to each resource, together with a change of the policy',
    before: corsRest(policy(OLD), PATHS),
    after: corsRest(NOW, PATHS, EACH),
    outcome: 'right',
    why: 'OPTIONS of the resources come before /{proxy+}, which is left behind',
  },
  {
    id: 'R14',
    change: 'a path is removed together with a change of the policy',
    before: corsRest(policy(OLD), PATHS),
    after: corsRest(NOW, ['items']),
    outcome: 'stage differs',
    why: 'GET /orders stays on the stage, and its answer names the old origin',
  },
  {
    id: 'R15',
    change: 'a variable path is added in a zone with several paths',
    before: corsRest(NOW, ['catalogue/a', 'catalogue/b', 'catalogue/c'], { corsByPath: { '/catalogue': ANYONE } }),
    after: corsRest(NOW, ['catalogue/a', 'catalogue/b', 'catalogue/c', 'catalogue/{id}'], { corsByPath: { '/catalogue': ANYONE } }),
    outcome: 'right',
    why: 'below the root each path has a preflight of its own',
  },
  {
    id: 'R16',
    change: 'preflights move from each resource to two shared ones, together with a change of the policy',
    before: corsRest(policy(OLD), PATHS, EACH),
    after: corsRest(NOW, PATHS),
    outcome: 'stage differs',
    why: 'OPTIONS of /items and /orders are deleted after the copy, and come before /{proxy+}',
  },
  {
    id: 'R17',
    change: 'ANY gives way to GET and POST, together with a change of the policy',
    before: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: policy(OLD) });
      mock(api.root.addResource('items'), 'ANY');
    },
    after: corsRest(NOW, ['items']),
    outcome: 'stage differs',
    why: 'ANY had a preflight beside it, which is deleted after the copy, and so is ANY',
  },
  {
    id: 'R24',
    change: 'one of two origins is withdrawn',
    before: corsRest(policy(APP, OLD), PATHS),
    after: corsRest(NOW, PATHS),
    outcome: 'right',
    why: 'the policy changes in place',
  },
  {
    id: 'R27',
    change: 'a zone is added',
    before: corsRest(policy(OLD), ['catalogue', 'items']),
    after: corsRest(policy(OLD), ['catalogue', 'items'], { corsByPath: { '/catalogue': NOW } }),
    outcome: 'right',
    why: 'its OPTIONS are made before the copy',
  },
  {
    id: 'R28',
    change: 'the policy of a zone changes',
    before: corsRest(NOW, ['catalogue', 'catalogue/{id}'], { corsByPath: { '/catalogue': policy(OLD) } }),
    after: corsRest(NOW, ['catalogue', 'catalogue/{id}'], { corsByPath: { '/catalogue': NOW } }),
    outcome: 'right',
    why: 'its OPTIONS are updated in place',
  },
  {
    id: 'R29',
    change: 'a variable gets another name',
    before: corsRest(NOW, ['items', 'items/{id}']),
    after: corsRest(NOW, ['items', 'items/{code}']),
    outcome: 'conflict',
    says: /^A sibling \(\{id\}\) of this resource already has a variable path part/,
    why: '/items/{id} is deleted after /items/{code} is made',
  },
  {
    id: 'R30',
    change: 'a variable path is added at the root, with preflights on each resource',
    before: corsRest(NOW, PATHS, EACH),
    after: corsRest(NOW, [...PATHS, '{code}'], EACH),
    outcome: 'right',
    why: 'there is no /{proxy+}',
  },
  {
    id: 'R31',
    change: 'preflights move to each resource, and a variable path is added at the root',
    before: corsRest(NOW, PATHS),
    after: corsRest(NOW, [...PATHS, '{code}'], EACH),
    outcome: 'conflict',
    says: /^A sibling \(\{proxy\+\}\) of this resource already has a variable path part/,
    why: '/{proxy+} is deleted after /{code} is made',
  },
  {
    id: 'R32',
    change: 'the stage gets another name',
    before: corsRest(policy(OLD), PATHS, { deployOptions: { stageName: 'test' } }),
    after: corsRest(NOW, PATHS, { deployOptions: { stageName: 'live' } }),
    outcome: 'right',
    why: 'the new stage serves the new deployment',
  },
  {
    id: 'R33',
    change: 'two gateway responses exchange their types',
    before: withResponses('DEFAULT_4XX', 'UNAUTHORIZED'),
    after: withResponses('UNAUTHORIZED', 'DEFAULT_4XX'),
    outcome: 'right until the next deployment',
    why: 'the old halves are deleted by their types, which the new ones have by then',
  },
  {
    id: 'R34',
    change: 'a gateway response of the user that is to be kept is removed in favour of the policy\'s',
    before: (stack) => {
      const api = new apigateway.RestApi(stack, 'Api');
      tree(api, ...PATHS);
      ownResponse(stack, api).applyRemovalPolicy(RemovalPolicy.RETAIN);
    },
    after: corsRest(NOW, PATHS),
    outcome: 'right',
    why: 'the cleanup keeps it',
  },
  {
    id: 'R35',
    change: 'an authorizer gets another name and another function',
    before: authorized('One'),
    after: authorized('Two'),
    outcome: 'right',
    why: 'the methods are updated before the old one is deleted',
  },
  {
    id: 'R36',
    change: 'GET becomes ANY',
    before: corsRest(NOW, ['items']),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      mock(api.root.addResource('items'), 'ANY');
    },
    outcome: 'right',
    why: 'ANY and its preflight are made beside GET, which is left behind and answers as before',
  },
  {
    id: 'R37',
    change: 'a path moves to another construct',
    before: corsRest(NOW, PATHS),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      tree(api, 'items');
      mock(new apigateway.Resource(stack, 'Orders', { parent: api.root, pathPart: 'orders' }), 'GET');
    },
    outcome: 'conflict',
    says: 'Another resource with the same parent already has this name',
    why: 'the same resource has two logical ids',
  },
  {
    id: 'R38',
    change: 'a method moves to another construct',
    before: corsRest(NOW, PATHS),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      tree(api, 'orders');
      const items = api.root.addResource('items');
      new apigateway.Method(stack, 'ItemsGET', { resource: items, httpMethod: 'GET', integration: new apigateway.MockIntegration() });
    },
    outcome: 'conflict',
    says: 'Method already exists for this resource',
    why: 'the same method has two logical ids',
  },
  {
    id: 'R39',
    change: 'the API gets another id',
    before: corsRest(policy(OLD), PATHS),
    after: (stack) => tree(new CorsRestApi(stack, 'Shop', { cors: NOW }), ...PATHS),
    outcome: 'right',
    why: 'it is another API, with nothing of the old one',
  },
  {
    id: 'R43',
    change: 'a path moves below another one',
    before: corsRest(NOW, ['items', 'orders']),
    after: corsRest(NOW, ['items', 'items/orders']),
    outcome: 'right',
    why: 'it is another resource, and the old one answers as before',
  },
  {
    id: 'R44',
    change: 'a user\'s /{proxy+} goes, and the shared preflight stays',
    before: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      tree(api, ...PATHS);
      mock(api.root.addProxy({ anyMethod: false }), 'GET');
    },
    after: corsRest(NOW, PATHS),
    outcome: 'right',
    why: 'addProxy gives the resource the logical id that the shared preflight needs',
  },
  {
    id: 'R45',
    change: 'a handler for all paths goes',
    before: (stack) => tree(new CorsRestApi(stack, 'Api', { cors: policy(OLD), handler: newFunction(stack) }), ...PATHS),
    after: corsRest(NOW, PATHS),
    outcome: 'stage differs',
    why: 'the function goes on answering on the stage, as it likes',
  },
  {
    id: 'R48',
    change: 'headers, methods and max-age of the policy change',
    before: corsRest(new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowHeaders: ['X-Old'], allowMethods: ['GET'] }), PATHS),
    after: corsRest(NOW, PATHS),
    outcome: 'right',
    why: 'methods are updated in place before the copy',
  },
  {
    id: 'R49',
    change: 'a construct between the API and its methods gets another id',
    before: within('One'),
    after: within('Two'),
    outcome: 'right',
    why: 'the API is below it too, and so another one',
  },
];
