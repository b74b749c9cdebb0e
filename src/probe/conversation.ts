import { type Browser, fetchFromPageAsync, type HttpRequest, type PageRequest, type Verdict } from '../browser';
import { isSafeMethod } from '../http';
import { type LiveAnswer, type LiveExchange, type LiveFailure, RequestFailed } from './live-answer';
import { sendRequest } from './send-request';

/** What a page asked, and what it got. */
export interface Heard {
  readonly page: PageRequest;
  readonly verdict: Verdict;
  /** What went over the wire for the verdict, in order. */
  readonly exchanges: readonly LiveExchange[];
}

/** The bounds of a conversation. */
export interface ConversationOptions {
  /** The URL that is asked. */
  readonly url: string;
  /** Methods that may be sent though they may change something, once each: those that the user named. */
  readonly methods: readonly string[];
  /** How long one request may take, in milliseconds. */
  readonly timeout: number;
  /** How long all may take together, in milliseconds. */
  readonly totalTimeout: number;
  /** How many requests are sent at most. */
  readonly maxRequests: number;
  readonly insecure: boolean;
  readonly interrupted: AbortSignal;
}

/** All that is asked of a server: bounded in number and time, and with nothing that could do harm unless the user named it. */
export class Conversation {
  /** How many requests were sent. */
  public requests = 0;
  /** What kept a question from being asked, the first time. */
  public cutShort?: LiveFailure;
  private isHomePrivate?: boolean;
  private readonly named: Set<string>;
  private readonly end: AbortSignal;

  constructor(private readonly options: ConversationOptions) {
    this.named = new Set(options.methods);
    this.end = AbortSignal.any([AbortSignal.timeout(options.totalTimeout), options.interrupted]);
  }

  /** Asks as a page would, as far as a browser lets it: a preflight first, where one is needed. */
  public async ask(page: PageRequest, browser: Browser = 'standard'): Promise<Heard> {
    const seen = new Map<HttpRequest, LiveExchange>();
    const verdict = await fetchFromPageAsync(page, async (request) => {
      // browsers that send other headers hear the same: what may change something goes out once
      const before = isSafeMethod(request.method) ? undefined : [...seen.values()].find((each) => isSameTarget(each.request, request));
      const exchange = before === undefined ? await this.send(request) : { ...before, request };
      seen.set(request, exchange);
      if (exchange.answer !== undefined) return exchange.answer;
      return isUnsent(exchange.failure) ? 'unknown' : 'network-error';
    }, { browser });
    return { page, verdict, exchanges: verdict.exchanges.map(({ request }) => seen.get(request) ?? { request }) };
  }

  /** Sends one request, whatever a browser thinks of it. Doesn't throw. */
  public async send(request: HttpRequest): Promise<LiveExchange> {
    const unsent = this.whyNotSent(request);
    if (unsent !== undefined) {
      if (unsent.kind !== 'harmful') {
        this.cutShort ??= unsent;
      }
      return { request, failure: unsent };
    }
    this.requests++;
    this.named.delete(request.method);
    try {
      return { request, answer: await this.answerTo(request) };
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      // the end of all is the end of each
      const failure = error.kind === 'interrupted' ? this.ended() : { kind: error.kind, message: error.message };
      if (error.kind === 'interrupted') {
        this.cutShort ??= failure;
      }
      return { request, failure };
    }
  }

  private whyNotSent({ method }: HttpRequest): LiveFailure | undefined {
    const { methods, maxRequests } = this.options;
    if (!isSafeMethod(method) && !this.named.has(method)) {
      return { kind: 'harmful', message: methods.includes(method) ? `${method} is sent once only` : `${method} isn't sent unless --method names it` };
    }
    if (this.requests >= maxRequests) return { kind: 'budget', message: `no more than ${maxRequests} requests are sent` };
    return this.end.aborted ? this.ended() : undefined;
  }

  private ended(): LiveFailure {
    const { interrupted, totalTimeout } = this.options;
    if (interrupted.aborted) return { kind: 'interrupted', message: 'it was interrupted' };
    return { kind: 'budget', message: `it would take longer than ${totalTimeout / 1000} s in all` };
  }

  private answerTo(request: HttpRequest): Promise<LiveAnswer> {
    const { url, timeout, insecure } = this.options;
    const isHome = new URL(request.url).host === new URL(url).host;
    return sendRequest(request, {
      timeout,
      insecure,
      interrupted: this.end,
      mayBePrivate: isHome || this.isHomePrivate === true,
      onConnected: (isPrivate) => {
        if (isHome) {
          this.isHomePrivate ??= isPrivate;
        }
      },
    });
  }
}

/** Whether the request never went out, so that nothing is known of its answer. */
export function isUnsent(failure: LiveFailure | undefined): boolean {
  return failure === undefined || failure.kind === 'harmful' || failure.kind === 'budget' || failure.kind === 'interrupted' || failure.kind === 'private';
}

function isSameTarget(one: HttpRequest, other: HttpRequest): boolean {
  return one.method === other.method && one.url === other.url && one.preflight === other.preflight;
}
