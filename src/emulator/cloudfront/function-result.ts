import { isToken } from '../../http';
import { bytesOfText } from '../kernel/bytes';
import { type HeaderList, headerOf, type HttpResponse, withHeader } from '../kernel/message';
import { isDisallowed, queryValues, READ_ONLY, titleCased } from './function-event';
import type { EdgeRequest } from './origin-request';

/** What a viewer-request function made of a request: another request, or an answer. Undefined where CloudFront wouldn't take it. */
export type RequestResult = { readonly request: EdgeRequest } | { readonly response: HttpResponse } | undefined;

type Json = { readonly [name: string]: unknown };

function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : undefined;
}

function own(value: Json, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Reads what a viewer-request function returned (rules 105 and 106). */
export function requestResult(returned: unknown, request: EdgeRequest): RequestResult {
  const result = record(returned);
  if (result === undefined) return undefined;
  if (own(result, 'statusCode') !== undefined) {
    const response = generatedResponse(result);
    return response && { response };
  }
  const uri = own(result, 'uri');
  const headers = headerLines(own(result, 'headers'));
  const cookies = valueLines(own(result, 'cookies'));
  const query = queryText(own(result, 'querystring'));
  if (typeof uri !== 'string' || !isPath(uri) || headers === undefined || cookies === undefined || query === undefined ||
    uri.length + query.length > 8192 || !keepsReadOnly(headers, request.headers, READ_ONLY['viewer-request'])) {
    return undefined;
  }
  const cookie: HeaderList = cookies.length === 0 ? [] : [['Cookie', cookies.map(([name, value]) => `${name}=${value}`).join('; ')]];
  // What functions don't see goes on as it was.
  const unseen = request.headers.filter(([name]) => isDisallowed(name));
  return { request: { ...request, uri, query: sameQuery(query, request) ? request.query : query, headers: [...headers, ...cookie, ...unseen] } };
}

/** Keeps the query as the viewer wrote it where the function left it alone. */
function sameQuery(query: string, request: EdgeRequest): boolean {
  return queryText(queryValues(request)) === query;
}

/** No control characters, no spaces and nothing that would begin a query or a fragment. */
function isPath(uri: string): boolean {
  return uri.startsWith('/') && !/[\u0000-\u0020\u007f?#]/.test(uri);
}

/** An answer that a function made (rule 107): its headers and no others. */
function generatedResponse(result: Json): HttpResponse | undefined {
  const status = own(result, 'statusCode');
  const headers = headerLines(own(result, 'headers'));
  const cookies = setCookies(own(result, 'cookies'));
  const body = bodyOf(own(result, 'body'));
  if (!isStatus(status) || headers === undefined || cookies === undefined || body === undefined) return undefined;
  const bytes = body === 'none' ? new Uint8Array() : body;
  return { status, headers: [['Server', 'CloudFront'], ['Content-Length', String(bytes.length)], ...headers, ...cookies], body: bytes };
}

/** Reads what a viewer-response function returned; undefined where CloudFront wouldn't take it. */
export function responseResult(returned: unknown, response: HttpResponse): HttpResponse | undefined {
  const result = record(returned);
  const status = result && own(result, 'statusCode');
  const headers = result && headerLines(own(result, 'headers'));
  const cookies = result && setCookies(own(result, 'cookies'));
  const body = result && bodyOf(own(result, 'body'));
  if (!isStatus(status) || headers === undefined || cookies === undefined || body === undefined ||
    !keepsReadOnly(headers, response.headers, READ_ONLY['viewer-response'])) {
    return undefined;
  }
  const unseen = response.headers.filter(([name]) => isDisallowed(name));
  const lines: HeaderList = [...headers, ...cookies, ...unseen];
  return body === 'none'
    ? { ...response, status, headers: lines }
    : { ...response, status, headers: withHeader(lines, 'Content-Length', String(body.length)), body };
}

function isStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599;
}

/** Title-Cased, as functions' headers are sent (rule 105); undefined where one isn't allowed. */
function headerLines(headers: unknown): HeaderList | undefined {
  const lines = valueLines(headers);
  const isAllowed = lines?.every(([name, value]) =>
    isToken(name) && name === name.toLowerCase() && !isDisallowed(name) && name !== 'cookie' && !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value));
  return isAllowed ? lines!.map(([name, value]) => [titleCased(name), value]) : undefined;
}

/** `multiValue` decides where it is given. */
function valueLines(values: unknown): [string, string][] | undefined {
  if (values === undefined) return [];
  const all = record(values);
  if (all === undefined) return undefined;
  const lines: [string, string][] = [];
  for (const [name, value] of Object.entries(all)) {
    const one = record(value);
    const several = one && own(one, 'multiValue');
    for (const each of Array.isArray(several) ? several : [one]) {
      const text = record(each) && own(record(each)!, 'value');
      if (typeof text !== 'string') return undefined;
      lines.push([name, text]);
    }
  }
  return lines;
}

function setCookies(cookies: unknown): HeaderList | undefined {
  const all = cookies === undefined ? {} : record(cookies);
  if (all === undefined || valueLines(all) === undefined) return undefined;
  return Object.entries(all).flatMap(([name, value]) => {
    const several = own(record(value)!, 'multiValue');
    return (Array.isArray(several) ? several : [value]).map((each): [string, string] => {
      const { value: text, attributes } = each as { value: string; attributes?: unknown };
      return ['Set-Cookie', `${name}=${text}${typeof attributes === 'string' && attributes !== '' ? `; ${attributes}` : ''}`];
    });
  });
}

/** A query of what isn't encoded; undefined where it has what no query may have. */
function queryText(values: unknown): string | undefined {
  // A text is taken as it is (rule 146).
  const query = typeof values === 'string' ? values.replace(/^\?/, '')
    : valueLines(values)?.map(([name, value]) => value === '' ? name : `${name}=${value}`).join('&');
  return query === undefined || /[\u0000-\u0020\u007f#]/.test(query) ? undefined : query;
}

/** A text, or `{ encoding, data }`. */
function bodyOf(body: unknown): Uint8Array | 'none' | undefined {
  if (body === undefined) return 'none';
  const data = typeof body === 'string' ? body : record(body) && own(record(body)!, 'data');
  const encoding = typeof body === 'string' ? 'text' : record(body) && own(record(body)!, 'encoding');
  if (typeof data !== 'string' || (encoding !== 'text' && encoding !== 'base64')) return undefined;
  if (encoding === 'text') return bytesOfText(data);
  return /^[A-Za-z0-9+/]*={0,2}$/.test(data) && data.length % 4 === 0 ? Uint8Array.from(Buffer.from(data, 'base64')) : undefined;
}

/** Rule 106: they are neither added nor changed nor taken away. */
function keepsReadOnly(returned: HeaderList, given: HeaderList, names: readonly string[]): boolean {
  return names.every((name) => headerOf(returned, name) === headerOf(given, name));
}
