/** The methods that API Gateway and CloudFront serve: those of RFC 9110 without CONNECT and TRACE, and PATCH. */
export const METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

const KNOWN = new Set(METHODS);

/** Whether a method is one of those that API Gateway and CloudFront serve. Methods are compared case-sensitively. */
export function isServedMethod(method: string): boolean {
  return KNOWN.has(method);
}

/** Whether a method only reads. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1 */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Whether requests of a method usually have a body. */
export function hasRequestBody(method: string): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

/** @see https://fetch.spec.whatwg.org/#cors-safelisted-method */
export function isCorsSafelistedMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST';
}
