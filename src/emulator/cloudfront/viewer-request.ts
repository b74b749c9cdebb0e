import type { Circumstances } from '../kernel/machine';
import { headerOf, type HeaderList, type HttpRequest, type HttpResponse } from '../kernel/message';
import { known } from '../kernel/unknown-response';
import { partsOf } from '../kernel/url';
import type { Behavior } from './distribution';
import type { Exchange } from './exchange';
import type { EdgeRequest } from './origin-request';
import { type EdgeError, errorPage, httpsRedirect } from './pages';

/** A viewer's request as CloudFront sees it. */
export function edgeRequest(request: HttpRequest): EdgeRequest {
  // The emulator hands on what it could parse.
  const url = partsOf(request.url)!;
  const hasHost = headerOf(request.headers, 'Host') !== undefined;
  const host: HeaderList = hasHost ? [] : [['Host', url.host]];
  return {
    method: request.method,
    protocol: url.protocol === 'http:' ? 'http' : 'https',
    uri: url.pathname,
    query: url.search.slice(1),
    headers: [...host, ...request.headers],
    body: request.body === undefined || request.body.length === 0 ? undefined : request.body,
    sourceIp: request.sourceIp ?? '127.0.0.1',
  };
}

/** An id for a request: the same one for the same request at the same time, so that answers can be compared. */
export function requestIdOf(request: HttpRequest, { now }: Circumstances): string {
  return `${scrambled(`${request.method} ${request.url} ${now}`, 54)}==`;
}

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Characters that a text decides. No secret: it only has to look like an id. */
function scrambled(text: string, length: number): string {
  let state = 1;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state, 31) + text.charCodeAt(index);
  }
  let made = '';
  for (let index = 0; index < length; index++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    made += CHARACTERS[Math.floor(Math.abs(Math.imul(state, 1)) / 2 ** 25) % 64];
  }
  return made;
}

/** Rule 88. */
const MAX_URL = 8192;
const MAX_REQUEST = 20_480;

/** What is refused whichever behavior it would reach: what is too large (rule 88), and a third distribution in a row (rule 62). */
export function refusedAtOnce(request: EdgeRequest): EdgeError | undefined {
  const path = request.uri.length + (request.query === '' ? 0 : request.query.length + 1);
  if (path > MAX_URL) return { status: 414, reason: 'size' };
  if (request.headers.reduce((size, [name, value]) => size + name.length + value.length + 4, path) > MAX_REQUEST) {
    return { status: 413, reason: 'size' };
  }
  const passed = headerOf(request.headers, 'Via')?.match(/\(CloudFront\)/gi)?.length ?? 0;
  return passed >= 2 ? { status: 403, reason: 'loop' } : undefined;
}

/** What a behavior answers before any function runs (rules 83 to 85, 88): CloudFront's own error, or a redirect. */
export function refusedByBehavior(behavior: Behavior, request: EdgeRequest, exchange: Exchange): EdgeError | HttpResponse | undefined {
  const protocolPolicy = request.protocol === 'http' ? known(behavior.viewerProtocolPolicy) : undefined;
  if (protocolPolicy === 'https-only') return { status: 403, reason: 'https-only' };
  if (protocolPolicy === 'redirect-to-https') return redirectToHttps(request, exchange);
  if (!known(behavior.allowedMethods).includes(request.method)) {
    exchange.remark(83, 'the text of the page for a method that a behavior doesn\'t allow is reported by users');
    return { status: 403, reason: 'method' };
  }
  return request.method === 'GET' && request.body !== undefined &&
    exchange.reading(88, 'CloudFront refuses a GET with a body') === 'forbidden'
    ? { status: 403, reason: 'body' }
    : undefined;
}

/** Rule 85. */
function redirectToHttps(request: EdgeRequest, exchange: Exchange): EdgeError | HttpResponse {
  const isSafe = request.method === 'GET' || request.method === 'HEAD';
  if (!isSafe && exchange.reading(85, 'the sources disagree whether CloudFront redirects methods other than GET and HEAD') === 'forbidden') {
    return { status: 403, reason: 'https-only' };
  }
  const host = headerOf(request.headers, 'Host')!.replace(/:\d+$/, '');
  return httpsRedirect(isSafe ? 301 : 307, `https://${host}${request.uri}${request.query === '' ? '' : `?${request.query}`}`);
}

/** CloudFront's page for an error, none of it to HEAD. */
export function errorAnswer(error: EdgeError, request: EdgeRequest, exchange: Exchange): HttpResponse {
  const page = errorPage(error, exchange.requestId);
  return request.method === 'HEAD' ? { ...page, body: undefined } : page;
}
