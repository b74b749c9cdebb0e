/**
 * Synthesizes the main example with the CDK CLI, under the CDK's strict validation, prints what was built, and serves it on this machine until Ctrl+C.
 * With `--once` it ends instead of serving; anything else is for `cdk-cors serve`, such as `--port 5000` and `--open`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { BookshopStack } from '../examples/web-app-rest/bookshop-stack';
import { COMMANDS } from '../src/cli/commands';
import { run } from '../src/cli/run';
import { describeApp } from './describe-app';

const EXAMPLE = resolve(__dirname, '../examples/web-app-rest');
const OUTPUT = join(EXAMPLE, 'cdk.out');

function synthesize(): void {
  const { status, stdout, stderr } = spawnSync('npx', ['cdk', 'synth', '--quiet', '--output', OUTPUT, '--no-notices', '--no-version-reporting'], {
    cwd: EXAMPLE,
    encoding: 'utf8',
    env: { ...process.env, JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' },
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\nthe CDK CLI could not synthesize examples/web-app-rest\n`);
    process.exit(1);
  }
}

function describe(): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-cors-')) });
  new BookshopStack(app, 'Bookshop');
  return [
    'examples/web-app-rest: synthesized with the CDK CLI, valid under the CDK\'s strict CloudFormation validation',
    '',
    ...describeApp(app),
  ].join('\n');
}

async function main(args: readonly string[]): Promise<void> {
  synthesize();
  process.stdout.write(describe());
  if (args.includes('--once')) return;
  process.stdout.write('Change the example and run "npx cdk synth" in its folder: the new app is served at once.\n');
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => interrupted.abort());
  }
  const { stdout, stderr, env } = process;
  const io = { stdout, stderr, env, stdin: () => '', cwd: process.cwd(), interrupted: interrupted.signal };
  process.exitCode = await run(['serve', relative(process.cwd(), OUTPUT), ...args], io, COMMANDS);
}

void main(process.argv.slice(2));
