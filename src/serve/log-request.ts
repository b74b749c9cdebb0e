import type { IncomingMessage } from 'node:http';
import type { Answer, EmulatedEntrance } from '../emulator';
import type { Hub } from './hub';
import { type LogEntry, unknownIn } from './log';
import type { AnsweredRequest } from './translate';

/** A request at an entrance, as far as it is logged, and as its answer's headers depend on it. */
export interface EntranceRequest extends AnsweredRequest, Pick<LogEntry, 'path' | 'url' | 'failure'> {
  readonly entrance: EmulatedEntrance | undefined;
  readonly isPreflight: boolean;
}

/** What came of it. */
interface Outcome extends Pick<LogEntry, 'status' | 'problem'> {
  readonly started: number;
  readonly answer?: Answer;
}

/** Logs a request that an entrance answered. */
export function logRequest(hub: Hub, request: EntranceRequest, { started, answer, status, problem }: Outcome): void {
  const { method, path, entrance, url, origin, isPreflight, failure } = request;
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

/** Logs a request that no entrance answered. */
export function logRefused(hub: Hub, { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>, status: number, problem: string): void {
  const id = hub.nextId();
  hub.tell({ type: 'request', entry: { id, time: Date.now(), method, path: url, preflight: false, status, via: [], notes: [], duration: 0, problem } });
}
