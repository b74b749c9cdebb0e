import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/assembly';
import { folder, run } from './door';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** The apps of the README that are whole, with their imports. */
const APPS = [...README.matchAll(/^```ts nofixture\n([^]*?)^```$/gm)].map(([, code]) => code);

test('there is a whole app', () => {
  expect(APPS.length).toBeGreaterThan(0);
});

test.each(APPS.map((code, index) => [index + 1, code] as const))('app %d, as it stands, synthesizes, and nothing is wrong with it', async (index, code) => {
  const cwd = folder(`readme-${index}`, {
    'package.json': { name: 'shop', version: '1.0.0', private: true },
    'cdk.json': { app: 'tsx app.ts' },
    'app.ts': code,
    'tsconfig.json': { compilerOptions: { module: 'node16', target: 'es2022', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] } },
  });
  expect(await run(cwd, ['tsc', '-p', '.'])).toMatchObject({ code: 0, stdout: '' });
  const synth = await run(cwd, ['cdk', 'synth', '--quiet', '--no-notices']);
  expect({ code: synth.code, stderr: synth.code === 0 ? '' : synth.stderr }).toEqual({ code: 0, stderr: '' });
  const { code: found, stdout } = await run(cwd, ['cdk-cors', 'check']);
  expect(stdout).toContain('may call      https://app.example.com');
  expect(stdout).toMatch(/^No findings\./m);
  expect(found).toBe(0);
});

test('the packages to install have the names that are published', () => {
  const { targets } = MANIFEST.jsii;
  const names = [`npm install ${MANIFEST.name}`, `pip install ${targets.python.distName}`, `${targets.java.maven.groupId}:${targets.java.maven.artifactId}`,
    `dotnet add package ${targets.dotnet.packageId}`, `go get ${targets.go.moduleName}/${targets.go.packageName}`];
  expect(names.filter((name) => !README.includes(name))).toEqual([]);
});
