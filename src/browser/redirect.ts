import { isCorsSafelistedMethod } from '../http';
import { decodeLenientUtf8, encodeUtf8, NON_ASCII } from './bytes';
import { serializeRequestOrigin } from './cors-check';
import type { Decision } from './decision';
import type { CorsError } from './errors';
import type { FetchFailure, WireResponse } from './exchange';
import { getHeader, type HeaderList } from './headers';
import type { Request } from './request';
import { corsUnsafeRequestHeaderNames } from './safelist';
import { FETCH, isHttpScheme, isSameOrigin, LOCAL_SCHEMES, parseUrl, type ParsedUrl } from './url';

/** Where redirects stand in the standard. */
export const HTTP_REDIRECT_FETCH = `${FETCH}#concept-http-redirect-fetch`;

// https://fetch.spec.whatwg.org/#request-body-header-name
const REQUEST_BODY_HEADER_NAMES = new Set(['content-encoding', 'content-language', 'content-location', 'content-type']);
// Redirects to these never reach Chromium's CORS code, those to WebSockets only after a preflight: third_party/blink/common/loader/loader_constants.cc and others
const UNSAFE_REDIRECT_SCHEMES = new Set([...LOCAL_SCHEMES, 'about', 'chrome-error', 'chrome-untrusted', 'data']);
const NO_NAMES: ReadonlySet<string> = new Set();
/** How many redirects are followed. */
export const MAX_REDIRECTS = 20;

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
  if (!isRedirectStatus(response.status) && !isStretchedRedirect(response, decision)) return false;
  if (hasLocation(response) || request.redirect === 'manual') return true;
  if (request.redirect === 'error') return !decision.departs('redirectNeedsLocation');
  // without any Location the response is what it is; with an empty one it leads to itself
  return response.headers.some(([name]) => name === 'location') && !decision.departs('emptyLocationIgnored');
}

/** libsoup/soup-session.c: what it doesn't know of the 3xx */
function isStretchedRedirect(response: WireResponse, decision: Decision): boolean {
  return response.status >= 309 && response.status <= 399 && hasLocation(response) && decision.departs('moreStatusesRedirect');
}

/**
 * Points a request at the place that a redirect names, or says why it may not go there.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
 */
export function followRedirect(request: Request, response: WireResponse, decision: Decision): FetchFailure | undefined {
  // steps 3 to 5
  const location = locationUrl(request, response, decision);
  if (location === undefined) return failure(UNPARSEABLE, response);
  // steps 6 to 10 are network errors all: in Chromium's order, which has names for some of them
  const reason = `the redirect leads to a ${location.scheme}: URL`;
  if (isUnsafeRedirect(request, location)) return failure(reason, response, undefined, location);
  // steps 7 and 8: the URL list has one URL more than there were redirects
  if (request.urlList.length > MAX_REDIRECTS) return failure(`there are more than ${MAX_REDIRECTS} redirects`, response, undefined, location);
  // steps 9 and 10
  const forbidden = credentialsInLocation(request, response, location);
  if (forbidden !== undefined && !isRefusedLater(request, location, decision)) return forbidden;
  // step 6
  if (!isHttpScheme(location)) return failure(reason, response, request.mode === 'cors' ? 'CorsDisabledScheme' : undefined, location);
  // step 11
  if (response.status !== 303 && request.bodyIsStream && request.body !== undefined) {
    return failure('a stream cannot be sent a second time', response);
  }
  goTo(request, location, response.status, decision);
  request.refused = forbidden;
  return undefined;
}

/** The failure of a redirect that the page did not want. @see https://fetch.spec.whatwg.org/#concept-http-fetch step 7.2 */
export function unwantedRedirect(request: Request, response: WireResponse, decision: Decision): FetchFailure {
  const location = locationUrl(request, response, decision);
  // Chromium looks at a password first, and has a name for that
  const named = location === undefined ? undefined : credentialsInLocation(request, response, location);
  const reason = 'the response is a redirect, and the page asked for an error then';
  return { ...named ?? { preflight: false, response, reason, step: `${FETCH}#concept-http-fetch`, location: location?.full }, redirect: 'unwanted' };
}

