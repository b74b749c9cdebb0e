import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Engine } from '../../src/browser';
import { disagreements, type EngineCase } from '../../test/browser/recorded-engines';
import { type ConsoleLine, NotInstalled, type RecordingBrowser } from './browsers';
import { makeCases, type OpenCase } from './cases';
import { startChromium } from './chromium';
import { startFirefox } from './firefox';
import { type Recording, RecordingServers } from './servers';
import { startWebkit } from './webkit';

const START: Readonly<Record<Engine, () => Promise<RecordingBrowser>>> = { chromium: startChromium, firefox: startFirefox, webkit: startWebkit };

/** Set in the copy of this program that runs in a network namespace of its own. */
const ISOLATED = 'RECORD_BROWSER_ISOLATED';

const USAGE = 'usage: npx tsx scripts/record-browser <chromium|firefox|webkit> [--cases 300] [--seed 1] [--out file.json.gz]';

async function main(): Promise<number> {
  const { positionals: [engine], values } = parseArgs({
    allowPositionals: true, options: { cases: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' }, out: { type: 'string' } },
  });
  const [count, seed] = [Number(values.cases), Number(values.seed)];
  if (!(engine in START) || !Number.isInteger(count) || !Number.isInteger(seed)) throw new Error(USAGE);
  const isolated = inNamespace();
  if (isolated !== undefined) return isolated;
  const recorded = await record(engine as Engine, count, seed);
  report(engine as Engine, recorded.cases);
  const file = values.out ?? `${engine}-verdicts.json.gz`;
  writeFileSync(file, gzipSync(JSON.stringify(recorded), { level: 9 }));
  process.stdout.write(`written to ${file}\n`);
  return 0;
}

/** Runs this program again where there is no network but loopback, if the system lets it: its exit code then. */
function inNamespace(): number | undefined {
  if (process.env[ISOLATED] !== undefined) return undefined;
  // who isn't root becomes it in there, which takes a user namespace
  const namespace = process.getuid?.() === 0 ? ['--net'] : ['--net', '--map-root-user'];
  if (spawnSync('unshare', [...namespace, 'ip', 'link', 'set', 'lo', 'up']).status !== 0) {
    process.stderr.write('no network namespace: what the browser asks for by itself may leave this machine\n');
    return undefined;
  }
  const again = [...namespace, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  return spawnSync('unshare', again, { stdio: 'inherit', env: { ...process.env, [ISOLATED]: '1' } }).status ?? 1;
}

interface Recorded {
  readonly browser: string;
  readonly origins: object;
  readonly note: string;
  readonly cases: readonly EngineCase[];
}

async function record(engine: Engine, count: number, seed: number): Promise<Recorded> {
  const servers = await RecordingServers.start();
  const browser = await START[engine]();
  try {
    const cases = makeCases(count, seed, servers.origins);
    const recordings = await servers.record(cases, (url) => browser.open(url));
    const lines = await browser.lines();
    const note = `${count} cases of test/browser/live-cases.ts, seed ${seed}. Pages are at <page>/page.html. consoleText is in the order of the console`;
    const whole = cases.map((open) => close(open, recordings.get(open.case) ?? missing(open), lines.get(open.case) ?? []));
    return { browser: browser.version, origins: servers.origins, note, cases: whole };
  } finally {
    servers.stop();
    await browser.close();
  }
}

function missing({ case: name }: OpenCase): never {
  throw new Error(`the page said nothing about ${name}`);
}

function close(open: OpenCase, { outcomes: [outcome, outcomeRepeat], hits }: Recording, lines: readonly ConsoleLine[]): EngineCase {
  return {
    ...open,
    outcome: { ...outcome, allowed: outcome.allowed === true },
    ...outcomeRepeat !== undefined && { outcomeRepeat: { ...outcomeRepeat, allowed: outcomeRepeat.allowed === true } },
    hits,
    consoleText: lines.map(({ text }) => text),
    consoleCategory: lines.map(({ category }) => category ?? ''),
    corsVerdict: outcome.allowed === true ? 'allowed' : 'blocked-by-cors',
  };
}

/** Where fetchFromPage says otherwise. */
function report(engine: Engine, cases: readonly EngineCase[]): void {
  const compared = cases.filter(({ request }) => request.api !== 'element')
    .map((recorded) => [recorded.case, disagreements(recorded, engine, { browser: engine, libsoup: true })] as const);
  const differing = compared.filter(([, measures]) => measures.length > 0);
  process.stdout.write(`\nfetchFromPage says otherwise in ${differing.length} of ${cases.length} cases\n`);
  differing.forEach(([name, measures]) => process.stdout.write(`  ${name}: ${measures.join(', ')}\n`));
}

main().then((code) => process.exit(code), (error: unknown) => {
  process.stderr.write(error instanceof NotInstalled ? `the browser isn't installed: ${error.message}\n` : `${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
