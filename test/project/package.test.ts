import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generated, ROOT } from '../support/assembly';
import { exampleApp } from '../support/examples';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

describe('what is published', () => {
  let files: string[];

  beforeAll(() => {
    generated('lib/index.js', 'npx projen compile');
    const [pack] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }));
    files = pack.files.map(({ path }: { path: string }) => path);
  });

  test('has the library, its assembly and what people read', () => {
    expect(files).toEqual(expect.arrayContaining([
      '.jsii', 'lib/index.js', 'lib/index.d.ts', 'README.md', 'API.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE',
    ]));
  });

  test('has the pages that cdk-cors explain prints', () => {
    expect(files).toEqual(expect.arrayContaining(readdirSync(join(ROOT, 'docs/rules')).map((file) => `docs/rules/${file}`)));
  });

  test('has the CloudFront Functions, which no compiler puts there', () => {
    expect(files).toEqual(expect.arrayContaining(['api-request.js', 'api-response.js', 'site.js'].map((file) => `lib/web-app/edge/${file}`)));
  });

  test('has the layer of FunctionCors, which no compiler puts there either', () => {
    expect(files).toEqual(expect.arrayContaining(['cdk-cors/cors.js', 'cdk-cors/handler.mjs', 'python/cdk_cors_function.py']
      .map((file) => `lib/function/layer/${file}`)));
  });

  test('has the command, and the files of its console', () => {
    expect(files).toEqual(expect.arrayContaining([...Object.values<string>(manifest.bin), 'lib/serve/console/index.html', 'lib/serve/console/page.js']));
  });

  test('has what every entry of package.json points to', () => {
    const entries = Object.values<string | Record<string, string>>(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)));
    expect(entries.map((entry) => entry.replace('./', '')).filter((entry) => !files.includes(entry))).toEqual([]);
  });

  test('has nothing that is only for developing', () => {
    const folders = ['src', 'test', 'examples', 'bench', 'scripts', 'rosetta', 'projenrc', 'test-reports', '.ci', '.github', '.floor', '.projen', '.jsii-code'];
    expect(files.filter((file) => folders.includes(file.split('/')[0]))).toEqual([]);
  });
});

test('importing the library loads none of the rooms that only developers need, nor does registering the verifier', () => {
  const script = 'const { CorsVerifier } = require("./lib"); new CorsVerifier(); console.log(Object.keys(require.cache).filter((file) => /lib.(browser|emulator|verify|jest|cli)\\b/.test(file)).length)';
  expect(execFileSync('node', ['-e', script], { cwd: ROOT, encoding: 'utf8' }).trim()).toBe('0');
});

test('the verifier, which is compiled into one file, examines templates', () => {
  const script = 'const { CorsVerifier } = require("./lib"); const { success, violations } = new CorsVerifier().validate({ templatePaths: process.argv.slice(1) }); '
    + 'console.log(success, violations.length)';
  const app = exampleApp('web-app-rest', mkdtempSync(join(tmpdir(), 'cdk-cors-')));
  const templates = app.synth().stacks.map(({ templateFullPath }) => templateFullPath);
  expect(execFileSync('node', ['-e', script, ...templates], { cwd: ROOT, encoding: 'utf8' }).trim()).toBe('true 0');
});
