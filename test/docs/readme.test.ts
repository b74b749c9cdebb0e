import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CorsPolicy, CorsRestApi } from '../../src';
import { ROOT } from '../support/assembly';
import { newFunction } from '../support/rest-api';

/** The JavaScript of the README: what isn't part of the jsii assembly, so that Rosetta doesn't compile it. */
const SNIPPETS = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code);

const [matchers, browser, emulator] = SNIPPETS;

/** What a snippet prints, run in the directory of an app with one REST API. */
function output(snippet: string): unknown[][] {
  const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-readme-'));
  const stack = new Stack(new App({ outdir: join(directory, 'cdk.out') }), 'Stack');
  new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins('https://app.example.com'), handler: newFunction(stack) });
  (stack.node.root as App).synth();
  const printed: unknown[][] = [];
  const run = new Function('require', 'console', snippet.replace('\'cdk.out\'', JSON.stringify(join(directory, 'cdk.out'))));
  run((name: string) => jest.requireActual(name), { log: (...values: unknown[]) => printed.push(values) });
  return printed;
}

test('there are three', () => {
  expect(SNIPPETS).toHaveLength(3);
});

test('the matchers\' expectations are met', () => {
  expect(output(matchers)).toEqual([]);
  const otherwise = matchers.replace(/toAllowCors/, 'toBlockCors');
  expect(() => output(otherwise)).toThrow('A page of https://app.example.com can read the answer of https://');
});

test('the browser\'s verdict is the one that the comment says', () => {
  const [said] = /\/\/ (.*)$/m.exec(browser)!.slice(1);
  expect(output(browser)).toEqual([said.split(' ')]);
});

test('the emulator answers the preflight', () => {
  const [[status, headers, via]] = output(emulator);
  expect(status).toBe(204);
  expect(headers).toEqual(expect.arrayContaining([['Access-Control-Allow-Origin', 'https://app.example.com']]));
  expect(via).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'method', name: 'OPTIONS /{proxy+}' })]));
});
