import { serializeRequestOrigin } from './cors-check';
import type { Decision } from './departures';
import type { CorsError } from './errors';
import type { FetchFailure, WireResponse } from './exchange';
import { getHeader } from './headers';
import type { Request } from './request';
import { FETCH, isHttpScheme, isSameOrigin, LOCAL_SCHEMES, parseUrl, type ParsedUrl } from './url';

/** Where redirects stand in the standard. */
export const HTTP_REDIRECT_FETCH = `${FETCH}#concept-http-redirect-fetch`;

// https://fetch.spec.whatwg.org/#request-body-header-name
const REQUEST_BODY_HEADER_NAMES = new Set(['content-encoding', 'content-language', 'content-location', 'content-type']);
// Redirects to these never reach Chromium's CORS code: third_party/blink/common/loader/loader_constants.cc and others
const UNSAFE_REDIRECT_SCHEMES = new Set([...LOCAL_SCHEMES, 'about', 'chrome-error', 'chrome-untrusted', 'data']);
const MAX_REDIRECTS = 20;
// eslint-disable-next-line no-control-regex
const NON_ASCII = /[^\0-\x7f]/;

/** @see https://fetch.spec.whatwg.org/#redirect-status */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** Whether a response says where to go: an empty Location says nothing. */
export function hasLocation(response: WireResponse): boolean {
  return response.headers.some(([name, value]) => name === 'location' && value !== '');
}

/**
 * Whether a response with a redirect status is a redirect for this browser.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-fetch step 8
 */
export function isRedirect(request: Request, response: WireResponse, decision: Decision): boolean {
  if (!isRedirectStatus(response.status)) return false;
  if (hasLocation(response) || request.redirect === 'manual') return true;
  if (request.redirect === 'error') return !decision.departs('redirectNeedsLocation');
  // without any Location the response is what it is; with an empty one it leads to itself
  return response.headers.some(([name]) => name === 'location') && !decision.departs('emptyLocationIgnored');
}

/**
 * Points a request at the place that a redirect names, or says why it may not go there.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
 */
export function followRedirect(request: Request, response: WireResponse, decision: Decision): FetchFailure | undefined {
  // steps 3 to 5
  const location = locationUrl(request, response, decision);
  if (location === undefined) return failure('the redirect\'s Location does not parse', response);
  // steps 6 to 10 are network errors all: in Chromium's order, which has names for some of them
  const reason = `the redirect leads to a ${location.scheme}: URL`;
  if (isUnsafeRedirect(request, location)) return failure(reason, response);
  // steps 7 and 8: the URL list has one URL more than there were redirects
  if (request.urlList.length > MAX_REDIRECTS) return failure(`there are more than ${MAX_REDIRECTS} redirects`, response);
  // steps 9 and 10
  const forbidden = credentialsInLocation(request, response, location);
  if (forbidden !== undefined) return forbidden;
  // step 6
  if (!isHttpScheme(location)) return failure(reason, response, request.mode === 'cors' ? 'CorsDisabledScheme' : undefined, location);
  // step 11
  if (response.status !== 303 && request.bodyIsStream && request.body !== undefined) {
    return failure('a stream cannot be sent a second time', response);
  }
  changeMethod(request, response.status);
  goTo(request, location);
  return undefined;
}

/** The failure of a redirect that the page did not want. @see https://fetch.spec.whatwg.org/#concept-http-fetch step 7.2 */
export function unwantedRedirect(request: Request, response: WireResponse, decision: Decision): FetchFailure {
  const location = locationUrl(request, response, decision);
  // Chromium looks at a password first, and has a name for that
  const named = location === undefined ? undefined : credentialsInLocation(request, response, location);
  return named ?? { preflight: false, response, reason: 'the response is a redirect, and the page asked for an error then', step: `${FETCH}#concept-http-fetch` };
}

