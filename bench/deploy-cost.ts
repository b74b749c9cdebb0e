import type { App, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CorsPolicy, CorsRestApi, CorsSpecRestApi } from '../src';
import { type Result, rounded } from './result';
import { newBenchStack } from './route-apis';

const SIZES = [10, 50, 300];
const METHODS = ['GET', 'POST'];
const ORIGIN = 'https://app.example.com';

/** Calls a second that API Gateway takes of an account in a Region; they can't be raised. */
const QUOTAS = { total: 10, burst: 40, createResource: 5, putRestApi: 1 };

type Build = (resources: number) => Stack;

const tree = (make: (stack: Stack, handler: any) => RestApi, integration: (handler: any) => LambdaIntegration | undefined): Build => (resources) => {
  const { stack, handler } = newBenchStack();
  const api = make(stack, handler);
  for (let index = 0; index < resources; index++) {
    const resource = api.root.addResource(`part${index}`);
    METHODS.forEach((method) => resource.addMethod(method, integration(handler)));
  }
  return stack;
};

const SIDES: { readonly [name: string]: Build } = {
  'aws-cdk-lib, `RestApi` with `defaultCorsPreflightOptions`': tree(
    (stack) => new RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [ORIGIN] } }), (handler) => new LambdaIntegration(handler)),
  'cdk-cors, `CorsRestApi`': tree(
    (stack, handler) => new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(ORIGIN), handler, proxy: false }), () => undefined),
  'cdk-cors, `CorsSpecRestApi`': (resources) => {
    const { stack, handler } = newBenchStack();
    const paths = Array.from({ length: resources }, (_, index) => `/part${index}`);
    new CorsSpecRestApi(stack, 'Api', {
      cors: CorsPolicy.forOrigins(ORIGIN), routes: Object.fromEntries(paths.flatMap((path) => METHODS.map((method) => [`${method} ${path}`, handler]))),
    });
    return stack;
  },
};

/** What a deployment asks of API Gateway's control plane: counted from templates, nothing is deployed. */
export function run(): Result {
  process.env.CDK_VALIDATION = 'false'; // it would find what doesn't fit into a stack
  const rows = Object.entries(SIDES).flatMap(([name, build]) => SIZES.map((resources) => {
    const calls = callsOf(build(resources));
    return {
      '': name,
      'paths × methods': `${resources} × ${METHODS.length}`,
      'control-plane calls': calls.length,
      'of them CreateResource': calls.filter((call) => call === 'CreateResource').length,
      'seconds at least': rounded(leastSeconds(calls), 1),
    };
  }));
  delete process.env.CDK_VALIDATION;
  return {
    title: 'Deploying on paper: calls to API Gateway\'s control plane',
    rows,
    notes: [
      'Counted from the synthesized templates, for a first deployment; nothing was deployed. A method is PutMethod and PutIntegration, and PutIntegrationResponse and ' +
      'PutMethodResponse for each of its responses.',
      `The least time is what the quotas leave: ${QUOTAS.total} calls a second of an account in a Region after a burst of ${QUOTAS.burst}, ${QUOTAS.createResource} CreateResource ` +
      `a second, ${QUOTAS.putRestApi} PutRestApi a second. CloudFormation's own pace, waiting and retries come on top, and so do other stacks that deploy at that time.`,
      'What doesn\'t fit into one stack is counted as if it did.',
    ],
  };
}

function leastSeconds(calls: readonly string[]): number {
  const count = (name: string) => calls.filter((call) => call === name).length;
  return Math.max(0, (calls.length - QUOTAS.burst) / QUOTAS.total, (count('CreateResource') - 1) / QUOTAS.createResource, (count('PutRestApi') - 1) / QUOTAS.putRestApi);
}

/** The calls that CloudFormation must make of API Gateway to create what a stack has. */
function callsOf(stack: Stack): string[] {
  const { Resources } = (stack.node.root as App).synth().getStackByName(stack.stackName).template;
  return Object.values<any>(Resources).flatMap(({ Type, Properties }) => callsFor(Type, Properties));
}

function callsFor(type: string, properties: any): string[] {
  switch (type) {
    case 'AWS::ApiGateway::RestApi': return properties.Body === undefined ? ['CreateRestApi'] : ['CreateRestApi', 'PutRestApi'];
    case 'AWS::ApiGateway::Resource': return ['CreateResource'];
    case 'AWS::ApiGateway::Method': return [
      'PutMethod', 'PutIntegration', ...(properties.Integration.IntegrationResponses ?? []).map(() => 'PutIntegrationResponse'),
      ...(properties.MethodResponses ?? []).map(() => 'PutMethodResponse'),
    ];
    case 'AWS::ApiGateway::GatewayResponse': return ['PutGatewayResponse'];
    case 'AWS::ApiGateway::Deployment': return ['CreateDeployment'];
    case 'AWS::ApiGateway::Stage': return ['CreateStage'];
    case 'AWS::ApiGateway::Account': return ['UpdateAccount'];
    default: return [];
  }
}
