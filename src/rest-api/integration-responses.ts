import { Lazy, Stack } from 'aws-cdk-lib';
import { CfnMethod } from 'aws-cdk-lib/aws-apigateway';
import { CorsPolicy } from '../policy';
import { findKey, HeaderMappings, HeaderValues, isLiteral, mergeMappings, quoted } from './header-mapping';
import { allowOriginTemplate } from './origin-template';
import { refusal } from '../policy/refusal';

const KEY_PREFIX = 'method.response.header.';
const ALLOW_ORIGIN = `${KEY_PREFIX}Access-Control-Allow-Origin`;

/** An integration as CloudFormation takes it, with the CDK's tokens resolved. */
interface Integration {
  readonly type?: string;
  readonly integrationResponses?: IntegrationResponse[];
}

interface IntegrationResponse {
  readonly statusCode: string;
  readonly responseParameters?: HeaderMappings;
  readonly responseTemplates?: { [contentType: string]: unknown };
}

interface MethodResponse {
  readonly statusCode: string;
  readonly responseParameters?: { [key: string]: boolean };
  readonly responseModels?: { [contentType: string]: unknown };
}

/**
 * Puts the policy's headers on the responses of an integration that isn't a proxy (AWS, HTTP, MOCK). There API Gateway makes the answer, so
 * nobody else can add them. A header must be declared on the method response to be mapped (rule 46).
 *
 * The rendering is deferred, so that responses added to the method later are covered as well.
 *
 * @returns what can't be done, in the user's terms
 */
export function addIntegrationResponseHeaders(method: CfnMethod, policy: CorsPolicy): string[] {
  const stack = Stack.of(method);
  const integration = method.integration;
  const methodResponses = method.methodResponses;
  const resolved: Integration = stack.resolve(integration) ?? {};
  if (!isRespondedByGateway(resolved)) {
    return [];
  }
  method.integration = Lazy.any({
    produce: () => {
      const current: Integration = stack.resolve(integration);
      return { ...current, integrationResponses: current.integrationResponses?.map((response) => withHeaders(response, policy).response) };
    },
  });
  method.methodResponses = Lazy.any({
    produce: () => declared(stack.resolve(methodResponses) ?? [], (stack.resolve(integration) as Integration).integrationResponses ?? [], policy),
  });
  return resolved.integrationResponses!.flatMap((response) => problemsOf(response, resolved.type!, policy, method.node.path));
}

/** What is put on integration responses, for the deployment's hash. */
export function integrationResponseFingerprint(policy: CorsPolicy): object {
  return { headers: responseHeaders(policy), template: policy._staticOrigin === undefined ? allowOriginTemplate(policy) : undefined };
}

function isRespondedByGateway(integration: Integration): boolean {
  return ['AWS', 'HTTP', 'MOCK'].includes(integration.type ?? '') && (integration.integrationResponses ?? []).length > 0;
}

function responseHeaders(policy: CorsPolicy): HeaderValues {
  const origin = policy._staticOrigin;
  return {
    ...(origin === undefined ? {} : { 'Access-Control-Allow-Origin': origin }),
    ...policy._responseHeaders(),
    ...(origin === undefined ? { Vary: 'Origin' } : {}),
  };
}

function withHeaders(response: IntegrationResponse, policy: CorsPolicy) {
  const theirs = response.responseParameters ?? {};
  const { mappings, conflicts } = mergeMappings(theirs, KEY_PREFIX, quoted(responseHeaders(policy)));
  const merged = { ...response, responseParameters: mappings };
  if (policy._staticOrigin !== undefined || findKey(theirs, ALLOW_ORIGIN) !== undefined) {
    return { response: merged, conflicts };
  }
  // Several origins: API Gateway can choose one in a template only (rules 42, 46).
  const templates = Object.entries(response.responseTemplates ?? { 'application/json': '' });
  return {
    response: { ...merged, responseTemplates: Object.fromEntries(templates.map(([type, text]) => [type, prepended(text, policy)])) },
    conflicts,
  };
}

function prepended(template: unknown, policy: CorsPolicy): unknown {
  const prefix = `${allowOriginTemplate(policy)}\n`;
  return typeof template === 'string' ? prefix + template : { 'Fn::Join': ['', [prefix, template]] };
}

function declared(theirs: MethodResponse[], responses: IntegrationResponse[], policy: CorsPolicy): MethodResponse[] {
  const byStatus = new Map<string, MethodResponse>();
  for (const response of theirs) {
    const known = byStatus.get(response.statusCode);
    byStatus.set(response.statusCode, known === undefined ? response : {
      statusCode: response.statusCode,
      responseParameters: { ...known.responseParameters, ...response.responseParameters },
      responseModels: { ...known.responseModels, ...response.responseModels },
    });
  }
  for (const { statusCode } of responses) {
    const known: MethodResponse = byStatus.get(statusCode) ?? { statusCode };
    const parameters = { ...known.responseParameters };
    for (const header of ['Access-Control-Allow-Origin', ...Object.keys(responseHeaders(policy))]) {
      if (findKey(parameters, KEY_PREFIX + header) === undefined) {
        parameters[KEY_PREFIX + header] = true;
      }
    }
    byStatus.set(statusCode, { ...known, responseParameters: parameters });
  }
  return [...byStatus.values()];
}

function problemsOf(response: IntegrationResponse, type: string, policy: CorsPolicy, path: string): string[] {
  const where = `the ${response.statusCode} response of ${path}`;
  const problems = withHeaders(response, policy).conflicts.map(({ header, theirs, ours }) => refusal('integrationResponseConflict',
    `${where} sets ${header} to ${theirs}, but the policy says ${ours}; remove the header there, the policy writes it`));
  const theirs = response.responseParameters ?? {};
  const key = findKey(theirs, ALLOW_ORIGIN);
  if (policy._staticOrigin !== undefined) {
    return problems;
  }
  if (key !== undefined && isLiteral(theirs[key])) {
    problems.push(refusal('integrationResponseConflict',
      `${where} sets Access-Control-Allow-Origin to ${theirs[key]}, but the policy allows several origins; remove the header there, the policy writes it`));
  }
  if (key === undefined && response.responseTemplates === undefined && type !== 'MOCK') {
    problems.push(refusal('passthroughWithSeveralOrigins',
      `${where} passes the body through, but API Gateway can choose among several origins in a response template only; ` +
      'add responseTemplates: { "application/json": "$input.json(\'$\')" } to this integration response, or allow one origin'));
  }
  return problems;
}
