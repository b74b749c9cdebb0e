import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mockApi } from '../serve/template';
import { BROKEN, GOOD } from '../support/templates';

const ROOT = resolve(__dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-main-'));
  const templates = { good: GOOD, broken: BROKEN, served: mockApi(200) };
  for (const [name, template] of Object.entries(templates)) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(template));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command, and reads nothing of what it writes. */
function unread(argv: readonly string[], closed: ReadonlyArray<'stdout' | 'stderr'>): Promise<{ code: number | null; stderr: string }> {
  const args = argv.map((each) => each.replace('FOLDER', folder));
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli/main.ts'), ...args], { cwd: ROOT });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  for (const name of closed) {
    child[name].destroy();
  }
  return new Promise((done) => child.once('close', (code) => done({ code, stderr })));
}

describe('nobody reads on, as with "| head": the exit code is the one of what was found, without a stack', () => {
  test.each<[reason: string, argv: string[], closed: ('stdout' | 'stderr')[], code: number]>([
    ['a finding stays one', ['check', 'FOLDER/broken.json'], ['stdout'], 1],
    ['a finding stays one with 2>&1', ['check', 'FOLDER/broken.json'], ['stdout', 'stderr'], 1],
    ['no finding stays none', ['check', 'FOLDER/good.json'], ['stdout'], 0],
    ['wrong use stays wrong', ['check', '--formt'], ['stdout', 'stderr'], 2],
    ['an explanation is one', ['explain', '403'], ['stdout'], 0],
    ['nothing known stays so with 2>&1', ['explain', 'xyzzy'], ['stdout', 'stderr'], 2],
    ['a server that nobody looks at ends', ['serve', 'FOLDER/served.json', '--port', '0'], ['stdout'], 0],
  ])('%s: %j', async (_reason, argv, closed, code) => {
    expect(await unread(argv, closed)).toEqual({ code, stderr: '' });
  }, 60_000);
});
