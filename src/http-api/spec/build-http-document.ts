import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  allowingHeaders, defined, dialectOf, extensionsOf, invocationUri, isDeployTime, isObject, type JsonObject, objectAt, objectOf, OPENAPI, pointer,
  References, SIGNATURE_HEADERS, throwAny, versionProblems,
} from '../../open-api';
import type { CorsPolicy } from '../../policy';
import { refusal, shown } from '../../policy';
import type { TableRoute } from '../../routes';
import { corsConfigurationOf } from '../cors-configuration';
import { planExpansions } from '../expand-routes';
import { parseRouteKey } from '../route-key';
import { integrationOf, routeProblems } from './check-routes';
import { INTEGRATION, readRoutes, schemesOf, type SpecRoute } from './read-routes';
import { componentsOf, renderRoutes, serversOf, tagsOf } from './render-routes';

const CORS = 'x-amazon-apigateway-cors';

/** What an HTTP API is made from. */
export interface HttpSpecSource {
  readonly document: JsonObject;
  readonly cors: CorsPolicy;
  readonly handler?: IFunction;
  readonly routes: readonly TableRoute[];
  readonly title: string;
  readonly description?: string;
  /** Whether the API's own URL is switched off, which an import takes from the document only. */
  readonly disableExecuteApiEndpoint?: boolean;
}

/** The document that API Gateway imports. */
export interface BuiltHttpDocument {
  readonly document: JsonObject;
  /** The functions that answer routes. */
  readonly handlers: readonly IFunction[];
  /** How many routes the API has. */
  readonly routes: number;
  readonly integrations: number;
  /** What of the document's own CORS gave way to the policy. */
  readonly replaced: readonly string[];
  /** Schemes that operations name and nothing enforces. */
  readonly open: readonly string[];
}

/** Makes the document that API Gateway imports, or throws an error that names each place that is wrong. */
export function buildHttpDocument(source: HttpSpecSource): BuiltHttpDocument {
  const { document } = source;
  throwAny(documentProblems(document));
  const references = new References(document);
  const read = readRoutes(document, references);
  const answered = answer(read.routes, source, references);
  const routes = answered.routes.filter((route) => !isAnsweredByGateway(route, references));
  const plan = planExpansions(routes);
  const problems = [...routeProblems(routes, references, document.security), ...plan.problems];
  throwAny([...read.problems, ...answered.problems, ...problems, ...references.problems]);
  const writtenOut = new Map(plan.expansions.map(({ route, keep, add }) => [route, [keep, ...add.map(({ key }) => key)]]));
  const operations = routes.flatMap((route) => (writtenOut.get(route) ?? [route.key]).map((key) => ({ key, route })));
  const cors = allowingHeaders(source.cors, routes.flatMap((route) => headersOf(route, document)));
  return {
    handlers: answered.handlers,
    routes: operations.length,
    integrations: new Set(routes.map(({ operation }) => JSON.stringify(operation[INTEGRATION]))).size,
    replaced: replacedBy(document, answered.routes, references),
    open: openSchemes(document, routes),
    document: {
      ...OPENAPI.head,
      info: infoOf(source),
      ...serversOf(document, source.disableExecuteApiEndpoint),
      paths: renderRoutes(operations, document),
      ...componentsOf(document),
      ...tagsOf(document),
      ...extensionsOf(document),
      [CORS]: corsConfigurationOf(cors),
    },
  };
}

function infoOf({ document, title, description }: HttpSpecSource): JsonObject {
  const info = objectOf(document.info);
  return defined({ title, version: info.version ?? '1.0', description: description ?? info.description });
}

function documentProblems(document: JsonObject): string[] {
  const version = versionProblems(document);
  if (version.length > 0) return version;
  if (dialectOf(document) !== OPENAPI) {
    return [refusal('specVersion', `#/swagger is ${shown(document.swagger)}, and HTTP APIs import OpenAPI 3; convert the document (npx swagger2openapi), ` +
      'or make a REST API with CorsSpecRestApi, which takes Swagger 2.0')];
  }
  return document.paths === undefined || (isObject(document.paths) && !isDeployTime(document.paths)) ? []
    : [refusal('specDocument', `#/paths is ${shown(document.paths)}; it must be an object that is known at synth, or it isn't known which routes take OPTIONS`)];
}

