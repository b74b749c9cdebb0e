import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { defined, invocationUri, isDeployTime, isObject, type JsonObject } from '../../open-api';
import { refusal, shown } from '../../policy';
import type { TableRoute } from '../../routes';
import type { SpecOperation } from './read-paths';

export const INTEGRATION = 'x-amazon-apigateway-integration';
const TYPES = ['aws', 'aws_proxy', 'http', 'http_proxy', 'mock'];

/** The integration of an operation, as the document has it. */
export function integrationOf({ value }: SpecOperation): JsonObject | undefined {
  const integration = value[INTEGRATION];
  return isObject(integration) ? integration : undefined;
}

export function withIntegration(operation: SpecOperation, integration: JsonObject): SpecOperation {
  return { ...operation, value: { ...operation.value, [INTEGRATION]: integration } };
}

/** An operation that a Lambda function answers, with the whole request in its event. */
export function lambdaIntegration(handler: IFunction): JsonObject {
  return { type: 'aws_proxy', httpMethod: 'POST', uri: invocationUri(handler) };
}

/** Operations with who answers them: a route of the table, their own integration, or the handler of all others. */
export interface Answered {
  readonly operations: SpecOperation[];
  /** The functions that API Gateway invokes for them. */
  readonly handlers: IFunction[];
  readonly problems: string[];
}

/**
 * Brings the table and the document together. A route for an operation of the document answers it; another route is added. An OPTIONS operation that
 * has no name of the user's isn't given to the handler: it is the preflight, and the policy answers it.
 */
export function answerOperations(document: readonly SpecOperation[], table: readonly TableRoute[], handler?: IFunction): Answered {
  const problems: string[] = [];
  const handlers = new Set<IFunction>();
  const routes = new Map(table.map((route) => [`${route.method} ${route.path}`, route]));
  const known = document.map((operation) => {
    const route = routes.get(`${operation.method} ${operation.path}`);
    routes.delete(`${operation.method} ${operation.path}`);
    const own = operation.value[INTEGRATION];
    if (own !== undefined && route !== undefined) {
      problems.push(refusal('twoOwners', `${operation.where} has an ${INTEGRATION}, and routes has ${shown(route.key)}; remove one`));
    }
    const answering = route?.handler ?? (own === undefined && operation.method !== 'OPTIONS' ? handler : undefined);
    if (answering === undefined) return operation;
    handlers.add(answering);
    return withIntegration(operation, lambdaIntegration(answering));
  });
  const added = [...routes.values()].map(({ key, method, path, handler: answering }) => {
    handlers.add(answering);
    return withIntegration({ path, method, where: `routes[${shown(key)}]`, value: {}, parameters: [] }, lambdaIntegration(answering));
  });
  const operations = [...known, ...added];
  return { operations, handlers: [...handlers], problems: [...problems, ...operations.flatMap(integrationProblems)] };
}

function integrationProblems(operation: SpecOperation): string[] {
  const { where, method, value } = operation;
  const problem = (message: string) => [refusal('specIntegration', `${where} ${message}`)];
  const integration = value[INTEGRATION];
  if (integration === undefined) {
    return method === 'OPTIONS' ? [] : problem(`has no ${INTEGRATION}, and API Gateway deploys no method without one; ` +
      `give routes[${shown(`${method} ${operation.path}`)}] a function, or handler one for all that have none`);
  }
  if (isObject(integration) && isDeployTime(integration)) {
    return problem(`has an ${INTEGRATION} that is ${shown(integration)}, so that it isn't known at synth who makes the answers; write the integration, ` +
      'and let the function of CloudFormation choose within it, such as the uri');
  }
  if (!isObject(integration)) {
    return isDeployTime(integration) ? [] : problem(`has an ${INTEGRATION} that is ${shown(integration)}; it is an object with a type and a uri`);
  }
  const { type, uri, httpMethod } = defined(integration);
  if (typeof type === 'string' && !isDeployTime(type) && !TYPES.includes(type.toLowerCase())) {
    return problem(`has an integration of the type ${shown(type)}; API Gateway has ${TYPES.join(', ')}`);
  }
  if (type === undefined) return problem(`has an integration without a type; give one of ${TYPES.join(', ')}`);
  const needs = String(type).toLowerCase() === 'mock' ? [] : [['uri', uri], ['httpMethod', httpMethod]].filter(([, each]) => each === undefined).map(([name]) => name);
  return needs.length > 0 ? problem(`has an integration of the type ${shown(type)} without ${needs.join(' and ')}, which API Gateway needs to call the back end`) : [];
}
