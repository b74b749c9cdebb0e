import { isForbiddenResponseHeaderName } from '../http';
import type { Decision } from './decision';
import type { WireResponse } from './exchange';
import { cannotBeTold, extractTokens, isBad } from './headers';
import type { Request } from './request';
import { FETCH } from './url';

// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
const CORS_SAFELISTED_RESPONSE_HEADER_NAMES = new Set([
  'cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma',
]);

const EXPOSE_HEADERS = 'access-control-expose-headers';

/**
 * The names of the headers that a page can read of a response: lower case, sorted, without duplicates.
 *
 * @param type of the filtered response
 * @see https://fetch.spec.whatwg.org/#concept-filtered-response
 */
export function exposedHeaders(request: Request, response: WireResponse, type: 'basic' | 'cors', decision: Decision): readonly string[] {
  const exposes = type === 'basic' ? () => true : corsExposes(request, response, decision);
  const names = new Set<string>();
  for (const [name] of response.headers) {
    if (!isForbiddenResponseHeaderName(name) && exposes(name)) {
      names.add(name);
    }
  }
  return [...names].sort();
}

/** @see https://fetch.spec.whatwg.org/#concept-main-fetch step 15.1 */
function corsExposes(request: Request, response: WireResponse, decision: Decision): (name: string) => boolean {
  const untold = cannotBeTold(response.headers, EXPOSE_HEADERS);
  if (untold) {
    decision.note(`the value of ${EXPOSE_HEADERS} cannot be told: the page may be able to read more headers`);
  }
  const listed = untold ? undefined : extractTokens(response.headers, EXPOSE_HEADERS, `${FETCH}#concept-main-fetch`);
  // step 15.1.3: a list that does not parse counts as nothing
  if (listed === undefined || isBad(listed)) return (name) => CORS_SAFELISTED_RESPONSE_HEADER_NAMES.has(name);
  // step 15.1.2
  if (request.credentials !== 'include' && listed.includes('*')) return () => true;
  const exposed = new Set(listed.map((name) => name.toLowerCase()));
  return (name) => CORS_SAFELISTED_RESPONSE_HEADER_NAMES.has(name) || exposed.has(name);
}
