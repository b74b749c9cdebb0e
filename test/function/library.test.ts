import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { CorsPolicy, FunctionCors } from '../../src';
import { cors, corsPolicy } from '../../src/function';
import { generated, ROOT } from '../support/assembly';

const POLICY = CorsPolicy.forOrigins('https://app.example.com', 'https://*.preview.example.com');
const TEXT = FunctionCors.environment(POLICY).CORS_POLICY;
const EVENT = { version: '2.0', headers: { origin: 'https://app.example.com' }, requestContext: { http: { method: 'GET' } } };
const logged = jest.spyOn(console, 'error').mockImplementation();

beforeEach(() => {
  logged.mockClear();
  delete process.env.CORS_POLICY;
});
afterAll(() => delete process.env.CORS_POLICY);

test('a handler with the policy of the environment', async () => {
  process.env.CORS_POLICY = TEXT;
  const handler = cors(async (event: typeof EVENT) => ({ statusCode: 200, body: event.version }));
  expect(await handler(EVENT)).toEqual({
    statusCode: 200, body: '2.0', headers: { 'Access-Control-Allow-Origin': 'https://app.example.com', 'Vary': 'Origin' },
  });
  expect(corsPolicy().allows('https://pr-7.preview.example.com')).toBe(true);
});

test('a handler with a policy in its code, and what it returns at once', () => {
  const handler = cors((_event: object) => ({ statusCode: 200 }), { allowOrigins: ['*'] });
  expect(handler(EVENT)).toEqual({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } });
});

test('a handler that calls back', () => {
  const done = jest.fn();
  const own = (_event: object, _context: object, callback: (error: unknown, answer: object) => void) => callback(null, { statusCode: 200 });
  const handler = cors(own, TEXT);
  handler(EVENT, {}, done);
  expect(done).toHaveBeenCalledWith(null, { statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://app.example.com', 'Vary': 'Origin' } });
});

test.each<[string, unknown, string]>([
  ['none', undefined, 'the policy must be an object, got undefined'],
  ['a text that isn\'t JSON', 'https://app.example.com', 'is not valid JSON'],
  ['a pattern among the origins', { allowOrigins: ['https://*.example.com'] },
    'allowOrigins must be whole origins, without patterns, got ["https://*.example.com"]'],
  ['a value with a line break', { allowOrigins: ['*'], exposeHeaders: ['a\r\nSet-Cookie: x'] }, 'exposeHeaders must be a list of texts'],
  ['a pattern that is none', { allowOriginPattern: 7 }, 'allowOriginPattern must be a text, or allowOrigins, got 7'],
])('a wrong policy: %s', (_name, policy, message) => {
  const handler = async () => ({ statusCode: 200 });
  expect(cors(handler, policy as string)).toBe(handler);
  expect(logged.mock.calls).toEqual([[expect.stringContaining(message)]]);
  expect(() => corsPolicy(policy as string)).toThrow(message);
});

describe('what is installed', () => {
  const modules = mkdtempSync(join(tmpdir(), 'cdk-cors-library-'));
  beforeAll(() => {
    generated('lib/function/index.js', 'npx projen compile');
    symlinkSync(ROOT, join(modules, 'cdk-cors'), 'junction');
  });
  afterAll(() => rmSync(modules, { recursive: true, force: true }));

  test('bundled it has less than 5 KB, and nothing of the CDK', async () => {
    const { outputFiles: [bundle], metafile } = await build({
      stdin: { contents: 'import { cors } from \'cdk-cors/function\'; export const handler = cors(async () => ({ statusCode: 200 }));', resolveDir: modules },
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      nodePaths: [modules],
      preserveSymlinks: true,
    });
    expect(bundle.contents.length).toBeLessThan(5000);
    expect(Object.keys(metafile.inputs).filter((file) => !/function\/(index|layer\/cdk-cors\/cors)\.js$|<stdin>$/.test(file))).toEqual([]);
  });

  test.each([
    ['an ES module', ['--input-type=module', '-e', 'import { cors } from "cdk-cors/function"; console.log(typeof cors)']],
    ['CommonJS', ['-e', 'console.log(typeof require("cdk-cors/function").cors); if (Object.keys(require.cache).some((file) => file.includes("aws-cdk-lib"))) throw 1']],
  ])('it loads from %s', (_name, args) => {
    expect(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })).toBe('function\n');
  });
});
