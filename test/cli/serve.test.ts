import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { commandFor } from '../../src/cli/open-browser';
import { mockApi } from '../serve/template';
import { send } from '../serve/world';
import { cdkCors, type Ran } from './world';

const ROOT = resolve(__dirname, '../..');
let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-cli-'));
  file = join(folder, 'Shop.template.json');
  const { Resources } = mockApi(200);
  const Parameters = { Stage: { Type: 'String', Default: 'x' } };
  writeFileSync(file, JSON.stringify({ Parameters, Resources: { ...Resources, Other: { Type: 'AWS::AppRunner::Service', Properties: {} } } }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Serves until something is done, and gives what was written. */
async function served(argv: readonly string[], work: (url: string) => Promise<void>, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const controller = new AbortController();
  let stdout = '';
  const ran = cdkCors(['serve', file, '--port', '0', ...argv], {
    interrupted: controller.signal,
    env,
    stdout: {
      write: (text: string) => {
        stdout += text;
      },
    },
  });
  try {
    while (!stdout.includes('/v1')) {
      await Promise.race([ran.then(() => Promise.reject(new Error('it ended'))), new Promise((done) => setTimeout(done, 20))]);
    }
    await work(/http:\/\/localhost:\d+\/v1/.exec(stdout)![0]);
  } finally {
    controller.abort();
  }
  return { ...await ran, stdout };
}

test('says what is served and where, and each request with who answered; Ctrl+C ends it well', async () => {
  const { code, stdout, stderr } = await served([], async (url) => void await send(`${url}/`));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`cdk-cors serves ${file}. End it with Ctrl+C.`);
  expect(stdout).toMatch(/ {2}the console +http:\/\/localhost:\d+\n {2}REST API Shop\/Api +http:\/\/localhost:\d+\/v1\n/);
  expect(stdout).toMatch(/Not emulated:\n {2}Other is an App Runner service, which the emulator doesn't answer for\n/);
  expect(stdout).toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}GET {5}\/v1\/ {2}200 {2}[\d.]+ ms {2}stage v1 > GET \/ > integration MOCK\n/);
  expect(stdout).not.toContain('\u001b');
});

test('--quiet says nothing of requests, --origin plays an origin', async () => {
  const { stdout } = await served(['--quiet', '--origin', 'https://app.example.com'], async (url) => void await send(`${url}/`));
  expect(stdout).not.toContain('GET');
  expect(stdout).toMatch(/pages of https:\/\/app\.example\.com +http:\/\/app\.example\.com\.localhost:\d+\n/);
});

test('colours where they are asked for', async () => {
  const { stdout } = await served([], async (url) => void await send(`${url}/`), { FORCE_COLOR: '1' });
  expect(stdout).toContain('\u001b[32m200\u001b[39m');
});

test('--open opens the console in the browser that BROWSER names', async () => {
  const opened = join(folder, 'opened');
  const browser = join(folder, 'browser.sh');
  writeFileSync(browser, `#!/bin/sh\necho "$1" > ${opened}\n`);
  chmodSync(browser, 0o755);
  const { stdout, stderr } = await served(['--open'], async () => {
    for (let tries = 0; tries < 100 && !(existsSync(opened) && readFileSync(opened, 'utf8') !== ''); tries++) {
      await new Promise((done) => setTimeout(done, 50));
    }
  }, { BROWSER: browser });
  expect(stderr).toBe('');
  expect(/the console +(\S+)\n/.exec(stdout)![1]).toBe(readFileSync(opened, 'utf8').trim());
});

test('a browser that can\'t be opened is told, and the app is served', async () => {
  const { code, stderr } = await served(['--open'], async (url) => {
    expect((await send(`${url}/`)).status).toBe(200);
  }, { BROWSER: '/no/such/browser' });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^no browser could be opened; go to http:\/\/localhost:\d+\n$/);
});

test.each([
  ['darwin', undefined, ['open', 'http://localhost:1']],
  ['win32', undefined, ['cmd', '/c', 'start', '', 'http://localhost:1']],
  ['linux', undefined, ['xdg-open', 'http://localhost:1']],
  ['linux', 'firefox', ['firefox', 'http://localhost:1']],
])('on %s with BROWSER %s it runs %j', (platform, browser, command) => expect(commandFor('http://localhost:1', browser, platform)).toEqual(command));

