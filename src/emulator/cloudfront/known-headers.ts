import type { Unknown } from '../../template';
import { type HttpResponse, withHeader, withoutHeader } from '../kernel/message';

/** The response headers of the CORS protocol. */
export const CORS_HEADERS: readonly string[] = [
  'access-control-allow-origin', 'access-control-allow-credentials', 'access-control-allow-methods', 'access-control-allow-headers',
  'access-control-expose-headers', 'access-control-max-age', 'access-control-allow-private-network',
];

/** Headers that something may depend on: where not all headers of an answer are known, it is said of each of these whether it is. */
export const NAMED_HEADERS: readonly string[] = [
  ...CORS_HEADERS, 'vary', 'location', 'content-type', 'cache-control', 'etag', 'cross-origin-resource-policy', 'timing-allow-origin',
  'x-amzn-errortype',
];

/** Whether it is known what a header is, or that it isn't there. */
export function isSettled(response: HttpResponse, name: string): boolean {
  const lower = name.toLowerCase();
  const except = response.moreHeaders?.except;
  return except === undefined || except.includes(lower) || (lower.startsWith('access-control-') && except.includes('access-control-*'));
}

/** The response with a header set, or taken away: known either way. */
export function settled(response: HttpResponse, name: string, value: string | undefined): HttpResponse {
  const headers = value === undefined ? withoutHeader(response.headers, name) : withHeader(response.headers, name, value);
  const { moreHeaders } = response;
  return moreHeaders === undefined ? { ...response, headers }
    : { ...response, headers, moreHeaders: { ...moreHeaders, except: [...new Set([...moreHeaders.except, name.toLowerCase()])] } };
}

/** The response with a header of which nothing is known any more. */
export function unsettled(response: HttpResponse, name: string, because: Unknown): HttpResponse {
  const lower = name.toLowerCase();
  const before = response.moreHeaders?.except ?? [...NAMED_HEADERS, 'access-control-*', ...response.headers.map(([each]) => each.toLowerCase())];
  const except = before.flatMap((each) => each === 'access-control-*' && lower.startsWith('access-control-') ? CORS_HEADERS : [each]);
  return {
    ...response,
    headers: withoutHeader(response.headers, name),
    moreHeaders: { because: response.moreHeaders?.because ?? because, except: [...new Set(except)].filter((each) => each !== lower) },
  };
}
