import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, type EmulatedEntrance, type HeaderList, isUnknown } from '../emulator';
import type { Hub } from './hub';
import { type LogEntry, unknownIn } from './log';
import type { Arrival } from './names';
import { type Body, readBody } from './read-body';
import type { Repeat } from './repeats';
import type { Served, ServerState } from './state';
import { type Asked, giveHeaders, type TakenRequest } from './translate';

/** What API Gateway takes of a body, and a byte more: then it says what it thinks of it. */
const TOO_LARGE = 10 * 1024 * 1024 + 1;
/** CloudFront hands larger ones on to back ends of its own; this is what the server keeps in memory. */
const MAX_AT_EDGE = 64 * 1024 * 1024;
let tooLarge: Uint8Array | undefined;

/** Answers a request as the entrance that it has arrived at would. */
export async function answerAtEntrance(
  { served, failures, hub }: ServerState, incoming: IncomingMessage, outgoing: ServerResponse, taken: TakenRequest, arrival: Arrival,
): Promise<void> {
  const started = performance.now();
  const { emulator } = served.app;
  const { method = 'GET' } = incoming;
  const { origin, localOrigin, isPreflight } = taken;
  const { path, failure } = failures.of(incoming.url!, taken);
  const url = `${arrival.real}${path}`;
  const entrance = emulator.entranceOf(url);
  const call: Call = { method, path, url, entrance, failure, origin, localOrigin, isPreflight, arrival };
  const body = taken.length === 0 ? undefined : await bodyOf(incoming, taken.length, entrance);
  if (body === 'aborted') return tell(hub, call, { started, problem: 'before all of it was sent' });
  if (body === 'too-large') {
    const status = refuse(outgoing, 413, 'cdk-cors serve takes bodies of at most 64 MB.\n');
    return tell(hub, call, { started, status, problem: 'the body has more than 64 MB' });
  }
  const headers: HeaderList = [['Host', hostOf(arrival.real)], ...taken.headers];
  const sourceIp = incoming.socket.remoteAddress;
  const answer = await served.app.send({ method, url, headers, body, sourceIp }, failure === undefined ? undefined : { failure });
  if (isPreflight && body === undefined && emulator.again(answer) !== undefined) {
    served.repeats.keep(incoming, repeatOf(answer, call, served, hub));
  }
  await endOfTurn();
  respond(answer, call, outgoing, { served, hub, started });
}

/** Nothing in here is of the request itself: it lives longer than its connection. */
function repeatOf(answer: Answer, call: Call, served: Served, hub: Hub): Repeat {
  return (outgoing) => {
    const started = performance.now();
    respond(served.app.emulator.again(answer)!, call, outgoing, { served, hub, started });
  };
}

interface Responding {
  readonly served: Served;
  readonly hub: Hub;
  readonly started: number;
}

function respond(answer: Answer, call: Call, outgoing: ServerResponse, { served, hub, started }: Responding): void {
  if (outgoing.destroyed) return tell(hub, call, { started, answer, problem: 'before the answer' });
  const status = give(answer, giveHeaders(answer.headers, call, served.names), call.method, outgoing);
  return tell(hub, call, { started, answer, status });
}

let turn: Promise<void> | undefined;

/**
 * When what has arrived by now is dealt with. Answers that are ready at the same time are written together then: a write that wakes a waiting client costs as
 * much as the rest of an answer, and the first one wakes it for all.
 */
export function endOfTurn(): Promise<void> {
  return turn ??= new Promise((resolve) => setImmediate(() => {
    turn = undefined;
    resolve();
  }));
}

async function bodyOf(incoming: IncomingMessage, length: number | undefined, entrance: EmulatedEntrance | undefined): Promise<Body> {
  const isEdge = entrance?.kind === 'cloudfront';
  const body = await readBody(incoming, length, isEdge ? MAX_AT_EDGE : TOO_LARGE - 1);
  return body === 'too-large' && !isEdge ? tooLarge ??= new Uint8Array(TOO_LARGE) : body;
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2);
}

