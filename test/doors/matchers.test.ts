import { join } from 'node:path';
import { FOLDER, folder, FOREIGN, PAGE, run, TEMPLATE } from './door';

/** What every runner runs: three that pass and one that fails. */
const TESTS = `
const item = { method: 'DELETE', path: '/items' };
test('of a page', () => {
  expect(template).toAllowCors({ from: '${PAGE}', ...item });
  expect(template).not.toBlockCors({ from: '${PAGE}', ...item });
});
test('of another page', () => expect(template).toBlockCors({ from: '${FOREIGN}', ...item }));
test('of all questions', () => expect(template).toHaveNoCorsFindings());
test('that fails', () => expect(template).toAllowCors({ from: '${FOREIGN}', ...item }));
`;
const REQUIRE = 'const { readFileSync } = require(\'node:fs\');\nconst template = readFileSync(`${__dirname}/template.json`, \'utf8\');\n';
const IMPORT = 'import { readFileSync } from \'node:fs\';\nconst template = readFileSync(new URL(\'template.json\', import.meta.url), \'utf8\');\n';
const IMPORT_TO_COMMONJS = 'import { readFileSync } from \'node:fs\';\nconst template = readFileSync(`${__dirname}/template.json`, \'utf8\');\n';

const JEST = ['jest', '--ci'];
const JEST_ESM = [process.execPath, '--no-warnings', '--experimental-vm-modules', join(process.env[FOLDER]!, 'node_modules/jest/bin/jest.js'), '--ci'];
const VITEST = ['vitest', 'run'];
const tsconfig = (module: string, types: readonly string[]) =>
  ({ compilerOptions: { module, target: 'es2022', strict: true, noEmit: true, skipLibCheck: true, esModuleInterop: true, isolatedModules: true, types: ['node', ...types] } });

type Files = { readonly [path: string]: string | object };
const esm = { type: 'module' };
const RUNNERS: ReadonlyArray<[what: string, command: readonly string[], files: Files]> = [
  ['jest, CommonJS', JEST, { 'package.json': { jest: {} }, 'cors.test.js': `require('cdk-cors/jest');\n${REQUIRE}${TESTS}` }],
  ['jest, CommonJS, from a file of its set-up', JEST, { 'package.json': { jest: { setupFilesAfterEnv: ['cdk-cors/jest'] } }, 'cors.test.js': `${REQUIRE}${TESTS}` }],
  ['jest, CommonJS, without globals', JEST, {
    'package.json': { jest: { injectGlobals: false } },
    'cors.test.js': `require('cdk-cors/jest');\nconst { expect, test } = require('@jest/globals');\n${REQUIRE}${TESTS}`,
  }],
  ['ts-jest, type checked', JEST, {
    'package.json': { jest: { preset: 'ts-jest' } },
    'tsconfig.json': tsconfig('commonjs', ['jest']),
    'cors.test.ts': `import 'cdk-cors/jest';\n${IMPORT_TO_COMMONJS}${TESTS}`,
  }],
  ['jest, ES modules', JEST_ESM, { 'package.json': { ...esm, jest: { transform: {} } }, 'cors.test.js': `import 'cdk-cors/jest';\n${IMPORT}${TESTS}` }],
  ['jest, ES modules, without globals', JEST_ESM, {
    'package.json': { ...esm, jest: { transform: {}, injectGlobals: false } },
    'cors.test.js': `import { expect, test } from '@jest/globals';\nimport 'cdk-cors/jest';\n${IMPORT}${TESTS}`,
  }],
  ['ts-jest, ES modules', JEST_ESM, {
    'package.json': { ...esm, jest: { preset: 'ts-jest/presets/default-esm' } },
    'tsconfig.json': tsconfig('nodenext', []),
    'cors.test.ts': `import { expect, test } from '@jest/globals';\nimport 'cdk-cors/jest';\n${IMPORT}${TESTS}`,
  }],
  ['vitest', VITEST, { 'package.json': esm, 'cors.test.js': `import { expect, test } from 'vitest';\nimport 'cdk-cors/jest';\n${IMPORT}${TESTS}` }],
  ['vitest, the matchers first', VITEST, { 'package.json': esm, 'cors.test.js': `import 'cdk-cors/jest';\nimport { expect, test } from 'vitest';\n${IMPORT}${TESTS}` }],
  ['vitest, with globals', [...VITEST, '--globals'], { 'package.json': esm, 'cors.test.js': `import 'cdk-cors/jest';\n${IMPORT}${TESTS}` }],
  ['vitest, from a file of its set-up', VITEST, {
    'package.json': esm,
    'vitest.config.mjs': 'export default { test: { setupFiles: [\'cdk-cors/jest\'] } };',
    'cors.test.js': `import { expect, test } from 'vitest';\n${IMPORT}${TESTS}`,
  }],
  ['vitest, extended by hand, in TypeScript', VITEST, {
    'package.json': esm,
    'tsconfig.json': tsconfig('nodenext', []),
    'cors.test.ts': `import { expect, test } from 'vitest';\nimport { matchers } from 'cdk-cors/jest';\nexpect.extend(matchers);\n${IMPORT}${TESTS}`,
  }],
];

const place = (what: string, files: Files): string => folder(`matchers/${what.replace(/\W+/g, '-')}`, { 'template.json': TEMPLATE, ...files });

test.each(RUNNERS)('%s', async (what, command, files) => {
  const { code, stdout, stderr } = await run(place(what, files), command);
  const said = `${stdout}${stderr}`;
  expect(said).toMatch(/Tests:? +1 failed(,| \|) 3 passed/);
  expect(code).toBe(1);
  expect(said).toContain(`A page of ${FOREIGN} is blocked at the preflight of https://`);
  expect(said).toContain('has been blocked by CORS policy: Response to preflight request doesn\'t pass access control check: No \'Access-Control-Allow-Origin\' header');
  expect(said).toContain(`${FOREIGN} isn't among the allowed origins: https://app.example.com`);
});

test('TypeScript knows the matchers of both runners, and what they take', async () => {
  const checked = (runner: string) => `import { expect } from '${runner}';
import 'cdk-cors/jest';
expect({}).toAllowCors({ from: 'https://a.example', headers: ['X-A'] });
expect({}).not.toBlockCors({ from: 'https://a.example' });
expect({}).toHaveNoCorsFindings({ failOn: 'error' });
// @ts-expect-error -- from is missing
expect({}).toAllowCors({ path: '/' });
// @ts-expect-error -- no property of it
expect({}).toHaveNoCorsFindings({ failon: 'error' });
`;
  const files = { 'package.json': esm, 'tsconfig.json': tsconfig('nodenext', []), 'jest.ts': checked('@jest/globals'), 'vitest.ts': checked('vitest') };
  expect(await run(place('types', files), ['tsc', '--project', '.'])).toEqual({ code: 0, stdout: '', stderr: '' });
});
