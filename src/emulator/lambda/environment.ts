import { FunctionSettings } from './settings';
import { Unknown } from '../unknown';

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

/** A call as a runtime gets it. */
export interface RuntimeCall {
  readonly id: string;
  /** A JSON text. */
  readonly event: string;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

/** A thread or a process with a function in it. */
export interface Runtime {
  call(call: RuntimeCall): void;
  stop(): Promise<unknown>;
}

/** What a runtime tells whoever started it. */
export interface RuntimeListener {
  message(message: RuntimeMessage): void;
  /** It is gone; why, where it can say. An `Unknown` where it never could run. */
  ended(why: FunctionError | Unknown): void;
}

/** The longest that a function may take to load. */
const INIT_TIMEOUT = 10_000;

/**
 * A function that is loaded and takes one call after the other, as Lambda's execution environments do. What goes wrong ends a call, and the environment
 * where it can't be trusted any more: whoever uses it makes a new one then.
 */
export class Environment {
  /** Undefined while it is loading; then whether it can be called. */
  public state: 'loading' | 'idle' | 'busy' | 'ended' = 'loading';
  // Undefined only while it is being started.
  private readonly runtime: Runtime;
  private current?: { readonly id: string; readonly settle: (result: CallResult) => void };
  private problem?: FunctionError;
  private timer?: NodeJS.Timeout;

  /**
   * @param start starts the runtime
   * @param changed is called when it is idle again or has ended; with why, where it ended without a call
   */
  constructor(start: (listener: RuntimeListener) => Runtime, private readonly settings: FunctionSettings,
    private readonly log: (line: LogLine) => void, private readonly changed: (environment: Environment, failed?: CallResult) => void) {
    this.timer = setTimeout(() => this.end(timedOut('', INIT_TIMEOUT)), INIT_TIMEOUT);
    this.runtime = start({ message: (message) => this.receive(message), ended: (why) => this.end(why) });
  }

  /** Calls the function. The environment must be idle. */
  public call(id: string, event: string): Promise<CallResult> {
    return new Promise((settle) => {
      this.state = 'busy';
      this.current = { id, settle };
      const { timeout } = this.settings;
      this.timer = setTimeout(() => this.end(timedOut(id, timeout)), timeout);
      this.runtime.call({ id, event, deadline: Date.now() + timeout });
    });
  }

  /** Ends it, and the call that it is at. */
  public async close(): Promise<void> {
    this.end(exited(this.current?.id ?? '', 'the emulator was closed'));
    await this.runtime.stop();
  }

  private receive(message: RuntimeMessage): void {
    if (this.state === 'ended') {
      return;
    }
    switch (message.type) {
      case 'ready': return this.becomeIdle();
      case 'log': return this.log({ logicalId: this.settings.logicalId, level: message.level, text: message.text });
      case 'result': return this.settle(message.id, { payload: message.payload });
      case 'error': return this.settle(message.id, { error: message.error });
      case 'fatal': this.problem = message.error;
    }
  }

  private settle(id: string, result: CallResult): void {
    const { current } = this;
    // An answer to another call, or two to one, would be something that the function's code sent.
    if (current?.id === id) {
      this.current = undefined;
      this.becomeIdle();
      current.settle(result);
    }
  }

  private becomeIdle(): void {
    clearTimeout(this.timer);
    this.state = 'idle';
    this.changed(this);
  }

  private end(why: FunctionError | Unknown): void {
    if (this.state === 'ended') {
      return;
    }
    const wasLoading = this.state === 'loading';
    this.state = 'ended';
    clearTimeout(this.timer);
    void this.runtime?.stop();
    const result = why instanceof Unknown ? why : { error: this.problem ?? named(why, this.current?.id) };
    this.current?.settle(result);
    this.current = undefined;
    this.changed(this, wasLoading ? result : undefined);
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
