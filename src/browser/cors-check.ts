import { decodeLenientUtf8, decodeUtf8 } from './bytes';
import type { Decision } from './decision';
import type { CorsCheckError } from './errors';
import { getHeader, type ResponseHeaderList } from './headers';
import type { Request } from './request';
import { FETCH, OPAQUE_ORIGIN, parseUrl } from './url';

/** Where the CORS check stands in the standard. */
export const CORS_CHECK = `${FETCH}#concept-cors-check`;

const ALLOW_ORIGIN = 'access-control-allow-origin';

function allowOrigin(headers: ResponseHeaderList, decision: Decision): string | undefined {
  const value = getHeader(headers, ALLOW_ORIGIN, CORS_CHECK, undefined);
  // several lines are rare: only then it matters how they are read
  return value?.includes(', ') !== true || hasSeveralAllowOrigins(headers) ? value : getHeader(headers, ALLOW_ORIGIN, CORS_CHECK, decision);
}

/** Firefox's own check, which knows one spelling: netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckOriginHeader */
export function hasSeveralAllowOrigins(headers: ResponseHeaderList): boolean {
  let count = 0;
  for (const [name, , written] of headers) {
    if (name === ALLOW_ORIGIN && written === 'Access-Control-Allow-Origin') {
      count += 1;
    }
  }
  return count > 1;
}

/** A CORS check that failed. */
export interface CorsCheckFailure {
  readonly error: CorsCheckError;
  readonly parameter: string;
  /** The value at fault, as it came. */
  readonly value: string;
  readonly reason: string;
}

/**
 * `undefined` is success. What the standard calls failure is distinguished as in Chromium.
 *
 * @param requestOrigin the serialised request origin
 * @see https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(
  request: Request, headers: ResponseHeaderList, decision: Decision, requestOrigin = serializeRequestOrigin(request),
): CorsCheckFailure | undefined {
  // step 1
  const origin = allowOrigin(headers, decision);
  // step 2
  if (origin === undefined) {
    return { error: 'MissingAllowOriginHeader', parameter: '', value: '', reason: 'the response has no Access-Control-Allow-Origin' };
  }
  // step 3
  if (request.credentials !== 'include' && origin === '*') return undefined;
  // step 4
  if (requestOrigin !== origin) return originMismatch(origin, requestOrigin);
  // step 5
  if (request.credentials !== 'include') return undefined;
  // step 6
  const credentials = getHeader(headers, 'access-control-allow-credentials', CORS_CHECK, decision);
  // step 7
  if (credentials === 'true') return undefined;
  // step 8
  return {
    error: 'InvalidAllowCredentials',
    parameter: decodeUtf8(credentials ?? '') ?? '',
    value: credentials ?? '',
    reason: credentials === undefined
      ? 'the request includes credentials and the response has no Access-Control-Allow-Credentials'
      : `the request includes credentials and Access-Control-Allow-Credentials is '${credentials}', not 'true'`,
  };
}

/** services/network/public/cpp/cors/cors.cc, CheckAccess */
function originMismatch(value: string, origin: string): CorsCheckFailure {
  if (value === '*') {
    return { error: 'WildcardOriginNotAllowed', parameter: '', value: '', reason: 'the request includes credentials, which Access-Control-Allow-Origin: * does not allow' };
  }
  const parameter = decodeUtf8(value);
  const failure = { parameter: parameter ?? '', value, reason: `Access-Control-Allow-Origin is '${value}', not '${origin}'` };
  if (/[ ,]/.test(value)) return { error: 'MultipleAllowOriginValues', ...failure };
  // beyond the host, a URL may hold bytes that aren't UTF-8; and Chromium does not look into Punycode
  const text = (parameter ?? decodeLenientUtf8(value)).replace(/xn--/gi, 'xn-');
  const isUrl = value === OPAQUE_ORIGIN || parseUrl(text) !== undefined;
  return { error: isUrl ? 'AllowOriginMismatch' : 'InvalidAllowOriginValue', ...failure };
}

/** @see https://fetch.spec.whatwg.org/#serializing-a-request-origin */
export function serializeRequestOrigin(request: Request): string {
  return request.redirectTainted ? OPAQUE_ORIGIN : request.origin;
}
