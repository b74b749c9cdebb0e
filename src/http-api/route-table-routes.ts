import type { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { isGreedy, isVariable } from '../api-gateway';
import { refuse, shown } from '../policy';
import type { TableRoute } from '../routes';
import { variableConflicts } from '../routes';

/** Adds the routes of a table. Those of a function share its integration and one permission for all of them. */
export function addRouteTable(api: HttpApi, table: readonly TableRoute[]): void {
  const integrations = new Map<IFunction, HttpLambdaIntegration>();
  for (const { method, path, handler } of table) {
    const integration = integrations.get(handler) ?? new HttpLambdaIntegration('Integration', handler, { scopePermissionToRoute: false });
    integrations.set(handler, integration);
    api.addRoutes({ path, methods: [method as HttpMethod], integration });
  }
}

/** An HTTP API takes no two simple variables of different names at one place; a greedy one may stand beside another. */
export function checkVariables(table: readonly TableRoute[]): void {
  const paths = table.map(({ path, key }) => ({ path, where: shown(key) }));
  const [conflict] = variableConflicts(paths, (segment) => isVariable(segment) && !isGreedy(segment));
  if (conflict !== undefined) {
    const { where, variable, other, below } = conflict;
    refuse('routeVariables', `routes contains ${where} with the variable ${variable} where ${other.where} has ${other.variable}, and API Gateway takes one variable ` +
      `below ${shown(below)}; give both the same name`);
  }
}
