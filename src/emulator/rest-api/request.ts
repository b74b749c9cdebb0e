import { decoded } from '../../api-gateway';
import { NO_BYTES } from '../kernel/bytes';
import { type HeaderList, type HttpRequest, isNamed } from '../kernel/message';
import { partsOf } from '../kernel/url';

/** A request as API Gateway takes it in. */
export interface IncomingRequest {
  readonly method: string;
  readonly host: string;
  /** With the stage, without query. */
  readonly path: string;
  readonly query: ReadonlyArray<readonly [name: string, value: string]>;
  /** Names in the case in which API Gateway has them (rule 20). */
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly sourceIp: string;
  /** OPTIONS with `Origin` and `Access-Control-Request-Method`. */
  readonly isPreflight: boolean;
}

/** Names that API Gateway gives to functions capitalised although browsers send them in lower case over HTTP/2 (rule 20). */
const CAPITALISED = new Map(['Accept', 'Accept-Encoding', 'Authorization', 'Host', 'Referer', 'User-Agent', 'Via', 'X-Forwarded-For', 'X-Forwarded-Port',
  'X-Forwarded-Proto', 'X-Amzn-Trace-Id'].map((name) => [name.toLowerCase(), name]));

/** API Gateway capitalises these whatever the client and the protocol (rule 138). */
const ALWAYS_CAPITALISED = new Map(['Authorization', 'User-Agent'].map((name) => [name.toLowerCase(), name]));

/** Headers that end at API Gateway: neither templates and mappings nor functions and back ends see them (rule 139). */
const DROPPED = new Set(['connection', 'content-length', 'content-md5', 'expect', 'max-forwards', 'proxy-authenticate', 'server', 'te', 'trailer',
  'transfer-encoding', 'upgrade', 'www-authenticate']);

/** Takes a request in. The reading is that of rule 20: the case that header names arrive in. */
export function takeIn(request: HttpRequest, reading: 'http2' | 'as-sent'): IncomingRequest {
  // The emulator hands on what it could parse.
  const url = partsOf(request.url)!;
  const nameOf = reading === 'http2' ? arrivingName : (name: string) => ALWAYS_CAPITALISED.get(name.toLowerCase()) ?? name;
  const headers = request.headers.filter(([name]) => !DROPPED.has(name.toLowerCase()))
    .map(([name, value]): [string, string] => [nameOf(name), value]);
  const method = valueOf(headers, 'x-http-method-override') ?? request.method;
  return {
    // The header is for clients that can't send the method itself (rule 10).
    method: method.toUpperCase(),
    host: url.hostname,
    // Slashes before the stage count as one (rule 136).
    path: withOneSlash(url.pathname),
    query: queryOf(url.search),
    headers,
    body: request.body ?? NO_BYTES,
    sourceIp: request.sourceIp ?? '127.0.0.1',
    isPreflight: request.method === 'OPTIONS' && valueOf(headers, 'origin') !== undefined && valueOf(headers, 'access-control-request-method') !== undefined,
  };
}

/** A path that begins with one slash. */
export function withOneSlash(path: string): string {
  return path.startsWith('//') ? path.replace(/^\/+/, '/') : path;
}

function arrivingName(name: string): string {
  const lower = name.toLowerCase();
  return CAPITALISED.get(lower) ?? lower;
}

function queryOf(search: string): (readonly [string, string])[] {
  return search.slice(1).split('&').filter((pair) => pair !== '').map((pair) => {
    const equals = pair.indexOf('=');
    const text = (part: string) => decoded(part.replaceAll('+', ' '));
    return equals < 0 ? [text(pair), ''] : [text(pair.slice(0, equals)), text(pair.slice(equals + 1))];
  });
}

/** The last value of a header, whatever the case in which it was sent; the name is in lower case. */
export function valueOf(headers: HeaderList, name: string): string | undefined {
  let value: string | undefined;
  for (const [each, own] of headers) {
    value = isNamed(each, name) ? own : value;
  }
  return value;
}
