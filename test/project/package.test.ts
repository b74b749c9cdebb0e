import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from '../../src';
import { generated, ROOT } from '../support/assembly';
import { exampleApp } from '../support/examples';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

describe('what is published', () => {
  let files: string[];
  let packed: number;

  beforeAll(() => {
    generated('lib/index.js', 'npx projen compile');
    const [pack] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }));
    packed = pack.size;
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

  test('is at most 1.3 MB, packed', () => {
    expect(packed).toBeLessThan(1_300_000);
  });

  test('has no maps of sources, and no file that nothing loads', () => {
    const maps = files.filter((file) => /^lib.*\.js$/.test(file) && readFileSync(join(ROOT, file), 'utf8').includes('sourceMappingURL'));
    expect([...maps, ...files.filter((file) => /^lib\/(?:template|velocity|update|lambda-runtime|report|app|probe|terminal)\/.*\.js$/.test(file))]).toEqual([]);
  });

  test('has these kinds of files in these folders, and no others', () => {
    const folderOf = (file: string) => /^lib\/(?:function\/layer|serve\/console)(?=\/)|^(?:lib|node_modules)(?=\/)|^.*(?=\/)/.exec(file)?.[0] ?? '';
    const kinds = new Set(files.map((file) => `${folderOf(file)} ${/(\.d)?\.\w+$/.exec(file)?.[0] ?? file}`.trim()));
    expect([...kinds].filter((kind) => !kind.startsWith('node_modules')).sort()).toEqual([
      '.jsii', '.json', '.md', 'LICENSE', 'NOTICE', 'docs .md', 'docs/guides .md', 'docs/rules .md', 'lib .d.ts', 'lib .js',
      'lib/function/layer .d.ts', 'lib/function/layer .js', 'lib/function/layer .mjs', 'lib/function/layer .py',
      'lib/serve/console .css', 'lib/serve/console .html', 'lib/serve/console .js', 'lib/serve/console .svg',
    ]);
  });

  test('brings one package along', () => {
    expect(new Set(files.filter((file) => file.startsWith('node_modules/')).map((file) => file.split('/')[1]))).toEqual(new Set(['yaml']));
  });

  test('has nothing that is only for developing', () => {
    const folders = ['src', 'test', 'examples', 'bench', 'scripts', 'rosetta', 'projenrc', 'test-reports', '.ci', '.github', '.floor', '.projen', '.jsii-code'];
    expect(files.filter((file) => folders.includes(file.split('/')[0]))).toEqual([]);
  });
});

test('importing the library loads none of the rooms that only developers need, nor does registering the verifier', () => {
  const script = 'const { CorsVerifier } = require("./lib"); new CorsVerifier(); console.log(Object.keys(require.cache).filter((file) => /lib.(browser|rooms|emulator|verify|jest|cli)\\b/.test(file)).length)';
  expect(execFileSync('node', ['-e', script], { cwd: ROOT, encoding: 'utf8' }).trim()).toBe('0');
});

test('importing the library loads neither the CDK nor its own constructs: a room is loaded when something of it is used', () => {
  const script = 'const { CorsRestApi } = require("./lib"); const files = () => Object.keys(require.cache).map((file) => file.replace(/\\\\/g, "/")); '
    + 'console.log(typeof CorsRestApi, files().some((file) => file.includes("/lib/rest-api/")), files().some((file) => /\\/lib\\/(web-app|http-api)\\/index/.test(file))); ';
  expect(execFileSync('node', ['-e', script], { cwd: ROOT, encoding: 'utf8' }).trim()).toBe('function true false');
  const nothing = 'require("./lib"); console.log(Object.keys(require.cache).filter((file) => /aws-cdk-lib|constructs/.test(file)).length)';
  expect(execFileSync('node', ['-e', nothing], { cwd: ROOT, encoding: 'utf8' }).trim()).toBe('0');
});

test('what the library exports is what its source exports', () => {
  const script = 'console.log(JSON.stringify(Object.keys(require("./lib")).filter((name) => require("./lib")[name] !== undefined)))';
  const names: string[] = JSON.parse(execFileSync('node', ['-e', script], { cwd: ROOT, encoding: 'utf8' }));
  expect(names.sort()).toEqual(Object.keys(library).sort());
});

test.each(['emulator', 'verify', 'jest', 'serve', 'browser', 'function'])('cdk-cors/%s exports what its source exports, to CommonJS and to ES modules', (room) => {
  const names = Object.keys(jest.requireActual<object>(`../../src/${room}`)).sort();
  const common = `console.log(JSON.stringify(Object.keys(require("./lib/${room}"))))`;
  const module = `import * as room from "./lib/${room}/index.js"; console.log(JSON.stringify(Object.keys(room).filter((name) => name !== "default" && name !== "module.exports" && name !== "__esModule")))`;
  const options = { cwd: ROOT, encoding: 'utf8' } as const;
  expect(JSON.parse(execFileSync('node', ['-e', common], options)).filter((name: string) => name !== '__esModule').sort()).toEqual(names);
  expect(JSON.parse(execFileSync('node', ['--input-type=module', '-e', module], options)).sort()).toEqual(names);
}, 300_000); // the sources are compiled first, where no test has needed them yet

test('the verifier, which is compiled into one file, examines templates', () => {
  const script = 'const { CorsVerifier } = require("./lib"); const { success, violations } = new CorsVerifier().validate({ templatePaths: process.argv.slice(1) }); '
    + 'console.log(success, violations.length)';
  const app = exampleApp('web-app-rest', mkdtempSync(join(tmpdir(), 'cdk-cors-')));
  const templates = app.synth().stacks.map(({ templateFullPath }) => templateFullPath);
  expect(execFileSync('node', ['-e', script, ...templates], { cwd: ROOT, encoding: 'utf8' }).trim()).toBe('true 0');
});
