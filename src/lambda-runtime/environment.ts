import { Unknown } from '../template';
import type { Clock } from './clock';
import type { CallResult, Ending, FunctionError, Runtime, RuntimeListener, RuntimeMessage } from './runtime';
import type { FunctionSettings } from './settings';

/** A line that a function wrote. */
export interface LogLine {
  /** The function's logical id. */
  readonly logicalId: string;
  readonly level: string;
  readonly text: string;
}

/** A call of a function. */
export interface Call {
  readonly id: string;
  /** A JSON text. */
  readonly event: string;
  /** When it was queued, by the clock. */
  readonly queuedAt: number;
  readonly settle: (result: CallResult) => void;
}

/** Called with what happens in an environment. */
export interface EnvironmentListener {
  log(line: LogLine): void;
  /** It is loaded. */
  ready(environment: Environment): void;
  /** A call is done, and took so many milliseconds. */
  done(environment: Environment, took: number): void;
  /** It can't be used any more. `left` has the calls that were queued and not begun. */
  ended(environment: Environment, why: { readonly failed?: LoadFailure; readonly left: readonly Call[] }): void;
}

/** Why an environment never became ready. */
export interface LoadFailure {
  readonly result: CallResult;
  /** Whether another environment would fail in the same way: not where this one was ended from outside. */
  readonly wouldRecur: boolean;
}

/** The longest time that a function may take to load. */
const INIT_TIMEOUT_MS = 10_000;

/** How much of what a function writes is kept for each call. */
export const MAX_OUTPUT_CHARACTERS = 256 * 1024;

/**
 * A function that is loaded and runs one call at a time, as Lambda's execution environments do. Further calls may be queued in it; each begins when the one
 * before is done. An error that makes the environment unusable fails the running call and ends the environment.
 */
export class Environment {
  private state: 'loading' | 'ready' | 'ended' = 'loading';
  // Undefined only while it is being started.
  private readonly runtime: Runtime;
  /** calls[0] is running since `began`; the rest are queued. */
  private calls: Call[] = [];
  private began = 0;
  /** Characters that were written since then. */
  private output = 0;
  private problem?: FunctionError;
  private cancelTimeout?: () => void;

  /** @param launch starts the runtime */
  constructor(launch: (listener: RuntimeListener) => Runtime, private readonly settings: FunctionSettings,
    private readonly listener: EnvironmentListener, private readonly clock: Clock) {
    this.runtime = launch({ message: (message) => this.receive(message), ended: (why) => this.end(why) });
    if (this.state === 'loading') {
      this.limit(INIT_TIMEOUT_MS);
    }
  }

  /** Whether a call is running. */
  public get isBusy(): boolean {
    return this.calls.length > 0;
  }

  /** The queued call that is next. */
  public get firstQueued(): Call | undefined {
    return this.calls[1];
  }

  /** Whether its current call has been running for so many milliseconds, at least. */
  public isBusyFor(milliseconds: number): boolean {
    return this.isBusy && this.clock.now() - this.began >= milliseconds;
  }

  /** Whether a call can be queued: it has been running its current call for less than so many milliseconds, and there is room. */
  public acceptsQueued(milliseconds: number): boolean {
    return this.isBusy && this.calls.length < this.runtime.depth && !this.isBusyFor(milliseconds);
  }

  /** Calls the function, or queues the call while another is running. */
  public call(call: Call): void {
    this.calls.push(call);
    this.runtime.call(call.id, call.event);
    if (this.calls.length === 1) {
      this.begin();
    }
  }

  /** Takes back the queued calls that haven't begun, in their order. */
  public takeBack(): Call[] {
    if (this.calls.length < 2) return [];
    const count = this.runtime.takeBack();
    if (count < this.calls.length) return this.calls.splice(this.calls.length - count);
    // The runtime hasn't begun the first either, because something that an earlier call left behind keeps it busy. That one stays.
    const [first, ...queued] = this.calls;
    this.calls = [first];
    this.runtime.call(first.id, first.event);
    return queued;
  }

  /** Ends it, and fails the running call. */
  public async close(): Promise<void> {
    this.end({ errorType: 'Runtime.ExitError', reason: 'the emulator was closed' });
    await this.runtime.stop();
  }

  private receive(message: RuntimeMessage): void {
    if (this.state === 'ended') return;
    switch (message.type) {
      case 'ready': return this.becomeReady();
      case 'log': return this.log(message.level, message.text);
      case 'result': return this.settle(message.id, { payload: message.payload });
      case 'error': return this.settle(message.id, { error: message.error });
      case 'fatal': this.problem = message.error; return;
      case 'unreadable': return this.end({ errorType: 'Runtime.ExitError', reason: `the function's code sent ${message.reason} to the runtime` });
    }
  }

  private log(level: string, text: string): void {
    if (this.output > MAX_OUTPUT_CHARACTERS) return;
    this.output += text.length + 1;
    this.listener.log({ logicalId: this.settings.logicalId, level, text: this.output > MAX_OUTPUT_CHARACTERS ? '(more output than is kept)' : text });
  }

  private becomeReady(): void {
    if (this.state === 'loading') {
      this.cancelTimeout?.();
      this.state = 'ready';
      this.listener.ready(this);
    }
  }

  private begin(): void {
    this.began = this.clock.now();
    this.output = 0;
    this.limit(this.settings.timeout);
  }

  private limit(milliseconds: number): void {
    const reason = `Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds`;
    this.cancelTimeout = this.clock.later(milliseconds, () => this.end({ errorType: 'Sandbox.Timedout', reason }));
  }

  private settle(id: string, result: CallResult): void {
    const [call] = this.calls;
    // The function's own code can send a second answer, or one to another call.
    if (call?.id !== id) return;
    this.cancelTimeout?.();
    const took = this.clock.now() - this.began;
    this.calls.shift();
    if (this.calls.length > 0) {
      this.begin();
    }
    this.listener.done(this, took);
    call.settle(result);
  }

  private end(why: Ending | Unknown): void {
    if (this.state === 'ended') return;
    const wasLoading = this.state === 'loading';
    this.state = 'ended';
    this.cancelTimeout?.();
    void this.runtime?.stop();
    const left = this.takeBack();
    const resultOf = (id: string): CallResult => why instanceof Unknown ? why : { error: this.problem ?? errorOf(why, id) };
    this.calls.splice(0).forEach(({ id, settle }) => settle(resultOf(id)));
    this.listener.ended(this, { failed: wasLoading ? { result: resultOf(''), wouldRecur: this.problem !== undefined || recurs(why) } : undefined, left });
  }
}

function recurs(why: Ending | Unknown): boolean {
  return why instanceof Unknown || why.errorType === 'Sandbox.Timedout';
}

function errorOf({ errorType, reason }: Ending, id: string): FunctionError {
  return { errorType, errorMessage: `RequestId: ${id} Error: ${reason}` };
}
