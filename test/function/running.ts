import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CorsPolicy, FunctionCors } from '../../src';
import { LAYER_FOLDER } from '../../src/function/function-layer';
import { NODE_HANDLER, PYTHON_HANDLER } from '../../src/function/handlers';

const RUNTIMES = join(__dirname, 'runtime');

export const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0;

/** A call's end, as Lambda would have it. */
export type Outcome = { readonly payload?: any; readonly error?: string };

export interface Ran {
  /** What the handler is, or why it couldn't be loaded. */
  readonly kind: { readonly [what in 'streaming' | 'failed' | 'code' | 'message']?: string } & { readonly length?: number };
  readonly outcomes: Outcome[];
  /** The lines on its standard error. */
  readonly log: string[];
}

export interface Running {
  /** The function's files. */
  readonly files: { readonly [name: string]: string };
  /** The function's own handler. */
  readonly handler: string;
  readonly events: readonly unknown[];
  /** The text of CORS_POLICY, or a policy that makes it. */
  readonly policy?: CorsPolicy | string;
  /** Files of other layers. */
  readonly opt?: { readonly [name: string]: string };
  /** What Lambda starts; the handler of FunctionCors unless something is in front of that one. */
  readonly entry?: string;
  readonly environment?: { readonly [name: string]: string };
  /** A file below /opt that starts the runtime, as AWS_LAMBDA_EXEC_WRAPPER names. */
  readonly execWrapper?: string;
}

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Runs a wrapped Node.js function in a process of its own, with the layer laid out as in Lambda. */
export function runNode(running: Running, generation: '22' | '24' = '22'): Ran {
  return run(running, NODE_HANDLER, process.execPath, [join(RUNTIMES, 'node-runtime.mjs')], { RUNTIME_GENERATION: generation });
}

/** Runs a wrapped Python function in a process of its own. */
export function runPython(running: Running): Ran {
  return run(running, PYTHON_HANDLER, 'python3', [join(RUNTIMES, 'python_runtime.py')], { PYTHONDONTWRITEBYTECODE: '1' });
}

function run(running: Running, entry: string, command: string, args: string[], more: { [name: string]: string }): Ran {
  const { files, handler, events, policy, opt = {}, environment, execWrapper } = running;
  const root = mkdtempSync(join(tmpdir(), 'cdk-cors-function-'));
  folders.push(root);
  const folder = { task: join(root, 'task'), opt: join(root, 'opt') };
  cpSync(LAYER_FOLDER, folder.opt, { recursive: true });
  write(folder.opt, opt);
  write(folder.task, files);
  const [program, programArgs] = execWrapper === undefined ? [command, args] : ['sh', [join(folder.opt, execWrapper), command, ...args]];
  const { stdout, stderr, status } = spawnSync(program, programArgs, {
    cwd: folder.task,
    encoding: 'utf8',
    input: JSON.stringify(events),
    env: {
      PATH: process.env.PATH,
      LAMBDA_TASK_ROOT: folder.task,
      OPT: folder.opt,
      NODE_PATH: join(folder.opt, 'nodejs', 'node_modules'),
      _HANDLER: running.entry ?? entry,
      ...(running.entry === handler ? {} : { CDK_CORS_HANDLER: handler }),
      ...(policy === undefined ? {} : { CORS_POLICY: textOf(policy) }),
      ...more,
      ...environment,
    },
  });
  if (status !== 0) throw new Error(`the runtime ended with ${status}: ${stderr}`);
  return { ...JSON.parse(stdout), log: stderr.split('\n').filter((line) => line !== '') };
}

function write(folder: string, files: { readonly [name: string]: string }): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

function textOf(policy: CorsPolicy | string): string {
  return typeof policy === 'string' ? policy : FunctionCors.environment(policy).CORS_POLICY;
}
