import { isUnknown } from '../../template';
import { bytesOfText } from '../kernel/bytes';
import { DraftResponse } from './draft-response';
import { GatewayFault } from './fault';
import { unbase64 } from './integration-request';
import { appendRemapped } from './remap';

const KEYS = new Set(['isBase64Encoded', 'statusCode', 'headers', 'multiValueHeaders', 'body']);

/** What a function answered through a proxy integration, made into a response (rules 50, 51). What isn't one is a 502. */
export function proxyResponse(payload: unknown, acceptsBinary: () => boolean): DraftResponse {
  if (isUnknown(payload)) return DraftResponse.unknown(payload);
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload) || Object.keys(payload).some((key) => !KEYS.has(key))) {
    return malformed();
  }
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = payload as { [key: string]: unknown };
  const draft = new DraftResponse();
  draft.status = statusOf(statusCode);
  draft.body = bodyOf(body, isBase64Encoded === true || isBase64Encoded === 'true', acceptsBinary);
  addHeaders(headersOf(headers), multiValuesOf(multiValueHeaders), draft);
  if (!draft.has('content-type')) {
    draft.append('Content-Type', 'application/json');
  }
  return draft;
}

function malformed(): never {
  throw new GatewayFault('DEFAULT_5XX', undefined, 502);
}

/** A text of digits counts; nothing at all is 200. */
function statusOf(status: unknown): number {
  if (status === undefined || status === null) return 200;
  const number = typeof status === 'string' && /^\d{3}$/.test(status) ? Number(status) : status;
  return typeof number === 'number' && Number.isInteger(number) && number >= 100 && number <= 599 ? number : malformed();
}

function bodyOf(body: unknown, isBase64: boolean, acceptsBinary: () => boolean): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body !== 'string') return malformed();
  // Base64 is decoded only for callers that accept a binary type; others get the text.
  return isBase64 && acceptsBinary() ? unbase64(body) ?? notBase64() : bytesOfText(body);
}

/** Not a malformed answer, which would be a 502 (rule 144). */
function notBase64(): never {
  throw new GatewayFault('API_CONFIGURATION_ERROR');
}

function headersOf(headers: unknown): [string, string][] {
  return Object.entries(record(headers)).filter(([, value]) => value !== null).map(([name, value]) => [name, text(value)]);
}

function multiValuesOf(headers: unknown): [string, string[]][] {
  return Object.entries(record(headers)).map(([name, values]) => [name, Array.isArray(values) ? values.map(text) : malformed()]);
}

function record(value: unknown): { [name: string]: unknown } {
  return value === undefined || value === null ? {} : typeof value === 'object' && !Array.isArray(value) ? value as { [name: string]: unknown } : malformed();
}

function text(value: unknown): string {
  return typeof value === 'object' ? malformed() : String(value);
}

/** Both kinds of headers are sent, also under one name; the same pair twice is sent once, and the case is that of `multiValueHeaders`. */
function addHeaders(single: [string, string][], multiple: [string, string[]][], draft: DraftResponse): void {
  for (const [name, values] of multiple) {
    [...new Set(values)].forEach((value) => appendRemapped(name, value, 'proxy', draft));
  }
  for (const [name, value] of single) {
    const same = multiple.find(([each]) => each.toLowerCase() === name.toLowerCase());
    if (!same?.[1].includes(value)) {
      appendRemapped(same?.[0] ?? name, value, 'proxy', draft);
    }
  }
}
