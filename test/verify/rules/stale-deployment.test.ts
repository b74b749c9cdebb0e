/** Where the deployment of a REST API stands, and where its methods: in one stack, in nested stacks, in stacks that import. */
import { type App, CfnOutput, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CorsPolicy, RestApiCors } from '../../../src';
import { Emulator } from '../../../src/emulator';
import { verify } from '../../../src/verify';
import { assemblyOf } from '../../support/emulator';

const PAGE = 'https://app.example.com';

const findings = (build: (app: App) => void) => verify(Emulator.fromAssembly(assemblyOf(build))).findings.filter(({ rule }) => rule === 'stale-deployment');

/** An API that nothing deploys yet. */
const bare = (scope: Stack, more: apigateway.RestApiProps = {}) => new apigateway.RestApi(scope, 'Api', { deploy: false, ...more });
const imported = (scope: Stack, { restApiId, restApiRootResourceId: rootResourceId }: apigateway.IRestApi) =>
  apigateway.RestApi.fromRestApiAttributes(scope, 'Imported', { restApiId, rootResourceId });
const methods = (api: apigateway.IRestApi, part = 'items') => {
  const items = new apigateway.Resource(Stack.of(api) as never, part, { parent: api.root, pathPart: part });
  items.addCorsPreflight({ allowOrigins: [PAGE] });
  return items.addMethod('GET', new apigateway.MockIntegration());
};
const deploy = (scope: Stack, api: apigateway.IRestApi) => {
  const deployment = new apigateway.Deployment(scope, 'Deployment', { api });
  new apigateway.Stage(scope, 'Stage', { deployment });
  return deployment;
};

/** In the order of the CDK's own pattern: methods in nested stacks, then one that deploys. */
function inNestedStacks(wait: (deploying: NestedStack, items: NestedStack, deployment: apigateway.Deployment) => void) {
  return (app: App) => {
    const stack = new Stack(app, 'Shop');
    const api = bare(stack);
    api.root.addMethod('ANY');
    const items = new NestedStack(stack, 'Items');
    methods(imported(items, api));
    const deploying = new NestedStack(stack, 'Deploying');
    wait(deploying, items, deploy(deploying, imported(deploying, api)));
  };
}

describe('is silent where the methods come first', () => {
  test.each<[what: string, build: (app: App) => void]>([
    ['the nested stack with the deployment waits for the one with the methods', inNestedStacks((deploying, items) => deploying.node.addDependency(items))],
    ['the deployment waits for the nested stack', inNestedStacks((_deploying, items, deployment) => deployment.node.addDependency(items))],
    ['the API deploys itself after a nested stack', (app) => {
      const stack = new Stack(app, 'Shop');
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('GET');
      const items = new NestedStack(stack, 'Items');
      methods(imported(items, api));
      api.latestDeployment!.node.addDependency(items);
    }],
    ['the nested stack with the deployment waits for methods beside it', (app) => {
      const stack = new Stack(app, 'Shop');
      const api = bare(stack);
      methods(api);
      const deploying = new NestedStack(stack, 'Deploying');
      deploying.node.addDependency(...api.methods);
      deploy(deploying, imported(deploying, api));
      api.root.addMethod('ANY');
    }],
    ['the nested stack is given something of a method', (app) => {
      const stack = new Stack(app, 'Shop');
      const api = bare(stack);
      methods(api);
      const deploying = new NestedStack(stack, 'Deploying');
      new CfnOutput(deploying, 'Methods', { value: Fn.join(',', api.methods.map((each) => (each.node.defaultChild as apigateway.CfnMethod).ref)) });
      deploy(deploying, imported(deploying, api));
      api.root.addMethod('ANY');
    }],
    ['a nested stack in a nested stack', (app) => {
      const stack = new Stack(app, 'Shop');
      const api = bare(stack);
      api.root.addMethod('ANY');
      const outer = new NestedStack(stack, 'Outer');
      methods(imported(new NestedStack(outer, 'Inner'), api));
      deploy(stack, api).node.addDependency(outer);
    }],
    ['a stack that imports the API deploys it', (app) => {
      const api = bare(new Stack(app, 'Shop'));
      methods(api);
      const last = new Stack(app, 'Last');
      deploy(last, imported(last, api));
    }],
    ['the last of three stacks deploys', (app) => {
      const api = bare(new Stack(app, 'Shop'));
      api.root.addMethod('ANY');
      const items = new Stack(app, 'Items');
      methods(imported(items, api));
      const last = new Stack(app, 'Last');
      last.node.addDependency(items);
      deploy(last, imported(last, api));
    }],
    ['a nested stack of a stack that imports the API deploys it', (app) => {
      const api = bare(new Stack(app, 'Shop'));
      methods(api);
      const deploying = new NestedStack(new Stack(app, 'Last'), 'Deploying');
      deploy(deploying, imported(deploying, api));
    }],
    ['this library covers an API that a stack imports and deploys', (app) => {
      const api = bare(new Stack(app, 'Shop'));
      api.root.addResource('items').addMethod('GET', new apigateway.MockIntegration());
      api.with(new RestApiCors(CorsPolicy.forOrigins(PAGE)));
      const last = new Stack(app, 'Last');
      deploy(last, imported(last, api));
    }],
  ])('%s', (_what, build) => {
    expect(findings(build)).toEqual([]);
  });
});

