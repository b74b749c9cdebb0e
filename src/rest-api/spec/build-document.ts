import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  defined, dialectOf, extensionsOf, isDeployTime, isObject, type JsonObject, listOf, Notes, objectOf, placed, pointer, References, signsOfHttpApi,
  throwAny, versionProblems,
} from '../../open-api';
import type { CorsPolicy } from '../../policy';
import { refusal, shown } from '../../policy';
import type { TableRoute } from '../../routes';
import { firstFew } from '../../values';
import type { PolicyByPath } from '../cors-by-path';
import { withPreflightsAdmitted } from '../resource-policy';
import { adaptPaths } from './adapt-paths';
import { pathProblems, strayParameters } from './check-paths';
import { gatewayResponses, withPreflights, withResponseHeaders } from './cors-operations';
import { answerOperations } from './integrations';
import { Models } from './models';
import { withoutOwnPreflights } from './own-preflights';
import { readPaths, type SpecOperation, type SpecPath } from './read-paths';
import type { Reading } from './reading';
import { renderPaths } from './render-operations';
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
  /** Whether names are changed, and what only documents is left out, where API Gateway would refuse the document. */
  readonly adapt: boolean;
  readonly binaryMediaTypes?: readonly string[];
  /** Whether API Gateway is to import descriptions. */
  readonly documentation: boolean;
  /** Whether the import fails on warnings. */
  readonly failOnWarnings: boolean;
  /** The API's title where the document has none. */
  readonly title: string;
}

const GATEWAY_RESPONSES = 'x-amazon-apigateway-gateway-responses';

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
  readonly changes: DocumentChanges;
}

/** What was changed of the user's document. */
export interface DocumentChanges {
  /** The paths whose OPTIONS did nothing but CORS. */
  readonly preflights: readonly string[];
  /** Headers that gave way to the policy's. */
  readonly headers: readonly string[];
  /** All else, a sentence each. */
  readonly notes: readonly string[];
}

/** Makes the document that API Gateway imports, or throws an error that names each place that is wrong. */
export function buildDocument(source: SpecSource): BuiltDocument {
  const { document } = source;
  throwAny(documentProblems(document));
  const reading: Reading = { document, dialect: dialectOf(document), references: new References(document), notes: new Notes() };
  const read = readOperations(source, reading);
  const policies = policiesOf(source, read);
  const responded = withResponseHeaders(read.operations, policies, reading);
  const errors = gatewayResponses(document, policies);
  const operations = withPreflights(responded.operations, policies, reading);
  const rendered = render(source, reading, operations);
  throwAny([...read.problems, ...responded.problems, ...errors.problems, ...reading.references.problems]);
  return {
    operations,
    policies,
    handlers: read.handlers,
    authorizers: read.authorizers,
    changes: { preflights: read.replaced, headers: [...responded.replaced, ...errors.replaced], notes: reading.notes.all },
    document: {
      ...reading.dialect.head,
      'info': infoOf(source),
      ...serversOf(document),
      ...rendered,
      ...placed(reading.dialect.securitySchemes, read.schemes, rendered),
      ...extensionsOf(document),
      ...policyOf(document),
      ...binaryMediaTypesOf(source),
      'x-amazon-apigateway-gateway-responses': errors.responses,
    },
  };
}

/** Paths and models as they are imported. */
function render(source: SpecSource, reading: Reading, operations: readonly SpecOperation[]): JsonObject {
  const models = keepsModels(source, operations) ? new Models(reading) : undefined;
  const paths = renderPaths(operations, {
    ...reading, models, responseModels: !source.adapt, documentation: source.documentation, withoutWarnings: source.failOnWarnings,
  });
  return { paths, ...placed(reading.dialect.schemas, models?.schemas() ?? {}) };
}

interface ReadOperations {
  readonly paths: readonly SpecPath[];
  readonly operations: readonly SpecOperation[];
  readonly schemes: JsonObject;
  readonly handlers: readonly IFunction[];
  readonly authorizers: readonly IFunction[];
  /** The paths whose OPTIONS did nothing but CORS. */
  readonly replaced: readonly string[];
  readonly problems: readonly string[];
}

/** The operations of document and table with who answers and what guards them, without CORS. */
function readOperations(source: SpecSource, reading: Reading): ReadOperations {
  const { paths: written, problems } = readPaths(source.document, reading.references);
  const paths = (source.adapt ? adaptPaths(written, reading.notes) : written).map((path) => withoutStrayParameters(path, reading.notes));
  const answered = answerOperations(paths.flatMap(({ operations }) => operations), source.routes, source.handler);
  const { operations, replaced } = withoutOwnPreflights(answered.operations);
  const guarded = guardOperations(operations, reading, source.security);
  return {
    paths,
    operations: guarded.operations,
    schemes: guarded.schemes,
    handlers: answered.handlers,
    authorizers: guarded.authorizers,
    replaced,
    problems: [
      ...problems,
      ...pathProblems([...paths, ...addedPaths(operations, paths)]),
      ...answered.problems,
      ...guarded.problems,
      ...validatorProblems(source.document, guarded.operations),
    ],
  };
}

/** The policies, or all that is wrong so far with what is wrong with them. */
function policiesOf({ cors, corsByPath }: SpecSource, { paths, operations, problems }: ReadOperations): PolicyByPath {
  try {
    return scopedPolicies(cors, corsByPath, paths, operations);
  } catch (error) {
    throwAny([...problems, (error as Error).message]);
    throw error;
  }
}

function withoutStrayParameters(path: SpecPath, notes: Notes): SpecPath {
  return {
    ...path,
    operations: path.operations.map((operation) => {
      const stray = strayParameters(operation);
      stray.forEach(({ name }) => notes.add('left out path parameters that the path doesn\'t have', `${operation.where} (${shown(name)})`));
      return stray.length === 0 ? operation : { ...operation, parameters: operation.parameters.filter((each) => !stray.includes(each)) };
    }),
  };
}

/** Paths that the table alone has. */
function addedPaths(operations: readonly SpecOperation[], paths: readonly SpecPath[]): SpecPath[] {
  const known = new Set(paths.map(({ path }) => path));
  const added = operations.filter(({ path }) => !known.has(path));
  return [...new Map(added.map(({ path, where }) => [path, { path, where, operations: [] }])).values()];
}

/** What keeps a document from being read at all. */
function documentProblems(document: JsonObject): string[] {
  const version = versionProblems(document);
  if (version.length > 0) return version;
  const later = [['#', document], [pointer(GATEWAY_RESPONSES), document[GATEWAY_RESPONSES]]].filter(([, value]) => isDeployTime(value));
  if (later.length > 0) {
    return later.map(([where, value]) => refusal('specDocument', `${String(where)} is ${shown(value)}, which is decided when the stack is deployed; it must be an object that is ` +
      'known at synth, since CORS is put into it'));
  }
  if ((document.paths ?? undefined) !== undefined && (!isObject(document.paths) || isDeployTime(document.paths))) {
    return [refusal('specDocument', `#/paths is ${shown(document.paths)}; it must be an object that is known at synth, or the preflights can't be planned`)];
  }
  const signs = signsOfHttpApi(document);
  return signs.length === 0 ? [] : [refusal('httpApiDocument', `the document is of an HTTP API: ${firstFew(signs, 5)}; make it with CorsHttpApi, which takes the same definition, ` +
    'or take these out for a REST API')];
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
