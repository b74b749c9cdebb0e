import type { CorsCheckError, CorsError } from './errors';
import type { FetchFailure } from './exchange';
import { isUnsafeRedirect } from './redirect';
import type { Request } from './request';
import type { ElementName, PageRequest } from './types';
import { isHttpScheme, LOCAL_SCHEMES, isSameOrigin, parseUrl } from './url';

// third_party/blink/renderer/platform/loader/fetch/resource.cc, Resource::ResourceTypeToString
const ELEMENT_KINDS: Readonly<Record<ElementName, string>> = {
  img: 'image',
  script: 'script',
  module: 'script',
  css: 'CSS stylesheet',
  font: 'font',
  audio: 'audio',
  video: 'video',
  track: 'text track',
};

const CORS_ENABLED_SCHEMES = 'chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app';
const PREFLIGHT_PREFIX = 'Response to preflight request doesn\'t pass access control check: ';
const VALID_VALUE_HINT = ' Have the server send the header with a valid value.';
const WITH_CREDENTIALS_HINT = ' The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.';

const CHECK_TEXTS: Readonly<Record<CorsCheckError, (value: string, request: Request) => string>> = {
  MissingAllowOriginHeader: () => 'No \'Access-Control-Allow-Origin\' header is present on the requested resource.',
  MultipleAllowOriginValues: (value, request) =>
    `The 'Access-Control-Allow-Origin' header contains multiple values '${value}', but only one is allowed.${forFetch(request)}`,
  InvalidAllowOriginValue: (value, request) =>
    `The 'Access-Control-Allow-Origin' header contains the invalid value '${value}'.${forFetch(request)}`,
  AllowOriginMismatch: (value, request) =>
    `The 'Access-Control-Allow-Origin' header has a value '${value}' that is not equal to the supplied origin.${forFetch(request)}`,
  WildcardOriginNotAllowed: (_, request) =>
    'The value of the \'Access-Control-Allow-Origin\' header in the response must not be the wildcard \'*\' when the request\'s credentials mode ' +
    `is 'include'.${forXhr(request)}`,
  InvalidAllowCredentials: (value, request) =>
    `The value of the 'Access-Control-Allow-Credentials' header in the response is '${value}' which must be 'true' when the request's credentials ` +
    `mode is 'include'.${forXhr(request)}`,
};

type OtherError = Exclude<CorsError, CorsCheckError | `Preflight${CorsCheckError}`>;

const OTHER_TEXTS: Readonly<Record<OtherError, (value: string) => string>> = {
  PreflightInvalidStatus: () => `${PREFLIGHT_PREFIX}It does not have HTTP ok status.`,
  PreflightDisallowedRedirect: () => `${PREFLIGHT_PREFIX}Redirect is not allowed for a preflight request.`,
  InvalidAllowMethodsPreflightResponse: () => 'Cannot parse Access-Control-Allow-Methods response header field in preflight response.',
  InvalidAllowHeadersPreflightResponse: () => 'Cannot parse Access-Control-Allow-Headers response header field in preflight response.',
  MethodDisallowedByPreflightResponse: (method) => `Method ${method} is not allowed by Access-Control-Allow-Methods in preflight response.`,
  HeaderDisallowedByPreflightResponse: (name) =>
    `Request header field ${name} is not allowed by Access-Control-Allow-Headers in preflight response.`,
  RedirectContainsCredentials: (value) => `Redirect location '${value}' contains a username and password, which is disallowed for cross-origin requests.`,
  CorsDisabledScheme: () => `Cross origin requests are only supported for protocol schemes: ${CORS_ENABLED_SCHEMES}.`,
};

function forFetch(request: Request): string {
  return request.api === 'fetch' ? VALID_VALUE_HINT : '';
}

function forXhr(request: Request): string {
  return request.api === 'xhr' ? WITH_CREDENTIALS_HINT : '';
}

/** Bytes that aren't printable ASCII are shown by their numbers. */
function escapeBytes(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, (byte) => `\\u${byte.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}

/**
 * What Chromium's console shows.
 *
 * @see https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/loader/cors/cors_error_string.cc
 */
export function chromiumLine(request: Request, failure: FetchFailure, page: PageRequest): string | undefined {
  if (failure.error === undefined) return rendererLine(request, failure, page);
  const [first] = request.urlList;
  // a URL with a password is not even named
  const last = failure.error === 'CorsDisabledScheme' && failure.location !== undefined ? failure.location : request.currentUrl.full;
  const redirected = last === first.full ? '' : `(redirected from '${first.full}') `;
  return `Access to ${kind(request)} at '${last}' ${redirected}from origin '${request.origin}' has been blocked by CORS policy: ` +
    text(failure.error, escapeBytes(failure.value ?? failure.parameter ?? ''), request);
}

function kind(request: Request): string {
  switch (request.api) {
    case 'fetch': return 'fetch';
    case 'xhr': return 'XMLHttpRequest';
    case 'element': return ELEMENT_KINDS[request.element!];
  }
}

function text(error: CorsError, parameter: string, request: Request): string {
  if (error in OTHER_TEXTS) return OTHER_TEXTS[error as OtherError](parameter);
  const checked = error.replace(/^Preflight/, '') as CorsCheckError;
  return (checked === error ? '' : PREFLIGHT_PREFIX) + CHECK_TEXTS[checked](parameter, request);
}

/** The URL that Blink came to see: a redirect that the network service refuses never gets there. */
function reached(request: Request, { redirect, location }: FetchFailure): string {
  const to = redirect === 'refused' && location !== undefined ? parseUrl(location) : undefined;
  return to === undefined || isHttpScheme(to) || isUnsafeRedirect(request, to) ? request.currentUrl.full : to.full;
}

/** What Chromium's renderer refuses by itself. third_party/blink/renderer/core/fetch/fetch_manager.cc */
function rendererLine(request: Request, failure: FetchFailure, page: PageRequest): string | undefined {
  const url = request.currentUrl;
  const next = reached(request, failure);
  if (request.mode === 'same-origin' && (request.element === 'track' || (request.api === 'fetch' && next !== request.urlList[0].full))) {
    return `Unsafe attempt to load URL ${next} from frame with URL ${parseUrl(page.page)?.full}. Domains, protocols and ports must match.\n`;
  }
  if (request.api !== 'fetch' && request.urlList.length === 1 && LOCAL_SCHEMES.has(url.scheme)) return `Not allowed to load local resource: ${url.full}`;
  if (request.api !== 'fetch' || request.urlList.length > 1 || isSameOrigin(url, request.origin)) return undefined;
  const cannotLoad = `Fetch API cannot load ${url.full}. `;
  if (request.mode === 'same-origin') {
    return `${cannotLoad}Request mode is "same-origin" but the URL's origin is not same as the request origin ${request.origin}.`;
  }
  if (request.mode === 'no-cors' && request.redirect !== 'follow') {
    return `${cannotLoad}Request mode is "no-cors" but the redirect mode is not "follow".`;
  }
  return isHttpScheme(url) ? undefined : `${cannotLoad}URL scheme "${url.scheme}" is not supported.`;
}
