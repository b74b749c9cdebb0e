/** REST APIs in nested stacks, and in stacks that import them. */
import { type App, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { type CorsPolicy, CorsRestApi, RestApiCors } from '../../../src';
import { APP, type Build, OLD } from '../outcome';
import { corsRest, mock, NOW, type Pair, policy, tree } from './apps';

const importInto = (scope: Stack, { restApiId, restApiRootResourceId: rootResourceId }: apigateway.IRestApi) =>
  apigateway.RestApi.fromRestApiAttributes(scope, 'Imported', { restApiId, rootResourceId }) as apigateway.RestApiBase;

/** What an update must see of what the CDK's hash doesn't: the stacks' paths. */
const deploy = (scope: Stack, api: apigateway.IRestApi, ...seen: unknown[]) => {
  const deployment = new apigateway.Deployment(scope, 'Deployment', { api });
  deployment.addToLogicalId(seen);
  new apigateway.Stage(scope, 'Stage', { deployment });
  return deployment;
};

/** The pattern of the CDK's README: the API, a nested stack a path, and a nested stack that deploys. */
const nested = (cors: CorsPolicy | undefined, ...paths: string[]): Build => (stack) => {
  const api = new apigateway.RestApi(stack, 'Api', { deploy: false });
  mock(api.root, 'GET');
  const parts = paths.map((path) => {
    const part = new NestedStack(stack, path);
    mock(new apigateway.Resource(part, path, { parent: importInto(part, api).root, pathPart: path }), 'GET');
    return part;
  });
  const deploying = new NestedStack(stack, 'Deploying');
  deploying.node.addDependency(...parts);
  deploy(deploying, importInto(deploying, api), paths).node.addDependency(...api.methods);
  if (cors !== undefined) {
    api.with(new RestApiCors(cors));
  }
};

/** A stack with the API and its policy, and one that deploys it. */
const deployedByImport = (cors: CorsPolicy | undefined, ...paths: string[]) => (stack: Stack, app: App) => {
  const api = new apigateway.RestApi(stack, 'Api', { deploy: false });
  tree(api, ...paths);
  if (cors !== undefined) {
    api.with(new RestApiCors(cors));
  }
  const last = new Stack(app, 'Last');
  deploy(last, importInto(last, api), paths);
};

/** A stack with the API, its policy and its stage, and a later one with a path of its own. */
const extended = (cors: CorsPolicy, own: string, path: string) => (stack: Stack, app: App) => {
  const api = new CorsRestApi(stack, 'Api', { cors });
  tree(api, own);
  const later = new Stack(app, 'Later');
  new apigateway.Resource(later, path, { parent: importInto(later, api).root, pathPart: path }).addMethod('GET', new apigateway.MockIntegration());
};

/** The same, and the later path says itself who may read it. */
const answering = (cors: CorsPolicy, origin: string) => (stack: Stack, app: App) => {
  const api = new CorsRestApi(stack, 'Api', { cors });
  tree(api, 'items');
  const later = new Stack(app, 'Later');
  const header = 'method.response.header.Access-Control-Allow-Origin';
  new apigateway.Resource(later, 'orders', { parent: importInto(later, api).root, pathPart: 'orders' }).addMethod('GET', new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [{ statusCode: '200', responseParameters: { [header]: `'${origin}'` } }],
  }), { methodResponses: [{ statusCode: '200', responseParameters: { [header]: true } }] });
};

/** A path of the API in the stack itself, or in a nested one. */
const itemsIn = (place: 'stack' | 'nested'): Build => (stack) => {
  const api = new CorsRestApi(stack, 'Api', { cors: NOW });
  tree(api, 'orders');
  const part = place === 'nested' ? new NestedStack(stack, 'Items') : stack;
  mock(new apigateway.Resource(part, 'items', { parent: importInto(part, api).root, pathPart: 'items' }), 'GET');
  if (part !== stack) {
    api.latestDeployment!.node.addDependency(part);
  }
};

