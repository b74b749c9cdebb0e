import { isUnknown, type Maybe, type Unknown } from '../../template';
import { type HttpResponse, headerOf } from '../kernel/message';
import type { Exchange } from './exchange';
import { isSettled, settled, unsettled } from './known-headers';
import type { AddedHeader, CorsConfig, ResponseHeadersPolicy } from './response-headers';
import { allowedOrigin, corsHeaders } from './response-headers-policy';

/**
 * The response as a behavior's response headers policy makes it: first what it removes, then what it adds (rule 96). A policy only decorates an answer,
 * and never makes one (rule 98).
 */
export function withResponseHeaders(response: HttpResponse, policy: Maybe<ResponseHeadersPolicy> | undefined, exchange: Exchange): HttpResponse {
  if (policy === undefined) return response;
  if (isUnknown(policy)) return { ...response, moreHeaders: { because: policy, except: [] } };
  exchange.step('response-headers-policy', policy.name, policy.resource);
  if (policy.isInferred) {
    exchange.remark(93, tableOf(policy));
  }
  let result = removed(response, policy);
  if (policy.cors !== undefined) {
    result = withCors(result, withSwitches(policy, policy.cors, exchange), exchange);
  }
  return policy.headers.reduce(added, result);
}

/** Rule 93: whether CORS-With-Preflight allows all headers, too. */
function withSwitches(policy: ResponseHeadersPolicy, cors: CorsConfig, exchange: Exchange): CorsConfig {
  return cors.onlyOriginOtherwise && exchange.reading(93, tableOf(policy)) === 'with-allow-headers' ? { ...cors, allowHeaders: ['*'] } : cors;
}

function tableOf({ name }: ResponseHeadersPolicy): string {
  return `the table of the managed policy ${name} isn't in any copy of the documentation`;
}

function removed(response: HttpResponse, { remove }: ResponseHeadersPolicy): HttpResponse {
  if (isUnknown(remove)) return { ...response, moreHeaders: { because: remove, except: [] } };
  return remove.reduce((result, name) => settled(result, name, undefined), response);
}

/** Rule 94: to a request with an Origin that is listed; the preflight's headers to OPTIONS only. */
function withCors(response: HttpResponse, cors: CorsConfig, exchange: Exchange): HttpResponse {
  const { viewer } = exchange;
  const origin = headerOf(viewer.headers, 'Origin');
  if (origin === undefined) return response;
  const allowed = allowedOrigin(cors, origin, { schemeless: schemelessMatches(cors, exchange) });
  if (allowed === undefined) return response;
  const all = [{ name: 'Access-Control-Allow-Origin', value: allowed, override: cors.originOverride },
    ...corsHeaders(cors, viewer.method === 'OPTIONS' && isPreflight(exchange))];
  if (isUnknown(allowed)) return all.reduce((result, { name }) => unsettled(result, name, allowed), response);
  const result = all.reduce(added, response);
  if (allowed === '*') return result;
  const varies = exchange.reading(97, 'a response headers policy isn\'t documented to add Vary: Origin to the origin that it echoes');
  return varies === 'vary' ? settled(result, 'Vary', joinedVary(headerOf(result.headers, 'Vary'))) : result;
}

function joinedVary(vary: string | undefined): string {
  return vary === undefined ? 'Origin' : /(^|,)\s*(origin|\*)\s*(,|$)/i.test(vary) ? vary : `${vary}, Origin`;
}

function schemelessMatches(cors: CorsConfig, exchange: Exchange): boolean {
  const hasSchemeless = !isUnknown(cors.allowOrigins) && cors.allowOrigins.some((entry) => entry !== '*' && !entry.includes('://'));
  return hasSchemeless &&
    exchange.reading(95, 'whether an origin without a scheme in a response headers policy matches both schemes isn\'t known') === 'any-scheme';
}

function isPreflight(exchange: Exchange): boolean {
  const hasMethod = headerOf(exchange.viewer.headers, 'Access-Control-Request-Method') !== undefined;
  return hasMethod || exchange.reading(94,
    'whether CloudFront takes an OPTIONS without Access-Control-Request-Method for a preflight isn\'t known') === 'options';
}

/** Rule 96: the origin's own header stays, unless the policy overrides it. */
function added(response: HttpResponse, header: AddedHeader): HttpResponse {
  const { name, value, override } = header;
  const settles = isSettled(response, name);
  const isThere = headerOf(response.headers, name) !== undefined;
  if (override !== true && settles && isThere && !isUnknown(override)) return response;
  const unknown: Unknown | undefined = isUnknown(value) ? value
    : isUnknown(override) && (isThere || !settles) ? override
      : !settles && override !== true ? response.moreHeaders?.because : undefined;
  return unknown === undefined ? settled(response, name, value as string) : unsettled(response, name, unknown);
}
