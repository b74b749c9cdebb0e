import { headerLines, HOP_BY_HOP, withoutHeader } from '../../http';
import { isRecord, isUnknown } from '../../template';
import { bytesOfText } from '../kernel/bytes';
import type { HeaderList, HttpResponse } from '../kernel/message';

/** The HTTP request that an event stands for. */
export interface EventRequest {
  readonly version: '1.0' | '2.0';
  readonly method: string;
  /** As it was sent, without the stage. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: HeaderList;
  readonly body?: Uint8Array;
}

/**
 * The request that an integration's event stands for, in payload format 1.0 (REST APIs too) or 2.0; undefined for any other event, such as an
 * authorizer's.
 */
export function requestOf(event: unknown): EventRequest | undefined {
  if (!isRecord(event) || !isRecord(event.requestContext) || event.type === 'REQUEST' || event.type === 'TOKEN') return undefined;
  return event.version === '2.0' ? requestOfV2(event, event.requestContext) : requestOfV1(event, event.requestContext);
}

type Json = { readonly [name: string]: unknown };

function requestOfV2(event: Json, context: Json): EventRequest | undefined {
  const http = isRecord(context.http) ? context.http : {};
  if (typeof http.method !== 'string' || typeof event.rawPath !== 'string') return undefined;
  const cookies = Array.isArray(event.cookies) ? event.cookies.filter((each) => typeof each === 'string') : [];
  const headers: HeaderList = [...textPairs(event.headers), ...(cookies.length === 0 ? [] : [['cookie', cookies.join('; ')] as const])];
  return {
    version: '2.0',
    method: http.method,
    path: withoutStage(event.rawPath, context),
    query: typeof event.rawQueryString === 'string' ? event.rawQueryString : '',
    headers,
    body: bodyOf(event),
  };
}

function requestOfV1(event: Json, context: Json): EventRequest | undefined {
  if (typeof event.httpMethod !== 'string' || typeof event.path !== 'string') return undefined;
  const query = listPairs(event.multiValueQueryStringParameters, event.queryStringParameters)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return {
    version: '1.0',
    method: event.httpMethod,
    // An event of a REST API has no version, and its path never has the stage (rule 55).
    path: event.version === undefined ? event.path : withoutStage(event.path, context),
    query,
    headers: listPairs(event.multiValueHeaders, event.headers),
    body: bodyOf(event),
  };
}

// On the API's own host a path begins with the stage (rule 78), which a back end of one's own knows nothing of.
function withoutStage(path: string, { stage, domainName }: Json): string {
  const isOwnHost = typeof domainName === 'string' && domainName.includes('.execute-api.');
  if (typeof stage !== 'string' || !isOwnHost || (path !== `/${stage}` && !path.startsWith(`/${stage}/`))) return path;
  return path.slice(stage.length + 1) || '/';
}

function bodyOf({ body, isBase64Encoded }: Json): Uint8Array | undefined {
  if (typeof body !== 'string') return undefined;
  return isBase64Encoded === true ? new Uint8Array(Buffer.from(body, 'base64')) : bytesOfText(body);
}

// All values where an event has them, else one of each.
function listPairs(multiple: unknown, single: unknown): [string, string][] {
  if (!isRecord(multiple)) return textPairs(single);
  return Object.entries(multiple).flatMap(([name, values]) => Array.isArray(values)
    ? values.filter((value): value is string => typeof value === 'string').map((value): [string, string] => [name, value]) : []);
}

function textPairs(value: unknown): [string, string][] {
  return isRecord(value) ? Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string') : [];
}

// They belong to the connection, or are counted anew.
const NOT_PASSED = new Set([...HOP_BY_HOP, 'content-length']);

/** The payload of a function that answers like an HTTP response: what `requestOf` is for requests. */
export function proxyResponseOf({ status, headers, body }: HttpResponse, version: '1.0' | '2.0'): object {
  const passed = headers.filter(([name]) => !NOT_PASSED.has(name.toLowerCase()) && !/^proxy-/i.test(name));
  const content = isUnknown(body) || body === undefined ? new Uint8Array() : body;
  const common = { statusCode: isUnknown(status) ? 500 : status, ...encoded(content) };
  if (version === '1.0') return { ...common, multiValueHeaders: gathered(passed) };
  const cookies = headerLines(passed, 'set-cookie');
  const others = gathered(withoutHeader(passed, 'set-cookie'));
  const joined = Object.entries(others).map(([name, values]) => [name, values.join(', ')] as const);
  return { ...common, headers: record(joined), ...(cookies.length === 0 ? {} : { cookies }) };
}

// Text where it is text, so that a REST API without binary media types passes it.
function encoded(body: Uint8Array): { body: string; isBase64Encoded: boolean } {
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), isBase64Encoded: false };
  } catch {
    return { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
  }
}

function gathered(headers: HeaderList): { [name: string]: string[] } {
  const lists: { [name: string]: string[] } = Object.create(null);
  for (const [name, value] of headers) {
    (lists[name.toLowerCase()] ??= []).push(value);
  }
  return lists;
}

function record(entries: ReadonlyArray<readonly [string, string]>): { [name: string]: string } {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
