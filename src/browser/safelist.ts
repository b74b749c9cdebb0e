import { isToken } from '../http';
import { NON_ASCII } from './bytes';
import type { Decision } from './decision';
import { normalizeValue, type HeaderList } from './headers';

// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
// eslint-disable-next-line no-control-regex
const CORS_UNSAFE_REQUEST_HEADER_BYTE = /[\0-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/;
const LANGUAGE_VALUE = /^[0-9A-Za-z *,\-.;=]*$/;
// https://fetch.spec.whatwg.org/#simple-range-header-value
const SIMPLE_RANGE = /^bytes=(\d+)-(\d*)$/;
// Source/WebCore/platform/network/HTTPParsers.cpp, parseRange
const LENIENT_RANGE = /^bytes=\+?(\d+)-(?:\+?(\d+))?$/i;
const SAFELISTED_ESSENCES = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;
// netwerk/base/nsURLHelper.cpp, net_ParseRequestContentType
const COMMA_OR_EMPTY_PARAMETER = /,|;.*;$/;
const TYPE_BEFORE_SPACE = /^([^\t ;]+)[\t ][^;]*;(?!.*;$)/;

/** What a request that says nothing else accepts. @see https://fetch.spec.whatwg.org/#concept-fetch step 12 */
export const ACCEPT_ANYTHING = '*/*';

// net/http and services/network/public/cpp/cors/cors.cc, IsCorsSafelistedHeader: 1*DIGIT [ "." 1*DIGIT ] and 1*DIGIT
const CLIENT_HINTS: ReadonlyMap<string, RegExp> = new Map([
  ['device-memory', /^\d+(?:\.\d+)?$/],
  ['dpr', /^\d+(?:\.\d+)?$/],
  ['downlink', /^\d+(?:\.\d+)?$/],
  ['width', /^\d+$/],
  ['viewport-width', /^\d+$/],
  ['rtt', /^\d+$/],
  ['ect', /^(?:slow-2g|2g|3g|4g)$/],
  ['save-data', /^on$/i],
  ['intervention', /^/],
]);

/**
 * The essence of a MIME type, or `undefined` if it does not parse.
 *
 * @see https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 */
export function mimeEssence(value: string): string | undefined {
  const [type, ...rest] = normalizeValue(value).split('/');
  if (!isToken(type) || rest.length === 0) return undefined;
  const subtype = rest.join('/').split(';')[0].replace(/[\t\n\r ]+$/, '');
  return isToken(subtype) ? `${type}/${subtype}`.toLowerCase() : undefined;
}

/** @see https://fetch.spec.whatwg.org/#simple-range-header-value */
function isSimpleRange(value: string, decision: Decision): boolean {
  const simple = SIMPLE_RANGE.exec(value);
  const match = simple ?? LENIENT_RANGE.exec(value);
  if (match === null) return false;
  const first = BigInt(match[1]);
  const last = match[2] === undefined || match[2] === '' ? first : BigInt(match[2]);
  if (first > last) return false;
  if (simple === null && !decision.departs('rangeParsedLeniently')) return false;
  if (last <= MAX_INT64) return true;
  return !decision.departs('rangeBeyondInt64') && (last <= MAX_UINT64 || !decision.departs('rangeBeyondUint64'));
}

function isSimpleContentType(value: string, decision: Decision): boolean {
  if (SAFELISTED_ESSENCES.has(mimeEssence(value) ?? '')) {
    return !(COMMA_OR_EMPTY_PARAMETER.test(value) && decision.departs('contentTypeParsedStrictly'));
  }
  const cut = TYPE_BEFORE_SPACE.exec(value);
  return cut !== null && !value.includes(',') && SAFELISTED_ESSENCES.has(cut[1].toLowerCase()) && decision.departs('contentTypeCutAtSpace');
}

function isSafeBeyondAscii(value: string, decision: Decision): boolean {
  return !(NON_ASCII.test(value) && decision.departs('nonAsciiUnsafe'));
}

/** How Chromium spells a Range, `undefined` if it does not understand it. net/http/http_util.cc, HttpUtil::ParseRangeHeader */
export function chromiumRange(value: string): string | undefined {
  const [, first, last] = /^bytes[\t ]*=[\t ]*(\d*)[\t ]*-[\t ]*(\d*)$/i.exec(value) ?? [];
  if (first === undefined || (first === '' && last === '')) return undefined;
  const [from, to] = [first, last].map((digits) => (digits === '' ? undefined : BigInt(digits)));
  if ((from ?? 0n) > MAX_INT64 || (to ?? 0n) > MAX_INT64 || (from !== undefined && to !== undefined && from > to)) return undefined;
  return `bytes=${from ?? ''}-${to ?? ''}`;
}

/**
 * @param name in lower case
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function isCorsSafelistedRequestHeader(name: string, value: string, decision: Decision): boolean {
  // step 1
  if (value.length > 128) return false;
  // step 2
  switch (name) {
    case 'accept':
      return !CORS_UNSAFE_REQUEST_HEADER_BYTE.test(value) && isSafeBeyondAscii(value, decision);
    case 'accept-language':
    case 'content-language':
      return LANGUAGE_VALUE.test(value);
    case 'content-type':
      return !CORS_UNSAFE_REQUEST_HEADER_BYTE.test(value) && isSimpleContentType(value, decision) && isSafeBeyondAscii(value, decision);
    case 'range':
      return isSimpleRange(value, decision);
    default:
      return CLIENT_HINTS.get(name)?.test(value) === true && decision.departs('clientHintsSafelisted');
  }
}

// https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name
const NO_CORS_SAFELISTED_NAMES = new Set(['accept', 'accept-language', 'content-language', 'content-type']);

/** @see https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header */
export function isNoCorsSafelistedRequestHeader(name: string, value: string, decision: Decision): boolean {
  return NO_CORS_SAFELISTED_NAMES.has(name) && isCorsSafelistedRequestHeader(name, value, decision);
}

/**
 * Lower case, sorted, without duplicates.
 *
 * @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function corsUnsafeRequestHeaderNames(headers: HeaderList, decision: Decision): readonly string[] {
  const unsafe: string[] = [];
  const potentiallyUnsafe: string[] = [];
  let safelistValueSize = 0;
  for (const [name, value] of headers) {
    // net/http/http_util.cc, HttpUtil::IsSafeHeader: Chromium does not even count it
    if (name === 'user-agent' && decision.departs('clientHintsSafelisted')) continue;
    if (isCorsSafelistedRequestHeader(name, value, decision)) {
      potentiallyUnsafe.push(name);
      safelistValueSize += value.length;
    } else {
      unsafe.push(name);
    }
  }
  // https://fetch.spec.whatwg.org/#concept-fetch step 12: by now there is an Accept, if not by the page
  const accepts = headers.some(([name]) => name === 'accept');
  if (safelistValueSize + (accepts ? 0 : ACCEPT_ANYTHING.length) > 1024 && !decision.departs('noSafelistLimit')) {
    if (!accepts) {
      unsafe.push('accept');
    }
    unsafe.push(...potentiallyUnsafe);
  }
  return unsafe.length < 2 ? unsafe : sortedNames(unsafe, decision);
}

function sortedNames(names: readonly string[], decision: Decision): readonly string[] {
  const distinct = new Set(names);
  return (distinct.size < names.length && decision.departs('duplicateNamesRepeated') ? [...names] : [...distinct]).sort();
}
