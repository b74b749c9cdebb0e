/**
 * Builds the package of each language by jsii-pacmak, installs it as users do, and runs the bookshop of examples/<language>: its template equals that of its TypeScript
 * twin, resource by resource, and a refusal reads as it should. A language whose tools aren't there is counted as skipped, never as passed.
 *
 *     npm run test:languages
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences, type Resources } from './compare-templates';

const ROOT = join(__dirname, '..');
const ENV = { ...process.env, JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' };
const REFUSAL = 'Error: origin "https://app.example.com/" ends with a slash, which browsers never send; write "https://app.example.com" [cdk-cors:originWithTrailingSlash]';

interface Language {
  readonly name: string;
  /** Commands that succeed where the language can be run. */
  readonly tools: ReadonlyArray<readonly [string, ...string[]]>;
  /** Installs the built package, and says how the bookshop is run and how a refusal is printed. */
  install(built: string, folder: string): { readonly bookshop: readonly string[]; readonly refusal: readonly string[] };
}

const PYTHON: Language = {
  name: 'python',
  tools: [['python3', '-m', 'venv', '--help'], ['python3', '-m', 'pip', '--version']],
  install: (built, folder) => {
    const python = join(folder, 'venv', 'bin', 'python');
    call('python3', '-m', 'venv', join(folder, 'venv'));
    const wheel = readdirSync(built).find((file) => file.endsWith('.whl'))!;
    call(python, '-m', 'pip', 'install', '--quiet', '--requirement', join(ROOT, 'examples/python/requirements.txt'), join(built, wheel));
    const refused = 'from cdk_cors import CorsPolicy\ntry:\n    CorsPolicy.for_origins("https://app.example.com/")\nexcept RuntimeError as error:\n    print(error)';
    return { bookshop: [python, join(ROOT, 'examples/python/app.py')], refusal: [python, '-c', refused] };
  },
};

function call(program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd: ROOT, env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 256 * 1024 * 1024 });
}

const resourcesIn = (assembly: string): Resources => JSON.parse(readFileSync(join(assembly, 'Bookshop.template.json'), 'utf8')).Resources;

/** What is wrong with a language: nothing, where all is as in TypeScript. */
function faultsOf(language: Language, twin: Resources, folder: string): string[] {
  call('npx', 'jsii-pacmak', '--target', language.name, '--outdir', folder, '.');
  const { bookshop: [program, ...args], refusal: [refusing, ...how] } = language.install(join(folder, language.name), folder);
  const assembly = join(folder, 'cdk.out');
  call(program, ...args, assembly);
  const said = call(refusing, ...how).trim();
  return [...differences(twin, resourcesIn(assembly)), ...said === REFUSAL ? [] : [`a refusal reads ${JSON.stringify(said)}`]];
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-languages-'));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    call('npx', 'tsx', 'examples/typescript/bookshop.ts', join(folder, 'typescript'));
    const twin = resourcesIn(join(folder, 'typescript'));
    for (const language of [PYTHON]) {
      const missing = language.tools.find(([program, ...args]) => spawnSync(program, args).status !== 0);
      const begun = performance.now();
      const faults = missing === undefined ? faultsOf(language, twin, join(folder, language.name)) : [];
      const outcome = missing !== undefined ? 'skipped' : faults.length > 0 ? 'failed' : 'passed';
      counts[outcome] += 1;
      console.log(`${language.name}: ${outcome}${missing === undefined ? ` in ${Math.round((performance.now() - begun) / 1000)} s` : `, since ${missing.join(' ')} fails here`}`);
      faults.forEach((fault) => console.log(`  ${fault}`));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

main();
