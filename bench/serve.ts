/**
 * Calls a second of `cdk-cors serve` and of serverless-offline, which serve the same handler with the same CORS settings, to ten connections on loopback: calls
 * of the function, and preflights. Start-up is from the start of the process to the first answer.
 *
 * `npx tsx bench/bench.ts serve` runs it alone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CorsPolicy, CorsRestApi } from '../src';
import { peerPackages } from './peer-packages';
import { median, type Result, rounded } from './result';

const FOLDER = join(__dirname, 'peers/serverless-offline');
const PAGE = 'https://app.example.com';
const CONNECTIONS = 10;
const SECONDS = 4;
const ROUNDS = 3;
const START_UP_TIMEOUT = 120_000;

/** serverless asks the network for news otherwise. */
const OFFLINE = {
  SLS_NOTIFICATIONS_MODE: 'off',
  SLS_TELEMETRY_DISABLED: '1',
  SLS_INTERACTIVE_SETUP_ENABLE: '0',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
};

const CALL = { method: 'GET', headers: { origin: PAGE } } as const;
const PREFLIGHT = { method: 'OPTIONS', headers: { 'origin': PAGE, 'access-control-request-method': 'GET', 'access-control-request-headers': 'content-type' } } as const;

type Load = typeof CALL | typeof PREFLIGHT;
type Autocannon = (options: object) => Promise<{
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}>;

interface Side {
  readonly name: string;
  readonly process: ChildProcess;
  readonly url: string;
  /** Milliseconds. */
  readonly startUp: number;
}

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function run(): Promise<Result> {
  const peers = peerPackages('serverless-offline');
  if ('problem' in peers) return { title: 'Serving on this machine', rows: [], notes: [`Not measured: serverless-offline isn't there, since ${peers.problem}.`] };
  const autocannon = peers.require('autocannon') as Autocannon;
  const sides = [await startOurs(), await startTheirs(peers.versionOf('serverless-offline'))];
  try {
    const calls = await inTurns(sides, CALL, autocannon);
    const preflights = await inTurns(sides, PREFLIGHT, autocannon);
    return {
      title: 'Serving on this machine',
      rows: sides.map((side, index) => rowOf(side, calls[index], preflights[index])),
      notes: [
        `${CONNECTIONS} connections, ${SECONDS} seconds a turn, the median of ${ROUNDS} turns each; p50 and p99 in milliseconds; start-up to the first answer in seconds.`,
        `cdk-cors serve has ${times(calls)} times the calls a second of serverless-offline and ${times(preflights)} times its preflights.`,
        `A preflight of a page that isn't listed: ${await echoes(sides[0])} cdk-cors serve, ${await echoes(sides[1])} serverless-offline.`,
      ],
      figures: {
        'calls a second, in those of serverless-offline': times(calls),
        'preflights a second, in those of serverless-offline': times(preflights),
        'p99 of calls less the p50 of serverless-offline, ms': calls[0].p99 - calls[1].p50,
        'start-up to the first answer, s': rounded(sides[0].startUp / 1000),
      },
    };
  } finally {
    for (const side of sides) {
      side.process.kill('SIGTERM');
    }
  }
}

function rowOf({ name, startUp }: Side, calls: Measured, preflights: Measured): Result['rows'][number] {
  return {
    'server': name,
    'calls a second': Math.round(calls.perSecond),
    'p50': calls.p50,
    'p99': calls.p99,
    'preflights a second': Math.round(preflights.perSecond),
    'p50 ': preflights.p50,
    'p99 ': preflights.p99,
    'start-up': rounded(startUp / 1000, 1),
  };
}

const times = ([ours, theirs]: Measured[]): number => rounded(ours.perSecond / theirs.perSecond, 1);

async function inTurns(sides: readonly Side[], load: Load, autocannon: Autocannon): Promise<Measured[]> {
  const turns = sides.map((): Measured[] => []);
  for (const side of sides) {
    await measure(side, load, autocannon, 1);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, side] of sides.entries()) {
      turns[index].push(await measure(side, load, autocannon, SECONDS));
    }
  }
  const middle = (own: readonly Measured[], of: keyof Measured) => median(own.map((each) => each[of]));
  return turns.map((own) => ({ perSecond: middle(own, 'perSecond'), p50: middle(own, 'p50'), p99: middle(own, 'p99') }));
}

async function measure({ name, url }: Side, load: Load, autocannon: Autocannon, duration: number): Promise<Measured> {
  const { requests, latency, non2xx, errors } = await autocannon({ url, ...load, connections: CONNECTIONS, duration });
  if (non2xx + errors > 0) throw new Error(`${name} answered ${non2xx} times without success, and ${errors} times not at all`);
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99 };
}

/** Whether a server allows a page that nobody listed. */
async function echoes({ url }: Side): Promise<string> {
  const { headers } = await fetch(url, { ...PREFLIGHT, headers: { ...PREFLIGHT.headers, origin: 'https://foreign.example' } });
  return headers.get('access-control-allow-origin') === 'https://foreign.example' ? 'allowed by' : 'not allowed by';
}

async function startOurs(): Promise<Side> {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-cors-bench-')) });
  const stack = new Stack(app, 'Bench');
  const handler = new lambda.Function(stack, 'Items', {
    runtime: lambda.Runtime.NODEJS_20_X, handler: 'handler.handler', code: lambda.Code.fromAsset(FOLDER, { exclude: ['node_modules'] }),
  });
  const api = new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(PAGE), handler, proxy: false });
  api.root.addResource('items').addMethod('GET');
  const { directory } = app.synth();
  const port = await freePort();
  const program = resolve(__dirname, '../lib/cli/main.js');
  return start('cdk-cors serve', ['serve', directory, '--port', String(port), '--quiet'], { program, url: `http://localhost:${port + 1}/prod/items` });
}

async function startTheirs(version: string): Promise<Side> {
  const [port, lambdaPort] = [await freePort(), await freePort()];
  const args = ['offline', '--httpPort', String(port), '--lambdaPort', String(lambdaPort), '--noPrependStageInUrl'];
  const program = join(FOLDER, 'node_modules/serverless/bin/serverless.js');
  return start(`serverless-offline ${version}`, args, { program, url: `http://localhost:${port}/items` });
}

async function start(name: string, args: string[], { program, url }: { program: string; url: string }): Promise<Side> {
  const before = performance.now();
  const child = spawn(process.execPath, [program, ...args], { cwd: FOLDER, env: { ...process.env, ...OFFLINE }, stdio: ['ignore', 'ignore', 'inherit'] });
  while (performance.now() - before < START_UP_TIMEOUT && child.exitCode === null) {
    const answer = await fetch(url, CALL).catch(() => undefined);
    if (answer?.status === 200) return { name, process: child, url, startUp: performance.now() - before };
    await new Promise((resolved) => setTimeout(resolved, 20));
  }
  child.kill();
  throw new Error(`${name} doesn't answer at ${url}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolved) => server.listen(0, '127.0.0.1', resolved));
  const { port } = server.address() as { port: number };
  await new Promise((resolved) => server.close(resolved));
  return port;
}
