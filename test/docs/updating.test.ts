/** The guide to updates: its code compiles and runs as it is written, and what it says of each change is what comes of it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CorsPolicy, CorsRestApi, PreflightPlacement } from '../../src';
import { matchers } from '../../src/jest';
import { RULES } from '../../src/verify';
import { ROOT } from '../support/assembly';
import { compiledSnippets } from '../support/snippets';
import { APP, OLD, synthesized, updated } from '../update/outcome';

const GUIDE = readFileSync(join(ROOT, 'docs/guides/updating.md'), 'utf8');
const codeOf = (language: string) => [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, code]) => code);

test('its CDK code compiles', () => {
  expect(compiledSnippets(codeOf('ts').map((code, index) => [`block ${index + 1}`, code]))).toEqual([]);
}, 180_000);

test('it names the rules that need what is deployed', () => {
  const named = [...GUIDE.matchAll(/^\| \[([\w-]+)\]\(\.\.\/rules\/\1\.md\)/gm)].map(([, id]) => id);
  expect(named.filter((id) => !RULES.some((rule) => rule.id === id))).toEqual([]);
  expect(named).toHaveLength(3);
});

test.each(codeOf('sh'))('its commands are options that there are: %j', (code) => {
  const options = [...code.matchAll(/cdk-cors check [^\n]*/g)].flatMap(([line]) => [...line.matchAll(/--([a-z-]+)/g)].map(([, name]) => name));
  const help = readFileSync(join(ROOT, 'src/cli/check/options.ts'), 'utf8');
  expect(options.filter((name) => !help.includes(`name: '${name}'`))).toEqual([]);
  expect(spawnSync('sh', ['-n', '-c', code]).status).toBe(0);
});

const PATHS = ['items', 'orders', 'orders/{id}'];

function tree(api: apigateway.IRestApi, paths: readonly string[]): void {
  for (const path of paths) {
    api.root.resourceForPath(path).addMethod('GET', new apigateway.MockIntegration());
  }
}

const plain = (origin: string) => (stack: Stack) => tree(new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [origin] } }), PATHS);
const adopted = (origin: string, preflights?: PreflightPlacement, paths = PATHS, again?: string) => (stack: Stack) => {
  const api = new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(origin), preflights });
  tree(api, paths);
  if (again !== undefined) {
    api.latestDeployment!.addToLogicalId(again);
  }
};
const { EACH_RESOURCE, SHARED } = PreflightPlacement;

test.each<[what: string, steps: ReadonlyArray<(stack: Stack) => void>, outcome: string]>([
  ['adopting with EACH_RESOURCE, another policy', [plain(OLD), adopted(APP, EACH_RESOURCE)], 'right'],
  ['adopting with SHARED, the same policy', [plain(APP), adopted(APP, SHARED)], 'right'],
  ['adopting with SHARED, another policy', [plain(OLD), adopted(APP, SHARED)], 'stage differs'],
  ['which the same again doesn\'t mend', [plain(OLD), adopted(APP, SHARED), adopted(APP, SHARED)], 'stage differs'],
  ['which one more deployment mends', [plain(OLD), adopted(APP, SHARED), adopted(APP, SHARED, PATHS, 'again')], 'right'],
  ['a variable path at the root, in one', [adopted(APP), adopted(APP, SHARED, [...PATHS, '{code}'])], 'conflict'],
  ['the first of two', [adopted(APP), adopted(APP, EACH_RESOURCE)], 'right'],
  ['the second of two', [adopted(APP), adopted(APP, EACH_RESOURCE), adopted(APP, EACH_RESOURCE, [...PATHS, '{code}'])], 'right'],
  ['with SHARED again', [adopted(APP, EACH_RESOURCE), adopted(APP, SHARED, [...PATHS, '{code}'])], 'right'],
])('%s', (_what, steps, outcome) => {
  const { outcome: came, differences } = updated(steps.map(synthesized));
  expect([came, outcome === 'right' ? differences : []]).toEqual([outcome, []]);
});

test('its tests run as they are written', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'cdk-cors-updating-'));
  for (const [folder, origin] of [['before', OLD], ['cdk.out', APP]]) {
    mkdirSync(join(cwd, folder));
    const app = new App({ outdir: join(cwd, folder) });
    const api = new CorsRestApi(new Stack(app, 'Shop'), 'Api', { cors: CorsPolicy.forOrigins(origin) });
    api.root.addResource('items').addMethod('GET', new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      integrationResponses: [{ statusCode: '200' }],
    }), { methodResponses: [{ statusCode: '200' }] });
    app.synth();
  }
  const [code] = codeOf('js');
  const ran: string[] = [];
  const here = process.cwd();
  process.chdir(cwd);
  try {
    expect.extend(matchers);
    const run = new Function('require', 'test', code);
    run((name: string) => jest.requireActual(name), (name: string, body: () => void) => {
      body();
      ran.push(name);
    });
  } finally {
    process.chdir(here);
  }
  expect(ran).toHaveLength(2);
});
