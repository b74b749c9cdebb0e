import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnDeployment, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CorsPolicy } from '../../src';
import { CorsHttpApi } from '../../src/http-api';
import { PlainIntegration, routesOf } from './fixture';

/** An API whose stage doesn't deploy by itself. */
function stackWith(origin: string, path: string, logicalId?: string): Stack {
  const stack = new Stack(new App(), 'Stack');
  const api = new CorsHttpApi(stack, 'Api', { cors: CorsPolicy.forOrigins(origin), createDefaultStage: false });
  const deployment = new CfnDeployment(stack, 'Deployment', { apiId: api.apiId });
  new CfnStage(stack, 'Stage', { apiId: api.apiId, stageName: 'v1', deploymentId: deployment.ref, autoDeploy: false });
  if (logicalId !== undefined) {
    deployment.overrideLogicalId(logicalId);
  }
  api.addRoutes({ path, integration: new PlainIntegration('Items') });
  return stack;
}

const deploymentOf = (stack: Stack) => Object.entries(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Deployment'))[0];
const ORIGIN = 'https://app.example.com';
const [idBefore, before] = deploymentOf(stackWith(ORIGIN, '/items'));

test('a deployment of the user\'s own waits for the routes, and its stage follows it', () => {
  const stack = stackWith(ORIGIN, '/items');
  expect([...before.DependsOn].sort()).toEqual(routesOf(stack).map(({ logicalId }) => logicalId).sort());
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { DeploymentId: { Ref: idBefore } });
});

test.each<[string, string, string, boolean]>([
  ['the same app', ORIGIN, '/items', true],
  ['another policy', 'https://other.example.com', '/items', false],
  ['another route', ORIGIN, '/orders', false],
])('%s', (_what, origin, path, isSame) => {
  const [id] = deploymentOf(stackWith(origin, path));
  expect(id === idBefore).toBe(isSame);
});

test('a logical id that the user gave it stays', () => {
  expect(deploymentOf(stackWith(ORIGIN, '/items', 'Mine'))[0]).toBe('Mine');
});
