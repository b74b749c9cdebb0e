/** A command ends: when it is interrupted, at what never ends, and with what it started. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { attempt } from '../support/attempt';
import { cdkCors } from './world';

// other programs are started, which may take long on a busy machine
jest.setTimeout(300_000);

const ROOT = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-hang-'));

const restApi = (more: object): object => ({
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a' } },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'live' } },
    ...more,
  },
});
const resource = (parent: unknown, part: string) => ({ Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: part } });
const method = (id: string) => ({ Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: id }, HttpMethod: 'GET', AuthorizationType: 'NONE', Integration: { Type: 'MOCK' } } });
const ROOT_ID = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };

test('check ends by SIGINT, also while it computes', async () => {
  const routes = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [[`R${index}`, resource(ROOT_ID, `p${index}`)], [`M${index}`, method(`R${index}`)]]).flat());
  const file = join(folder, 'large.json');
  writeFileSync(file, JSON.stringify(restApi(routes)));
  const pages = Array.from({ length: 60 }, (_, index) => ['--page-origin', `https://p${index}.example.com`]).flat();
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli/main.ts'), 'check', file, ...pages], { cwd: ROOT, stdio: 'ignore' });
  const ended = new Promise<string | null>((done) => child.once('exit', (_code, signal) => done(signal)));
  await new Promise((done) => setTimeout(done, 4000));
  child.kill('SIGINT');
  // ended by the system, at once: a program that answers the signal itself does so when it has computed, and ends with a code
  expect(await ended).toBe('SIGINT');
});

test.each([4000, 20_000])('a chain of %d resources has an answer, not a stack overflow', async (length) => {
  const chain = Object.fromEntries(Array.from({ length }, (_, index) => [`R${index}`, resource(index === 0 ? ROOT_ID : { Ref: `R${index - 1}` }, 'p')]));
  const file = join(folder, 'chain.json');
  writeFileSync(file, JSON.stringify(restApi({ ...chain, Get: method(`R${length - 1}`) })));
  const { code, stderr } = await cdkCors(['check', file]);
  expect(stderr).not.toMatch(/call stack|mistake in cdk-cors/);
  expect(code).toBeLessThanOrEqual(2);
});

describe('what never ends is named, not read', () => {
  const assembly = (files: (path: string) => void, source: object): string => {
    const path = mkdtempSync(join(folder, 'cdk.out-'));
    const artifacts = {
      'A': { type: 'aws:cloudformation:stack', environment: 'aws://1/eu-west-1', properties: { templateFile: 'A.template.json' }, dependencies: ['A.assets'] },
      'A.assets': { type: 'cdk:asset-manifest', properties: { file: 'A.assets.json' } },
    };
    writeFileSync(join(path, 'manifest.json'), JSON.stringify({ version: '1', artifacts }));
    const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'nested.template.json' } };
    writeFileSync(join(path, 'A.template.json'), JSON.stringify(restApi({ Nested: nested })));
    writeFileSync(join(path, 'A.assets.json'), JSON.stringify({ files: { a: { source, destinations: { d: { bucketName: 'b', objectKey: 'k' } } } } }));
    files(path);
    return path;
  };
  const pipe = (path: string) => execFileSync('mkfifo', [path]);

  test.each<[string, (path: string) => void, object, RegExp]>([
    ['a pipe as nested template', (path) => pipe(join(path, 'nested.template.json')), { path: 'x', packaging: 'file' }, /Nested/],
    ['a pipe as asset', (path) => pipe(join(path, 'asset.json')), { path: 'asset.json', packaging: 'file' }, /Nested/],
    ['a device as asset', () => undefined, { path: '/dev/zero', packaging: 'file' }, /Nested/],
  ])('%s', async (_what, files, source, said) => {
    const { code, stdout } = await cdkCors(['check', assembly(files, source)]);
    expect(code).toBe(0);
    expect(stdout).toMatch(said);
  });

  test.each(['manifest.json', 'A.template.json', 'A.assets.json'])('a pipe as %s', async (name) => {
    const path = assembly((root) => execFileSync('rm', [join(root, name)]) && pipe(join(root, name)), { path: 'x', packaging: 'file' });
    const { code, stderr } = await cdkCors(['check', path]);
    expect(code).toBe(2);
    expect(stderr).toContain('it isn\'t a file, but a folder, a pipe or a device');
  });
});

describe('a server that is killed', () => {
  test('leaves no task folder for long: the next one removes it', async () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    const make = `const { makeTaskFolder } = require(${JSON.stringify(join(ROOT, 'src/lambda-runtime/task-folder.ts'))});
      makeTaskFolder({ layers: [], language: 'nodejs', runtime: 'nodejs22.x', code: { inline: '' } }).then(() => process.kill(process.pid, 'SIGKILL'));`;
    const run = () => new Promise((done) => spawn(process.execPath, ['--import', 'tsx', '-e', make], { cwd: ROOT, env: { ...process.env, TMPDIR: temporary } }).once('exit', done));
    const left = () => readdirSync(temporary).filter((name) => name.startsWith('cdk-cors-function-'));
    await run();
    const [first] = left();
    await run();
    expect(left()).toHaveLength(1);
    expect(left()).not.toContain(first);
  });

  test('leaves no Python function behind, also one that is in a call', async () => {
    const task = mkdtempSync(join(folder, 'task-'));
    writeFileSync(join(task, 'index.py'), 'import os\ndef handler(event, context):\n  open("pid", "w").write(str(os.getpid()))\n  while True: pass\n');
    const file = (name: string) => JSON.stringify(join(ROOT, 'src/lambda-runtime', name));
    const make = `const { startProcess } = require(${file('child.ts')}); const { PYTHON_PROGRAM } = require(${file('python-program.ts')});
      const settings = { task: '.', layers: [], handler: 'index.handler', memory: 512, timeout: 60000, maxBytes: 1e6, parent: process.pid,
        identity: { functionName: 'Fn', functionVersion: '1', invokedFunctionArn: 'arn', memoryLimitInMB: '512', logGroupName: 'g', logStreamName: 's' } };
      const env = { ...process.env, _CDK_CORS_FUNCTION: JSON.stringify(settings) };
      startProcess('python3', ['-c', PYTHON_PROGRAM], { cwd: ${JSON.stringify(task)}, env }, { onMessage: () => undefined, onExit: () => undefined })
        .send({ id: 'a', event: '{}' });
      setInterval(() => undefined, 1000);`;
    const server = spawn(process.execPath, ['--import', 'tsx', '-e', make], { cwd: ROOT, stdio: 'ignore' });
    const pid = await eventually(() => Number(readFileSync(join(task, 'pid'), 'utf8')) || undefined);
    server.kill('SIGKILL');
    expect(await eventually(() => attempt(() => process.kill(pid, 0)).error)).toMatchObject({ code: 'ESRCH' });
  });
});

/** What comes within 20 seconds. */
async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const { value } = attempt(look);
    if (value !== undefined) return value;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('it didn\'t come within 20 seconds');
}
