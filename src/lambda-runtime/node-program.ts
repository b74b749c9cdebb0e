/**
 * The program that runs a Node.js function in a worker thread, as Lambda's runtime does: finding the handler, calling it, reporting what came of it.
 *
 * It is text because a worker needs JavaScript of its own, whatever runs this file: compiled, through a test runner or a loader.
 * What it needs of the language it takes before the function's code can change it.
 */
export const NODE_PROGRAM = String.raw`'use strict';
const { workerData } = require('node:worker_threads');
const { existsSync, readFileSync } = require('node:fs');
const fs = require('node:fs');
const { createRequire, syncBuiltinESMExports } = require('node:module');
const { basename, dirname, isAbsolute, join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const util = require('node:util');
const { port, turns, timeout, task, handler, identity, maxBytes, maxOutput } = workerData;
delete workerData.port;
delete workerData.turns;
const { parse, stringify } = JSON;
const { byteLength } = Buffer;
const { compareExchange } = Atomics;
const { now } = Date;
const { max } = Math;
const { setImmediate, String } = globalThis;
const post = port.postMessage.bind(port);

// Lambda starts in the folder of the code; a thread can't have a folder of its own, so that relative paths are made absolute.
process.cwd = () => task;
const PATH_TAKING = ['access', 'accessSync', 'createReadStream', 'existsSync', 'lstat', 'lstatSync', 'open', 'openSync', 'opendir', 'opendirSync', 'readFile',
  'readFileSync', 'readdir', 'readdirSync', 'realpath', 'realpathSync', 'stat', 'statSync'];
for (const target of [fs, fs.promises]) {
  for (const name of PATH_TAKING) {
    const original = target[name];
    if (original) target[name] = Object.assign((path, ...rest) => original(typeof path === 'string' && !isAbsolute(path) ? join(task, path) : path, ...rest), original);
  }
}
syncBuiltinESMExports();
const kill = process.kill;
process.kill = (pid, signal) => pid === process.pid ? process.exit(signal === 0 ? undefined : 137) : kill.call(process, pid, signal);

let output = 0;
function log(level, text) {
  if (output > maxOutput) return;
  output += text.length + 1;
  post({ type: 'log', level, text: output > maxOutput ? '(more output than is kept)' : text });
}
for (const [name, level] of [['log', 'INFO'], ['info', 'INFO'], ['debug', 'DEBUG'], ['trace', 'TRACE'], ['warn', 'WARN'], ['error', 'ERROR']]) {
  console[name] = (...values) => log(level, util.format(...values));
}
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    log(stream === process.stderr ? 'ERROR' : 'INFO', typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}

class RuntimeError extends Error {
  constructor(name, message) { super(message); this.name = 'Runtime.' + name; }
}
// Without the lines that are this program's.
function traceOf(error) {
  const lines = String(error.stack).split('\n');
  const own = lines.findIndex((line) => line.includes('[worker eval]'));
  return own < 0 ? lines : lines.slice(0, own);
}
function report(error) {
  try {
    if (util.types.isNativeError(error) || (error && error.name && error.message && error.stack)) {
      return { errorType: String(error.name), errorMessage: String(error.message), trace: traceOf(error) };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: 'the function failed with something that can\'t be read' };
  }
}

function isModuleFolder(folder) {
  for (;; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      try { return parse(readFileSync(file, 'utf8')).type === 'module'; } catch { return false; }
    }
    if (folder === dirname(folder)) return false;
  }
}
async function loadModule(path) {
  const require = createRequire(join(task, 'index.js'));
  const isModule = isModuleFolder(dirname(path));
  if (existsSync(path + '.js')) return isModule ? import(pathToFileURL(path + '.js').href) : require(path + '.js');
  if (existsSync(path + '.mjs')) return import(pathToFileURL(path + '.mjs').href);
  return require(existsSync(path + '.cjs') ? path + '.cjs' : path);
}
async function load() {
  const name = basename(handler);
  const match = /^([^.]+)\.(.+)$/.exec(name);
  if (!match) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
  let loaded;
  try {
    loaded = await loadModule(resolve(task, handler.slice(0, handler.length - name.length), match[1]));
  } catch (error) {
    if (util.types.isNativeError(error) && error instanceof SyntaxError) throw new RuntimeError('UserCodeSyntaxError', String(error));
    if (error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')) throw new RuntimeError('ImportModuleError', String(error));
    throw error;
  }
  const find = (from) => match[2].split('.').reduce((value, key) => value === undefined || value === null ? undefined : value[key], from);
  const found = find(loaded) ?? find(loaded.default);
  if (typeof found !== 'function') throw new RuntimeError('HandlerNotFound', handler + ' is undefined or not exported');
  return found;
}

let handle;
let current;
let whenIdle;
function settle(call, message) {
  if (call.settled) return;
  call.settled = true;
  whenIdle = undefined;
  port.ref();
  post({ ...message, id: call.id });
  if (first) setImmediate(advance);
}
function succeed(call, value) {
  let text;
  try {
    text = stringify(value === undefined ? null : value) ?? 'null';
  } catch (error) {
    return settle(call, { type: 'error', error: { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to stringify response body: ' + error } });
  }
  if (byteLength(text) > maxBytes) {
    const errorMessage = 'Response payload size exceeded maximum allowed payload size (' + maxBytes + ' bytes).';
    return settle(call, { type: 'error', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } });
  }
  settle(call, { type: 'result', payload: text });
}
function fail(call, error) {
  settle(call, { type: 'error', error: report(error) });
}

// A function with a callback is done when nothing is left to do, unless it says otherwise.
process.on('beforeExit', () => {
  const then = whenIdle;
  whenIdle = undefined;
  if (then) then();
});
process.on('unhandledRejection', (reason) => {
  const { errorMessage, trace } = report(reason);
  fatal({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: errorMessage.startsWith('Error') ? errorMessage : 'Error: ' + errorMessage, trace });
});
process.on('uncaughtException', (error) => fatal(report(error)));
function fatal(error) {
  post({ type: 'fatal', error });
  process.exit(129);
}

function contextOf(call) {
  const done = (error, value) => {
    if (call.settled) return;
    if (error !== undefined && error !== null) return fail(call, error);
    if (context.callbackWaitsForEmptyEventLoop) whenIdle = () => succeed(call, value);
    else setImmediate(() => succeed(call, value));
  };
  const context = {
    ...identity,
    awsRequestId: call.id,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => max(0, call.deadline - now()),
    done,
    succeed: (value) => done(undefined, value),
    fail: (error) => done(error ?? new Error('null')),
  };
  return [context, done];
}
function run(message) {
  const call = { id: message.id, deadline: now() + timeout, settled: false };
  current = call;
  output = 0;
  const [context, callback] = contextOf(call);
  // From here on only what the function does keeps the thread alive: when that has come to its end, so has the call.
  port.unref();
  whenIdle = () => succeed(call, null);
  try {
    const result = handle(parse(message.event), context, callback);
    if (result !== null && typeof result === 'object' && typeof result.then === 'function') {
      result.then((value) => succeed(call, value), (error) => fail(call, error));
    }
  } catch (error) {
    fail(call, error);
  }
}

// Calls that came while one was being answered, each with the next one. Those that were taken back meanwhile aren't begun.
let first;
let last;
function advance() {
  while (first && (!current || current.settled)) {
    const { message } = first;
    first = first.next;
    if (compareExchange(turns, 0, message.turn, message.turn + 1 | 0) === message.turn) run(message);
  }
}
function receive(message) {
  const added = { __proto__: null, message, next: undefined };
  if (first) last.next = added;
  else first = added;
  last = added;
  advance();
}

load().then((loaded) => {
  handle = loaded;
  port.on('message', receive);
  post({ type: 'ready' });
}, (error) => {
  post({ type: 'fatal', error: report(error) });
  process.exit(1);
});
`;
