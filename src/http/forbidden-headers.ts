// https://fetch.spec.whatwg.org/#forbidden-request-header step 1
const FORBIDDEN_REQUEST_HEADERS = new Set([
  'accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method', 'connection',
  'content-length', 'cookie', 'cookie2', 'date', 'dnt', 'expect', 'host', 'keep-alive', 'origin', 'referer', 'set-cookie',
  'te', 'trailer', 'transfer-encoding', 'upgrade', 'via',
]);

/**
 * Whether browsers let no page set a header of this name, whatever its value. X-HTTP-Method-Override and its like are forbidden for some values only.
 *
 * @param lowerCase the name in lower case
 * @see https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isForbiddenRequestHeaderName(lowerCase: string): boolean {
  return FORBIDDEN_REQUEST_HEADERS.has(lowerCase) || lowerCase.startsWith('proxy-') || lowerCase.startsWith('sec-');
}

/**
 * Whether browsers let no page read a response header of this name.
 *
 * @param lowerCase the name in lower case
 * @see https://fetch.spec.whatwg.org/#forbidden-response-header-name
 */
export function isForbiddenResponseHeaderName(lowerCase: string): boolean {
  return lowerCase === 'set-cookie' || lowerCase === 'set-cookie2';
}