/** Chromium parses a Location before anything else looks at the response, a preflight's too. net/url_request/url_request_job.cc */
export function unparseableRedirect(request: Request, response: WireResponse, decision: Decision): FetchFailure | undefined {
  const lines = locations(response);
  if (decision.browser !== 'chromium' || lines.length === 0 || lines.includes(undefined)) return undefined;
  // net/http/http_stream_parser.cc, whatever the status
  if (new Set(lines).size > 1) return failure('the response has several Locations', response);
  if (!isRedirectStatus(response.status) || !hasLocation(response)) return undefined;
  return locationUrl(request, response, decision) === undefined ? failure('the redirect\'s Location does not parse', response) : undefined;
}

function locations(response: WireResponse): ReadonlyArray<string | undefined> {
  return response.headers.filter(([name]) => name === 'location').map(([, value]) => value);
}

function isUnsafeRedirect(request: Request, { scheme }: ParsedUrl): boolean {
  return UNSAFE_REDIRECT_SCHEMES.has(scheme) || (request.responseTainting === 'cors' && (scheme === 'ws' || scheme === 'wss'));
}

/** Steps 9 and 10 */
function credentialsInLocation(request: Request, response: WireResponse, location: ParsedUrl): FetchFailure | undefined {
  if (!location.includesCredentials) return undefined;
  const leavesPage = request.mode === 'cors' && !isSameOrigin(location, serializeRequestOrigin(request));
  return leavesPage || request.responseTainting === 'cors'
    ? failure('the redirect leads to a URL with a user name or a password', response, 'RedirectContainsCredentials', location)
    : undefined;
}

/** @see https://fetch.spec.whatwg.org/#concept-response-location-url */
function locationUrl(request: Request, response: WireResponse, decision: Decision): ParsedUrl | undefined {
  const lines = locations(response);
  if (new Set(lines).size > 1 || (lines.length > 1 && !decision.departs('sameLocationTwice'))) return undefined;
  const bytes = getHeader(lines.slice(0, 1).map((value) => ['location', value]), 'location', HTTP_REDIRECT_FETCH);
  const value = bytes !== undefined && NON_ASCII.test(bytes) && decision.departs('locationBytesKept') ? escapeNonAscii(bytes) : bytes;
  // steps 3 and 4: a redirect without a fragment keeps the one there is
  const url = value === undefined ? undefined : parseUrl(value, request.currentUrl.href);
  const { fragment } = request.currentUrl;
  return url === undefined || url.fragment !== '' || fragment === '' ? url : { ...url, fragment, full: url.full + fragment };
}

/** net/http/http_response_headers.cc, IsRedirect */
function escapeNonAscii(bytes: string): string {
  return bytes.replace(new RegExp(NON_ASCII, 'g'), (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Step 12 */
function changeMethod(request: Request, status: number): void {
  const toGet = (status === 301 || status === 302) ? request.method === 'POST' : status === 303 && request.method !== 'GET' && request.method !== 'HEAD';
  if (!toGet) return;
  request.method = 'GET';
  request.body = undefined;
  request.headers = request.headers.filter(([name]) => !REQUEST_BODY_HEADER_NAMES.has(name));
}

/** Steps 13 and 19 */
function goTo(request: Request, location: ParsedUrl): void {
  const from = request.currentUrl;
  const leaves = !isSameOrigin(location, from.origin);
  if (leaves) {
    // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    request.headers = request.headers.filter(([name]) => name !== 'authorization');
  }
  // https://fetch.spec.whatwg.org/#redirect-taint
  if (leaves && !isSameOrigin(from, request.origin)) {
    request.redirectTainted = true;
  }
  request.urlList.push(location);
  request.currentUrl = location;
}

function failure(reason: string, response: WireResponse, error?: CorsError, location?: ParsedUrl): FetchFailure {
  const named = error === undefined ? {} : { error, parameter: '' };
  return { ...named, reason, response, location: location?.full, step: HTTP_REDIRECT_FETCH, preflight: false };
}
