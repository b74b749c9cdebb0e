import type { CorsCheckError } from './errors';
import { getHeader, type ResponseHeaderList } from './headers';
import type { Request } from './request';
import { FETCH, OPAQUE_ORIGIN, parseUrl } from './url';

/** Where the CORS check stands in the standard. */
export const CORS_CHECK = `${FETCH}#concept-cors-check`;

/** A CORS check that failed. */
export interface CorsCheckFailure {
  readonly error: CorsCheckError;
  readonly parameter: string;
  /** The value at fault, as it came. */
  readonly value: string;
  readonly reason: string;
}

/**
 * `undefined` is success. What the standard calls failure is told apart as Chromium does.
 *
 * @see https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(request: Request, headers: ResponseHeaderList): CorsCheckFailure | undefined {
  // step 1
  const origin = getHeader(headers, 'access-control-allow-origin', CORS_CHECK);
  // step 2
  if (origin === undefined) {
    return { error: 'MissingAllowOriginHeader', parameter: '', value: '', reason: 'the response has no Access-Control-Allow-Origin' };
  }
  // step 3
  if (request.credentials !== 'include' && origin === '*') return undefined;
  // step 4
  if (serializeRequestOrigin(request) !== origin) return originMismatch(origin, serializeRequestOrigin(request));
  // step 5
  if (request.credentials !== 'include') return undefined;
  // step 6
  const credentials = getHeader(headers, 'access-control-allow-credentials', CORS_CHECK);
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
  // beyond the host, a URL may hold bytes that are no UTF-8; and Chromium does not look into Punycode
  const text = (parameter ?? LENIENT_UTF8.decode(Buffer.from(value, 'latin1'))).replace(/xn--/gi, 'xn-');
  const isUrl = value === OPAQUE_ORIGIN || parseUrl(text) !== undefined;
  return { error: isUrl ? 'AllowOriginMismatch' : 'InvalidAllowOriginValue', ...failure };
}

const NON_ASCII = /[^\0-\x7f]/; // eslint-disable-line no-control-regex
// a byte order mark is a character like any other
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LENIENT_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a byte string, `undefined` if it is not UTF-8. */
function decodeUtf8(bytes: string): string | undefined {
  if (!NON_ASCII.test(bytes)) return bytes;
  try {
    return STRICT_UTF8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return undefined;
  }
}

/** @see https://fetch.spec.whatwg.org/#serializing-a-request-origin */
export function serializeRequestOrigin(request: Request): string {
  return request.redirectTainted ? OPAQUE_ORIGIN : request.origin;
}
