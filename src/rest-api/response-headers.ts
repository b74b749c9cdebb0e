import { METHOD_RESPONSE_HEADER } from '../api-gateway';
import type { CorsPolicy } from '../policy';
import { refusal } from '../policy';
import { findKey, type HeaderConflict, type HeaderMappings, type HeaderValues, isLiteral, mergeMappings, quoted } from './header-mapping';
import { allowOriginTemplate } from './origin-template';

const ALLOW_ORIGIN = `${METHOD_RESPONSE_HEADER}Access-Control-Allow-Origin`;

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

/** The policy's headers of every answer but the preflight's, as far as they don't depend on the request's origin. */
export function responseHeaders(policy: CorsPolicy): HeaderValues {
  return withOrigin(policy, policy._responseHeaders());
}

/** The headers that a method must declare so that they can be mapped (rule 46). */
export function declaredHeaders(policy: CorsPolicy): string[] {
  return withAllowOrigin(responseHeaders(policy));
}

/** Headers with the origin where the policy has one for all requests, and with `Vary` where a template chooses it. */
export function withOrigin(policy: CorsPolicy, rest: HeaderValues): HeaderValues {
  const only = policy._staticOrigin;
  return only === undefined ? { ...rest, Vary: 'Origin' } : { 'Access-Control-Allow-Origin': only, ...rest };
}

/** The names of headers, and `Access-Control-Allow-Origin` where a template writes it. */
export function withAllowOrigin(headers: HeaderValues): string[] {
  return [...new Set(['Access-Control-Allow-Origin', ...Object.keys(headers)])];
}

/** An integration response with the policy's headers. */
interface MergedResponse {
  readonly response: IntegrationResponse;
  /** What the user set to something else. */
  readonly conflicts: HeaderConflict[];
  /** The user's own key of `Access-Control-Allow-Origin`, in the case in which it is written. */
  readonly originKey: string | undefined;
}

/** Puts the policy's headers on an integration response. */
export function withHeaders(response: IntegrationResponse, policy: CorsPolicy): MergedResponse {
  const theirs = response.responseParameters ?? {};
  const { mappings, conflicts } = mergeMappings(theirs, METHOD_RESPONSE_HEADER, quoted(responseHeaders(policy)));
  const merged = { ...response, responseParameters: mappings };
  const originKey = findKey(theirs, ALLOW_ORIGIN);
  if (policy._staticOrigin !== undefined || originKey !== undefined) return { response: merged, conflicts, originKey };
  // Several origins: API Gateway can choose one in a template only (rules 42, 46).
  const templates = Object.entries(response.responseTemplates ?? { 'application/json': '' });
  return {
    response: { ...merged, responseTemplates: Object.fromEntries(templates.map(([type, text]) => [type, prepended(text, policy)])) },
    conflicts,
    originKey,
  };
}

function prepended(template: unknown, policy: CorsPolicy): unknown {
  const prefix = `${allowOriginTemplate(policy)}\n`;
  return typeof template === 'string' ? prefix + template : { 'Fn::Join': ['', [prefix, template]] };
}

/** What a user's integration response keeps from getting the policy's headers, in the user's terms. */
export function responseProblems(response: IntegrationResponse, type: string, policy: CorsPolicy, path: string): string[] {
  const where = `the ${response.statusCode} response of ${path}`;
  const { conflicts, originKey } = withHeaders(response, policy);
  const problems = conflicts.map(({ header, theirs, ours }) => refusal('integrationResponseConflict',
    `${where} sets ${header} to ${theirs}, but the policy says ${ours}; remove the header there, the policy writes it`));
  if (policy._staticOrigin !== undefined) return problems;
  const origin = originKey === undefined ? undefined : response.responseParameters![originKey];
  if (origin !== undefined && isLiteral(origin)) {
    problems.push(refusal('integrationResponseConflict',
      `${where} sets Access-Control-Allow-Origin to ${origin}, but the policy allows several origins; remove the header there, the policy writes it`));
  }
  if (originKey === undefined && response.responseTemplates === undefined && type !== 'MOCK') {
    problems.push(refusal('passthroughWithSeveralOrigins',
      `${where} passes the body through, but API Gateway can choose among several origins in a response template only; ` +
      'add responseTemplates: { "application/json": "$input.json(\'$\')" } to this integration response, or allow one origin'));
  }
  return problems;
}
