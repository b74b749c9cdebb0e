import type { HttpRequest, HttpResponse } from '../browser';
import type { HeaderList } from '../http';

/** What a server answered, as far as it was read. */
export interface LiveAnswer extends HttpResponse {
  readonly headers: HeaderList;
  /** The beginning of the body as text, decoded; empty where it isn't text that can be read. */
  readonly body: string;
  /** Whether there was more of the body, or it came too slowly. */
  readonly isCut: boolean;
  readonly httpVersion: '1.0' | '1.1' | '2';
}

/** Why the request has no answer. */
export interface LiveFailure {
  readonly kind: 'dns' | 'refused' | 'tls' | 'timeout' | 'closed' | 'malformed' | 'private' | 'budget' | 'harmful' | 'interrupted';
  /** A sentence for people, without a full stop. */
  readonly message: string;
}

/** A request that was sent, or wasn't, and what came of it. */
export interface LiveExchange {
  readonly request: HttpRequest;
  /** Undefined where none came. */
  readonly answer?: LiveAnswer;
  /** Why no answer came. */
  readonly failure?: LiveFailure;
}

/** A request that got no answer. */
export class RequestFailed extends Error {
  constructor(public readonly kind: LiveFailure['kind'], message: string) {
    super(message);
    this.name = 'RequestFailed';
  }
}
