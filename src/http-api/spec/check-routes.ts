import { isGreedy, isVariable } from '../../api-gateway';
import { isDeployTime, isObject, type JsonObject, objectOf, type References } from '../../open-api';
import { refusal, shown } from '../../policy';
import { variableConflicts } from '../../routes';
import { EXPANDED_METHODS, parseRouteKey } from '../route-key';
import { INTEGRATION, type SpecRoute } from './read-routes';

const TYPES = ['aws_proxy', 'http_proxy'];

/** What keeps routes of a document from being imported, or their preflights from passing. */
export function routeProblems(routes: readonly SpecRoute[], references: References, security: unknown): string[] {
  return [
    ...duplicates(routes),
    ...variableProblems(routes),
    ...routes.flatMap((route) => [...integrationProblems(route, references), ...guardProblems(route, security), ...urlProblems(route, references)]),
  ];
}

/** The integration of a route, whether it stands there or is referred to. */
export function integrationOf({ operation, where }: SpecRoute, references: References): JsonObject | undefined {
  const integration = operation[INTEGRATION];
  return isObject(integration) && !isDeployTime(integration) ? references.follow(integration, `${where}/${INTEGRATION}`) : undefined;
}

function duplicates(routes: readonly SpecRoute[]): string[] {
  const seen = new Map<string, string>();
  return routes.flatMap(({ key, where }) => {
    const same = seen.get(key);
    seen.set(key, where);
    return same === undefined ? [] : [refusal('specPath', `${where} is the same route as ${same}; remove one`)];
  });
}

/** An HTTP API takes no two simple variables of different names at one place; a greedy one may stand beside another. */
function variableProblems(routes: readonly SpecRoute[]): string[] {
  const paths = routes.flatMap(({ key, where }) => {
    const path = parseRouteKey(key)?.path;
    return path === undefined ? [] : [{ path, where }];
  });
  return variableConflicts(paths, (segment) => isVariable(segment) && !isGreedy(segment)).map(({ where, variable, other, below }) => refusal('routeVariables',
    `${where} has the variable ${variable} where ${other.where} has ${other.variable}, and API Gateway takes one variable below ${shown(below)}; give both the same name`));
}

function integrationProblems(route: SpecRoute, references: References): string[] {
  const { where, key, operation } = route;
  if (operation[INTEGRATION] === undefined) {
    const path = parseRouteKey(key)?.path;
    return [refusal('specIntegration', `${where} has no ${INTEGRATION}, so that nothing answers it; ` +
      `give ${path === undefined ? '' : `routes[${shown(key)}] a function, or `}handler one for all that have none`)];
  }
  const type = objectOf(integrationOf(route, references)).type;
  return typeof type !== 'string' || isDeployTime(type) || TYPES.includes(type.toLowerCase()) ? [] : [refusal('specIntegration',
    `${where} has an integration of the type ${shown(type)}, which HTTP APIs don't have; they have ${TYPES.join(' and ')}. For a REST API there is CorsSpecRestApi`)];
}

/** Browsers send preflights without credentials. `security` of the whole document guards an OPTIONS that says nothing else. */
function guardProblems({ key, where, operation }: SpecRoute, security: unknown): string[] {
  if (parseRouteKey(key)?.method !== 'OPTIONS') return [];
  const requirements = operation.security ?? security;
  const isGuarded = Array.isArray(requirements) && requirements.some((each) => Object.keys(objectOf(each)).length > 0);
  const isSigned = String(objectOf(operation['x-amazon-apigateway-auth']).type).toUpperCase() === 'AWS_IAM';
  return isGuarded || isSigned ? [refusal('authorizedOptions', `${where} asks for authorization, but browsers send preflights without any, so that all would fail; ` +
    'remove the operation, since API Gateway answers preflights itself, or give it security: []')] : [];
}

/** The full request path is appended to a URL for $default only; routes with a greedy variable send what {proxy} in the URL stands for. */
function urlProblems(route: SpecRoute, references: References): string[] {
  const { type, connectionType, uri } = objectOf(integrationOf(route, references));
  const isUrl = route.key === '$default' && String(type).toLowerCase() === 'http_proxy' && String(connectionType ?? 'INTERNET').toUpperCase() !== 'VPC_LINK';
  return isUrl ? [refusal('defaultRouteToUrl', `${route.where} is the $default route and sends requests to the URL ${shown(uri)}; it would swallow preflights, and written out as ` +
    `${EXPANDED_METHODS.join(', ')} it would lose the path; write the paths "/" and "/{proxy+}" instead, the second with {proxy} in its URL`)] : [];
}
