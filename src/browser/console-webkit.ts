import { corsCheck, serializeRequestOrigin } from './cors-check';
import { isHttpRedirect, type FetchFailure, type WireResponse } from './exchange';
import { getHeader, pairs } from './headers';
import { isRedirectStatus } from './redirect';
import type { Request } from './request';
import type { PageRequest } from './types';

/**
 * What WebKit's console shows: its own reason, which may differ from Chromium's where an answer is wrong in two ways.
 *
 * @see https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginAccessControl.cpp
 * @see https://github.com/WebKit/WebKit/blob/main/Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp
 */
export function webkitLine(request: Request, failure: FetchFailure, page: PageRequest): string | undefined {
  const { response } = failure;
  if (request.mode === 'same-origin') {
    return `Unsafe attempt to load URL ${request.currentUrl.full} from origin ${request.origin}. Domains, protocols and ports must match.`;
  }
  if (response === undefined || failure.error === undefined) return undefined;
  if (failure.preflight) return preflightReason(request, failure, response, page);
  return requestReason(request, failure, response);
}

/** NetworkLoadChecker::checkRedirection and validateResponse */
function requestReason(request: Request, failure: FetchFailure, response: WireResponse): string | undefined {
  const checked = checkReason(request, response);
  const location = failure.location ?? locationOf(request, response);
  const denied = `Cross-origin redirection to ${location} denied by Cross-Origin Resource Sharing policy: `;
  if (checked !== undefined) return isRedirectStatus(response.status) && location !== undefined ? denied + checked : checked;
  if (failure.error === 'RedirectContainsCredentials' && isHttpRedirect(failure)) return `${denied}redirection URL ${location} has credentials`;
  return `${denied}not allowed to follow a cross-origin CORS redirection with non CORS scheme`;
}

function locationOf(request: Request, response: WireResponse): string | undefined {
  const value = getHeader(response.headers, 'location', '');
  return value === undefined || !URL.canParse(value, request.currentUrl.href) ? undefined : new URL(value, request.currentUrl.href).href;
}

/** passesAccessControlCheck */
function checkReason(request: Request, response: WireResponse): string | undefined {
  const failed = corsCheck(request, response.headers);
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
function preflightReason(request: Request, failure: FetchFailure, response: WireResponse, page: PageRequest): string | undefined {
  if (response.status > 299) return `Preflight response is not successful. Status code: ${response.status}`;
  switch (failure.error) {
    case 'InvalidAllowMethodsPreflightResponse':
      return `Header Access-Control-Allow-Methods has an invalid value: ${getHeader(response.headers, 'access-control-allow-methods', '')}`;
    case 'InvalidAllowHeadersPreflightResponse':
      return `Header Access-Control-Allow-Headers has an invalid value: ${getHeader(response.headers, 'access-control-allow-headers', '')}`;
    case 'MethodDisallowedByPreflightResponse':
      return `Method ${failure.parameter} is not allowed by Access-Control-Allow-Methods.`;
    case 'HeaderDisallowedByPreflightResponse':
      return `Request header field ${firstMissing(request, failure, page)} is not allowed by Access-Control-Allow-Headers.`;
    default:
      return checkReason(request, response);
  }
}

// Source/WebCore/platform/network/HTTPHeaderNames.in: WebKit spells these its own way, others as the page did
const COMMON_NAMES = new Map([
  'Accept', 'Accept-Language', 'Authorization', 'Cache-Control', 'Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Type',
  'If-Match', 'If-Modified-Since', 'If-None-Match', 'If-Range', 'If-Unmodified-Since', 'Last-Event-ID', 'Pragma', 'Range', 'User-Agent',
].map((name) => [name.toLowerCase(), name]));

/** The first header in WebKit's order, common names before others, as WebKit spells it. Source/WebCore/platform/network/HTTPHeaderMap.h */
function firstMissing(request: Request, failure: FetchFailure, page: PageRequest): string {
  const missing = request.headers.map(([name]) => name).filter((name) => failure.missing?.includes(name));
  const first = missing.find((name) => COMMON_NAMES.has(name)) ?? missing[0];
  const written = pairs(page.headers).find(([name]) => String(name).toLowerCase() === first);
  return COMMON_NAMES.get(first) ?? String(written?.[0]);
}
