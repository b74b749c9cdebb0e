import { decodeLenientUtf8, encodeUtf8 } from './bytes';
import { corsCheck, serializeRequestOrigin } from './cors-check';
import { Decision } from './decision';
import type { FetchFailure, WireResponse } from './exchange';
import { getHeader, pairs } from './headers';
import { isRedirect, MAX_REDIRECTS } from './redirect';
import type { Request } from './request';
import { RESOURCE_POLICY_CHECK } from './resource-policy';
import type { PageRequest } from './types';
import { isHttpScheme, isSameOrigin, parseUrl, type ParsedUrl } from './url';

// whose eyes the answer is read with; their notes go nowhere
const WEBKIT = new Decision('webkit');
const WEBKIT_ON_LIBSOUP = new Decision('webkit', true);

/**
 * What WebKit's console shows, line by line: its own reason, which may differ from Chromium's where an answer is wrong in two ways, and
 * that the request failed.
 *
 * @see https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginAccessControl.cpp
 * @see https://github.com/WebKit/WebKit/blob/main/Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp
 */
export function webkitLines(request: Request, failure: FetchFailure, page: PageRequest, libsoup: boolean): readonly string[] {
  const url = request.currentUrl.full;
  if (request.mode === 'no-cors' && request.redirect !== 'follow' && failure.response === undefined) return noCorsLines(request);
  const elsewhere = request.mode === 'same-origin' ? outOfOrigin(request, failure) : undefined;
  if (elsewhere !== undefined) return sameOriginLines(request, elsewhere);
  const reason = reasonOf(request, failure, page, libsoup ? WEBKIT_ON_LIBSOUP : WEBKIT);
  if (reason === undefined) return [];
  return request.api === 'element' ? [reason] : [reason, failedLine(request.api, url)];
}

const API_NAMES = { fetch: 'Fetch API', xhr: 'XMLHttpRequest' } as const;

/** Source/WebCore/loader/cache/CachedResourceLoader.cpp, canRequest */
function noCorsLines({ api, currentUrl: { full } }: Request): readonly string[] {
  return api === 'fetch' ? ['No-Cors mode requires follow redirect mode', 'Not allowed to request resource', failedLine('fetch', full)] : [];
}

/** Where a request leads that may not leave the page's origin. */
function outOfOrigin({ currentUrl, origin }: Request, { response, redirect, location }: FetchFailure): string | undefined {
  if (response === undefined) return isSameOrigin(currentUrl, origin) ? undefined : currentUrl.full;
  const to = redirect === 'refused' && location !== undefined ? parseUrl(location) : undefined;
  return to === undefined || to.scheme === 'ftp' || isSameOrigin(to, origin) ? undefined : to.full;
}

function sameOriginLines({ api, urlList, origin }: Request, elsewhere: string): readonly string[] {
  if (api === 'fetch' && elsewhere === urlList[0].full) return [`Fetch API cannot load ${elsewhere}.`];
  const reason = `Unsafe attempt to load URL ${elsewhere} from origin ${origin}. Domains, protocols and ports must match.`;
  return api === 'fetch' ? [reason, failedLine('fetch', urlList[0].full)] : [reason];
}

function failedLine(api: 'fetch' | 'xhr', url: string): string {
  return `${API_NAMES[api]} cannot load ${url} due to access control checks.`;
}

function reasonOf(request: Request, failure: FetchFailure, page: PageRequest, reader: Decision): string | undefined {
  const { response } = failure;
  if (response === undefined) return undefined;
  if (failure.preflight) return preflightReason(request, failure, response, page, reader);
  if (failure.step === RESOURCE_POLICY_CHECK) {
    return `Cancelled load to ${request.currentUrl.full} because it violates the resource's Cross-Origin-Resource-Policy response header.`;
  }
  if (failure.redirect !== undefined && failure.location?.startsWith('ftp:') === true) return 'FTP URLs are disabled';
  if (failure.redirect === 'unwanted') return `Not allowed to follow a redirection while loading ${request.currentUrl.full}`;
  return failure.redirect === undefined ? checkedReason(request, response, reader) : redirectReason(request, failure, response);
}

/** NetworkLoadChecker::validateResponse, which checkRedirection calls first */
function checkedReason(request: Request, response: WireResponse, reader: Decision): string | undefined {
  const checked = checkReason(request, response, reader);
  const location = isRedirect(request, response, reader) ? getHeader(response.headers, 'location', '', reader) : undefined;
  return checked !== undefined && location !== undefined && location !== '' ? `${denied(target(request, location))}${checked}` : checked;
}

/** NetworkLoadChecker::checkRedirection */
function redirectReason(request: Request, { location }: FetchFailure, response: WireResponse): string | undefined {
  if (request.mode !== 'cors') return undefined;
  const isCors = request.responseTainting === 'cors';
  const value = getHeader(response.headers, 'location', '', undefined);
  const to = location === undefined ? undefined : parseUrl(location);
  if (to === undefined) return isCors && value ? `${denied(target(request, value))}${NON_CORS_SCHEME}` : undefined;
  if ((to.scheme === 'file' || to.scheme === 'blob') && !isCors) return `Not allowed to load local resource: ${to.full}`;
  if (!isHttpScheme(to)) return denied(to.full) + NON_CORS_SCHEME;
  if (to.includesCredentials) return `${denied(withoutPassword(to))}redirection URL ${to.full} has credentials`;
  return request.urlList.length > MAX_REDIRECTS ? `Load cannot follow more than ${MAX_REDIRECTS} redirections` : undefined;
}

