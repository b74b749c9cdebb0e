import { METHOD_RESPONSE_HEADER } from '../api-gateway';
import type { CorsPolicy } from '../policy';
import { refusal } from '../policy';
import { findKey, type HeaderMappings, type HeaderValues, isTaken, mergeMappings, quoted, type ReplacedHeader } from './header-mapping';
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
export function declaredHeaders(policy: CorsPolicy, isPreflight = false): string[] {
  return withAllowOrigin(headersFor(policy, { isPreflight }));
}

function headersFor(policy: CorsPolicy, { isPreflight }: Pick<Responder, 'isPreflight'>): HeaderValues {
  return isPreflight === true ? withOrigin(policy, policy._preflightHeaders()) : responseHeaders(policy);
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

/** An integration as far as its answers are concerned. */
export interface Responder {
  readonly type: string;
  /** A text, or a function of CloudFormation. */
  readonly uri?: unknown;
  /** Whether each answer is JSON, because the user says so. */
  readonly isJson?: boolean;
  /** Whether it is a MOCK of the user's that answers preflights, among other things that it says. */
  readonly isPreflight?: boolean;
}

/** An integration response with the policy's headers. */
interface MergedResponse {
  readonly response: IntegrationResponse;
  /** What the user set to something else. */
  readonly replaced: ReplacedHeader[];
}

/** Puts the policy's headers on an integration response. */
export function withHeaders(response: IntegrationResponse, policy: CorsPolicy, responder: Responder): MergedResponse {
  const theirs = response.responseParameters ?? {};
  const { mappings, replaced } = mergeMappings(theirs, METHOD_RESPONSE_HEADER, quoted(headersFor(policy, responder)));
  const merged = { ...response, responseParameters: mappings };
  if (policy._staticOrigin !== undefined || takesOriginFromBackEnd(response)) return { response: merged, replaced };
  // Several origins: API Gateway can choose one in a template only (rules 42, 46).
  const templates = Object.entries(response.responseTemplates ?? { 'application/json': passedThrough(responder) ?? '' });
  const responseTemplates = Object.fromEntries(templates.map(([type, text]) => [type, prepended(text, policy)]));
  return { response: { ...merged, responseTemplates }, replaced };
}

function takesOriginFromBackEnd({ responseParameters = {} }: IntegrationResponse): boolean {
  const key = findKey(responseParameters, ALLOW_ORIGIN);
  return key !== undefined && isTaken(responseParameters[key]);
}

/** Services whose answers are JSON whatever they are asked. */
const JSON_SERVICES = /:(lambda:path|(dynamodb|states|kinesis|firehose|events):(action|path))\//;

/** The template that leaves a body as it is; undefined where the body may be something else than JSON. */
function passedThrough({ type, uri, isJson }: Responder): string | undefined {
  if (type.toUpperCase() === 'MOCK') return '';
  const isOfService = type.toUpperCase() === 'AWS' && JSON_SERVICES.test(JSON.stringify(uri) ?? '');
  return isOfService || isJson === true ? "$input.json('$')" : undefined;
}

function prepended(template: unknown, policy: CorsPolicy): unknown {
  const prefix = `${allowOriginTemplate(policy)}\n`;
  return typeof template === 'string' ? prefix + template : { 'Fn::Join': ['', [prefix, template]] };
}

/** What keeps an integration response from getting the policy's headers, in the user's terms. */
export function responseProblems(response: IntegrationResponse, responder: Responder, policy: CorsPolicy, path: string): string[] {
  const passes = response.responseTemplates === undefined && passedThrough(responder) === undefined;
  if (policy._staticOrigin !== undefined || takesOriginFromBackEnd(response) || !passes) return [];
  const ofBackEnd = `"${ALLOW_ORIGIN}": "integration.response.header.Access-Control-Allow-Origin"`;
  const ofBinary = `map the header that the back end sends (responseParameters: { ${ofBackEnd} }), or give the path a policy with one origin (corsByPath)`;
  const isObject = /:s3:(path|action)\//.test(JSON.stringify(responder.uri) ?? '');
  return [refusal('passthroughWithSeveralOrigins',
    `the ${response.statusCode} response of ${path} passes the body through, but API Gateway can choose among several origins in a response template only, ` +
    (isObject
      ? `which would break a body that isn't text, such as an image of S3; ${ofBinary}. S3 sends the header where the bucket has CORS rules and gets the request's Origin`
      : `and a template breaks a body that isn't text; for JSON add responseTemplates: { "application/json": "$input.json('$')" } to this integration response, for others ${ofBinary}`))];
}

/** What was replaced on an integration response, in the user's terms. */
export function replacedHeaders(replaced: readonly ReplacedHeader[], place: string): string[] {
  return replaced.map(({ header, theirs }) => `${header} ${theirs} of ${place}`);
}
