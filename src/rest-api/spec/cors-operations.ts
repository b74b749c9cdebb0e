import { GATEWAY_RESPONSE_HEADER, GATEWAY_RESPONSE_TYPES, isGatewayResponseType, METHOD_RESPONSE_HEADER } from '../../api-gateway';
import { defined, isObject, type JsonObject, mapValues, objectOf, pointer } from '../../open-api';
import type { CorsPolicy } from '../../policy';
import { refusal, shown } from '../../policy';
import type { PolicyByPath } from '../cors-by-path';
import { gatewayResponseHeaders } from '../gateway-responses';
import { type HeaderMappings, mergeMappings, quoted } from '../header-mapping';
import { preflightAnswer } from '../preflight-method';
import { planPreflights, scopeOf } from '../preflight-plan';
import { declaredHeaders, type IntegrationResponse, isRespondedByGateway, responseProblems, withHeaders } from '../response-headers';
import { integrationOf, withIntegration } from './integrations';
import type { SpecOperation } from './read-paths';

const INTEGRATION = 'x-amazon-apigateway-integration';

/** The operations of a document, with those that answer preflights. */
export function withPreflights(operations: readonly SpecOperation[], policies: PolicyByPath): SpecOperation[] {
  const scopes = [...policies.keys()];
  const answered = operations.filter((operation) => operation.method !== 'OPTIONS' || operation.value[INTEGRATION] !== undefined);
  const plan = planPreflights(resourcesOf(answered), scopes, 'anywhere');
  // OPTIONS that the document describes without saying who answers.
  const described = new Map(operations.filter((operation) => !answered.includes(operation)).map((operation) => [operation.path, operation]));
  const placed = new Set(plan.map(({ path }) => path));
  const all = [...plan, ...[...described.keys()].filter((path) => !placed.has(path)).map((path) => ({ path, scope: scopeOf(path, scopes) }))];
  const preflights = all.map(({ path, scope }): SpecOperation => {
    const operation = described.get(path) ?? { path, method: 'OPTIONS', where: pointer('paths', path, 'options'), value: {}, parameters: [] };
    return { ...operation, value: { ...operation.value, ...preflightOperation(policies.get(scope)!) } };
  });
  return [...answered, ...preflights];
}

function resourcesOf(operations: readonly SpecOperation[]): { path: string; methods: string[] }[] {
  const methods = new Map<string, string[]>();
  for (const { path, method } of operations) {
    methods.set(path, [...methods.get(path) ?? [], method]);
  }
  return [...methods].map(([path, each]) => ({ path, methods: each }));
}

/** The preflight method of the other constructs, as an operation. `security` is said, so that one of the whole document doesn't guard it. */
function preflightOperation(policy: CorsPolicy): JsonObject {
  const { status, headers, declared, requestTemplate } = preflightAnswer(policy);
  return {
    security: [],
    responses: { [status]: { description: 'The answer to a preflight', headers: headersOf(declared) } },
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

function headersOf(names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }]));
}

/** Operations whose answers API Gateway makes itself (AWS, HTTP, MOCK), with the policy's headers. */
export function withResponseHeaders(
  operations: readonly SpecOperation[], policies: PolicyByPath,
): { operations: SpecOperation[]; problems: string[] } {
  const scopes = [...policies.keys()];
  const problems: string[] = [];
  return {
    problems,
    operations: operations.map((operation) => {
      const integration = integrationOf(operation);
      const responses = objectOf(integration?.responses);
      if (operation.method === 'OPTIONS' || typeof integration?.type !== 'string' || !isRespondedByGateway(integration.type)) {
        return operation;
      }
      const policy = policies.get(scopeOf(operation.path, scopes))!;
      const known = Object.entries(responses).filter((entry): entry is [string, JsonObject & IntegrationResponse] => isObject(entry[1]));
      const type = integration.type.toUpperCase();
      problems.push(...known.flatMap(([key, response]) => responseProblems(response, type, policy, `${operation.where} (${key})`)));
      const merged = Object.fromEntries(known.map(([key, response]) => [key, withHeaders(response, policy).response]));
      const statuses = known.map(([, { statusCode }]) => String(statusCode));
      const integrated = withIntegration(operation, { ...integration, responses: { ...responses, ...merged } });
      return withDeclaredHeaders(integrated, statuses, declaredHeaders(policy));
    }),
  };
}

function withDeclaredHeaders(operation: SpecOperation, statuses: readonly string[], names: readonly string[]): SpecOperation {
  const responses = objectOf(operation.value.responses);
  const declared = Object.fromEntries(statuses.map((status) => {
    const response = objectOf(responses[status]);
    return [status, { description: '', ...response, headers: { ...headersOf(names), ...objectOf(response.headers) } }];
  }));
  return { ...operation, value: { ...operation.value, responses: { ...responses, ...declared } } };
}

/** The gateway responses of a document with the policy's headers: the defaults, and each that it defines, since that inherits nothing (rule 13). */
export function gatewayResponses(document: JsonObject, policies: PolicyByPath): { responses: JsonObject; problems: string[] } {
  const headers = gatewayResponseHeaders([...policies.values()]);
  const problems: string[] = [];
  const own = objectOf(document['x-amazon-apigateway-gateway-responses']);
  const responses = mapValues<unknown, JsonObject>({ DEFAULT_4XX: {}, DEFAULT_5XX: {}, ...own }, (value, type) => {
    const where = pointer('x-amazon-apigateway-gateway-responses', type);
    if (!isGatewayResponseType(type)) {
      problems.push(refusal('specGatewayResponse', `${where}: API Gateway has no gateway response ${shown(type)}; it has ${GATEWAY_RESPONSE_TYPES.join(', ')}`));
    }
    const response = objectOf(value);
    const { mappings, conflicts } = mergeMappings(objectOf(response.responseParameters) as HeaderMappings, GATEWAY_RESPONSE_HEADER, headers);
    problems.push(...conflicts.map(({ header, theirs, ours }) => refusal('gatewayResponseConflict',
      `${where} sets ${header} to ${theirs}, but the policy says ${ours}; remove the header there, the policy writes it`)));
    return defined({ ...response, responseParameters: mappings });
  });
  return { responses, problems };
}
