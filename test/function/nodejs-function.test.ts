import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { CorsPolicy, FunctionCors } from '../../src';
import { FunctionRunner } from '../../src/lambda-runtime';
import { ROOT } from '../support/assembly';
import { modelOfApp } from '../support/emulator';
import { EVENTS } from './exchanges';

const ORIGIN = 'https://app.example.com';
let folder: string;
beforeAll(() => {
  // Where the bundler finds a project of its own.
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cdk-cors-bundle-')));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  writeFileSync(join(folder, 'greet.ts'), 'export const greet = (name: string): string => `Hello, ${name}`;\n');
  writeFileSync(join(folder, 'app.ts'), 'import { greet } from \'./greet\';\n'
    + 'export const get = async (event: { path: string }): Promise<object> => ({ statusCode: 200, body: greet(event.path) });\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([['CommonJS', OutputFormat.CJS], ['an ES module', OutputFormat.ESM]])('a NodejsFunction of TypeScript, bundled as %s, from the assembly that CDK writes', async (_name, format) => {
  const model = modelOfApp((app) => {
    const fn = new NodejsFunction(new Stack(app, 'Stack'), 'Fn', {
      runtime: lambda.Runtime.NODEJS_22_X,
      entry: join(folder, 'app.ts'),
      handler: 'get',
      projectRoot: folder,
      depsLockFilePath: join(folder, 'package-lock.json'),
      bundling: { format },
    });
    fn.with(new FunctionCors(CorsPolicy.forOrigins(ORIGIN)));
  });
  const runner = new FunctionRunner(model);
  try {
    const [fn] = model.ofType('AWS::Lambda::Function');
    expect(await runner.invoke(fn, EVENTS[0].make({ origin: ORIGIN }), 20_000))
      .toEqual({ payload: { statusCode: 200, body: 'Hello, /items', headers: { 'Access-Control-Allow-Origin': ORIGIN } } });
  } finally {
    await runner.close();
  }
}, 60_000);
