import { corsCheck } from './cors-check';
import type { CorsCheckError } from './errors';
import { isHttpRedirect, type FetchFailure, type WireResponse } from './exchange';
import { extractTokens, isBad, isCorsSafelistedMethod } from './headers';
import { isRedirectStatus } from './redirect';
import type { Request } from './request';

// dom/locales/en-US/chrome/security/security.properties
const MISSING_ALLOW_ORIGIN = 'CORS header ‘Access-Control-Allow-Origin’ missing';
const DID_NOT_SUCCEED = 'CORS request did not succeed';
const EXTERNAL_REDIRECT = 'CORS request external redirect not allowed';

/**
 * What Firefox's console shows: its own reason, which may differ from Chromium's where an answer is wrong in two ways.
 *
 * @see https://searchfox.org/mozilla-central/source/netwerk/protocol/http/nsCORSListenerProxy.cpp
 */
export function firefoxLine(request: Request, failure: FetchFailure): string | undefined {
  if (request.responseTainting !== 'cors' && failure.error !== 'CorsDisabledScheme') return undefined;
  const [reason, status] = explain(request, failure);
  return 'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ' +
    `${request.currentUrl.full}. (Reason: ${reason}).${status === undefined ? '' : ` Status code: ${status}.`}`;
}

type Reason = readonly [text: string, status?: number | string];

function explain(request: Request, failure: FetchFailure): Reason {
  const { response } = failure;
  const { error } = failure;
  if (error === 'CorsDisabledScheme' || (error === 'RedirectContainsCredentials' && !isHttpRedirect(failure))) return ['CORS request not http'];
  // a failure without a name: no response, or a redirect that cannot be followed
  if (response === undefined || error === undefined || error === 'RedirectContainsCredentials') return [DID_NOT_SUCCEED, '(null)'];
  return checkReason(request, response) ?? preflightReason(request, failure, response);
}

/** nsCORSListenerProxy::CheckRequestApproved */
function checkReason(request: Request, response: WireResponse): Reason | undefined {
  if (response.headers.filter(([name]) => name === 'access-control-allow-origin').length > 1) {
    return ['Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed'];
  }
  const failed = corsCheck(request, response.headers);
  return failed === undefined ? undefined : REASONS[failed.error](failed.value, response);
}

const REASONS: Readonly<Record<CorsCheckError, (value: string, response: WireResponse) => Reason>> = {
  MissingAllowOriginHeader: (_, response) => [MISSING_ALLOW_ORIGIN, response.status],
  MultipleAllowOriginValues: (value) => doesNotMatch(value),
  InvalidAllowOriginValue: (value) => doesNotMatch(value),
  AllowOriginMismatch: (value) => doesNotMatch(value),
  WildcardOriginNotAllowed: () => ['Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’'],
  InvalidAllowCredentials: () => ['expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’'],
};

function doesNotMatch(value: string): Reason {
  return [`CORS header ‘Access-Control-Allow-Origin’ does not match ‘${value}’`];
}

/** nsCORSPreflightListener::CheckPreflightRequestApproved: the method is judged before Access-Control-Allow-Headers is read */
function preflightReason(request: Request, failure: FetchFailure, response: WireResponse): Reason {
  if (isRedirectStatus(response.status) && failure.error === 'PreflightDisallowedRedirect') return [EXTERNAL_REDIRECT];
  if (response.status > 299) return ['CORS preflight response did not succeed', response.status];
  const methods = extractTokens(response.headers, 'access-control-allow-methods', failure.step) ?? [];
  if (isBad(methods)) return [`invalid token ‘${methods.badToken}’ in CORS header ‘Access-Control-Allow-Methods’`];
  const wildcard = request.credentials !== 'include' && methods.includes('*');
  if (!wildcard && !isCorsSafelistedMethod(request.method) && !methods.includes(request.method)) {
    return ['Did not find method in CORS header ‘Access-Control-Allow-Methods’'];
  }
  const names = extractTokens(response.headers, 'access-control-allow-headers', failure.step);
  if (isBad(names)) return [`invalid token ‘${names.badToken}’ in CORS header ‘Access-Control-Allow-Headers’`];
  return [`header ‘${failure.missing?.[0]}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`];
}