/** The routes with who answers them: a route of the table, their own integration, or the handler of all others. */
function answer(
  document: readonly SpecRoute[], { routes: table, handler }: HttpSpecSource, references: References,
): { routes: SpecRoute[]; handlers: IFunction[]; problems: string[] } {
  const rest = new Map(table.map((route) => [`${route.method} ${route.path}`, route]));
  const handlers = new Set<IFunction>();
  const problems: string[] = [];
  const withFunction = (route: SpecRoute, fn: IFunction): SpecRoute => {
    handlers.add(fn);
    const integration = { type: 'AWS_PROXY', httpMethod: 'POST', uri: invocationUri(fn), payloadFormatVersion: '2.0' };
    return { ...route, operation: { ...route.operation, [INTEGRATION]: integration } };
  };
  const known = document.map((route) => {
    const own = rest.get(route.key);
    rest.delete(route.key);
    if (own !== undefined && route.operation[INTEGRATION] !== undefined) {
      problems.push(refusal('twoOwners', `${route.where} has an ${INTEGRATION}, and routes has ${shown(own.key)}; remove one`));
    }
    const fn = own?.handler ?? (route.operation[INTEGRATION] === undefined && !isAnsweredByGateway(route, references) ? handler : undefined);
    return fn === undefined ? route : withFunction(route, fn);
  });
  const added = [...rest.values()].map(({ key, method, path, handler: fn }) =>
    withFunction({ key: `${method} ${path}`, where: `routes[${shown(key)}]`, operation: {}, parameters: [] }, fn));
  return { routes: [...known, ...added], handlers: [...handlers], problems };
}

/** An OPTIONS that nothing answers, or a MOCK, which HTTP APIs don't have: API Gateway answers preflights itself. */
function isAnsweredByGateway(route: SpecRoute, references: References): boolean {
  if (parseRouteKey(route.key)?.method !== 'OPTIONS') return false;
  return route.operation[INTEGRATION] === undefined || String(objectOf(integrationOf(route, references)).type).toLowerCase() === 'mock';
}

function replacedBy(document: JsonObject, routes: readonly SpecRoute[], references: References): string[] {
  const mocks = routes.filter((route) => route.operation[INTEGRATION] !== undefined && isAnsweredByGateway(route, references)).map(({ key }) => key);
  return [
    ...document[CORS] === undefined ? [] : [`${pointer(CORS)} ${shown(document[CORS])}`],
    ...mocks.map((key) => `${key} (a MOCK)`),
  ];
}

/** The headers that a page must be able to send to a route: its header parameters and what its authorizer reads. */
function headersOf({ operation, parameters }: SpecRoute, document: JsonObject): string[] {
  const isSigned = String(objectOf(operation['x-amazon-apigateway-auth']).type).toUpperCase() === 'AWS_IAM';
  const named = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name).filter((name): name is string => typeof name === 'string');
  const guards = schemesOf(operation.security ?? document.security).flatMap((name) => {
    const authorizer = objectOf(objectOf(objectAt(document, OPENAPI.securitySchemes)[name])['x-amazon-apigateway-authorizer']);
    const sources = [authorizer.identitySource ?? '$request.header.Authorization'].flat().filter((each): each is string => typeof each === 'string');
    return sources.flatMap((each) => [...each.matchAll(/\$request\.header\.([^\s,]+)/g)].map(([, header]) => header));
  });
  return [...isSigned ? SIGNATURE_HEADERS : [], ...named, ...guards];
}

function openSchemes(document: JsonObject, routes: readonly SpecRoute[]): string[] {
  const schemes = objectAt(document, OPENAPI.securitySchemes);
  const named = new Set(routes.flatMap(({ operation }) => schemesOf(operation.security ?? document.security)));
  return [...named].filter((name) => {
    const scheme = objectOf(schemes[name]);
    return scheme['x-amazon-apigateway-authorizer'] === undefined && String(scheme['x-amazon-apigateway-authtype']).toLowerCase() !== 'awssigv4';
  });
}
