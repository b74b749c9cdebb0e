/**
 * Runs the test suite against exactly the given releases of aws-cdk-lib and constructs, the lowest that are supported:
 *
 *     tsx scripts/test-floor.ts <aws-cdk-lib> <constructs> [arguments for jest]
 *
 * They are installed into `.floor/`. The sources and the tests see these; the oracles of the tests keep the newest (see
 * test/support/floor-resolver.js).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const FLOOR = join(ROOT, '.floor');

function main(awsCdkLib?: string, constructs?: string, ...jestArguments: string[]): void {
  if (!awsCdkLib || !constructs) {
    throw new Error('give the versions of aws-cdk-lib and constructs, e.g. tsx scripts/test-floor.ts 2.254.0 10.5.0');
  }
  install({ 'aws-cdk-lib': awsCdkLib, constructs });
  typeCheck();
  run('jest', ['--ci', '--resolver', join(ROOT, 'test', 'support', 'floor-resolver.js'), ...jestArguments], ROOT, { CDK_CORS_FLOOR: awsCdkLib });
}

function install(versions: Record<string, string>): void {
  const installed = ([name, version]: [string, string]) => {
    const manifest = join(FLOOR, 'node_modules', name, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
  };
  if (Object.entries(versions).every(installed)) return;
  rmSync(FLOOR, { recursive: true, force: true });
  mkdirSync(FLOOR, { recursive: true });
  writeFileSync(join(FLOOR, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'], FLOOR);
  if (!Object.entries(versions).every(installed)) throw new Error(`npm didn't install ${JSON.stringify(versions)} into ${FLOOR}`);
}

/** Type checks the sources alone, as a user's compiler would see them together with the floor. */
function typeCheck(): void {
  const config = join(FLOOR, 'tsconfig.json');
  const packages = ['aws-cdk-lib', 'constructs'];
  writeFileSync(config, JSON.stringify({
    extends: '../tsconfig.json',
    compilerOptions: {
      noEmit: true,
      rootDir: '..',
      typeRoots: ['../node_modules/@types'],
      paths: Object.fromEntries(packages.flatMap((name) => [
        [name, [`./node_modules/${name}`]],
        [`${name}/*`, [`./node_modules/${name}/*`]],
      ])),
    },
    include: ['../src/**/*.ts'],
    exclude: [],
  }, undefined, 2));
  run('tsc', ['--project', config]);
}

function run(command: string, args: string[], cwd = ROOT, env: Record<string, string> = {}): void {
  const binary = join(ROOT, 'node_modules', '.bin', command);
  const { status, error } = spawnSync(existsSync(binary) ? binary : command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
  if (error) throw error;
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

main(...process.argv.slice(2));
