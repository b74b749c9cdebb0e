import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs what npm start runs after compiling, and uses what it writes when there is enough of it, or it has ended. */
async function start(args: readonly string[], enough: RegExp, use: (stdout: string) => Promise<void>): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...args], { cwd: resolve(__dirname, '../..') });
  const written = { stdout: '', stderr: '' };
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const shown = new Promise<void>((done) => child.stdout.on('data', (chunk: Buffer) => {
    written.stdout += chunk.toString();
    if (enough.test(written.stdout)) {
      done();
    }
  }));
  child.stderr.on('data', (chunk: Buffer) => {
    written.stderr += chunk.toString();
  });
  try {
    await Promise.race([shown, ended]);
    await use(written.stdout);
  } finally {
    child.kill('SIGINT');
  }
  return { code: await ended, ...written };
}

test('npm start synthesizes the main example with the CDK CLI, says what was built and who may call it, and serves it until Ctrl+C', async () => {
  const { code, stdout, stderr } = await start(['--port', '0'], /pages of \S+ +http:/, async (shown) => {
    const [, site] = /CloudFront Bookshop\/WebApp\w+ +(http:\S+)\n/.exec(shown) ?? [];
    expect(await (await fetch(site)).text()).toContain('<title>');
    expect(await (await fetch(`${site}/api/books`)).json()).toContainEqual(expect.objectContaining({ id: 'moby-dick' }));
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('valid under the CDK\'s strict CloudFormation validation');
  expect(stdout).toContain('CloudFront Bookshop/WebApp');
  expect(stdout).toContain('  GET     /books/{id}\n');
  expect(stdout).toMatch(/pages of https:\/\/reading-club\.example\.org may call the API/);
  expect(stdout).toMatch(/ {2}the console +http:\/\/localhost:\d+\n/);
  expect(stdout).toMatch(/GET {5}\/api\/books {2}200 .*GET \/books > integration AWS_PROXY > function BooksHandler/);
}, 180_000);

test('npm start -- --once says the same, and ends', async () => {
  const { code, stdout } = await start(['--once'], /never/, async () => undefined);
  expect(code).toBe(0);
  expect(stdout).toContain('CloudFront Bookshop/WebApp');
  expect(stdout).not.toContain('the console');
}, 180_000);
