import { GATEWAY_RESPONSE_TYPES, isGatewayResponseType, METHOD_RESPONSE_HEADER } from '../../api-gateway';
import { defined, type Dialect, isObject, type JsonObject, mapValues, objectOf, pointer } from '../../open-api';
import type { CorsPolicy } from '../../policy';
import { refusal, shown } from '../../policy';
import type { PolicyByPath } from '../cors-by-path';
import { gatewayResponseHeaders, mergeGatewayMappings } from '../gateway-responses';
import { type HeaderMappings, quoted } from '../header-mapping';
import { preflightAnswer } from '../preflight-method';
import { planPreflights, scopeOf } from '../preflight-plan';
import { declaredHeaders, type IntegrationResponse, isRespondedByGateway, replacedHeaders, type Responder, responseProblems, withHeaders } from '../response-headers';
import { INTEGRATION, integrationOf, withIntegration } from './integrations';
import { isDescribed } from './own-preflights';
import type { SpecOperation } from './read-paths';
import type { Reading } from './reading';

/** The operations of a document, with those that answer preflights. */
export function withPreflights(operations: readonly SpecOperation[], policies: PolicyByPath, { dialect }: Reading): SpecOperation[] {
  const scopes = [...policies.keys()];
  const described = new Map(operations.filter(isDescribed).map((operation) => [operation.path, operation]));
  const answered = operations.filter((operation) => !isDescribed(operation));
  const plan = planPreflights(resourcesOf(answered), scopes, 'anywhere');
  const placed = new Set(plan.map(({ path }) => path));
  const all = [...plan, ...[...described.keys()].filter((path) => !placed.has(path)).map((path) => ({ path, scope: scopeOf(path, scopes) }))];
  const preflights = all.map(({ path, scope }): SpecOperation => {
    const operation = described.get(path) ?? { path, method: 'OPTIONS', where: pointer('paths', path, 'options'), value: {}, parameters: [] };
    return { ...operation, value: { ...operation.value, ...preflightOperation(policies.get(scope)!, dialect) } };
  });
  return [...answered, ...preflights];
}

function resourcesOf(operations: readonly SpecOperation[]): { path: string; methods: string[] }[] {
  const methods = new Map<string, string[]>();
  for (const { path, method } of operations) {
    const known = methods.get(path);
    if (known === undefined) {
      methods.set(path, [method]);
    } else {
      known.push(method);
    }
  }
  return [...methods].map(([path, each]) => ({ path, methods: each }));
}

/** The preflight method of the other constructs, as an operation. `security` is said, so that one of the whole document doesn't guard it. */
function preflightOperation(policy: CorsPolicy, dialect: Dialect): JsonObject {
  const { status, headers, declared, requestTemplate } = preflightAnswer(policy);
  return {
    security: [],
    responses: { [status]: { description: 'The answer to a preflight', headers: headersOf(declared, dialect) } },
    [INTEGRATION]: {
      type: 'mock',
      passthroughBehavior: 'never',
      contentHandling: 'CONVERT_TO_TEXT',
      requestTemplates: { 'application/json': requestTemplate },
      responses: {
        default: {
          statusCode: status,
          contentHandling: 'CONVERT_TO_TEXT',
          responseParameters: Object.fromEntries(Object.entries(quoted(headers)).map(([name, value]) => [METHOD_RESPONSE_HEADER + name, value])),
        },
      },
    },
  };
}

function headersOf(names: readonly string[], dialect: Dialect): JsonObject {
  return Object.fromEntries(names.map((name) => [name, dialect.typed('string')]));
}

/** Operations with the policy's headers, and what gave way to them. */
export interface Responded {
  readonly operations: SpecOperation[];
  readonly problems: string[];
  /** Headers of the document that gave way to the policy's. */
  readonly replaced: string[];
}

