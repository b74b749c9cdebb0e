import { createHash } from 'node:crypto';
import { Lazy, Stack } from 'aws-cdk-lib';
import { type CfnApi, CfnDeployment, type CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';
import { refersTo, routeKeyOf } from './cfn-routes';

/**
 * Lets deployments of the user's own (for stages with `autoDeploy: false`) copy the API when the policy or its routes change: they wait for the routes, and
 * their logical ids follow. Without that a stage would go on answering by what it was given first.
 */
export function followApi(api: CfnApi, scope: IConstruct, routes: () => readonly CfnRoute[]): void {
  for (const deployment of deploymentsOf(api, scope)) {
    const stack = Stack.of(deployment);
    const logicalId = stack.getLogicalId(deployment);
    if (stack.resolve(deployment.logicalId) === logicalId) {
      deployment.overrideLogicalId(Lazy.uncachedString({ produce: () => logicalId + fingerprint(api, routes()) }));
    }
  }
}

/** Lets deployments come after routes of their stack; between stacks the CDK orders by reference. */
export function awaitRoutes(api: CfnApi, scope: IConstruct, routes: readonly CfnRoute[]): void {
  for (const deployment of deploymentsOf(api, scope)) {
    deployment.node.addDependency(...routes.filter((route) => Stack.of(route) === Stack.of(deployment)));
  }
}

function deploymentsOf(api: CfnApi, scope: IConstruct): CfnDeployment[] {
  return scope.node.findAll().filter((node): node is CfnDeployment => node instanceof CfnDeployment && refersTo(node, node.apiId, api));
}

function fingerprint(api: CfnApi, routes: readonly CfnRoute[]): string {
  const stack = Stack.of(api);
  const described = routes.map((route) => [routeKeyOf(route), Stack.of(route).resolve([route.target, route.authorizationType, route.authorizerId])]);
  const document = api.body === undefined ? [] : [stack.resolve(api.body)];
  const parts = [stack.resolve(api.corsConfiguration), described.map((each) => JSON.stringify(each)).sort(), ...document];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
