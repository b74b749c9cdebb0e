import { isCorsSafelistedMethod } from '../http';
import { CORS_CHECK, corsCheck, serializeRequestOrigin } from './cors-check';
import type { Decision } from './decision';
import type { CorsError } from './errors';
import { noResponse, proxyAuthentication, readAnswer, type FetchFailure, type Flow, type WireResponse } from './exchange';
import { chromiumHeaderOrder } from './header-order';
import { cannotBeTold, extractTokens, getHeader, isBad } from './headers';
import type { PreflightGrant } from './preflight-cache';
import { hasLocation, isRedirectStatus, unreadableLocation } from './redirect';
import type { Request } from './request';
import { isCorsSafelistedRequestHeader } from './safelist';
import { FETCH, isPotentiallyTrustworthy, isSameOrigin } from './url';

/** Where the preflight stands in the standard. */
export const CORS_PREFLIGHT_FETCH = `${FETCH}#cors-preflight-fetch`;

const MAX_AGE = 'access-control-max-age';

/**
 * Asks whether a request may be sent.
 *
 * @param unsafeNames its CORS-unsafe request-header names
 * @returns what was allowed, or why it was not
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function* corsPreflightFetch(request: Request, unsafeNames: readonly string[], decision: Decision): Flow<PreflightGrant | FetchFailure> {
  // steps 1 to 5
  const headers: (readonly [string, string])[] = [
    ['accept', '*/*'],
    ['access-control-request-method', request.method],
  ];
  if (unsafeNames.length > 0) {
    headers.push(['access-control-request-headers', unsafeNames.join(',')]);
  }
  const origin = preflightOrigin(request, decision);
  headers.push(['origin', origin]);
  // step 6
  const answer = yield { method: 'OPTIONS', url: request.currentUrl.href, headers, credentials: false, preflight: true };
  const response = readAnswer(answer, CORS_PREFLIGHT_FETCH);
  if (response === undefined) return noResponse(true);
  if (response.status === 407 && !decision.does('proxyAuthenticationReadable')) return proxyAuthentication(response, true);
  const unreadable = unreadableLocation(request, response, decision);
  if (unreadable !== undefined) return { ...unreadable, preflight: true };
  // step 7
  return checkResponse(request, origin, response, decision) ?? checkGrant(request, unsafeNames, response, decision);
}

/** The origin that a preflight is made for. @see https://fetch.spec.whatwg.org/#serializing-a-request-origin */
export function preflightOrigin(request: Request, decision: Decision): string {
  const origin = serializeRequestOrigin(request);
  return request.origin !== origin && decision.departs('preflightKeepsOrigin') ? request.origin : origin;
}

/** Step 7: the CORS check and an ok status, in Chromium's order. services/network/cors/preflight_controller.cc */
function checkResponse(request: Request, origin: string, response: WireResponse, decision: Decision): FetchFailure | undefined {
  if (isRedirectStatus(response.status) && hasLocation(response)) {
    return failure('PreflightDisallowedRedirect', '', `the preflight is answered with a redirect (${response.status})`, response);
  }
  const failed = corsCheck(request, response.headers, decision, origin);
  if (failed !== undefined && !(isSameOrigin(request.currentUrl, request.origin) && decision.departs('preflightToPageUnchecked'))) {
    return { ...failed, error: `Preflight${failed.error}`, reason: `of the preflight: ${failed.reason}`, response, step: CORS_CHECK, preflight: true };
  }
  // https://fetch.spec.whatwg.org/#ok-status
  if (response.status > 299) {
    return failure('PreflightInvalidStatus', '', `the preflight is answered with status ${response.status}, not 200 to 299`, response);
  }
  return undefined;
}

