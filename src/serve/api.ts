import type { ServerResponse } from 'node:http';
import { ENGINES } from '../browser';
import { ask, askAsync, type AskVerdict, outcomeText, type Question } from '../verify';
import { FAILURES } from './failures';
import { reportOf } from './report';
import type { ServerState } from './state';

/** A call of the console's API. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array | undefined;
}

/** Why a call isn't answered: a status, and a message for a person. */
export class ApiRefusal {
  constructor(public readonly status: number, public readonly message: string) {}
}

type Endpoint = (state: ServerState, call: ApiCall) => unknown;

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['GET /api/app', describeApp],
  ['GET /api/log', ({ hub }) => hub.recent()],
  ['GET /api/origin', aliasOf],
  ['GET /api/report', ({ served: { app: { emulator } } }) => reportOf(emulator)],
  ['POST /api/ask', answerQuestion],
  ['POST /api/failure', switchFailure],
]);

/** What a call is answered with, as data. */
export async function apiAnswer(state: ServerState, call: ApiCall): Promise<unknown> {
  const endpoint = ENDPOINTS.get(`${call.method === 'HEAD' ? 'GET' : call.method} ${call.path}`);
  if (endpoint !== undefined) return endpoint(state, call);
  const methods = [...ENDPOINTS.keys()].filter((key) => key.endsWith(` ${call.path}`)).map((key) => key.split(' ')[0]);
  return methods.length === 0 ? new ApiRefusal(404, `there is no ${call.path}; there is ${[...ENDPOINTS.keys()].join(', ')}, GET /api/events`)
    : new ApiRefusal(405, `${call.path} takes ${methods.join(', ')}`);
}

/** How often a silent stream says that it is there, in milliseconds: some way in between may close it otherwise. */
const HEARTBEAT = 15_000;
/** How many bytes of a stream may wait to be read. */
const MAX_UNREAD = 1024 * 1024;
/** How many streams there are at a time: a page has one. */
const MAX_STREAMS = 32;
let streams = 0;

/** Sends what happens as server-sent events: `request` with a log entry, `function` with a line, `reload`, `reload-failed`, `mistake`. */
export function streamEvents({ hub, reloads }: ServerState, reply: ServerResponse): void {
  if (streams >= MAX_STREAMS) {
    reply.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' }).end(`the console has at most ${MAX_STREAMS} streams of events; close one of its pages\n`);
    return;
  }
  streams++;
  reply.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
  const send = (event: string, data: unknown) => {
    // a page that doesn't read would have all events kept for it: it connects again, and asks for the log
    if (reply.writableLength > MAX_UNREAD) {
      reply.destroy();
    } else {
      reply.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
  };
  send('hello', { reloads });
  const stop = hub.listen(({ type, ...rest }) => void send(type, 'entry' in rest ? rest.entry : 'line' in rest ? rest.line : rest));
  const timer = setInterval(() => reply.write(': here\n\n'), HEARTBEAT);
  reply.on('close', () => {
    streams--;
    clearInterval(timer);
    stop();
  });
}

function describeApp({ console, source, served, failures, reloads, problem }: ServerState): unknown {
  const { app, entrances, origins } = served;
  const { unsupported } = app.emulator;
  return { console, source, reloads, problem, entrances, origins, unsupported, failures: FAILURES, failing: failures.current };
}

function aliasOf({ served: { names } }: ServerState, { query }: ApiCall): unknown {
  const origin = query.get('origin') ?? '';
  const url = names.aliasOf(origin);
  return url === undefined ? new ApiRefusal(400, `${JSON.stringify(origin)} isn't an origin that a page can be played on; write it as browsers do: https://app.example.com`)
    : { origin, url };
}

async function answerQuestion({ served: { app: { emulator } } }: ServerState, call: ApiCall): Promise<unknown> {
  const question = read(call);
  if (question instanceof ApiRefusal) return question;
  try {
    return withBrowsers(await (call.query.has('run') ? askAsync : ask)(emulator, question as unknown as Question));
  } catch (error) {
    return new ApiRefusal(400, error instanceof Error ? error.message : String(error));
  }
}

/** What each engine does and prints, which a verdict doesn't write by itself. */
function withBrowsers(verdict: AskVerdict): unknown {
  const browsers = Object.fromEntries(ENGINES.map((engine) => {
    const { outcome, reason, console: { [engine]: line, also } } = verdict.browsers[engine];
    return [engine, { outcome, reason, console: [line ?? [], (engine !== 'chromium' && also?.[engine]) || []].flat() }];
  }));
  return { ...verdict, outcomeText: outcomeText(verdict), browsers };
}

function switchFailure({ failures }: ServerState, call: ApiCall): unknown {
  const wanted = read(call);
  if (wanted instanceof ApiRefusal) return wanted;
  const { failure = null, page } = wanted;
  if (failure !== null && !(typeof failure === 'string' && FAILURES.includes(failure))) {
    return new ApiRefusal(400, `failure must be null or one of ${FAILURES.join(', ')}; got ${JSON.stringify(failure)}`);
  }
  if (page !== undefined && typeof page !== 'string') return new ApiRefusal(400, `page must be the origin of pages, such as https://app.example.com; got ${JSON.stringify(page)}`);
  failures.set(failure ?? undefined, page);
  return { failing: failures.current };
}

function read({ body }: ApiCall): { readonly [name: string]: unknown } | ApiRefusal {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { readonly [name: string]: unknown };
    return new ApiRefusal(400, 'the body must be a JSON object');
  } catch (error) {
    return new ApiRefusal(400, `the body isn't valid JSON: ${(error as Error).message}`);
  }
}
