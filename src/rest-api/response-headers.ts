import type { CorsPolicy } from '../policy';
import { refusal } from '../policy/refusal';
import { findKey, type HeaderConflict, type HeaderMappings, type HeaderValues, isLiteral, mergeMappings, quoted } from './header-mapping';
import { allowOriginTemplate } from './origin-template';

const KEY_PREFIX = 'method.response.header.';
const ALLOW_ORIGIN = `${KEY_PREFIX}Access-Control-Allow-Origin`;

/** What API Gateway answers where it makes the answer itself, in the words that CloudFormation and OpenAPI documents share. */
export interface IntegrationResponse {
  readonly statusCode: string;
  readonly responseParameters?: HeaderMappings;
  readonly responseTemplates?: { [contentType: string]: unknown };
}

/** Whether API Gateway makes the answers of an integration: those of a proxy are the back end's. */
export function isRespondedByGateway(type: string | undefined): boolean {
  return ['AWS', 'HTTP', 'MOCK'].includes(type?.toUpperCase() ?? '');
}

/** The policy's headers of every answer but the preflight's, as far as they don't depend on who asks. */
export function responseHeaders(policy: CorsPolicy): HeaderValues {
  const origin = policy._staticOrigin;
  return {
    ...(origin === undefined ? {} : { 'Access-Control-Allow-Origin': origin }),
    ...policy._responseHeaders(),
    ...(origin === undefined ? { Vary: 'Origin' } : {}),
  };
}

/** The headers that a method must declare so that they can be mapped (rule 46). */
export function declaredHeaders(policy: CorsPolicy): string[] {
  return [...new Set(['Access-Control-Allow-Origin', ...Object.keys(responseHeaders(policy))])];
}

/** An integration response with the policy's headers, and what the user set to something else. */
export function withHeaders(response: IntegrationResponse, policy: CorsPolicy): { response: IntegrationResponse; conflicts: HeaderConflict[] } {
  const theirs = response.responseParameters ?? {};
  const { mappings, conflicts } = mergeMappings(theirs, KEY_PREFIX, quoted(responseHeaders(policy)));
  const merged = { ...response, responseParameters: mappings };
  if (policy._staticOrigin !== undefined || findKey(theirs, ALLOW_ORIGIN) !== undefined) return { response: merged, conflicts };
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

/** What a user's integration response keeps from getting the policy's headers, in the user's terms. */
export function responseProblems(response: IntegrationResponse, type: string, policy: CorsPolicy, path: string): string[] {
  const where = `the ${response.statusCode} response of ${path}`;
  const problems = withHeaders(response, policy).conflicts.map(({ header, theirs, ours }) => refusal('integrationResponseConflict',
    `${where} sets ${header} to ${theirs}, but the policy says ${ours}; remove the header there, the policy writes it`));
  const theirs = response.responseParameters ?? {};
  const key = findKey(theirs, ALLOW_ORIGIN);
  if (policy._staticOrigin !== undefined) return problems;
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
