import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { MessageChannel, Worker } from 'node:worker_threads';
import { Unknown } from '../template';
import { exited, type Runtime, type RuntimeListener, type RuntimeMessage } from './environment';
import { NODE_PROGRAM } from './node-program';
import { PYTHON_PROGRAM } from './python-program';
import type { FunctionSettings } from './settings';
import type { TaskFolder } from './task-folder';
import { Turns } from './turns';

/** The largest payload that Lambda takes and gives. */
export const MAX_BYTES = 6 * 1024 * 1024 + 100;
/** How many calls a thread gets at a time: as many as it can begin and answer without waking another thread for each. */
const NODE_DEPTH = 16;
/** How much of what a function writes is kept for each call. */
const MAX_OUTPUT = 256 * 1024;

// Lambda's runtimes have these switched off; versions of Node.js that don't know them have no need to.
const FLAGS = ['--no-experimental-detect-module', '--no-experimental-require-module'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));

/** Starts what runs a function. */
export function startRuntime(settings: FunctionSettings, folder: TaskFolder, listener: RuntimeListener): Runtime {
  return settings.language === 'nodejs' ? startNode(settings, folder, listener) : startPython(settings, folder, listener);
}

function startNode(settings: FunctionSettings, folder: TaskFolder, listener: RuntimeListener): Runtime {
  const { port1, port2 } = new MessageChannel();
  const turns = new Turns();
  const worker = new Worker(NODE_PROGRAM, {
    eval: true,
    argv: [],
    env: environmentOf(settings, folder),
    execArgv: FLAGS,
    name: settings.logicalId,
    resourceLimits: { maxOldGenerationSizeMb: settings.memory },
    stderr: true,
    stdout: true,
    transferList: [port2],
    workerData: {
      port: port2,
      turns: turns.memory,
      timeout: settings.timeout,
      task: folder.task,
      handler: inLayers(settings.handler, folder),
      identity: identityOf(settings),
      maxBytes: MAX_BYTES,
      maxOutput: MAX_OUTPUT,
    },
  });
  let why = 'Runtime exited without providing a reason';
  port1.on('message', (message: RuntimeMessage) => listener.message(message));
  worker.on('error', (error: NodeJS.ErrnoException) => {
    why = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Runtime exited with error: signal: killed' : `Runtime exited with error: ${error.message}`;
  });
  worker.on('exit', (code) => {
    // Messages that are on their way still count, such as why it exits.
    setImmediate(() => {
      port1.close();
      listener.ended(exited('', why.startsWith('Runtime exited with error') || code === 0 ? why : `Runtime exited with error: exit status ${code}`));
    });
  });
  worker.stdout.resume();
  worker.stderr.resume();
  // A function that waits for calls doesn't keep this process alive; the timer of a call does.
  worker.unref();
  port1.unref();
  return {
    depth: NODE_DEPTH,
    call: (id, event) => port1.postMessage({ id, event, turn: turns.take() }),
    takeBack: () => turns.takeBack(),
    stop: () => worker.terminate(),
  };
}

function startPython(settings: FunctionSettings, folder: TaskFolder, listener: RuntimeListener): Runtime {
  const { task, opt } = folder;
  const layers = [join(opt, 'python'), join(opt, 'python', 'lib', settings.runtime, 'site-packages')];
  const { handler, memory, timeout } = settings;
  const own = { task, layers, handler, identity: identityOf(settings), memory, timeout, maxBytes: MAX_BYTES };
  const child = spawn('python3', ['-c', PYTHON_PROGRAM], {
    cwd: task,
    env: { ...environmentOf(settings, folder), PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', _CDK_CORS_FUNCTION: JSON.stringify(own) },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const [, stdout, stderr, calls, answers] = child.stdio;
  let output = 0;
  const log = (level: string) => (chunk: Buffer) => {
    output += chunk.length;
    if (output <= MAX_OUTPUT) {
      chunk.toString().split('\n').filter((text) => text !== '').forEach((text) => listener.message({ type: 'log', level, text }));
    }
  };
  stdout!.on('data', log('INFO'));
  stderr!.on('data', log('ERROR'));
  createInterface({ input: answers as NodeJS.ReadableStream }).on('line', (line) => {
    const message = messageIn(line);
    if (message !== undefined) {
      listener.message(message);
    }
  });
  // A process that is gone takes no more calls; its end is told by 'close'.
  (calls as Writable).on('error', () => undefined);
  child.on('error', (error) => listener.ended(new Unknown(`${settings.path}/Properties/Runtime`,
    `python3 can't be started (${error.message}); install it, or serve the function yourself: --backend ${settings.logicalId}=http://localhost:8080`)));
  child.on('close', (code, signal) => {
    listener.ended(exited('', `Runtime exited with error: ${signal === null ? `exit status ${code}` : `signal: ${signal === 'SIGKILL' ? 'killed' : signal}`}`));
  });
  child.unref();
  child.stdio.forEach((stream) => (stream as unknown as { unref?(): void } | null)?.unref?.());
  return {
    depth: 1,
    call: (id, event) => {
      output = 0;
      (calls as Writable).write(`${JSON.stringify({ id, event })}\n`);
    },
    takeBack: () => 0,
    stop: () => new Promise((stopped) => {
      if (child.exitCode !== null || child.signalCode !== null || !child.kill('SIGKILL')) {
        stopped(undefined);
      } else {
        child.once('exit', stopped);
      }
    }),
  };
}

// The function's code can write there too.
function messageIn(line: string): RuntimeMessage | undefined {
  try {
    const message = JSON.parse(line);
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}

function identityOf({ name, arn, memory }: FunctionSettings) {
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memory),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'emulated',
  };
}

// Wrappers name their handler, and the one that they call, by its path in a layer: /opt is elsewhere here.
function inLayers(path: string, { opt }: Pick<TaskFolder, 'opt'>): string {
  return path.startsWith('/opt/') ? join(opt, path.slice('/opt/'.length)) : path;
}

// What Lambda sets, and the function's own variables. Nothing of this process: least of all its credentials.
function environmentOf(settings: FunctionSettings, { task, opt }: TaskFolder): Record<string, string> {
  const { name, memory, region, runtime, handler } = settings;
  return {
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'emulated',
    AWS_REGION: region,
    LAMBDA_TASK_ROOT: task,
    LANG: 'en_US.UTF-8',
    NODE_PATH: [join(opt, 'nodejs', 'node_modules'), task].join(':'),
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    _HANDLER: handler,
    ...Object.fromEntries(Object.entries(settings.environment).map(([variable, value]) => [variable, inLayers(value, { opt })])),
  };
}
