import { IncomingMessage, ServerResponse } from 'node:http';
import { Hub } from './hub';
import { LogEntry, unknownIn } from './log';
import { Arrival } from './names';
import { Body, readBody } from './read-body';
import { ServerState } from './state';
import { giveHeaders, TakenRequest } from './translate';
import { Answer, Circumstances, EmulatedEntrance, isUnknown } from '../emulator';

/** What API Gateway takes of a body, and a byte more: then it says what it thinks of it. */
const TOO_LARGE = 10 * 1024 * 1024 + 1;
/** CloudFront hands larger ones on to back ends of its own; this is what the server keeps in memory. */
const MOST_AT_THE_EDGE = 64 * 1024 * 1024;
let tooLarge: Uint8Array | undefined;

/** Answers a request as the entrance that it has arrived at would. */
export async function answerAtEntrance(
  { served: { app, names }, failures, hub }: ServerState, incoming: IncomingMessage, outgoing: ServerResponse, taken: TakenRequest, arrival: Arrival,
): Promise<void> {
  const started = performance.now();
  const { method = 'GET' } = incoming;
  const { path, failure } = failures.of(incoming.url!, taken);
  const url = `${arrival.real}${path}`;
  const entrance = app.emulator.entranceOf(url);
  const body = await bodyOf(incoming, taken, entrance);
  const about = { method, path, url, failure, entrance: entrance?.logicalId };
  const tell = (rest: Pick<LogEntry, 'status' | 'problem'> & { readonly answer?: Answer }) => log(hub, { ...about, taken, started, ...rest });
  if (body === 'aborted') return tell({ problem: 'before it was sent to the end' });
  if (body === 'too-large') {
    refuse(outgoing, 413, 'cdk-cors serve takes bodies of at most 64 MB.\n');
    return tell({ status: 413, problem: 'the body has more than 64 MB' });
  }
  const sourceIp = incoming.socket.remoteAddress;
  const circumstances: Partial<Circumstances> | undefined = failure === undefined ? undefined : { failure };
  const answer = await app.send({ method, url, headers: [['Host', hostOf(arrival.real)], ...taken.headers], body, sourceIp }, circumstances);
  if (outgoing.destroyed) return tell({ answer, problem: 'before the answer' });
  const headers = giveHeaders(answer.headers, { method, arrival, origin: taken.origin, localOrigin: taken.localOrigin }, names);
  const status = give(answer, headers, method, outgoing);
  return tell({ answer, status });
}

async function bodyOf(incoming: IncomingMessage, { length }: TakenRequest, entrance: EmulatedEntrance | undefined): Promise<Body> {
  const isEdge = entrance?.kind === 'cloudfront';
  const body = readBody(incoming, length, isEdge ? MOST_AT_THE_EDGE : TOO_LARGE - 1);
  const read = body instanceof Promise ? await body : body;
  return read === 'too-large' && !isEdge ? tooLarge ??= new Uint8Array(TOO_LARGE) : read;
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2);
}

/** Writes an answer. What isn't known of it is said, never guessed. */
function give(answer: Answer, headers: string[], method: string, outgoing: ServerResponse): number {
  const unknown = unknownIn(answer);
  if (unknown !== undefined) headers.push('x-cdk-cors-unknown', headerText(`${unknown.path}: ${unknown.reason}`));
  if (isUnknown(answer.status) || isUnknown(answer.body)) {
    const status = isUnknown(answer.status) ? 501 : answer.status;
    const text = `cdk-cors can't tell what AWS would answer here.\n\n${unknown!.path}: ${unknown!.reason}\n`;
    return write(outgoing, status, [...without(headers, /^content-(?:type|length|encoding|md5|range)$|^etag$/i), 'content-type', 'text/plain; charset=utf-8'],
      method === 'HEAD' ? undefined : Buffer.from(text));
  }
  return write(outgoing, answer.status, headers, method === 'HEAD' ? undefined : answer.body ?? new Uint8Array());
}

/** Statuses that have no body, and no length of one. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

function write(outgoing: ServerResponse, status: number, headers: string[], body: Uint8Array | undefined): number {
  if (body !== undefined && !BODILESS.has(status)) headers.push('content-length', String(body.byteLength));
  try {
    // 1xx would leave the client waiting for the answer
    if (status < 200) throw new RangeError(`the status ${status} ends no request`);
    outgoing.writeHead(status, headers);
  } catch (error) {
    return refuse(outgoing, 502, `This answer can't be sent over HTTP: ${(error as Error).message}\n`);
  }
  if (body === undefined || body.byteLength === 0 || BODILESS.has(status)) outgoing.end();
  else outgoing.end(body);
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

interface Told extends Pick<LogEntry, 'method' | 'path' | 'url' | 'failure' | 'entrance' | 'status' | 'problem'> {
  readonly taken: Pick<TakenRequest, 'origin' | 'isPreflight'>;
  readonly started: number;
  readonly answer?: Answer;
}

function log(hub: Hub, { taken, started, answer, ...told }: Told): void {
  const unknown = answer && unknownIn(answer);
  const duration = performance.now() - started;
  hub.tell({
    type: 'request',
    entry: {
      id: hub.nextId(),
      time: Date.now() - duration,
      ...told,
      origin: taken.origin,
      preflight: taken.isPreflight,
      via: answer?.via ?? [],
      notes: answer?.notes ?? [],
      unknown: unknown && { path: unknown.path, reason: unknown.reason },
      duration,
    },
  });
}

/** Tells of a request that no entrance answered. */
export function logRefused(hub: Hub, incoming: Pick<IncomingMessage, 'method' | 'url'>, status: number, problem: string): void {
  log(hub, { method: incoming.method ?? '', path: incoming.url ?? '', status, problem, taken: { origin: undefined, isPreflight: false }, started: performance.now() });
}
