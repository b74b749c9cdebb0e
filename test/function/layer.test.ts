import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
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

test('is small: what a cold start has to load', () => {
  const bytes = FILES.filter((file) => file.endsWith('js')).reduce((sum, file) => sum + statSync(join(LAYER_FOLDER, file)).size, 0);
  expect(bytes).toBeLessThan(20_000);
});