export const SEVERAL_STACKS: readonly Pair[] = [
  {
    id: 'x01',
    change: 'the policy changes, of an API that a nested stack deploys',
    before: nested(policy(OLD), 'items', 'orders'),
    after: nested(NOW, 'items', 'orders'),
    outcome: 'right',
    why: 'the nested stack waits for the methods and gateway responses of its parent',
  },
  {
    id: 'x04',
    change: 'a nested stack with a path goes',
    before: nested(NOW, 'items', 'orders'),
    after: nested(NOW, 'items'),
    outcome: 'right',
    why: 'it is deleted after the copy, and what stays answers the pages that may call',
  },
  {
    id: 'x05',
    change: 'a nested stack with a path goes, together with a change of the policy',
    before: nested(policy(OLD), 'items', 'orders'),
    after: nested(NOW, 'items'),
    outcome: 'stage differs',
    why: 'GET /orders stays on the stage, and its answer names the old origin',
  },
  {
    id: 'x06',
    change: 'the policy goes, of an API that a nested stack deploys',
    before: nested(policy(OLD), 'items'),
    after: nested(undefined, 'items'),
    outcome: 'stage differs',
    why: 'OPTIONS and gateway responses are deleted after the copy',
  },
  {
    id: 'x07',
    change: 'a path moves to a nested stack',
    before: itemsIn('stack'),
    after: itemsIn('nested'),
    outcome: 'conflict',
    says: 'Another resource with the same parent already has this name',
    why: 'the same resource has two owners',
  },
  {
    id: 'x08',
    change: 'a path moves from a nested stack to its parent',
    before: itemsIn('nested'),
    after: itemsIn('stack'),
    outcome: 'conflict',
    says: 'Another resource with the same parent already has this name',
    why: 'the same resource has two owners',
  },
  {
    id: 'y01',
    change: 'a path is added in a nested stack',
    before: nested(NOW, 'items'),
    after: nested(NOW, 'items', 'orders'),
    outcome: 'right',
    why: 'the deployment waits for it',
  },
  {
    id: 's01',
    change: 'the policy changes, of an API that another stack deploys',
    before: deployedByImport(policy(OLD), 'items'),
    after: deployedByImport(NOW, 'items'),
    outcome: 'right',
    why: 'the stack that deploys comes after all of the other one, and the policy is in the logical id of its deployment',
  },
  {
    id: 's26',
    change: 'a path goes, of an API that another stack deploys',
    before: deployedByImport(policy(OLD), 'items', 'orders'),
    after: deployedByImport(NOW, 'items'),
    outcome: 'right',
    why: 'the cleanup of the first stack is over when the second one copies the API',
  },
  {
    id: 's27',
    change: 'the policy goes, of an API that another stack deploys',
    before: (stack, app) => deployedByImport(policy(OLD), 'items')(stack, app),
    after: (stack, app) => deployedByImport(undefined, 'items')(stack, app),
    outcome: 'right',
    why: 'the cleanup of the first stack is over when the second one copies the API',
  },
  {
    id: 's58',
    change: 'a policy is put on an API that another stack deploys',
    before: deployedByImport(undefined, 'items'),
    after: deployedByImport(NOW, 'items'),
    outcome: 'right',
    why: 'the policy is in the logical id of the deployment',
  },
  {
    id: 's02',
    change: 'the policy changes of an API that has methods in a later stack',
    before: extended(policy(OLD), 'items', 'orders'),
    after: extended(NOW, 'items', 'orders'),
    outcome: 'right',
    why: 'no deployment has the methods of the later stack, and the shared preflight is updated in place',
  },
  {
    id: 's59',
    change: 'the policy changes, and so does the answer of a later stack',
    before: answering(policy(OLD), OLD),
    after: answering(NOW, APP),
    outcome: 'stage differs',
    why: 'the deployment of the first stack copies the method of the later one as it was',
  },
  {
    id: 's03',
    change: 'a path passes from the stack of the API to a later one',
    before: corsRest(NOW, ['items', 'orders']),
    after: extended(NOW, 'items', 'orders'),
    outcome: 'right',
    why: 'the first stack is cleaned up before the other one is deployed; its stage keeps the old path',
  },
  {
    id: 's04b',
    change: 'a path passes from a later stack to that of the API',
    before: extended(NOW, 'items', 'orders'),
    after: (stack, app) => {
      corsRest(NOW, ['items', 'orders'])(stack, app);
      new Stack(app, 'Later');
    },
    outcome: 'conflict',
    says: /./,
    why: 'the later stack still has it',
  },
];

