/**
 * Synthesizes the main example with the CDK CLI, under the CDK's strict validation, and prints what was built: entrances, routes, and whose
 * pages may call what.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describeApp } from './describe-app';
import { BookshopStack } from '../examples/web-app-rest/bookshop-stack';

const EXAMPLE = resolve(__dirname, '../examples/web-app-rest');

function synthesize(): string {
  const output = mkdtempSync(join(tmpdir(), 'cdk-cors-'));
  const { status, stdout, stderr } = spawnSync('npx', ['cdk', 'synth', '--quiet', '--output', output, '--no-notices', '--no-version-reporting'], {
    cwd: EXAMPLE,
    encoding: 'utf8',
    env: { ...process.env, JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' },
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\nthe CDK CLI could not synthesize examples/web-app-rest\n`);
    process.exit(1);
  }
  return output;
}

const output = synthesize();
const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-cors-')) });
new BookshopStack(app, 'Bookshop');
process.stdout.write([
  'examples/web-app-rest: synthesized with the CDK CLI, valid under the CDK\'s strict CloudFormation validation',
  `the templates are in ${output}`,
  '',
  ...describeApp(app),
  '',
].join('\n'));