describe('says so, and how to put it right, where they may come later', () => {
  test.each<[what: string, build: (app: App) => void, message: RegExp, fix: RegExp]>([
    ['a nested stack that nothing waits for', inNestedStacks(() => {}), /^Deployment\w+ doesn't depend on \w+ \(OPTIONS \/items\)/,
      /^Deploying\w+: # in Shop\n {2}Type: AWS::CloudFormation::Stack\n {2}DependsOn: Items\w+$/],
    ['a deployment beside a nested stack', (app) => {
      const stack = new Stack(app, 'Shop');
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('GET');
      methods(imported(new NestedStack(stack, 'Items'), api));
    }, /^ApiDeployment\w+ doesn't depend on/, /^ApiDeployment\w+: # in Shop\n {2}Type: AWS::ApiGateway::Deployment\n {2}DependsOn: Items\w+$/],
    ['a deployment in a nested stack beside the methods', (app) => {
      const stack = new Stack(app, 'Shop');
      const api = bare(stack);
      methods(api);
      api.root.addMethod('ANY');
      const deploying = new NestedStack(stack, 'Deploying');
      deploy(deploying, imported(deploying, api));
    }, /^Deployment\w+ doesn't depend on/, /^Deploying\w+: # in Shop\n {2}Type: AWS::CloudFormation::Stack\n {2}DependsOn: \w+OPTIONS\w+$/],
    ['a stack that imports the API adds the methods', (app) => {
      const api = new apigateway.RestApi(new Stack(app, 'Shop'), 'Api');
      api.root.addMethod('GET');
      methods(imported(new Stack(app, 'Items'), api));
    }, /^ApiDeployment\w+ is made before \w+ \(OPTIONS \/items\), which is in the stack Items and comes later/, /^Deployment: # in the stack Items, which comes last/],
    ['two stacks import it, in no order', (app) => {
      const api = bare(new Stack(app, 'Shop'));
      api.root.addMethod('ANY');
      methods(imported(new Stack(app, 'Items'), api));
      const other = new Stack(app, 'Other');
      deploy(other, imported(other, api));
    }, /^Deployment\w+ is in the stack Other and doesn't wait for \w+ \(OPTIONS \/items\) in the stack Items/, /^# deploy Items before Other/],
    ['a nested stack that is given the stage', (app) => {
      const stack = new Stack(app, 'Shop');
      const api = bare(stack);
      api.root.addMethod('ANY');
      const deployment = deploy(stack, api);
      const items = new NestedStack(stack, 'Items');
      methods(imported(items, api));
      new CfnOutput(items, 'DeploymentId', { value: deployment.deploymentId });
    }, /^Deployment\w+ is made before \w+ \(OPTIONS \/items\), which is in Shop\/Items\w+ and comes later/, /^Deployment: # in Shop\/Items/],
  ])('%s', (_what, build, message, fix) => {
    const [finding, ...others] = findings(build);
    expect(others).toEqual([]);
    expect(finding.message).toMatch(message);
    expect(finding.fix.cloudFormation).toMatch(fix);
  });

  test('and the fix ends it', () => {
    expect(findings(inNestedStacks((_deploying, items, deployment) => deployment.node.addDependency(items.node.findChild('items'))))).toEqual([]);
  });
});
