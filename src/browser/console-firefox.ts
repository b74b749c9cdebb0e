import { isCorsSafelistedMethod } from '../http';
import { decodeLenientUtf8 } from './bytes';
import { corsCheck, hasSeveralAllowOrigins, serializeRequestOrigin } from './cors-check';
import { Decision } from './decision';
import type { CorsCheckError } from './errors';
import type { FetchFailure, WireResponse } from './exchange';
import { extractTokens, isBad } from './headers';
import { preflightOrigin } from './preflight';
import { hasLocation, isRedirectStatus } from './redirect';
import type { Request } from './request';
import type { PageRequest } from './types';
import { isHttpScheme, isSameOrigin, parseUrl, type ParsedUrl } from './url';

// whose eyes the answer is read with; its notes go nowhere
const FIREFOX = new Decision('firefox');

// dom/locales/en-US/chrome/security/security.properties
const MISSING_ALLOW_ORIGIN = 'CORS header ‘Access-Control-Allow-Origin’ missing';
const DID_NOT_SUCCEED: Reason = ['CORS request did not succeed', '(null)'];
const EXTERNAL_REDIRECT = 'CORS request external redirect not allowed';
const NOT_HTTP: Reason = ['CORS request not http'];
// caps/nsScriptSecurityManager.cpp, CheckLoadURIWithPrincipal lets a page load these, so that the CORS code comes to see them
const LOADABLE_SCHEMES = new Set(['ftp', 'mailto', 'tel']);

type Reason = readonly [text: string, status?: number | string];

/**
 * What Firefox's console shows, line by line: its own reasons, which may differ from Chromium's where an answer is wrong in two ways.
 *
 * @see https://searchfox.org/mozilla-central/source/netwerk/protocol/http/nsCORSListenerProxy.cpp
 */
export function firefoxLines(request: Request, failure: FetchFailure, page: PageRequest): readonly string[] {
  const { currentUrl: url } = request;
  if (request.mode === 'same-origin') return sameOriginLines(request, failure, page);
  if (failure.redirect !== undefined) return request.mode === 'cors' ? redirectLines(request, failure) : [];
  if (failure.error === 'CorsDisabledScheme') return [line(url.full, NOT_HTTP)];
  if (request.responseTainting !== 'cors') return [];
  const { response } = failure;
  const reasons = response === undefined ? [DID_NOT_SUCCEED] : [...reasonsOf(request, failure, response), ...after(failure, response)];
  return reasons.map((reason) => line(url.full, reason));
}

/** caps/nsScriptSecurityManager.cpp, ReportError */
function sameOriginLines(request: Request, failure: FetchFailure, page: PageRequest): readonly string[] {
  const redirected = failure.redirect === 'refused' && failure.location !== undefined ? parseUrl(failure.location) : undefined;
  const to = failure.response === undefined ? request.currentUrl : redirected;
  const isSeen = to !== undefined && (isHttpScheme(to) || LOADABLE_SCHEMES.has(to.scheme)) && !isSameOrigin(to, request.origin);
  return isSeen ? [`Security Error: Content at ${parseUrl(page.page)?.full} may not load data from ${to.full}.`] : [];
}

/** What it prints though the request goes on: `*` is to stop covering Authorization. */
export function firefoxWarnings({ warnedUrls }: Request): readonly string[] {
  return warnedUrls.map((url) => `Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at ${url} soon. ` +
    '(Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. ' +
    'Include the `Authorization` header explicitly in the CORS header ‘Access-Control-Allow-Headers’).');
}

function line(url: string, [text, status]: Reason): string {
  const place = text === WILDCARD ? `‘${url}’` : url;
  return `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${place}. ` +
    `(Reason: ${text}).${status === undefined ? '' : ` Status code: ${status}.`}`;
}