/** Operations whose answers API Gateway makes itself (AWS, HTTP, MOCK), with the policy's headers. */
export function withResponseHeaders(operations: readonly SpecOperation[], policies: PolicyByPath, reading: Reading): Responded {
  const scopes = [...policies.keys()];
  const each = operations.map((operation) => {
    const type = integrationOf(operation)?.type;
    // What a back end answers to OPTIONS is its own; a MOCK with something of its own to say answers preflights, too.
    const isOwn = operation.method === 'OPTIONS' && String(type).toUpperCase() !== 'MOCK';
    const isResponded = !isOwn && typeof type === 'string' && isRespondedByGateway(type);
    return isResponded
      ? respond(operation, policies.get(scopeOf(operation.path, scopes))!, reading)
      : { operations: [operation], problems: [], replaced: [] };
  });
  return {
    operations: each.flatMap(({ operations: done }) => done),
    problems: each.flatMap(({ problems }) => problems),
    replaced: each.flatMap(({ replaced }) => replaced),
  };
}

function respond(operation: SpecOperation, policy: CorsPolicy, reading: Reading): Responded {
  const { type, uri, responses, ...integration } = integrationOf(operation)!;
  const known = Object.entries(objectOf(responses)).filter((entry): entry is [string, JsonObject & IntegrationResponse] => isObject(entry[1]));
  const isPreflight = operation.method === 'OPTIONS';
  const merged = known.map(([key, response]) => {
    const responder: Responder = { type: String(type), uri, isPreflight, isJson: isJson(operation, String(response.statusCode), reading) };
    const { response: value, replaced } = withHeaders(response, policy, responder);
    return {
      key,
      value,
      replaced: replacedHeaders(replaced, `${operation.method} ${operation.path} (${response.statusCode})`),
      problems: responseProblems(response, responder, policy, `${operation.where} (${key})`),
    };
  });
  const values = Object.fromEntries(merged.map(({ key, value }) => [key, value]));
  const integrated = withIntegration(operation, defined({ type, uri, ...integration, responses: { ...objectOf(responses), ...values } }));
  const statuses = known.map(([, { statusCode }]) => String(statusCode));
  return {
    operations: [withDeclaredHeaders(integrated, statuses, declaredHeaders(policy, isPreflight), reading.dialect)],
    problems: merged.flatMap(({ problems }) => problems),
    replaced: merged.flatMap(({ replaced }) => replaced),
  };
}

/** Whether the document says that an answer is JSON, and nothing else. */
function isJson({ value }: SpecOperation, status: string, { dialect, document, references }: Reading): boolean {
  const response = references.follow(objectOf(value.responses)[status] ?? {}, '') ?? {};
  const types = dialect.produces(value, response, document);
  return types.length > 0 && types.every((type) => /^application\/([a-z0-9.-]+\+)?json(;|$)/i.test(type));
}

function withDeclaredHeaders(operation: SpecOperation, statuses: readonly string[], names: readonly string[], dialect: Dialect): SpecOperation {
  const responses = objectOf(operation.value.responses);
  const declared = Object.fromEntries(statuses.map((status) => {
    const response = objectOf(responses[status]);
    return [status, { description: '', ...response, headers: { ...headersOf(names, dialect), ...objectOf(response.headers) } }];
  }));
  return { ...operation, value: { ...operation.value, responses: { ...responses, ...declared } } };
}

/** The gateway responses of a document with the policy's headers. */
export interface SpecGatewayResponses {
  readonly responses: JsonObject;
  readonly problems: string[];
  readonly replaced: string[];
}

/** The defaults, and each that the document defines, since that inherits nothing (rule 13). */
export function gatewayResponses(document: JsonObject, policies: PolicyByPath): SpecGatewayResponses {
  const headers = gatewayResponseHeaders([...policies.values()]);
  const problems: string[] = [];
  const gaveWay: string[] = [];
  const own = objectOf(document['x-amazon-apigateway-gateway-responses']);
  const responses = mapValues<unknown, JsonObject>({ DEFAULT_4XX: {}, DEFAULT_5XX: {}, ...own }, (value, type) => {
    if (!isGatewayResponseType(type)) {
      problems.push(refusal('specGatewayResponse', `${pointer('x-amazon-apigateway-gateway-responses', type)}: API Gateway has no gateway response ${shown(type)}; ` +
        `it has ${GATEWAY_RESPONSE_TYPES.join(', ')}`));
    }
    const response = objectOf(value);
    const { mappings, replaced } = mergeGatewayMappings(objectOf(response.responseParameters) as HeaderMappings, headers);
    gaveWay.push(...replacedHeaders(replaced, `the gateway response ${type}`));
    return defined({ ...response, responseParameters: mappings });
  });
  return { responses, problems, replaced: gaveWay };
}
