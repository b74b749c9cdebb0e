import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzip } from '../template';
import type { FunctionSettings } from './settings';

/** The folder of a function's files while it runs. */
export interface TaskFolder {
  /** The outermost folder, which is removed in the end. */
  readonly root: string;
  /** `/var/task`: the code. */
  readonly task: string;
  /** `/opt`: the layers. */
  readonly opt: string;
}

// Folders of functions that haven't been closed. A process that ends without closing them removes them as it exits.
const open = new Set<string>();
let removesAtExit = false;

/** The folders of this machine: a container of another name may have the same folder for temporary files, and processes of its own. */
const PREFIX = `cdk-cors-function-${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}-`;
let removesStale: Promise<void> | undefined;

/** Removes the folders of processes that were killed, so that they could remove nothing. */
async function removeStale(): Promise<void> {
  const folder = tmpdir();
  const names = await readdir(folder).catch(() => []);
  const stale = names.filter((name) => name.startsWith(PREFIX) && !isRunning(Number.parseInt(name.slice(PREFIX.length), 10)));
  await Promise.all(stale.map((name) => rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Copies a function's code and layers to a folder of their own. The function finds the same files there as on AWS: not the packages and the `package.json` of
 * the project around an assembly.
 *
 * Node.js looks for packages from the code outwards, for CommonJS and ES modules alike. So the folders around it have what `NODE_PATH` has on AWS, in
 * its order: `/opt/nodejs/node22/node_modules`, `/opt/nodejs/node_modules`, and the AWS SDK of the runtime where the project has it.
 */
export async function makeTaskFolder(settings: FunctionSettings): Promise<TaskFolder> {
  removesStale ??= removeStale();
  await removesStale;
  const root = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  open.add(root);
  if (!removesAtExit) {
    removesAtExit = true;
    process.once('exit', () => open.forEach((each) => rmSync(each, { recursive: true, force: true })));
  }
  const inner = join(root, 'layers', 'version');
  const folder = { root, task: join(inner, 'task'), opt: join(root, 'opt') };
  try {
    await fill(folder, inner, settings);
    return folder;
  } catch (error) {
    await removeTaskFolder(folder);
    throw error;
  }
}

async function fill(folder: TaskFolder, inner: string, settings: FunctionSettings): Promise<void> {
  const { root } = folder;
  await mkdir(folder.task, { recursive: true });
  await mkdir(folder.opt);
  for (const layer of settings.layers) {
    await unpack(layer, folder.opt);
  }
  if ('inline' in settings.code) {
    await writeFile(join(folder.task, settings.language === 'python' ? 'index.py' : 'index.js'), settings.code.inline);
  } else {
    await unpack(settings.code.path, folder.task);
  }
  if (settings.language === 'nodejs') {
    const major = /\d+/.exec(settings.runtime)?.[0] ?? '';
    await writeFile(join(inner, 'package.json'), '{}');
    await link(join(folder.opt, 'nodejs', `node${major}`, 'node_modules'), join(inner, 'node_modules'));
    await link(join(folder.opt, 'nodejs', 'node_modules'), join(root, 'layers', 'node_modules'));
    await linkSdk(process.cwd(), join(root, 'node_modules'));
  }
}

/** Removes the folder. Files that can't be removed are left to the system, which clears its temporary files. */
export async function removeTaskFolder({ root }: TaskFolder): Promise<void> {
  await rm(root, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  open.delete(root);
}

async function unpack(source: string, target: string): Promise<void> {
  const stats = await stat(source);
  if (!stats.isDirectory() && !stats.isFile()) throw new Error(`${source} is neither a file nor a folder, but a pipe or a device`);
  if (stats.isDirectory()) {
    await cp(source, target, { recursive: true, verbatimSymlinks: true });
    return;
  }
  for (const { name, content } of unzip(await readFile(source))) {
    const path = join(target, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

async function link(target: string, path: string): Promise<boolean> {
  if (!await exists(target)) return false;
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path, 'junction');
  return true;
}

async function linkSdk(from: string, modules: string): Promise<void> {
  for (const name of ['@aws-sdk', '@smithy', 'aws-sdk']) {
    let folder = from;
    while (!await link(join(folder, 'node_modules', name), join(modules, name)) && folder !== dirname(folder)) {
      folder = dirname(folder);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