/** Steps 7.1 to 7.6 */
function checkGrant(
  request: Request, unsafeNames: readonly string[], response: WireResponse, decision: Decision,
): PreflightGrant | FetchFailure {
  // step 7.1
  let methods = extractTokens(response.headers, 'access-control-allow-methods', CORS_PREFLIGHT_FETCH);
  // step 7.2, as far as the methods go
  if (isBad(methods)) {
    return failure('InvalidAllowMethodsPreflightResponse', '', `in Access-Control-Allow-Methods, '${methods.badToken}' isn't a method`, response);
  }
  // steps 7.2 and 7.3
  const headerNames = extractTokens(response.headers, 'access-control-allow-headers', CORS_PREFLIGHT_FETCH);
  if (isBad(headerNames)) {
    return failure('InvalidAllowHeadersPreflightResponse', '', `in Access-Control-Allow-Headers, '${headerNames.badToken}' isn't a header name`, response);
  }
  // step 7.4
  if (methods === undefined && request.useCorsPreflight && !isCorsSafelistedMethod(request.method) && !decision.departs('forcedPreflightNeedsMethod')) {
    methods = [request.method];
  }
  const grant: PreflightGrant = {
    origin: serializeRequestOrigin(request),
    url: request.currentUrl.href,
    credentials: request.credentials === 'include',
    methods: methods ?? [],
    headerNames: (headerNames ?? []).map((name) => name.toLowerCase()),
    // it decides nothing about this request
    maxAge: cannotBeTold(response.headers, MAX_AGE) ? '0' : getHeader(response.headers, MAX_AGE, CORS_PREFLIGHT_FETCH, decision),
  };
  const refused = checkMethod(request, grant, response) ?? checkHeaders(request, unsafeNames, grant, response, decision);
  return refused === undefined ? grant : { ...refused, grant };
}

/** Step 7.5: byte for byte, and `*` only without credentials. */
function checkMethod(request: Request, grant: PreflightGrant, response: WireResponse): FetchFailure | undefined {
  const { method } = request;
  if (grant.methods.includes(method) || isCorsSafelistedMethod(method) || (!grant.credentials && grant.methods.includes('*'))) return undefined;
  return failure('MethodDisallowedByPreflightResponse', method, `Access-Control-Allow-Methods does not list ${method}`, response);
}

/** Steps 7.6 and 7.7: whatever the case, and `*` only without credentials and never for Authorization. */
function checkHeaders(
  request: Request, unsafeNames: readonly string[], grant: PreflightGrant, response: WireResponse, decision: Decision,
): FetchFailure | undefined {
  const wildcard = !grant.credentials && grant.headerNames.includes('*');
  const missing = unsafeNames.filter((name) => !grant.headerNames.includes(name)
    && !(wildcard && (name !== 'authorization' || coversAuthorization(request, decision))));
  if (missing.length === 0) return undefined;
  const reason = `Access-Control-Allow-Headers does not list ${missing.join(', ')}`;
  return { ...failure('HeaderDisallowedByPreflightResponse', firstForChromium(request, missing, decision), reason, response), missing };
}

function coversAuthorization(request: Request, decision: Decision): boolean {
  request.warnedUrls.push(request.currentUrl.full);
  return decision.departs('authorizationUnderWildcard');
}

/** Which of several missing headers Chromium names: those that are unsafe for more than 1024 bytes in all come last. */
function firstForChromium(request: Request, missing: readonly string[], decision: Decision): string {
  if (missing.length === 1) return missing[0];
  const names = request.headers.map(([name]) => name);
  // fetch() keeps its headers sorted, XMLHttpRequest as they were set
  const order = chromiumHeaderOrder(request.api === 'fetch' ? names.sort() : names, isPotentiallyTrustworthy(request.urlList[0]));
  const named = order.filter((name) => missing.includes(name));
  const values = new Map(request.headers);
  return named.find((name) => values.has(name) && !isCorsSafelistedRequestHeader(name, values.get(name)!, decision)) ?? named[0] ?? missing[0];
}

function failure(error: CorsError, parameter: string, reason: string, response: WireResponse): FetchFailure {
  return { error, parameter, reason, response, step: CORS_PREFLIGHT_FETCH, preflight: true };
}