/** nsCORSListenerProxy::UpdateChannel */
function redirectLines({ currentUrl: from, responseTainting }: Request, { redirect, location }: FetchFailure): readonly string[] {
  if (redirect === 'unwanted') return [];
  const to = location === undefined ? undefined : parseUrl(location);
  const reachesCors = to !== undefined && (LOADABLE_SCHEMES.has(to.scheme) || to.full === 'about:blank');
  const first = reachesCors ? [line(to.full, NOT_HTTP)] : unloadable(from, to);
  const fails = responseTainting === 'cors' || (to !== undefined && isHttpScheme(to) && to.includesCredentials);
  return fails ? [...first, line(from.full, DID_NOT_SUCCEED)] : first;
}

/** caps/nsScriptSecurityManager.cpp, ReportError */
function unloadable(from: ParsedUrl, to: ParsedUrl | undefined): readonly string[] {
  if (to?.scheme === 'blob') return [`Security Error: Content at ${from.full} may not load data from ${to.full}.`];
  return to?.scheme === 'file' ? [`Security Error: Content at ${from.full} may not load or link to ${to.full}.`] : [];
}

/** What comes of a check that failed: the request itself fails, once more where it is a redirect that was checked. */
function after(failure: FetchFailure, response: WireResponse): readonly Reason[] {
  const canceled = isRedirectStatus(response.status) && hasLocation(response) && failure.error !== 'PreflightDisallowedRedirect';
  return [...failure.preflight ? [DID_NOT_SUCCEED] : [], ...canceled ? [DID_NOT_SUCCEED] : []];
}

function reasonsOf(request: Request, failure: FetchFailure, response: WireResponse): readonly Reason[] {
  const origin = failure.preflight ? preflightOrigin(request, FIREFOX) : serializeRequestOrigin(request);
  const checked = failure.preflight && isSameOrigin(request.currentUrl, request.origin) ? undefined : checkReason(request, origin, response);
  return [checked ?? preflightReason(request, failure, response)];
}

/** nsCORSListenerProxy::CheckRequestApproved */
function checkReason(request: Request, origin: string, response: WireResponse): Reason | undefined {
  if (hasSeveralAllowOrigins(response.headers)) return ['Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed'];
  const failed = corsCheck(request, response.headers, FIREFOX, origin);
  return failed === undefined ? undefined : REASONS[failed.error](decodeLenientUtf8(failed.value), response);
}

const WILDCARD = 'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’';

const REASONS: Readonly<Record<CorsCheckError, (value: string, response: WireResponse) => Reason>> = {
  MissingAllowOriginHeader: (_, response) => [MISSING_ALLOW_ORIGIN, response.status],
  MultipleAllowOriginValues: (value) => doesNotMatch(value),
  InvalidAllowOriginValue: (value) => doesNotMatch(value),
  AllowOriginMismatch: (value) => doesNotMatch(value),
  WildcardOriginNotAllowed: () => [WILDCARD],
  InvalidAllowCredentials: () => ['expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’'],
};

function doesNotMatch(value: string): Reason {
  return [`CORS header ‘Access-Control-Allow-Origin’ does not match ‘${value}’`];
}

/** nsCORSPreflightListener::CheckPreflightRequestApproved: the method is judged before Access-Control-Allow-Headers is read */
function preflightReason(request: Request, failure: FetchFailure, response: WireResponse): Reason {
  if (isRedirectStatus(response.status) && response.headers.some(([name]) => name === 'location')) return [EXTERNAL_REDIRECT];
  if (response.status > 299) return ['CORS preflight response did not succeed', response.status];
  const methods = extractTokens(response.headers, 'access-control-allow-methods', failure.step) ?? [];
  if (isBad(methods)) return [`invalid token ‘${decodeLenientUtf8(methods.badToken)}’ in CORS header ‘Access-Control-Allow-Methods’`];
  const wildcard = request.credentials !== 'include' && methods.includes('*');
  if (!wildcard && !isCorsSafelistedMethod(request.method) && !methods.includes(request.method)) {
    return ['Did not find method in CORS header ‘Access-Control-Allow-Methods’'];
  }
  const names = extractTokens(response.headers, 'access-control-allow-headers', failure.step);
  if (isBad(names)) return [`invalid token ‘${decodeLenientUtf8(names.badToken)}’ in CORS header ‘Access-Control-Allow-Headers’`];
  return [`header ‘${failure.missing?.[0]}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`];
}
