import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { defined, isDeployTime, isObject, type JsonObject, listOf, objectOf, pointer, References } from '../../open-api';
import type { CorsPolicy } from '../../policy';
import { refusal, shown } from '../../policy';
import type { TableRoute } from '../../routes';
import type { PolicyByPath } from '../cors-by-path';
import { withPreflightsAdmitted } from '../resource-policy';
import { operationProblems, pathProblems } from './check-paths';
import { gatewayResponses, withPreflights, withResponseHeaders } from './cors-operations';
import { answerOperations } from './integrations';
import { Models } from './models';
import { readPaths, type SpecOperation, type SpecPath } from './read-paths';
import { extensionsOf, renderPaths } from './render-operations';
import { scopedPolicies } from './scoped-policies';
import { guardOperations } from './security';
import { SpecModels } from './spec-models';
import type { SpecSecurity } from './spec-security';

/** What an API is made from. */
export interface SpecSource {
  /** The user's document; empty where there is a table of routes only. */
  readonly document: JsonObject;
  readonly routes: readonly TableRoute[];
  readonly handler?: IFunction;
  readonly cors: CorsPolicy;
  readonly corsByPath?: { readonly [path: string]: CorsPolicy };
  readonly security?: { readonly [scheme: string]: SpecSecurity };
  readonly models?: SpecModels;
  readonly binaryMediaTypes?: readonly string[];
  /** Whether API Gateway is to import descriptions. */
  readonly documentation: boolean;
  /** Whether the import fails on warnings. */
  readonly failOnWarnings: boolean;
  /** The API's title where the document has none. */
  readonly title: string;
}

/** The document that API Gateway imports. */
export interface BuiltDocument {
  readonly document: JsonObject;
  /** Its operations, those that answer preflights among them. */
  readonly operations: readonly SpecOperation[];
  /** The functions that answer operations. */
  readonly handlers: readonly IFunction[];
  /** The functions that authorize. */
  readonly authorizers: readonly IFunction[];
  readonly policies: PolicyByPath;
}

/** Makes the document that API Gateway imports, or throws an error that names each place that is wrong. */
export function buildDocument(source: SpecSource): BuiltDocument {
  const { document } = source;
  const references = new References(document);
  const read = readOperations(source, references);
  const policies = scopedPolicies(source.cors, source.corsByPath, read.paths, read.operations);
  const responded = withResponseHeaders(read.operations, policies);
  const errors = gatewayResponses(document, policies);
  const operations = withPreflights(responded.operations, policies);

  const models = keepsModels(source, read.operations) ? new Models(document, references) : undefined;
  const paths = renderPaths(operations, { references, models, documentation: source.documentation, withoutWarnings: source.failOnWarnings });
  const components = defined({ securitySchemes: nonEmpty(read.schemes), schemas: nonEmpty(models?.schemas() ?? {}) });
  throwAny([...responded.problems, ...errors.problems, ...references.problems, ...models?.problems ?? []]);
  return {
    operations,
    policies,
    handlers: read.handlers,
    authorizers: read.authorizers,
    document: {
      'openapi': '3.0.1', // API Gateway takes no 3.1
      'info': infoOf(source),
      ...serversOf(document),
      paths,
      ...(Object.keys(components).length > 0 ? { components } : {}),
      ...extensionsOf(document),
      ...policyOf(document),
      ...binaryMediaTypesOf(source),
      'x-amazon-apigateway-gateway-responses': errors.responses,
    },
  };
}

interface ReadOperations {
  readonly paths: readonly SpecPath[];
  readonly operations: readonly SpecOperation[];
  readonly schemes: JsonObject;
  readonly handlers: readonly IFunction[];
  readonly authorizers: readonly IFunction[];
}

/** The operations of document and table with who answers and what guards them, without CORS. */
function readOperations(source: SpecSource, references: References): ReadOperations {
  const { document } = source;
  throwAny(documentProblems(document));
  const { paths, problems } = readPaths(document, references);
  throwAny([...references.problems, ...problems]);
  const answered = answerOperations(paths.flatMap(({ operations }) => operations), source.routes, source.handler);
  const guarded = guardOperations(answered.operations, document, references, source.security);
  throwAny([
    ...pathProblems([...paths, ...addedPaths(answered.operations, paths)]),
    ...operationProblems(answered.operations),
    ...answered.problems,
    ...guarded.problems,
    ...validatorProblems(document, guarded.operations),
  ]);
  return { paths, operations: guarded.operations, schemes: guarded.schemes, handlers: answered.handlers, authorizers: guarded.authorizers };
}

