import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiAnswer, ApiRefusal, streamEvents } from './api';
import { refusedByConsole } from './console-guard';
import { logRefused } from './log-request';
import { readBody } from './read-body';
import type { ServerState } from './state';
import { giveFile } from './static-files';
import { refuse } from './write-answer';

const CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self' http://localhost:* https://localhost:*; frame-src http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const MAX_BYTES = 1024 * 1024;

/** Answers what comes to the console's port under this machine's own name. */
export async function answerAtConsole(
  state: ServerState, incoming: IncomingMessage, reply: ServerResponse, length: number | undefined,
): Promise<void> {
  const refused = refusedByConsole(incoming, state.console);
  if (refused !== undefined) {
    logRefused(state.hub, incoming, refuse(reply, refused.status, `${refused.message}\n`), refused.message);
    return;
  }
  const { pathname, searchParams } = placeOf(incoming.url!);
  if (!pathname.startsWith('/api/')) {
    givePage(pathname, incoming, reply);
  } else if (pathname === '/api/events' && incoming.method === 'GET') {
    streamEvents(state, reply);
  } else {
    const body = await readBody(incoming, reply, length, MAX_BYTES);
    if (body === 'aborted') return;
    if (body === 'too-large') {
      refuse(reply, 413, 'the console takes at most 1 MB\n');
      return;
    }
    if (body === 'too-many') {
      refuse(reply, 503, 'the server holds as many bodies as it can; try again later\n');
      return;
    }
    giveJson(reply, await apiAnswer(state, { method: incoming.method!, path: pathname, query: searchParams, body }));
  }
}

/** The path and the query as they were sent: `//[` is a path here, though the URL standard would take it for a host. */
function placeOf(target: string): { readonly pathname: string; readonly searchParams: URLSearchParams } {
  const [, pathname, query] = /^([^?#]*)(?:\?([^#]*))?/.exec(target)!;
  return { pathname, searchParams: new URLSearchParams(query) };
}

function givePage(pathname: string, { method }: IncomingMessage, reply: ServerResponse): void {
  if (method !== 'GET' && method !== 'HEAD') {
    refuse(reply, 405, 'There is only GET.\n');
  } else if (!giveFile(pathname === '/' ? 'index.html' : pathname.slice(1), reply, { contentSecurityPolicy: CONTENT_SECURITY_POLICY })) {
    refuse(reply, 404, 'The console has no such file.\n');
  }
}

function giveJson(reply: ServerResponse, answer: unknown): void {
  const refusal = answer instanceof ApiRefusal ? answer : undefined;
  const text = JSON.stringify(refusal === undefined ? answer : { message: refusal.message }, readable);
  reply.writeHead(refusal?.status ?? 200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  reply.end(reply.req.method === 'HEAD' ? undefined : text);
}

/** Bodies as text: what answers a page asks for is text as a rule. */
function readable(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}