/** What a browser's HTTP library takes for no response, a preflight's too, before anything else looks at it. */
export function unreadableLocation(request: Request, response: WireResponse, decision: Decision): FetchFailure | undefined {
  const lines = locations(response);
  if (lines.length === 0 || lines.includes(undefined)) return undefined;
  // net/http/http_stream_parser.cc, netwerk/protocol/http/nsHttpHeaderArray.cpp: whatever the status
  if (new Set(lines).size > 1 && decision.departs('severalLocationsRefused')) return failure('the response has several Locations', response);
  if (!isRedirectStatus(response.status) || !hasLocation(response)) return undefined;
  return request.redirect === 'manual' ? refusedThoughManual(request, response, decision) : unparseableFirst(request, response, decision);
}

function refusedThoughManual(request: Request, response: WireResponse, decision: Decision): FetchFailure | undefined {
  const location = locationUrl(request, response, decision);
  if (location === undefined) return decision.departs('unparseableLocationRefused') ? failure(UNPARSEABLE, response) : undefined;
  // Source/WebKit/NetworkProcess/NetworkResourceLoader.cpp
  const refused = location.scheme === 'ftp' && decision.departs('ftpRefused');
  return refused ? failure('the redirect leads to an ftp: URL', response, undefined, location) : undefined;
}

/** net/url_request/url_request_job.cc: before the CORS check. It fails anyway: this is about what the console says. */
function unparseableFirst(request: Request, response: WireResponse, decision: Decision): FetchFailure | undefined {
  if (!decision.does('unparseableLocationRefused')) return undefined;
  return locationUrl(request, response, decision) === undefined ? failure(UNPARSEABLE, response) : undefined;
}

const UNPARSEABLE = 'the redirect\'s Location does not parse';

function locations(response: WireResponse): ReadonlyArray<string | undefined> {
  return response.headers.filter(([name]) => name === 'location').map(([, value]) => value);
}

/** Whether Chromium's network service refuses a redirect for its scheme. */
export function isUnsafeRedirect(request: Request, { scheme }: ParsedUrl): boolean {
  return UNSAFE_REDIRECT_SCHEMES.has(scheme) || (request.responseTainting === 'cors' && !request.preflighted && (scheme === 'ws' || scheme === 'wss'));
}

/** Steps 9 and 10 */
function credentialsInLocation(request: Request, response: WireResponse, location: ParsedUrl): FetchFailure | undefined {
  if (!location.includesCredentials) return undefined;
  const leavesPage = request.mode === 'cors' && !isSameOrigin(location, serializeRequestOrigin(request));
  return leavesPage || request.responseTainting === 'cors'
    ? failure('the redirect leads to a URL with a user name or a password', response, 'RedirectContainsCredentials', location)
    : undefined;
}

/** Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp, checkRedirection: nothing is looked at before the first request to another origin */
function isRefusedLater(request: Request, location: ParsedUrl, decision: Decision): boolean {
  return isHttpScheme(location) && request.responseTainting === 'basic' && asksFirst(request, decision) && decision.departs('passwordPreflighted');
}

/** @see https://fetch.spec.whatwg.org/#concept-response-location-url */
function locationUrl(request: Request, response: WireResponse, decision: Decision): ParsedUrl | undefined {
  const bytes = oneLocation(response, decision);
  if (bytes === undefined || (bytes === '' && decision.departs('emptyLocationFails'))) return undefined;
  const value = NON_ASCII.test(bytes) ? readBeyondAscii(bytes, decision) : bytes;
  // steps 3 and 4: a redirect without a fragment keeps the one there is
  const url = parseUrl(value, request.currentUrl.href);
  const { fragment } = request.currentUrl;
  return url === undefined || url.fragment !== '' || fragment === '' ? url : { ...url, fragment, full: url.full + fragment };
}

/** The one Location of a response, `undefined` if it has several. */
function oneLocation(response: WireResponse, decision: Decision): string | undefined {
  const lines = response.headers.filter(([name]) => name === 'location');
  if (lines.length > 1) {
    if (decision.departs('locationsJoined')) return getHeader(lines, 'location', HTTP_REDIRECT_FETCH, undefined);
    const differ = new Set(lines.map(([, value]) => value)).size > 1;
    if (differ || !decision.departs('sameLocationTwice')) return undefined;
  }
  return getHeader(lines.slice(0, 1), 'location', HTTP_REDIRECT_FETCH, undefined);
}