describe('wrong use', () => {
  test.each<[string[], RegExp]>([
    [['--port', 'http'], /--port must be a number from 0 to 65535, got "http"; 0 is any port that is free/],
    [['--port', '70000'], /--port must be a number/],
    [['--backend', 'http://localhost:8080'], /--backend needs a name and what it is to be, such as --backend ApiHandler5E7490E8=http:\/\/localhost:8080; got/],
    [['--site', 'Bucket='], /--site needs a name/],
    [['--site', '=folder'], /--site needs a name/],
    [['a', 'b'], /serve takes \[cdk\.out \| template\]; "b" is one too many/],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await cdkCors(['serve', ...argv]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
  });

  test.each<[reason: string, argv: string[], message: string, usage: boolean]>([
    ['an unknown parameter would be given in vain', ['--parameter', 'Stag=x'], 'no template has a parameter "Stag"; did you mean Stage?', false],
    ['a parameter of another stack', ['--parameter', 'Other:Stage=x'], 'no template has a parameter "Other:Stage"', false],
    ['a parameter without a value', ['--parameter', 'Stage'], '--parameter "Stage" has no value; write --parameter Stage=value', true],
    ['no such function', ['--backend', 'Nope=http://localhost:8080'], 'the template has no function "Nope"; it has ', true],
    ['a back end that isn\'t a URL', ['--backend', 'Url=localhost:8080'], 'the back end of Url must be an http or https URL', true],
    ['a back end\'s origin with a path', ['--backend', 'https://a.example/x=http://localhost:8080'],
      'a back end is named by its origin, without a path', true],
    ['a function with two back ends', ['--backend', 'F=http://a', '--backend', 'F=http://b'],
      '--backend gives "F" both "http://a" and "http://b"; write one', true],
    ['a parameter with two values', ['--parameter', 'Stage=a', '--parameter', 'Stage=b'],
      '--parameter gives "Stage" both "a" and "b"; write one', true],
    ['a site that is a file', ['--site', 'Bucket=package.json'], 'is to be the folder package.json, which is a file', true],
    ['no such bucket', ['--site', 'Nope=.'], 'the template has no bucket "Nope" to give a folder to; it has none', true],
    ['no such folder', ['--site', 'Bucket=no/such/folder'], 'the folder no/such/folder, and there is no such folder', true],
    ['an origin with a slash', ['--origin', 'https://app.example.com/'],
      '--origin "https://app.example.com/" isn\'t as browsers send it; write https://app.example.com', true],
    ['an origin without a scheme', ['--origin', 'app.example.com'], '--origin "app.example.com" isn\'t an origin of a page', true],
    ['an origin that can\'t be played', ['--origin', 'https://[::1]'], '"https://[::1]" isn\'t an origin', true],
    ['no port is left for the entrance', ['--port', '65535'],
      'a port is a whole number from 0 to 65535, got 65536 for Shop/Api; begin lower, such as --port 4000', true],
  ])('%s: said as check does, with its exit code', async (_reason, argv, message, usage) => {
    const { code, stdout, stderr } = await cdkCors(['serve', file, '--port', '0', ...argv]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(/\nSee cdk-cors serve --help\.\n$/.test(stderr)).toBe(usage);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test.each<[name: string, content: string]>([
    ['empty.json', ''],
    ['list.json', '[]'],
    ['comma.json', '{"Resources": {"A": 1,}}'],
    ['sam.yaml', 'Transform: AWS::Serverless-2016-10-31\nResources:\n  F: { Type: AWS::Serverless::Function }'],
    ['huge.json', `{"Resources": {"A": "${'x'.repeat(9_000_000)}"}}`],
  ])('%s is named, as by check', async (name, content) => {
    writeFileSync(join(folder, name), content);
    const [serving, checked] = [await cdkCors(['serve', join(folder, name), '--port', '0']), await cdkCors(['check', join(folder, name)])];
    expect(serving).toEqual({ ...checked, stderr: checked.stderr.replace('cdk-cors check:', 'cdk-cors serve:') });
    expect(serving).toMatchObject({ code: 2, stderr: expect.stringContaining(name.replace(/\.yaml$/, '')) });
  });

  test.each<[string[], RegExp]>([
    [['no/such/cdk.out'], /^cdk-cors serve: there is no no\/such\/cdk\.out; run "cdk synth" first, or name the folder that it wrote or a template, such as path\/to\/cdk\.out$/m],
    [[''], /^cdk-cors serve: the name of the app is empty; leave it out for cdk\.out, or name a cloud assembly or a template, such as path\/to\/cdk\.out$/m],
    [['.'], /^cdk-cors serve: .* isn't a cloud assembly/],
    [['package.json'], /^cdk-cors serve: .* isn't a CloudFormation template/],
  ])('%j can\'t be read: told in words, exit code 2', async (argv, message) => {
    const { code, stderr } = await cdkCors(['serve', ...argv, '--port', '0']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('the command itself ends at the first signal, with its functions and ports', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli/main.ts'), 'serve', file, '--port', '0'], { cwd: ROOT });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  while (!stdout.includes('/v1')) {
    await new Promise((done) => child.stdout.once('data', done));
  }
  const url = /http:\/\/localhost:\d+\/v1/.exec(stdout)![0];
  expect((await send(`${url}/`)).status).toBe(200);
  const ended = new Promise((done) => child.once('exit', (code) => done(code)));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  await expect(send(url)).rejects.toThrow(/ECONNREFUSED/);
}, 60_000);
