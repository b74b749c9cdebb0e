/** REST APIs with resources that are written in CloudFormation's terms. */
import { CfnCondition, CfnParameter, type CfnResource, Fn, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { type CorsPolicy, CorsRestApi, RestApiCors } from '../../../src';
import { APP, type Build, OLD } from '../outcome';
import { corsRest, NOW, type Pair, PATHS, policy, tree } from './apps';

const allowing = (origin: string) => ({
  type: 'MOCK',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  integrationResponses: [{ statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': `'${origin}'` } }],
});
const RESPONSES = [{ statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } }];

/** A method of a path, as L1. */
function method(stack: Stack, id: string, api: apigateway.RestApi, resourceId: string, httpMethod: string, integration: apigateway.CfnMethod.IntegrationProperty = { type: 'MOCK' }): apigateway.CfnMethod {
  return new apigateway.CfnMethod(stack, id, { restApiId: api.restApiId, resourceId, httpMethod, authorizationType: 'NONE', integration, methodResponses: RESPONSES });
}

/** An L1 path with ANY beside the API's own. */
const withAny = (cors: CorsPolicy | undefined, id = 'Any'): Build => (stack) => {
  const api = new apigateway.RestApi(stack, 'Api');
  tree(api, ...PATHS);
  const { ref } = new apigateway.CfnResource(stack, id, { restApiId: api.restApiId, parentId: api.restApiRootResourceId, pathPart: 'any' });
  api.latestDeployment!.node.addDependency(method(stack, `${id}Method`, api, ref, 'ANY'));
  if (cors !== undefined) {
    api.with(new RestApiCors(cors));
  }
};

/** All of it as L1, so that no hash follows: the deployment's logical id is what it is called here. */
const byHand = (deployment: string, origin: string, options = 'Options'): Build => (stack) => {
  const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'shop' });
  const resource = new apigateway.CfnResource(stack, 'Items', { restApiId: api.ref, parentId: api.attrRootResourceId, pathPart: 'items' });
  const methods = [['Get', 'GET'], [options, 'OPTIONS']].map(([id, httpMethod]) => new apigateway.CfnMethod(stack, id, {
    restApiId: api.ref, resourceId: resource.ref, httpMethod, authorizationType: 'NONE', integration: allowing(origin), methodResponses: RESPONSES,
  }));
  const made = new apigateway.CfnDeployment(stack, deployment, { restApiId: api.ref });
  methods.forEach((each) => made.node.addDependency(each));
  new apigateway.CfnStage(stack, 'Stage', { restApiId: api.ref, stageName: 'prod', deploymentId: made.ref });
};

/** A path that is there on a condition. */
const conditional = (cors: CorsPolicy, value: string): Build => (stack) => {
  const on = new CfnParameter(stack, 'On', { default: value });
  const condition = new CfnCondition(stack, 'IsOn', { expression: Fn.conditionEquals(on, 'yes') });
  const api = new CorsRestApi(stack, 'Api', { cors });
  tree(api, 'items');
  const resource = api.root.addResource('orders');
  const any = resource.addMethod('ANY', new apigateway.MockIntegration());
  [resource, any].forEach((each) => {
    (each.node.defaultChild as CfnResource).cfnOptions.condition = condition;
  });
};

export const LEVEL_ONE: readonly Pair[] = [
  {
    id: 'x02',
    change: 'a policy is put on an API with L1 methods',
    before: withAny(undefined),
    after: withAny(NOW),
    outcome: 'right',
    why: 'ANY gets a preflight of its own, which the deployment waits for',
  },
  {
    id: 's04',
    change: 'the policy changes of an API with L1 methods',
    before: withAny(policy(OLD)),
    after: withAny(NOW),
    outcome: 'right',
    why: 'the preflight of ANY is updated in place',
  },
  {
    id: 's05',
    change: 'the user takes over {proxy+} as L1',
    before: corsRest(NOW, PATHS),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Api', { cors: NOW });
      tree(api, ...PATHS);
      const { ref } = new apigateway.CfnResource(stack, 'Proxy', { restApiId: api.restApiId, parentId: api.restApiRootResourceId, pathPart: '{proxy+}' });
      method(stack, 'ProxyMethod', api, ref, 'GET');
    },
    outcome: 'conflict',
    says: 'Another resource with the same parent already has this name',
    why: 'the same resource has two logical ids',
  },
  {
    id: 's06',
    change: 'an L1 path gets another logical id',
    before: withAny(NOW),
    after: withAny(NOW, 'Other'),
    outcome: 'conflict',
    says: 'Another resource with the same parent already has this name',
    why: 'the same resource has two logical ids',
  },
  {
    id: 's41',
    change: 'the condition of a path with ANY stops to hold',
    before: conditional(NOW, 'yes'),
    after: conditional(NOW, 'no'),
    outcome: 'right',
    why: 'its OPTIONS goes with it, and what is left on the stage says the same',
  },
  {
    id: 's42',
    change: 'the condition of a path with ANY begins to hold, and the policy changes',
    before: conditional(policy(OLD), 'no'),
    after: conditional(NOW, 'yes'),
    outcome: 'right',
    why: 'its OPTIONS comes with it',
  },
  {
    id: 'L1',
    change: 'L1 methods change, and the deployment keeps its logical id',
    before: byHand('Deployment', OLD),
    after: byHand('Deployment', APP),
    outcome: 'stage differs',
    why: 'no deployment is made, and the stage goes on with the old copy',
  },
  {
    id: 'L2',
    change: 'L1 methods change, and so does the logical id of the deployment',
    before: byHand('Deployment', OLD),
    after: byHand('Deployment2', APP),
    outcome: 'right',
    why: 'the new deployment waits for them',
  },
  {
    id: 'L3',
    change: 'an L1 method gets another logical id',
    before: byHand('Deployment', APP),
    after: byHand('Deployment2', APP, 'Preflight'),
    outcome: 'conflict',
    says: 'Method already exists for this resource',
    why: 'the same method has two logical ids',
  },
  {
    id: 'L4',
    change: 'resources of L1 become those of CorsRestApi, with other logical ids of the API',
    before: byHand('Deployment', OLD),
    after: (stack) => tree(new CorsRestApi(stack, 'Shop', { cors: NOW }), 'items'),
    outcome: 'right',
    why: 'it is another API',
  },
  {
    id: 'L5',
    change: 'resources of L1 become those of CorsRestApi, of an API that keeps its logical id',
    before: byHand('Deployment', OLD),
    after: (stack) => {
      const api = new CorsRestApi(stack, 'Shop', { cors: NOW });
      (api.node.defaultChild as CfnResource).overrideLogicalId('Api');
      (api.node.findAll().find((each) => each instanceof apigateway.CfnStage) as CfnResource).overrideLogicalId('Stage');
      tree(api, 'items');
    },
    outcome: 'conflict',
    says: 'Another resource with the same parent already has this name',
    why: 'the same path has two logical ids',
  },
];
