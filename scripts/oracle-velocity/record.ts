import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generate, REQUEST } from './generate';
import { PUBLISHED } from './published';

/**
 * Renders mapping templates, generated ones and those of published kinds, with Apache Velocity 1.7 and writes the tables that the tests replay.
 *
 * `npm run oracle:velocity`; the tests say where this library differs.
 */
const FIXTURES = join(__dirname, '../../test/fixtures');
const GENERATED_TABLE = join(FIXTURES, 'velocity-1.7.json.gz');
const PUBLISHED_TABLE = join(FIXTURES, 'velocity-1.7-published.json.gz');
const COUNT = 5500;
const SEED = 17;
const JARS = ['velocity', 'commons-lang', 'commons-collections3'];
const FOLDERS = (process.env.VELOCITY_JARS ?? '/usr/share/java').split(delimiter);

function jar(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, `${name}.jar`)).find((file) => existsSync(file));
}

function run(command: string, args: string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (error !== undefined || status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}

function missing(): string[] {
  const jars = JARS.filter((name) => jar(name) === undefined).map((name) => `${name}.jar in ${FOLDERS.join(' or ')}`);
  const tools = ['java', 'javac'].filter((tool) => spawnSync(tool, ['-version']).error !== undefined);
  return [...tools, ...jars];
}

/** The text that Velocity makes of each template, null where it refuses it. */
function rendered(questions: readonly object[]): (string | null)[] {
  const classes = mkdtempSync(join(tmpdir(), 'oracle-velocity-'));
  try {
    const classpath = [classes, ...JARS.map((name) => jar(name)!)].join(delimiter);
    run('javac', ['-nowarn', '-cp', classpath, '-d', classes, join(__dirname, 'Oracle.java')]);
    const lines = questions.map((question) => JSON.stringify(question));
    const answers = run('java', ['-cp', classpath, 'Oracle'], `${lines.join('\n')}\n`).trim().split('\n');
    return answers.map((answer) => (JSON.parse(answer) as { text?: string }).text ?? null);
  } finally {
    rmSync(classes, { recursive: true });
  }
}

function main(): void {
  const lacking = missing();
  if (lacking.length > 0) {
    console.error(`Velocity can't run here: ${lacking.join(', ')} missing. On Debian: apt-get install velocity openjdk-17-jdk-headless`
      + ' (libvelocity-java where the package has that name). Jars elsewhere: VELOCITY_JARS=/folder. The tests need none of it: they replay the recorded tables.');
    process.exitCode = 1;
    return;
  }
  recordGenerated();
  recordPublished();
}

function recordGenerated(): void {
  const made = generate(COUNT, SEED);
  const texts = rendered(made.map(({ template }) => ({ template, ...REQUEST })));
  const rows = made.map(({ kind, template }, index) => [kind, template, texts[index]]);
  write(GENERATED_TABLE, { velocity: '1.7', seed: SEED, request: REQUEST, rows });
  console.log(`${rows.length} templates in ${new Set(made.map(({ kind }) => kind)).size} classes, ${texts.filter((text) => text === null).length} of them refused`);
}

function recordPublished(): void {
  const groups = PUBLISHED.map(({ about, request, templates }) => {
    const made = Object.entries(templates);
    const texts = rendered(made.map(([, template]) => ({ template, ...request })));
    return { about, request, rows: made.map(([kind, template], index) => [kind, template, texts[index]]) };
  });
  write(PUBLISHED_TABLE, { velocity: '1.7', groups });
  console.log(`${groups.reduce((count, { rows }) => count + rows.length, 0)} kinds of published templates`);
}

function write(file: string, table: object): void {
  writeFileSync(file, gzipSync(JSON.stringify(table), { level: 9 }));
}

main();
