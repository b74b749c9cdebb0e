import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiAnswer, ApiRefusal, streamEvents } from './api';
import { refusedByConsole } from './console-guard';
import { logRefused, refuse } from './entrance-door';
import { readBody } from './read-body';
import type { ServerState } from './state';
import { giveFile } from './static-files';

const CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self' http://localhost:* https://localhost:*; frame-src http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const MAX_BYTES = 1024 * 1024;

/** Answers what comes to the console's port under this machine's own name. */
export async function answerAtConsole(
  state: ServerState, incoming: IncomingMessage, outgoing: ServerResponse, length: number | undefined,
): Promise<void> {
  const refused = refusedByConsole(incoming, state.console);
  if (refused !== undefined) {
    logRefused(state.hub, incoming, refuse(outgoing, refused.status, `${refused.message}\n`), refused.message);
    return;
  }
  const { pathname, searchParams } = new URL(incoming.url!, state.console);
  if (!pathname.startsWith('/api/')) {
    givePage(pathname, incoming, outgoing);
  } else if (pathname === '/api/events' && incoming.method === 'GET') {
    streamEvents(state, outgoing);
  } else {
    const body = await readBody(incoming, length, MAX_BYTES);
    if (body === 'aborted') return;
    if (body === 'too-large') {
      refuse(outgoing, 413, 'the console takes at most 1 MB\n');
      return;
    }
    giveJson(outgoing, await apiAnswer(state, { method: incoming.method!, path: pathname, query: searchParams, body }));
  }
}

function givePage(pathname: string, { method }: IncomingMessage, outgoing: ServerResponse): void {
  if (method !== 'GET' && method !== 'HEAD') {
    refuse(outgoing, 405, 'There is only GET.\n');
  } else if (!giveFile(pathname === '/' ? 'index.html' : pathname.slice(1), outgoing, { contentSecurityPolicy: CONTENT_SECURITY_POLICY })) {
    refuse(outgoing, 404, 'The console has no such file.\n');
  }
}

function giveJson(outgoing: ServerResponse, answer: unknown): void {
  const refusal = answer instanceof ApiRefusal ? answer : undefined;
  const text = JSON.stringify(refusal === undefined ? answer : { message: refusal.message }, readable);
  outgoing.writeHead(refusal?.status ?? 200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : text);
}

/** Bodies as text: what answers a page asks for is text as a rule. */
function readable(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}