function readBeyondAscii(bytes: string, decision: Decision): string {
  if (decision.departs('locationBytesKept')) return escapeNonAscii(bytes);
  return decision.departs('answersDecoded') ? encodeUtf8(decodeLenientUtf8(bytes)) : bytes;
}

/** net/http/http_response_headers.cc, IsRedirect */
function escapeNonAscii(bytes: string): string {
  return bytes.replace(new RegExp(NON_ASCII, 'g'), (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Steps 12, 13 and 19 */
function goTo(request: Request, location: ParsedUrl, status: number, decision: Decision): void {
  const from = request.currentUrl;
  const leaves = !isSameOrigin(location, from.origin);
  const toGet = becomesGet(status, request.method);
  changeHeaders(request, leaves, toGet, becomesGet(status, request.first.method), decision);
  if (!toGet && (request.responseTainting === 'cors' || !isSameOrigin(location, request.origin))) {
    returnBodyHeaders(request, decision);
  }
  if (toGet || (leaves && request.method === 'DELETE' && decision.departs('deleteBecomesGet'))) {
    request.method = 'GET';
    request.body = undefined;
  }
  // https://fetch.spec.whatwg.org/#redirect-taint
  if (leaves && !isSameOrigin(from, request.origin)) {
    request.redirectTainted = true;
  }
  request.urlList.push(location);
  request.currentUrl = location;
}

/** Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp, checkCORSRedirectedRequest: the first request's headers are set anew */
function returnBodyHeaders(request: Request, decision: Decision): void {
  const kept = new Set(request.headers.map(([name]) => name));
  const returning = request.first.headers.filter(([name]) => REQUEST_BODY_HEADER_NAMES.has(name) && !kept.has(name));
  if (returning.length > 0 && decision.departs('bodyHeadersReturn')) {
    request.headers = [...request.headers, ...returning];
  }
}

function asksFirst(request: Request, decision: Decision): boolean {
  return request.useCorsPreflight || !isCorsSafelistedMethod(request.method) || corsUnsafeRequestHeaderNames(request.headers, decision).length > 0;
}

/** Step 12 */
function becomesGet(status: number, method: string): boolean {
  if (status === 301 || status === 302) return method === 'POST';
  return status === 303 && method !== 'GET' && method !== 'HEAD';
}

/** Steps 12 and 13. Firefox begins anew with the first request's headers: dom/fetch/FetchDriver.cpp, XMLHttpRequestMainThread.cpp */
function changeHeaders(request: Request, leaves: boolean, toGet: boolean, firstToGet: boolean, decision: Decision): void {
  request.droppedNames = droppedNames(leaves, toGet);
  const kept = without(request.headers, request.droppedNames);
  const anew = without(request.first.written, droppedNames(leaves, firstToGet));
  request.headers = returnsHeaders(kept, anew) && decision.departs('droppedHeadersReturn') ? anew : kept;
}

/** Whether the first request's headers are more, or other, than those that are left. */
function returnsHeaders(kept: HeaderList, anew: HeaderList): boolean {
  return anew.length > kept.length || anew.some(([name, value], index) => kept[index][0] === name && kept[index][1] !== value);
}

/** https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name goes when the origin changes, what tells of a body with the body */
function droppedNames(leaves: boolean, toGet: boolean): ReadonlySet<string> {
  const names = toGet ? REQUEST_BODY_HEADER_NAMES : NO_NAMES;
  return leaves ? new Set([...names, 'authorization']) : names;
}

function without(headers: HeaderList, names: ReadonlySet<string>): (readonly [string, string])[] {
  return headers.filter(([name]) => !names.has(name));
}

function failure(reason: string, response: WireResponse, error?: CorsError, location?: ParsedUrl): FetchFailure {
  const named = error === undefined ? {} : { error, parameter: '' };
  return { ...named, reason, response, redirect: 'refused', location: location?.full, step: HTTP_REDIRECT_FETCH, preflight: false };
}
