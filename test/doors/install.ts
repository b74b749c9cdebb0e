import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../support/assembly';
import { ENVIRONMENT, FOLDER } from './door';

/** What users of the library have beside it. Nothing is downloaded: it is linked from the repository's own. */
const BESIDE = [
  'aws-cdk-lib', 'constructs', 'aws-cdk', 'tsx', 'typescript', '@types/node', 'jest', 'ts-jest', '@jest/globals', '@types/jest', 'expect', 'vitest',
  '@readme/oas-examples',
];
const COMMANDS: { readonly [name: string]: string } = { cdk: 'aws-cdk/bin/cdk', tsx: 'tsx/dist/cli.mjs', tsc: 'typescript/bin/tsc', jest: 'jest/bin/jest.js', vitest: 'vitest/vitest.mjs' };

/** Makes the folder that the tests run in: outside of the repository, with the library installed from what `npm pack` packs. */
export default function install(): void {
  if (!existsSync(join(ROOT, 'lib/index.js'))) throw new Error('lib is missing; run "npx projen compile" first, as "npm test" does');
  // the folder's real path: some systems have a link to their temporary one
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cdk-cors-doors-')));
  process.env[FOLDER] = folder;
  mkdirSync(join(folder, 'home'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'doors', version: '1.0.0', private: true }));
  npm(['pack', '--ignore-scripts', '--pack-destination', folder], ROOT);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  npm(['install', '--offline', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`], folder);
  for (const name of BESIDE) {
    link(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  for (const [name, file] of Object.entries(COMMANDS)) {
    link(join(folder, 'node_modules', file), join(folder, 'node_modules/.bin', name));
  }
}

function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', [...args, '--loglevel=error'], { cwd, env: ENVIRONMENT(), stdio: ['ignore', 'ignore', 'inherit'] });
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
