import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, EmulatedEntrance, HeaderList } from '../emulator';
import type { Hub } from './hub';
import { type EntranceRequest, logRequest } from './log-request';
import type { Arrival } from './names';
import { type Body, readBody } from './read-body';
import type { Repeat } from './repeats';
import type { Served, ServerState } from './state';
import { type NormalizedRequest, responseHeaders } from './translate';
import { refuse, writeAnswer } from './write-answer';

/** What API Gateway takes of a body, and a byte more: then it says what it thinks of it. */
const TOO_LARGE = 10 * 1024 * 1024 + 1;
/** CloudFront hands larger ones on to back ends of its own; this is what the server keeps in memory. */
const MAX_AT_EDGE = 64 * 1024 * 1024;
let tooLarge: Uint8Array | undefined;

/** A request at an entrance, before its body is read. */
export interface ArrivedRequest extends NormalizedRequest {
  readonly arrival: Arrival;
  /** The path with the query, as the client sent it. */
  readonly target: string;
  /** The key under which its answer may be kept; undefined where it is of its own kind. */
  readonly repeatKey: string | undefined;
}

/** Answers a request as the entrance that it has arrived at would. */
export async function answerAtEntrance(state: ServerState, incoming: IncomingMessage, reply: ServerResponse, arrived: ArrivedRequest): Promise<void> {
  const started = performance.now();
  const { served, failures, hub } = state;
  const { emulator } = served.app;
  const { method = 'GET' } = incoming;
  const { arrival, origin, localOrigin, isPreflight } = arrived;
  const { path, failure } = failures.of(arrived.target, arrived);
  const url = `${arrival.real}${path}`;
  const entrance = emulator.entranceOf(url);
  const request: EntranceRequest = { method, path, url, entrance, failure, origin, localOrigin, isPreflight, arrival };
  const body = arrived.length === 0 ? undefined : await bodyOf(incoming, reply, arrived.length, entrance);
  if (body === 'aborted') return logRequest(hub, request, { started, problem: 'before all of it was sent' });
  if (body === 'too-large') {
    const status = refuse(reply, 413, 'cdk-cors serve takes bodies of at most 64 MB.\n');
    return logRequest(hub, request, { started, status, problem: 'the body has more than 64 MB' });
  }
  if (body === 'too-many') {
    const status = refuse(reply, 503, 'cdk-cors serve holds bodies of at most 256 MB at a time. Send it again later.\n');
    return logRequest(hub, request, { started, status, problem: 'the bodies that are being answered have more than 256 MB' });
  }
  const headers: HeaderList = [['Host', hostOf(arrival.real)], ...arrived.headers];
  const sourceIp = incoming.socket.remoteAddress;
  const answer = await served.app.send({ method, url, headers, body, sourceIp }, failure === undefined ? undefined : { failure }, entrance);
  if (arrived.repeatKey !== undefined && isPreflight && body === undefined && emulator.again(answer) !== undefined) {
    served.repeats.keep(arrived.repeatKey, repeatOf(answer, request, served, hub));
  }
  await state.endOfTurn.reached();
  respond(answer, request, reply, { served, hub, started });
}

/** Holds nothing of the connection: it lives longer. */
function repeatOf(answer: Answer, request: EntranceRequest, served: Served, hub: Hub): Repeat {
  return (reply) => {
    const started = performance.now();
    respond(served.app.emulator.again(answer)!, request, reply, { served, hub, started });
  };
}

interface Responding {
  readonly served: Served;
  readonly hub: Hub;
  readonly started: number;
}

function respond(answer: Answer, request: EntranceRequest, reply: ServerResponse, { served, hub, started }: Responding): void {
  if (reply.destroyed) return logRequest(hub, request, { started, answer, problem: 'before the answer' });
  const status = writeAnswer(answer, responseHeaders(answer.headers, request, served.names), request.method, reply);
  return logRequest(hub, request, { started, answer, status });
}

async function bodyOf(
  incoming: IncomingMessage, reply: ServerResponse, length: number | undefined, entrance: EmulatedEntrance | undefined,
): Promise<Body> {
  const isEdge = entrance?.kind === 'cloudfront';
  const body = await readBody(incoming, reply, length, isEdge ? MAX_AT_EDGE : TOO_LARGE - 1);
  return body === 'too-large' && !isEdge ? tooLarge ??= new Uint8Array(TOO_LARGE) : body;
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2);
}