/** Writes an answer. What isn't known of it is said, never guessed. */
function give(answer: Answer, headers: string[], method: string, outgoing: ServerResponse): number {
  const unknown = unknownIn(answer);
  if (unknown !== undefined) {
    headers.push('x-cdk-cors-unknown', headerText(`${unknown.path}: ${unknown.reason}`));
  }
  if (isUnknown(answer.status) || isUnknown(answer.body)) {
    const status = isUnknown(answer.status) ? 501 : answer.status;
    const text = `cdk-cors can't tell what AWS would answer here.\n\n${unknown!.path}: ${unknown!.reason}\n`;
    return write(outgoing, status, [...without(headers, /^content-(?:type|length|encoding|md5|range)$|^etag$/i), 'content-type', 'text/plain; charset=utf-8'],
      method === 'HEAD' ? undefined : Buffer.from(text));
  }
  return write(outgoing, answer.status, headers, method === 'HEAD' ? undefined : answer.body ?? new Uint8Array());
}

/** Bodies up to this length go out in one piece with the head. */
const MAX_AT_ONCE = 16 * 1024;
/** Statuses that have no body, and no length of one. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

function write(outgoing: ServerResponse, status: number, headers: string[], body: Uint8Array | undefined): number {
  if (body !== undefined && !BODILESS.has(status)) {
    headers.push('content-length', String(body.byteLength));
  }
  try {
    // 1xx would leave the client waiting for the answer
    if (status < 200) throw new RangeError(`the status ${status} ends no request`);
    outgoing.writeHead(status, headers);
  } catch (error) {
    return refuse(outgoing, 502, `This answer can't be sent over HTTP: ${(error as Error).message}\n`);
  }
  if (body === undefined || body.byteLength === 0 || BODILESS.has(status)) {
    outgoing.end();
  } else if (body.byteLength > MAX_AT_ONCE) {
    outgoing.end(body);
  } else {
    // as text of one byte a character, Node.js writes it together with the head
    outgoing.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
  }
  return status;
}

/** An answer of the server itself. */
export function refuse(outgoing: ServerResponse, status: number, text: string): number {
  outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(text), 'x-cdk-cors-refused': 'cdk-cors' });
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : text);
  return status;
}

function without(flat: readonly string[], names: RegExp): string[] {
  return flat.filter((_, index) => !names.test(flat[index - index % 2]));
}

/** A text as the value of a header. */
function headerText(text: string): string {
  return text.replace(/[^\u0020-\u007e]+/g, '?');
}

/** A request at an entrance, as far as it is told of, and as its answer's headers depend on it. */
interface Call extends Asked, Pick<LogEntry, 'path' | 'url' | 'failure'> {
  readonly entrance: EmulatedEntrance | undefined;
  readonly isPreflight: boolean;
}

/** What came of it. */
interface Outcome extends Pick<LogEntry, 'status' | 'problem'> {
  readonly started: number;
  readonly answer?: Answer;
}

function tell(hub: Hub, { method, path, entrance, url, origin, isPreflight, failure }: Call, { started, answer, status, problem }: Outcome): void {
  const unknown = answer && unknownIn(answer);
  const duration = performance.now() - started;
  hub.tell({
    type: 'request',
    entry: {
      id: hub.nextId(),
      time: Date.now() - duration,
      method,
      path,
      entrance: entrance?.logicalId,
      url,
      origin,
      preflight: isPreflight,
      status,
      via: answer?.via ?? [],
      notes: answer?.notes ?? [],
      unknown: unknown && { path: unknown.path, reason: unknown.reason },
      failure,
      duration,
      problem,
    },
  });
}

/** Tells of a request that no entrance answered. */
export function logRefused(hub: Hub, { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>, status: number, problem: string): void {
  const id = hub.nextId();
  hub.tell({ type: 'request', entry: { id, time: Date.now(), method, path: url, preflight: false, status, via: [], notes: [], duration: 0, problem } });
}