const NON_CORS_SCHEME = 'not allowed to follow a cross-origin CORS redirection with non CORS scheme';

function denied(to: string): string {
  return `Cross-origin redirection to ${to} denied by Cross-Origin Resource Sharing policy: `;
}

/** Where a Location leads; one that doesn't parse as it is. */
function target(request: Request, location: string): string {
  const url = parseUrl(location, request.currentUrl.href);
  return url === undefined ? location : withoutPassword(url);
}

function withoutPassword(url: ParsedUrl): string {
  return url.href + url.fragment;
}

/** passesAccessControlCheck */
function checkReason(request: Request, response: WireResponse, reader: Decision): string | undefined {
  const failed = corsCheck(request, response.headers, reader);
  switch (failed?.error) {
    case undefined:
      return undefined;
    case 'WildcardOriginNotAllowed':
      return 'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.';
    case 'InvalidAllowCredentials':
      return 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".';
    default:
      return failed?.value.includes(',')
        ? 'Access-Control-Allow-Origin cannot contain more than one origin.'
        : `Origin ${serializeRequestOrigin(request)} is not allowed by Access-Control-Allow-Origin. Status code: ${response.status}`;
  }
}

/** validatePreflightResponse: the status comes first */
function preflightReason(request: Request, failure: FetchFailure, response: WireResponse, page: PageRequest, reader: Decision): string | undefined {
  if (response.status > 299) return `Preflight response is not successful. Status code: ${response.status}`;
  switch (failure.error) {
    case 'InvalidAllowMethodsPreflightResponse':
      return `Header Access-Control-Allow-Methods has an invalid value: ${valueOf(response, 'access-control-allow-methods', reader)}`;
    case 'InvalidAllowHeadersPreflightResponse':
      return `Header Access-Control-Allow-Headers has an invalid value: ${valueOf(response, 'access-control-allow-headers', reader)}`;
    case 'MethodDisallowedByPreflightResponse':
      return `Method ${failure.parameter} is not allowed by Access-Control-Allow-Methods.`;
    case 'HeaderDisallowedByPreflightResponse':
      return `Request header field ${firstMissing(request, failure, page)} is not allowed by Access-Control-Allow-Headers.`;
    default:
      return checkReason(request, response, reader);
  }
}

function valueOf(response: WireResponse, name: string, reader: Decision): string | undefined {
  const value = getHeader(response.headers, name, '', undefined);
  return value !== undefined && reader.does('answersDecoded') ? encodeUtf8(decodeLenientUtf8(value)) : value;
}

// Source/WebCore/platform/network/HTTPHeaderNames.in: WebKit spells these its own way, others as the page did
const COMMON_NAMES = new Map([
  'Accept', 'Accept-Language', 'Accept-Ranges', 'Access-Control-Allow-Credentials', 'Access-Control-Allow-Headers', 'Access-Control-Allow-Methods',
  'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers', 'Access-Control-Max-Age', 'Age', 'Authorization', 'Cache-Control',
  'Clear-Site-Data', 'Content-Disposition', 'Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Range',
  'Content-Security-Policy', 'Content-Security-Policy-Report-Only', 'Content-Type', 'Cross-Origin-Embedder-Policy',
  'Cross-Origin-Embedder-Policy-Report-Only', 'Cross-Origin-Opener-Policy', 'Cross-Origin-Opener-Policy-Report-Only',
  'Cross-Origin-Resource-Policy', 'Default-Style', 'ETag', 'Expires', 'Icy-MetaInt', 'Icy-Metadata', 'If-Match', 'If-Modified-Since',
  'If-None-Match', 'If-Range', 'If-Unmodified-Since', 'Integrity-Policy', 'Integrity-Policy-Report-Only', 'Last-Event-ID', 'Last-Modified',
  'Link', 'Location', 'Ping-From', 'Ping-To', 'Pragma', 'Range', 'Referrer-Policy', 'Refresh', 'Report-To', 'Reporting-Endpoints',
  'Server-Timing', 'Service-Worker', 'Service-Worker-Allowed', 'Service-Worker-Navigation-Preload', 'SourceMap',
  'Timing-Allow-Origin', 'Upgrade-Insecure-Requests', 'User-Agent', 'Vary', 'X-Content-Type-Options', 'X-Frame-Options', 'X-SourceMap',
  'X-Temp-Tablet', 'X-XSS-Protection',
].map((name) => [name.toLowerCase(), name]));

/** The first header in WebKit's order, common names before others, as WebKit spells it. Source/WebCore/platform/network/HTTPHeaderMap.h */
function firstMissing(request: Request, failure: FetchFailure, page: PageRequest): string {
  const missing = request.first.headers.map(([name]) => name).filter((name) => failure.missing?.includes(name));
  const first = missing.find((name) => COMMON_NAMES.has(name)) ?? missing[0];
  const written = pairs(page.headers).find(([name]) => String(name).toLowerCase() === first);
  return COMMON_NAMES.get(first) ?? String(written?.[0]);
}
