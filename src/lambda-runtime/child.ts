import { spawn, type SpawnOptions } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { inspect } from 'node:util';
import { MessageChannel, receiveMessageOnPort, Worker, type WorkerOptions } from 'node:worker_threads';
import { eachLine } from './each-line';
import { readLine, readMessage } from './read-message';
import type { RuntimeMessage } from './runtime';

/** A thread or a process of this process. It doesn't keep this process alive; the timer of a call does. */
export interface Child {
  send(message: object): unknown;
  kill(): Promise<unknown>;
}

/** How a child ended. `unavailable` where it could not be started. */
export type Exit =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

/** Called with what happens in a child. */
export interface ChildListener {
  onMessage(message: RuntimeMessage): void;
  onExit(exit: Exit): void;
}

/** The longest line of a process: the largest answer, with each of its characters escaped. */
const MAX_LINE_CHARACTERS = 16 * 1024 * 1024;

/** Starts a thread. The program gets its end of the channel as `workerData.port`. */
export function startThread(program: string, options: WorkerOptions & { readonly workerData: object }, { onMessage, onExit }: ChildListener): Child {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(program, {
    ...options,
    eval: true,
    stderr: true,
    stdout: true,
    transferList: [port2],
    workerData: { ...options.workerData, port: port2 },
  });
  let failure: Exit | undefined;
  const receive = (value: unknown) => deliver(readMessage(value), onMessage);
  port1.on('message', receive);
  worker.on('error', (error) => { failure = failureOf(error); });
  worker.on('exit', (status) => {
    // Messages that wait in the port still count, such as answers and the reason of the exit. The event can come before theirs.
    for (let next = receiveMessageOnPort(port1); next !== undefined; next = receiveMessageOnPort(port1)) {
      receive(next.message);
    }
    port1.close();
    onExit(failure ?? { kind: 'status', status });
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.unref();
  port1.unref();
  return { send: (message) => port1.postMessage(message), kill: () => worker.terminate() };
}

/** Starts a process. It gets messages as lines of JSON on descriptor 3, and sends its own on 4. What it writes to its output is a message, too. */
export function startProcess(command: string, args: readonly string[], options: SpawnOptions, { onMessage, onExit }: ChildListener): Child {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] });
  const [, stdout, stderr, input, answers] = child.stdio as [null, Readable, Readable, Writable, Readable];
  const log = (level: string) => (text: string) => {
    text.split('\n').filter((line) => line !== '').forEach((line) => onMessage({ type: 'log', level, text: line }));
  };
  stdout.setEncoding('utf8').on('data', log('INFO'));
  stderr.setEncoding('utf8').on('data', log('ERROR'));
  eachLine(answers, MAX_LINE_CHARACTERS, {
    line: (line) => deliver(readLine(line), onMessage),
    tooLong: () => onMessage({ type: 'unreadable', reason: 'a message of more than 16 MB' }),
  });
  // A process that is gone takes no more messages; 'close' tells of its end.
  input.on('error', () => undefined);
  child.on('error', ({ message }) => onExit({ kind: 'unavailable', message }));
  child.on('close', (status, signal) => onExit(signal === null ? { kind: 'status', status: status! } : { kind: 'signal', signal }));
  child.unref();
  [stdout, stderr, input, answers].forEach((stream) => (stream as Readable & { unref?(): void }).unref?.());
  return {
    send: (message) => input.write(`${JSON.stringify(message)}\n`),
    kill: () => new Promise((stopped) => {
      if (child.exitCode !== null || child.signalCode !== null || !child.kill('SIGKILL')) return stopped(undefined);
      child.once('exit', stopped);
    }),
  };
}

// What isn't a message is ignored: the function's code can write there, too.
function deliver(message: RuntimeMessage | undefined, onMessage: (message: RuntimeMessage) => void): void {
  if (message !== undefined) {
    onMessage(message);
  }
}

/** A function can throw any value. */
function failureOf(error: unknown): Exit {
  if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY') return { kind: 'signal', signal: 'SIGKILL' };
  return { kind: 'error', message: error instanceof Error && typeof error.message === 'string' ? error.message : inspect(error) };
}
