import type { Unknown } from '../template';

/** The error of a function, as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** The lines of the stack. */
  readonly trace?: readonly string[];
}

/** The outcome of a call: the payload as a JSON text, an error, or unknown where the function can't be run at all. */
export type CallResult = { readonly payload: string } | { readonly error: FunctionError } | Unknown;

/** A message of a runtime. */
export type RuntimeMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly level: string; readonly text: string }
  | { readonly type: 'result'; readonly id: string; readonly payload: string }
  | { readonly type: 'error'; readonly id: string; readonly error: FunctionError }
  | { readonly type: 'fatal'; readonly error: FunctionError }
  /** Something else arrived. The runtime can't be relied on any more. */
  | { readonly type: 'unreadable'; readonly reason: string };

/** A thread or a process with a function in it. */
export interface Runtime {
  /** How many calls it holds at a time. It answers one after the other, in the order in which it got them. */
  readonly depth: number;
  /** Hands a call over. The event is a JSON text. */
  call(id: string, event: string): void;
  /** Takes back all calls that it hasn't begun. Returns their number; they are the last ones that it got. */
  takeBack(): number;
  stop(): Promise<unknown>;
}

/** Why an environment can't be used any more: Lambda's type of the error, and the reason that its message gives behind the id of the request. */
export interface Ending {
  readonly errorType: 'Runtime.ExitError' | 'Sandbox.Timedout';
  readonly reason: string;
}

/** Called with what happens in a runtime. */
export interface RuntimeListener {
  message(message: RuntimeMessage): void;
  /** The runtime is gone. `Unknown` where it could never run. */
  ended(why: Ending | Unknown): void;
}

/** Starts the runtimes of one function. */
export interface Launcher {
  /** Makes what runtimes need, once. Rejects where that fails, and may be called again then. */
  prepare(): Promise<unknown>;
  /** Starts a runtime. Only after {@link prepare}. */
  launch(listener: RuntimeListener): Runtime;
  /** Removes what {@link prepare} made. */
  dispose(): Promise<void>;
}