/** Paths that the table alone has. */
function addedPaths(operations: readonly SpecOperation[], paths: readonly SpecPath[]): SpecPath[] {
  const known = new Set(paths.map(({ path }) => path));
  const added = operations.filter(({ path }) => !known.has(path));
  return [...new Map(added.map(({ path, where }) => [path, { path, where, operations: [] }])).values()];
}

/** Several problems are told at once: a document is seldom wrong in one place only. */
function throwAny(problems: readonly string[]): void {
  const all = [...new Set(problems)];
  if (all.length > 0) {
    const rest = all.length > 20 ? [`and ${all.length - 20} more`] : [];
    throw new Error([...all.slice(0, 20), ...rest].join('\n'));
  }
}

function documentProblems(document: JsonObject): string[] {
  if (document.swagger !== undefined) {
    return [refusal('specVersion', `the document is of Swagger ${shown(document.swagger)}; convert it to OpenAPI 3 first (npx swagger2openapi)`)];
  }
  const version = document.openapi;
  if (version !== undefined && !/^3\.[01](\.|$)/.test(String(version))) {
    return [refusal('specVersion', `#/openapi is ${shown(version)}; the document must be of OpenAPI 3.0 or 3.1`)];
  }
  if (document.paths !== undefined && (!isObject(document.paths) || isDeployTime(document.paths))) {
    return [refusal('specDocument', `#/paths is ${shown(document.paths)}; it must be an object that is known at synth, or the preflights can't be planned`)];
  }
  if (document['x-amazon-apigateway-cors'] !== undefined) {
    return [refusal('twoOwners', '#/x-amazon-apigateway-cors is for HTTP APIs, and REST APIs ignore it; remove it, and give the origins to cors')];
  }
  return [];
}

function validatorProblems(document: JsonObject, operations: readonly SpecOperation[]): string[] {
  const key = 'x-amazon-apigateway-request-validator';
  const known = objectOf(document['x-amazon-apigateway-request-validators']);
  return [{ where: '#', value: document }, ...operations]
    .filter(({ value }) => typeof value[key] === 'string' && !Object.hasOwn(known, value[key] as string))
    .map(({ where, value }) => refusal('specValidator', `${where} names the request validator ${shown(value[key])}, but ` +
      `${pointer('x-amazon-apigateway-request-validators')} has ${Object.keys(known).join(', ') || 'none'}`));
}

/** Models are read by request validators and exports only, so they are left out where nothing validates. */
function keepsModels({ models, document }: SpecSource, operations: readonly SpecOperation[]): boolean {
  const key = 'x-amazon-apigateway-request-validator';
  return models === undefined
    ? [document, ...operations.map(({ value }) => value)].some((each) => each[key] !== undefined)
    : models === SpecModels.KEEP;
}

function infoOf({ document, title, documentation }: SpecSource): JsonObject {
  const info = objectOf(document.info);
  return defined({ title: info.title ?? title, version: info.version ?? '1.0', description: documentation ? info.description : undefined });
}

/** Servers tell callers where the API is; API Gateway only takes what extends them, such as the VPC endpoints of a private API. */
function serversOf(document: JsonObject): JsonObject {
  const servers = listOf(document.servers).filter((server) => isObject(server) && Object.keys(extensionsOf(server)).length > 0);
  return servers.length > 0 ? { servers } : {};
}

function policyOf(document: JsonObject): JsonObject {
  const key = 'x-amazon-apigateway-policy';
  const policy = document[key];
  return isObject(policy) && !isDeployTime(policy) ? { [key]: withPreflightsAdmitted(policy) } : {};
}

function binaryMediaTypesOf({ document, binaryMediaTypes }: SpecSource): JsonObject {
  const key = 'x-amazon-apigateway-binary-media-types';
  const types = [...new Set([...listOf(document[key]), ...binaryMediaTypes ?? []])];
  return types.length > 0 ? { [key]: types } : {};
}

function nonEmpty(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length > 0 ? object : undefined;
}
