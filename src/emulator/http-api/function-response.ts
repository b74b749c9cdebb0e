import { hasHeader, isToken } from '../../http';
import { isRecord } from '../../template';
import { bytesOfText } from '../kernel/bytes';
import type { HeaderList, HttpResponse } from '../kernel/message';

/** The response that a function's payload stands for; undefined where it stands for none, which is a 500 (rule 64). */
export function responseOf(payload: unknown, version: '1.0' | '2.0'): HttpResponse | undefined {
  return version === '2.0' ? responseV2(payload) : responseV1(payload);
}

const V1_KEYS = new Set(['isBase64Encoded', 'statusCode', 'headers', 'multiValueHeaders', 'body']);

/** Format 2.0 (rule 76): what has no statusCode is itself the body of a 200, as JSON. */
function responseV2(payload: unknown): HttpResponse | undefined {
  if (!isRecord(payload) || payload.statusCode === undefined) {
    const body = bytesOfText(JSON.stringify(payload ?? null));
    return { status: 200, headers: [['content-type', 'application/json']], body };
  }
  const status = statusOf(payload.statusCode);
  const headers = singleHeaders(payload.headers);
  const cookies = payload.cookies ?? [];
  const body = bodyOf(payload.body, payload.isBase64Encoded);
  if (status === undefined || headers === undefined || body === undefined || !Array.isArray(cookies)) return undefined;
  const all: HeaderList = [...headers, ...cookies.map((cookie) => ['set-cookie', String(cookie)] as const)];
  // No rule has the type that is sent where a function names none; this one is seen in practice.
  return { status, headers: hasType(all) || body.length === 0 ? all : [...all, ['content-type', 'text/plain;charset=utf-8']], body };
}

/**
 * Format 1.0: the rules that are recorded for REST APIs (rules 50, 51), with an answer of 500 where those have 502. A name in both lists of headers
 * is sent with both values.
 */
function responseV1(payload: unknown): HttpResponse | undefined {
  if (!isRecord(payload) || !Object.keys(payload).every((key) => V1_KEYS.has(key))) return undefined;
  const status = payload.statusCode === undefined ? 200 : statusOf(payload.statusCode);
  const headers = singleHeaders(payload.headers);
  const multiple = multipleHeaders(payload.multiValueHeaders);
  const body = bodyOf(payload.body, payload.isBase64Encoded);
  if (status === undefined || headers === undefined || multiple === undefined || body === undefined) return undefined;
  const same = (each: HeaderList[number]) => multiple.some(([name, value]) => name.toLowerCase() === each[0].toLowerCase() && value === each[1]);
  const all = [...multiple, ...headers.filter((each) => !same(each))];
  return { status, headers: hasType(all) ? all : [...all, ['content-type', 'application/json']], body };
}

// "201" counts as 201; a status must have three digits to be one.
function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

function singleHeaders(value: unknown): HeaderList | undefined {
  if (value === undefined || value === null) return [];
  return isRecord(value) ? Object.entries(value).flatMap(([name, each]) => isScalar(each) ? header(name, String(each)) : []) : undefined;
}

function multipleHeaders(value: unknown): HeaderList | undefined {
  if (value === undefined || value === null) return [];
  if (!isRecord(value) || !Object.values(value).every(Array.isArray)) return undefined;
  return Object.entries(value).flatMap(([name, values]) => (values as unknown[]).filter(isScalar).flatMap((each) => header(name, String(each))));
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

// What isn't a header can't be sent: a name that isn't a token, a value with a line break. The gateway counts the body's length itself.
function header(name: string, value: string): HeaderList {
  const canBeSent = isToken(name) && !/[\r\n\0]/.test(value);
  return canBeSent && !/^(?:content-length|connection|transfer-encoding|keep-alive|apigw-requestid)$/i.test(name) ? [[name, value]] : [];
}

function bodyOf(value: unknown, isBase64Encoded: unknown): Uint8Array | undefined {
  if (value === undefined || value === null) return new Uint8Array();
  if (!isScalar(value)) return undefined;
  return isBase64Encoded === true ? new Uint8Array(Buffer.from(String(value), 'base64')) : bytesOfText(String(value));
}

function hasType(headers: HeaderList): boolean {
  return hasHeader(headers, 'content-type');
}
