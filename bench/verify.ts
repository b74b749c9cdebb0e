/**
 * Every route of an API asked by the pages of five origins and by those that look like them: how long it takes, how it grows, and what memory it needs, beside
 * cdk-nag's rules on the same template. Each measurement is a process of its own, as a command line is.
 *
 * `npx tsx bench/verify.ts` runs it alone.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Result, rounded } from './result';
import { APPS, PAGES } from './verify-apps';

const FEW = 100;
const MANY = 1000;
const REPETITIONS = 5;

interface Measurement {
  readonly milliseconds: number;
  readonly cpu: number;
  readonly megabytes: number;
  readonly result: string;
}

export function run(): Result {
  process.env.CDK_VALIDATION = 'false';
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-bench-'));
  const rows = Object.entries(APPS).flatMap(([app, make], index) => {
    const files = [FEW, MANY].map((routes) => {
      const file = join(folder, `${index}-${routes}.json`);
      writeFileSync(file, JSON.stringify(make(routes)));
      return file;
    });
    return ['cdk-cors', 'cdk-nag'].map((side) => row(app, side, files));
  });
  return {
    title: `Every route of an API, asked by the pages of ${PAGES.length} origins`,
    rows,
    notes: [
      `Medians of ${REPETITIONS} processes each, from the template's text to the report, without loading the program. CPU time doesn't count what else the machine does.`,
      'cdk-cors: `verify()` asks with and without headers, with credentials where they are allowed, and for each failure of a gateway; by the five origins, by a '
        + 'foreign one, by an opaque one, and by up to eight that look like the five. cdk-nag: `AwsSolutionsChecks`, on the template read back by `CfnInclude`.',
      'The megabytes are the largest resident set of the process, Node.js and the TypeScript loader included.',
    ],
  };
}

function row(app: string, side: string, files: string[]): Result['rows'][number] {
  const [few, many] = files.map((file) => measure(side, file));
  return {
    '': app,
    'tool': side,
    [`${FEW} routes, ms`]: rounded(few.milliseconds, 0),
    [`${MANY} routes, ms`]: rounded(many.milliseconds, 0),
    'CPU ms': rounded(many.cpu, 0),
    'growth': rounded(many.cpu / few.cpu, 1),
    'peak MB': rounded(many.megabytes, 0),
    'says': many.result,
  };
}

function measure(side: string, file: string): Measurement {
  const runs = Array.from({ length: REPETITIONS }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, 'verify-side.ts'), side, file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${side} on ${file}: ${stderr}`);
    return JSON.parse(stdout) as Measurement;
  });
  const middle = (name: 'milliseconds' | 'cpu' | 'megabytes') => median(runs.map((each) => each[name]));
  return { milliseconds: middle('milliseconds'), cpu: middle('cpu'), megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)), result: runs[0].result };
}

if (require.main === module) {
  const { title, rows, notes } = run();
  process.stdout.write(`${title}\n`);
  console.table(rows);
  process.stdout.write(`${notes.join('\n')}\n`);
}
