import type { ServerResponse } from 'node:http';
import { type Answer, isUnknown } from '../emulator';
import { unknownIn } from './log';

/**
 * Writes an answer. What isn't known of it is said, never guessed.
 *
 * @param headers as they go out, in a flat list as Node.js takes them
 * @returns the status that the client got
 */
export function writeAnswer(answer: Answer, headers: string[], method: string, reply: ServerResponse): number {
  const unknown = unknownIn(answer);
  if (unknown !== undefined) {
    headers.push('x-cdk-cors-unknown', headerText(`${unknown.path}: ${unknown.reason}`));
  }
  if (isUnknown(answer.status) || isUnknown(answer.body)) {
    const status = isUnknown(answer.status) ? 501 : answer.status;
    const text = `cdk-cors can't tell what AWS would answer here.\n\n${unknown!.path}: ${unknown!.reason}\n`;
    return write(reply, status, [...without(headers, /^content-(?:type|length|encoding|md5|range)$|^etag$/i), 'content-type', 'text/plain; charset=utf-8'],
      method === 'HEAD' ? undefined : Buffer.from(text));
  }
  return write(reply, answer.status, headers, method === 'HEAD' ? undefined : answer.body ?? new Uint8Array());
}

/** Bodies up to this length go out in one piece with the head. */
const MAX_AT_ONCE = 16 * 1024;
/** Statuses that have no body, and no length of one. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

function write(reply: ServerResponse, status: number, headers: string[], body: Uint8Array | undefined): number {
  if (body !== undefined && !BODILESS.has(status)) {
    headers.push('content-length', String(body.byteLength));
  }
  try {
    // 1xx would leave the client waiting for the answer
    if (status < 200) throw new RangeError(`the status ${status} ends no request`);
    reply.writeHead(status, headers);
  } catch (error) {
    return refuse(reply, 502, `This answer can't be sent over HTTP: ${(error as Error).message}\n`);
  }
  if (body === undefined || body.byteLength === 0 || BODILESS.has(status)) {
    reply.end();
  } else if (body.byteLength > MAX_AT_ONCE) {
    reply.end(body);
  } else {
    // as text of one byte a character, Node.js writes it together with the head
    reply.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
  }
  return status;
}

/** An answer of the server itself. */
export function refuse(reply: ServerResponse, status: number, text: string): number {
  reply.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(text), 'x-cdk-cors-refused': 'cdk-cors' });
  reply.end(reply.req.method === 'HEAD' ? undefined : text);
  return status;
}

function without(flat: readonly string[], names: RegExp): string[] {
  return flat.filter((_, index) => !names.test(flat[index - index % 2]));
}

/** A text as the value of a header. */
function headerText(text: string): string {
  return text.replace(/[^\u0020-\u007e]+/g, '?');
}
