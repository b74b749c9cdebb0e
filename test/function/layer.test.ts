import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { transformSync } from 'esbuild';
import { withoutComments } from '../../scripts/without-comments';
import { CorsPolicy, FunctionCors } from '../../src';
import { layerCode, LAYER_FOLDER } from '../../src/function/function-layer';
import { newFunction } from '../support/rest-api';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const FILES = ['cdk-cors', 'cdk-cors/cors.js', 'cdk-cors/handler.mjs', 'python', 'python/cdk_cors_function.py'];

/** The hash of the layer's asset, and the folder that it was staged to. */
function staged(): { readonly hash: string; readonly folder: string } {
  return stagedBy((stack) => newFunction(stack).with(new FunctionCors(CorsPolicy.forOrigins('https://app.example.com'))));
}

function hashOf(source: string): string {
  return stagedBy((stack) => new lambda.LayerVersion(stack, 'Copy', { code: layerCode(source) })).hash;
}

function stagedBy(make: (stack: Stack) => unknown): { readonly hash: string; readonly folder: string } {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-cors-layer-'));
  folders.push(outdir);
  const app = new App({ outdir });
  make(new Stack(app, 'Stack'));
  app.synth();
  const [name, ...more] = readdirSync(outdir).filter((each) => each.startsWith('asset.'));
  expect(more).toEqual([]);
  return { hash: name.replace('asset.', ''), folder: join(outdir, name) };
}

test('has what runs, and nothing else', () => {
  expect(readdirSync(staged().folder, { recursive: true }).sort()).toEqual(FILES);
});

test('has the bytes of the sources', () => {
  const { folder } = staged();
  for (const file of FILES.filter((each) => /\.\w+$/.test(each))) {
    expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(LAYER_FOLDER, file), 'utf8'));
  }
});

test('is the same on every build: what a build leaves behind, times and modes change nothing', () => {
  const first = staged().hash;
  // As an installed package has it: copied at another time, with what the compiler and Python put beside.
  const copy = mkdtempSync(join(tmpdir(), 'cdk-cors-copy-'));
  folders.push(copy);
  cpSync(LAYER_FOLDER, copy, { recursive: true });
  mkdirSync(join(copy, 'python', '__pycache__'), { recursive: true });
  writeFileSync(join(copy, 'python', '__pycache__', 'cdk_cors_function.cpython-313.pyc'), 'x');
  writeFileSync(join(copy, 'cdk-cors', 'more.d.ts'), 'export {};');
  for (const file of FILES) {
    utimesSync(join(copy, file), new Date(0), new Date(0));
  }
  expect(hashOf(copy)).toBe(first);
  writeFileSync(join(copy, 'cdk-cors', 'cors.js'), '\n', { flag: 'a' });
  expect(hashOf(copy)).not.toBe(first);
});

describe('as it is published', () => {
  const published = (file: string) => withoutComments(readFileSync(join(LAYER_FOLDER, file), 'utf8'), file);
  const code = FILES.filter((file) => /\.\w+$/.test(file));

  test('it has at most 9,000 bytes, compressed', () => {
    expect(code.reduce((sum, file) => sum + deflateRawSync(published(file), { level: 9 }).length, 0)).toBeLessThan(9000);
  });

  test('its JavaScript says what the source says, without comments', () => {
    const parsed = (source: string) => transformSync(source, { minifyWhitespace: true, minifySyntax: true, legalComments: 'none' }).code;
    const files = code.filter((file) => file.endsWith('js'));
    expect(files.map((file) => parsed(published(file)))).toEqual(files.map((file) => parsed(readFileSync(join(LAYER_FOLDER, file), 'utf8'))));
    expect(files.filter((file) => /^\s*\/\//m.test(published(file)))).toEqual([]);
  });

  test('its Python is without comments and docstrings, and texts stay as they are', () => {
    expect(code.filter((file) => file.endsWith('.py')).map((file) => /^\s*#|"""/m.test(published(file)))).toEqual([false]);
  });

  test.each([
    ['a comment on a line of its own', 'a = 1\n  # why\nb = 2\n', 'a = 1\nb = 2\n'],
    ['a comment behind code', 'a = 1  # why\n', 'a = 1\n'],
    ['a sign in a text', 'a = "# no comment"  # why "so"\n', 'a = "# no comment"\n'],
    ['a quote behind a backslash', 'a = \'it\\\'s # here\'\n', 'a = \'it\\\'s # here\'\n'],
    ['docstrings', '"""Of the module.\n\nMore.\n"""\n\ndef f():\n    """Of f."""\n    return 1\n', 'def f():\n    return 1\n'],
    ['a text of three quotes that is a value', 'a = """\n# in it\n"""\n', 'a = """\n# in it\n"""\n'],
  ])('Python: %s', (_, source, expected) => {
    expect(withoutComments(source, 'a.py')).toBe(expected);
  });
});
