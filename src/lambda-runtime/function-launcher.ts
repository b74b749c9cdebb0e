import { join } from 'node:path';
import { Unknown } from '../template';
import { type ChildListener, type Exit, startProcess, startThread } from './child';
import { MAX_OUTPUT_CHARACTERS } from './environment';
import { NODE_PROGRAM } from './node-program';
import { PYTHON_PROGRAM } from './python-program';
import type { Launcher, Runtime, RuntimeListener } from './runtime';
import type { FunctionSettings } from './settings';
import { makeTaskFolder, removeTaskFolder, type TaskFolder } from './task-folder';
import { Turns } from './turns';

/** The largest payload that Lambda takes and gives. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024 + 100;
/** How many calls a thread gets at a time: as many as it can begin and answer without waking another thread for each. */
const NODE_DEPTH = 16;

// Lambda's runtimes have these switched off; versions of Node.js that don't know them have no need to.
const FLAGS = ['--no-experimental-detect-module', '--no-experimental-require-module'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));

/** Starts a function from a template: Node.js in worker threads, Python in processes, over one folder with its files. */
export class FunctionLauncher implements Launcher {
  private folder?: TaskFolder;

  constructor(private readonly settings: FunctionSettings) {}

  public async prepare(): Promise<void> {
    this.folder ??= await makeTaskFolder(this.settings);
  }

  public launch(listener: RuntimeListener): Runtime {
    const { settings, folder } = this;
    return settings.language === 'nodejs' ? startNode(settings, folder!, listener) : startPython(settings, folder!, listener);
  }

  public async dispose(): Promise<void> {
    if (this.folder !== undefined) {
      await removeTaskFolder(this.folder);
    }
  }
}

function startNode(settings: FunctionSettings, folder: TaskFolder, listener: RuntimeListener): Runtime {
  const turns = new Turns();
  const child = startThread(NODE_PROGRAM, {
    argv: [],
    env: environmentOf(settings, folder),
    execArgv: FLAGS,
    name: settings.logicalId,
    resourceLimits: { maxOldGenerationSizeMb: settings.memory },
    workerData: {
      turns: turns.memory,
      timeout: settings.timeout,
      task: folder.task,
      handler: inLayers(settings.handler, folder),
      identity: identityOf(settings),
      maxBytes: MAX_PAYLOAD_BYTES,
      maxOutput: MAX_OUTPUT_CHARACTERS,
    },
  }, listeningTo(settings, listener));
  return {
    depth: NODE_DEPTH,
    call: (id, event) => child.send({ id, event, turn: turns.take() }),
    takeBack: () => turns.takeBack(),
    stop: () => child.kill(),
  };
}

function startPython(settings: FunctionSettings, folder: TaskFolder, listener: RuntimeListener): Runtime {
  const { task, opt } = folder;
  const { handler, memory, timeout } = settings;
  const layers = [join(opt, 'python'), join(opt, 'python', 'lib', settings.runtime, 'site-packages')];
  const own = { task, layers, handler, identity: identityOf(settings), memory, timeout, maxBytes: MAX_PAYLOAD_BYTES, parent: process.pid };
  const child = startProcess('python3', ['-c', PYTHON_PROGRAM], {
    cwd: task,
    env: { ...environmentOf(settings, folder), PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', _CDK_CORS_FUNCTION: JSON.stringify(own) },
  }, listeningTo(settings, listener));
  return { depth: 1, call: (id, event) => child.send({ id, event }), takeBack: () => 0, stop: () => child.kill() };
}

function listeningTo({ path, logicalId }: FunctionSettings, listener: RuntimeListener): ChildListener {
  return {
    onMessage: (message) => listener.message(message),
    onExit: (exit) => listener.ended(exit.kind !== 'unavailable' ? { errorType: 'Runtime.ExitError', reason: reasonOf(exit) }
      : new Unknown(`${path}/Properties/Runtime`, `python3 can't be started (${exit.message}); install it, or serve the function yourself: --backend ${logicalId}=http://localhost:8080`)),
  };
}

/** The words of Lambda. */
function reasonOf(exit: Exclude<Exit, { readonly kind: 'unavailable' }>): string {
  switch (exit.kind) {
    case 'status': return exit.status === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${exit.status}`;
    case 'signal': return `Runtime exited with error: signal: ${exit.signal === 'SIGKILL' ? 'killed' : exit.signal}`;
    case 'error': return `Runtime exited with error: ${exit.message}`;
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
