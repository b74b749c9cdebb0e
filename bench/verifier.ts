/**
 * What `CorsVerifier` adds to the synthesis of the main example. Each is a process of its own, as `cdk synth` runs one, with the compiled library.
 *
 * `npx projen compile && npx tsx bench/verifier.ts` runs it alone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { median, type Result, rounded } from './result';

const ROOT = join(__dirname, '..');
const REPETITIONS = 9;

export function run(): Result {
  if (!existsSync(join(ROOT, 'lib', 'verifier', 'validate.js'))) throw new Error('the library isn\'t compiled; run "npx projen compile" first');
  const times = { plain: [] as number[], verified: [] as number[] };
  for (let round = 0; round < REPETITIONS; round++) {
    for (const side of ['plain', 'verified'] as const) {
      times[side].push(synthesize(side));
    }
  }
  const [plain, verified] = [median(times.plain), median(times.verified)];
  return {
    title: 'The synthesis of examples/web-app-rest, with `CorsVerifier`',
    rows: [{ 'without, ms': rounded(plain, 0), 'with `CorsVerifier`, ms': rounded(verified, 0), 'added': `${rounded(100 * (verified / plain - 1), 1)} %` }],
    notes: [
      `CPU time of \`app.synth()\`, medians of ${REPETITIONS} processes each, in turns. Whatever either needs is loaded in it.`,
      'aws-cdk-lib validates the templates in both, as it does unless it is told not to.',
    ],
  };
}

function synthesize(side: 'plain' | 'verified'): number {
  // without the paths of the tests, `cdk-cors` is the compiled library
  const env = { ...process.env, CDK_VALIDATION: 'true', TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json') };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'verifier-side.ts'), side], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`the synthesis failed: ${stderr}`);
  return Number(stdout);
}

if (require.main === module) {
  const { title, rows, notes } = run();
  process.stdout.write(`${title}\n`);
  console.table(rows);
  process.stdout.write(`${notes.join('\n')}\n`);
}
