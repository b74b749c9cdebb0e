import { isUnknown } from '../../template';
import { headerOf, type HttpRequest, type HttpResponse, withHeader, withoutHeader } from '../kernel/message';

/**
 * What a stored answer becomes for a request with conditions or a range: 304, 412, 206, 416 or the answer itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function conditionally(request: HttpRequest, response: HttpResponse): HttpResponse {
  if (response.status !== 200 || (request.method !== 'GET' && request.method !== 'HEAD')) return response;
  const etag = headerOf(response.headers, 'ETag');
  const ifMatch = headerOf(request.headers, 'If-Match');
  if (ifMatch !== undefined && etag !== undefined && !listsTag(ifMatch, etag, true)) {
    return { status: 412, headers: withoutBodyHeaders(response) };
  }
  const ifNoneMatch = headerOf(request.headers, 'If-None-Match');
  if (ifNoneMatch !== undefined && etag !== undefined && listsTag(ifNoneMatch, etag, false)) {
    return { status: 304, headers: withoutBodyHeaders(response), moreHeaders: response.moreHeaders };
  }
  return request.method === 'GET' ? ranged(request, response, etag) : response;
}

function listsTag(list: string, etag: string, strong: boolean): boolean {
  const plain = (tag: string) => strong ? tag.trim() : tag.trim().replace(/^W\//, '');
  return list.trim() === '*' || list.split(',').some((tag) => plain(tag) === plain(etag));
}

function withoutBodyHeaders(response: HttpResponse) {
  return withoutHeader(withoutHeader(response.headers, 'Content-Length'), 'Content-Type');
}

/** One range of bytes. Several, which S3 doesn't serve, get the whole. */
function ranged(request: HttpRequest, response: HttpResponse, etag: string | undefined): HttpResponse {
  const match = /^bytes=(\d*)-(\d*)$/.exec(headerOf(request.headers, 'Range')?.trim() ?? '');
  const ifRange = headerOf(request.headers, 'If-Range');
  if (match === null || !isRange(match[1], match[2]) || isUnknown(response.body) || (ifRange !== undefined && ifRange !== etag)) {
    return response;
  }
  const body = response.body ?? new Uint8Array();
  const first = match[1] === '' ? Math.max(0, body.length - Number(match[2])) : Number(match[1]);
  const last = match[1] === '' || match[2] === '' ? body.length - 1 : Math.min(Number(match[2]), body.length - 1);
  if (first > last) {
    return { status: 416, headers: withHeader(withoutBodyHeaders(response), 'Content-Range', `bytes */${body.length}`) };
  }
  const headers = withHeader(withHeader(response.headers, 'Content-Range', `bytes ${first}-${last}/${body.length}`),
    'Content-Length', String(last - first + 1));
  return { ...response, status: 206, headers, body: body.slice(first, last + 1) };
}

/** A range that ends before it begins is none. */
function isRange(first: string, last: string): boolean {
  return first === '' ? last !== '' : last === '' || Number(first) <= Number(last);
}
