import { Unknown } from '../template';
import type { FunctionSettings } from './settings';

/** What Lambda says of a function that failed. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** The lines of the stack. */
  readonly trace?: readonly string[];
}

/** What came of a call: the payload as a JSON text, an error, or nothing where the function can't be run at all. */
export type CallResult = { readonly payload: string } | { readonly error: FunctionError } | Unknown;

/** A line that a function wrote. */
export interface LogLine {
  /** The function's logical id. */
  readonly logicalId: string;
  readonly level: string;
  readonly text: string;
}

/** What a runtime says. */
export type RuntimeMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly level: string; readonly text: string }
  | { readonly type: 'result'; readonly id: string; readonly payload: string }
  | { readonly type: 'error'; readonly id: string; readonly error: FunctionError }
  | { readonly type: 'fatal'; readonly error: FunctionError };

/** A thread or a process with a function in it. */
export interface Runtime {
  /** How many calls it takes at a time. It answers one after the other, in the order in which it got them. */
  readonly depth: number;
  /** The event is a JSON text. */
  call(id: string, event: string): void;
  /** Takes back all calls that it hasn't begun. Returns how many, which are the last that it got. */
  takeBack(): number;
  stop(): Promise<unknown>;
}

/** What a runtime tells whoever started it. */
export interface RuntimeListener {
  message(message: RuntimeMessage): void;
  /** It is gone; why, where it can say. An `Unknown` where it never could run. */
  ended(why: FunctionError | Unknown): void;
}

/** A call, and who waits for it. */
export interface Call {
  readonly id: string;
  /** A JSON text. */
  readonly event: string;
  /** When it began to wait, in milliseconds. */
  readonly since: number;
  readonly settle: (result: CallResult) => void;
}

/** What an environment tells whoever uses it. */
export interface EnvironmentListener {
  log(line: LogLine): void;
  /** It is loaded. */
  ready(environment: Environment): void;
  /** A call is done that took so many milliseconds. */
  done(environment: Environment, took: number): void;
  /** It can't be used any more: why, where it never could be, or the calls that it had got and not begun. */
  ended(environment: Environment, why: { readonly failed?: CallResult; readonly left: readonly Call[] }): void;
}

/** The longest that a function may take to load. */
const INIT_TIMEOUT = 10_000;

/**
 * A function that is loaded and takes one call after the other, as Lambda's execution environments do. It may get calls ahead, which it begins when those
 * before are done. What goes wrong ends a call, and the environment where it can't be trusted any more: whoever uses it makes a new one then.
 */
export class Environment {
  private state: 'loading' | 'ready' | 'ended' = 'loading';
  // Undefined only while it is being started.
  private readonly runtime: Runtime;
  /** The first is the one that it is at, since `began`; the others are ahead of their time. */
  private calls: Call[] = [];
  private began = 0;
  private problem?: FunctionError;
  private timer?: NodeJS.Timeout;

  /** @param start starts the runtime */
  constructor(start: (listener: RuntimeListener) => Runtime, private readonly settings: FunctionSettings,
    private readonly listener: EnvironmentListener) {
    this.runtime = start({ message: (message) => this.receive(message), ended: (why) => this.end(why) });
    if (this.state === 'loading') {
      this.timer = setTimeout(() => this.end(timedOut('', INIT_TIMEOUT)), INIT_TIMEOUT);
    }
  }

  /** Whether it is at a call. */
  public get isBusy(): boolean {
    return this.calls.length > 0;
  }

  /** The call that waits longest for its turn. */
  public get firstAhead(): Call | undefined {
    return this.calls[1];
  }

  /** Whether it has been at a call for so many milliseconds. */
  public isBusySince(milliseconds: number): boolean {
    return this.isBusy && performance.now() - this.began >= milliseconds;
  }

  /** Whether it takes a call ahead, and is at the one before since so many milliseconds at most. */
  public takesAhead(milliseconds: number): boolean {
    return this.isBusy && this.calls.length < this.runtime.depth && !this.isBusySince(milliseconds);
  }

  /** Calls the function, or hands the call over ahead while it is at another. */
  public call(call: Call): void {
    this.calls.push(call);
    this.runtime.call(call.id, call.event);
    if (this.calls.length === 1) {
      this.begin();
    }
  }

  /** Takes back the calls that are ahead and haven't begun, in their order. */
  public takeBack(): Call[] {
    if (this.calls.length < 2) return [];
    const count = this.runtime.takeBack();
    if (count < this.calls.length) return this.calls.splice(this.calls.length - count);
    // One stays, as what the function left behind from an earlier call keeps it from beginning.
    const [first, ...ahead] = this.calls;
    this.calls = [first];
    this.runtime.call(first.id, first.event);
    return ahead;
  }

  /** Ends it, and the call that it is at. */
  public async close(): Promise<void> {
    this.end(exited(this.calls[0]?.id ?? '', 'the emulator was closed'));
    await this.runtime.stop();
  }

  private receive(message: RuntimeMessage): void {
    if (this.state === 'ended') return;
    switch (message.type) {
      case 'ready': return this.becomeReady();
      case 'log': return this.listener.log({ logicalId: this.settings.logicalId, level: message.level, text: message.text });
      case 'result': return this.settle(message.id, { payload: message.payload });
      case 'error': return this.settle(message.id, { error: message.error });
      case 'fatal': this.problem = message.error;
    }
  }

  private becomeReady(): void {
    if (this.state === 'loading') {
      clearTimeout(this.timer);
      this.state = 'ready';
      this.listener.ready(this);
    }
  }

  private begin(): void {
    const [call] = this.calls;
    const { timeout } = this.settings;
    this.began = performance.now();
    // An answer that is on its way while this thread was busy has come in time.
    this.timer = setTimeout(() => setImmediate(() => call === this.calls[0] && this.end(timedOut(call.id, timeout))), timeout);
  }

  private settle(id: string, result: CallResult): void {
    const [call] = this.calls;
    // An answer to another call, or two to one, would be something that the function's code sent.
    if (call?.id !== id) return;
    clearTimeout(this.timer);
    const took = performance.now() - this.began;
    this.calls.shift();
    if (this.calls.length > 0) {
      this.begin();
    }
    this.listener.done(this, took);
    call.settle(result);
  }

  private end(why: FunctionError | Unknown): void {
    if (this.state === 'ended') return;
    const wasLoading = this.state === 'loading';
    this.state = 'ended';
    clearTimeout(this.timer);
    void this.runtime?.stop();
    const left = this.takeBack();
    const of = (id?: string): CallResult => why instanceof Unknown ? why : { error: this.problem ?? named(why, id) };
    this.calls.splice(0).forEach(({ id, settle }) => settle(of(id)));
    this.listener.ended(this, { failed: wasLoading ? of() : undefined, left });
  }
}

function timedOut(id: string, milliseconds: number): FunctionError {
  return { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${id} Error: Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds` };
}

/** The error of a runtime that is gone. */
export function exited(id: string, why: string): FunctionError {
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${id} Error: ${why}` };
}

function named(error: FunctionError, id: string | undefined): FunctionError {
  return { ...error, errorMessage: error.errorMessage.replace('RequestId:  Error', `RequestId: ${id ?? ''} Error`) };
}
