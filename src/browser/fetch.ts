import { isCorsSafelistedMethod } from '../http';
import { encodeUtf8, NON_ASCII } from './bytes';
import { CORS_CHECK, corsCheck, serializeRequestOrigin } from './cors-check';
import type { Decision } from './decision';
import { CannotTell } from './errors';
import { noResponse, proxyAuthentication, readAnswer, type FetchFailure, type Flow, type WireResponse } from './exchange';
import type { HeaderList } from './headers';
import { corsPreflightFetch } from './preflight';
import type { PreflightCache, PreflightQuestion } from './preflight-cache';
import { followRedirect, isRedirect, unreadableLocation, unwantedRedirect } from './redirect';
import { isMedia, type Request } from './request';
import { checkResourcePolicy } from './resource-policy';
import { ACCEPT_ANYTHING, chromiumRange, corsUnsafeRequestHeaderNames } from './safelist';
import type { HttpRequest } from './types';
import { FETCH, isHttpScheme, isPotentiallyTrustworthy, isSameOrigin, LOCAL_SCHEMES, OPAQUE_ORIGIN } from './url';

/** What one page's fetches share. */
export interface FetchContext {
  readonly decision: Decision;
  readonly cache: PreflightCache | undefined;
}

/** The outcome of a fetch: a network error, or a response and how much of it the page may see. */
export type FetchResult =
  | { readonly failure: FetchFailure }
  | { readonly failure?: undefined; readonly response: WireResponse; readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect' };

/** Where routing stands in the standard. */
export const MAIN_FETCH = `${FETCH}#concept-main-fetch`;
/** Where the answers to requests are judged. */
export const HTTP_FETCH = `${FETCH}#concept-http-fetch`;

const DATA_RESPONSE: WireResponse = { status: 200, headers: [['content-type', '', 'content-type']] };

/**
 * Fetches, following redirects. The standard recurses from HTTP-redirect fetch into main fetch; this is a loop.
 *
 * @see https://fetch.spec.whatwg.org/#concept-main-fetch
 */
export function* mainFetch(request: Request, context: FetchContext): Flow<FetchResult> {
  let usedPreflight = false;
  for (;;) {
    const routed = route(request, context.decision);
    if (routed !== undefined) return finish(request, context, usedPreflight, routed);
    const preflight = request.responseTainting === 'cors' ? preflightQuestion(request, context.decision) : undefined;
    usedPreflight ||= preflight !== undefined;
    const result = yield* httpFetch(request, preflight, context);
    if (result !== 'redirected') return finish(request, context, usedPreflight, result);
  }
}

/** Step 12: sets the response tainting, or ends the fetch. */
function route(request: Request, decision: Decision): FetchResult | undefined {
  const url = request.currentUrl;
  if (url.includesCredentials && decision.departs('embeddedCredentialsBlocked')) {
    return { failure: { preflight: false, reason: 'the URL has a user name or a password', step: MAIN_FETCH } };
  }
  // step 12.1
  if ((isSameOrigin(url, request.origin) && request.responseTainting === 'basic') || url.scheme === 'data') {
    return schemeFetch(request);
  }
  // step 12.2
  if (request.mode === 'same-origin') return { failure: SAME_ORIGIN_FAILURE };
  // step 12.3
  if (request.mode === 'no-cors') {
    if (request.redirect !== 'follow') {
      return { failure: { preflight: false, reason: 'a no-cors request must follow redirects', step: MAIN_FETCH } };
    }
    request.responseTainting = 'opaque';
    return schemeFetch(request);
  }
  // step 12.4
  if (!isHttpScheme(url)) return { failure: schemeFailure(request) };
  // steps 12.5 and 12.6
  noteMixedContent(request, decision);
  request.responseTainting = 'cors';
  return undefined;
}

/** @see https://fetch.spec.whatwg.org/#concept-scheme-fetch */
function schemeFetch(request: Request): FetchResult | undefined {
  const url = request.currentUrl;
  if (isHttpScheme(url)) return undefined;
  // https://fetch.spec.whatwg.org/#data-url-processor
  if (url.scheme === 'data' && url.href.includes(',')) return { response: DATA_RESPONSE, type: 'basic' };
  if (url.scheme === 'blob') throw new CannotTell('what a blob: URL holds cannot be told', `${FETCH}#concept-scheme-fetch`);
  return { failure: schemeFailure(request) };
}

// Chromium's renderer says so itself, without a CorsError
const SAME_ORIGIN_FAILURE: FetchFailure = {
  preflight: false,
  reason: 'the URL is on another origin, which the mode same-origin does not allow',
  step: MAIN_FETCH,
};

function schemeFailure(request: Request): FetchFailure {
  const { scheme } = request.currentUrl;
  const named = request.api === 'fetch' || request.mode !== 'cors' || LOCAL_SCHEMES.has(scheme) ? {} : { error: 'CorsDisabledScheme', parameter: '' } as const;
  return { ...named, preflight: false, reason: `${scheme}: URLs cannot be fetched`, step: MAIN_FETCH };
}

function noteMixedContent(request: Request, decision: Decision): void {
  if (request.origin.startsWith('https:') && request.currentUrl.scheme === 'http' && !isPotentiallyTrustworthy(request.currentUrl)) {
    decision.note('a page on https cannot fetch http: URLs: browsers block or upgrade mixed content before CORS comes into it');
  }
}

/** Step 12.5: what a preflight must be asked for, if one is needed. */
function preflightQuestion(request: Request, decision: Decision): PreflightQuestion | undefined {
  const unsafeNames = askedNames(request, decision);
  if (!request.useCorsPreflight && isCorsSafelistedMethod(request.method) && unsafeNames.length === 0 && !goesOn(request, decision)) return undefined;
  request.preflighted = true;
  return {
    origin: cacheOrigin(request, decision),
    url: cacheUrl(request, decision),
    credentials: request.credentials === 'include',
    method: request.method,
    unsafeNames,
    forced: request.useCorsPreflight,
  };
}

/** The header names that a preflight asks for: those that are unsafe, as far as redirects left them. */
function askedNames(request: Request, decision: Decision): readonly string[] {
  const { first } = request;
  const names = corsUnsafeRequestHeaderNames(request.headers, decision);
  if (request.headers === first.written) return names;
  const redirected = request.urlList.length > 1;
  if (redirected) {
    const all = corsUnsafeRequestHeaderNames(first.headers, decision);
    if (all.length > names.length && decision.departs('droppedHeadersAsked')) return all;
  }
  // netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckPreflightNeeded
  const left = corsUnsafeRequestHeaderNames(first.written, decision).filter((name) => !request.droppedNames.has(name));
  return left.length > names.length && decision.departs(redirected ? 'droppedHeadersReturn' : 'contentTypeJudgedAsWritten') ? left : names;
}

/** Whether a preflight is made after a redirect because there was one before it, or the first request's headers asked for one. */
function goesOn(request: Request, decision: Decision): boolean {
  if (request.urlList.length === 1) return false;
  const begun = request.preflighted || corsUnsafeRequestHeaderNames(request.first.written, decision).length > 0;
  return begun && decision.departs('preflightsGoOn');
}

/** Chromium and Firefox remember for the page's origin even where they send `null`: preflight_controller.cc, nsCORSListenerProxy.cpp */
function cacheOrigin(request: Request, { browser }: Decision): string {
  return browser === 'chromium' || browser === 'firefox' ? request.origin : serializeRequestOrigin(request);
}

/** Chromium remembers for a URL with its fragment: services/network/cors/preflight_cache.cc */
function cacheUrl({ currentUrl }: Request, decision: Decision): string {
  return decision.browser === 'chromium' ? currentUrl.full : currentUrl.href;
}

/** Ends a fetch. Step 12.5.2: after a network error, the URL must be asked anew. */
function finish(request: Request, context: FetchContext, usedPreflight: boolean, result: FetchResult): FetchResult {
  if (result.failure !== undefined && usedPreflight) {
    context.cache?.clear(context.decision.browser, cacheOrigin(request, context.decision), cacheUrl(request, context.decision));
  }
  return result;
}

/** @see https://fetch.spec.whatwg.org/#concept-http-fetch */
function* httpFetch(request: Request, preflight: PreflightQuestion | undefined, context: FetchContext): Flow<FetchResult | 'redirected'> {
  const { decision, cache } = context;
  // step 4.2
  if (preflight !== undefined && cache?.covers(decision.browser, preflight) !== true) {
    const result = yield* corsPreflightFetch(request, preflight.unsafeNames, decision);
    const failure = 'reason' in result ? result : undefined;
    const grant = 'reason' in result ? result.grant : result;
    if (grant !== undefined) {
      cache?.add(decision.browser, { ...grant, origin: preflight.origin, url: preflight.url }, failure !== undefined);
    }
    if (failure !== undefined) return { failure };
  }
  if (request.refused !== undefined) return { failure: request.refused };
  // step 4.4
  const response = readAnswer(yield wireRequest(request, decision), HTTP_FETCH);
  if (response === undefined) return { failure: noResponse(false) };
  if (response.status === 407 && !decision.departs('proxyAuthenticationReadable')) return { failure: proxyAuthentication(response, false) };
  const unreadable = unreadableLocation(request, response, decision);
  if (unreadable !== undefined) return { failure: unreadable };
  // step 4.5
  const failed = request.responseTainting === 'cors' ? corsCheck(request, response.headers, decision) : undefined;
  if (failed !== undefined) {
    const { error, parameter, value, reason } = failed;
    return { failure: { error, parameter, value, reason, response, preflight: false, step: CORS_CHECK } };
  }
  // step 6
  const blocked = request.responseTainting === 'opaque' ? checkResourcePolicy(request, response, decision) : undefined;
  if (blocked !== undefined) return { failure: blocked };
  // step 7
  if (!isRedirect(request, response, decision)) return { response, type: request.responseTainting };
  return redirect(request, response, decision);
}

/** Step 7.2 and onwards */
function redirect(request: Request, response: WireResponse, decision: Decision): FetchResult | 'redirected' {
  switch (request.redirect) {
    case 'error':
      return { failure: unwantedRedirect(request, response, decision) };
    case 'manual':
      return { response, type: 'opaqueredirect' };
    case 'follow': {
      const failure = followRedirect(request, response, decision);
      return failure === undefined ? 'redirected' : { failure };
    }
  }
}

/** @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
function wireRequest(request: Request, decision: Decision): HttpRequest {
  const headers = singleValues(request.headers, decision).map((header) => wireHeader(header, request.method, decision));
  const origin = originHeader(request, decision);
  if (origin !== undefined) {
    headers.unshift(['origin', origin]);
  }
  // https://fetch.spec.whatwg.org/#concept-fetch step 12
  if (!headers.some(([name]) => name === 'accept')) {
    headers.unshift(['accept', ACCEPT_ANYTHING]);
  }
  const { method, body } = request;
  return { method, url: request.currentUrl.href, headers, credentials: includesCredentials(request), preflight: false, body };
}

// netwerk/protocol/http/nsHttpHeaderArray.h, IsSingletonHeader
const SINGLE_VALUES = new Set([
  'authorization', 'content-disposition', 'content-type', 'from', 'if-modified-since', 'if-unmodified-since', 'location', 'max-forwards', 'user-agent',
]);

/** Firefox keeps the last value of a header that can have but one, of Content-Type the first. */
function singleValues(headers: HeaderList, decision: Decision): HeaderList {
  if (headers.length < 2 || new Set(headers.map(([name]) => name)).size === headers.length) return headers;
  const given = headers.map(([name]) => name);
  const isReplaced = (name: string, index: number) => SINGLE_VALUES.has(name)
    && (name === 'content-type' ? given.indexOf(name) < index : given.lastIndexOf(name) > index);
  return given.some(isReplaced) && decision.departs('singleValuesReplaced') ? headers.filter(([name], index) => !isReplaced(name, index)) : headers;
}

function wireHeader(header: readonly [string, string], method: string, decision: Decision): readonly [string, string] {
  const [name, value] = header;
  if (name === 'range' && method === 'GET') return wireRange(header, decision);
  return NON_ASCII.test(value) && decision.departs('valuesSentAsUtf8') ? [name, encodeUtf8(value)] : header;
}

/** Chromium's cache takes in the ranges of GET requests. net/http/http_cache_transaction.cc */
function wireRange(header: readonly [string, string], decision: Decision): readonly [string, string] {
  const rewritten = chromiumRange(header[1]);
  return rewritten !== undefined && rewritten !== header[1] && decision.departs('rangeRewritten') ? ['range', rewritten] : header;
}

/** @see https://fetch.spec.whatwg.org/#append-a-request-origin-header */
function originHeader(request: Request, decision: Decision): string | undefined {
  const origin = serializeRequestOrigin(request);
  // step 2
  if (request.responseTainting === 'cors') return origin;
  if (request.mode === 'cors' && request.element !== undefined && !isMedia(request.element) && decision.departs('elementsSendOrigin')) return origin;
  // step 4
  if ((request.method === 'GET' || request.method === 'HEAD') && !keepsOrigin(request, decision)) return undefined;
  // step 4.1: the default referrer policy is strict-origin-when-cross-origin
  const downgrade = request.mode === 'no-cors' && origin.startsWith('https:') && request.currentUrl.scheme !== 'https';
  return downgrade ? OPAQUE_ORIGIN : origin;
}

/** Source/WebCore/platform/network/ResourceRequestBase.cpp, redirectedRequest: Origin goes only where the redirect leaves the origin */
function keepsOrigin({ responseTainting, first }: Request, decision: Decision): boolean {
  return responseTainting === 'basic' && first.method !== 'GET' && first.method !== 'HEAD' && decision.departs('originKept');
}

/** The credentials a request carries. @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch step 3 */
function includesCredentials(request: Request): boolean {
  return request.credentials === 'include' || (request.credentials === 'same-origin' && request.responseTainting === 'basic');
}
