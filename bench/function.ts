import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import { CorsPolicy, CorsOrigin, FunctionCors } from '../src';
import { LAYER_FOLDER } from '../src/function/function-layer';
import { peerPackages } from './peer-packages';
import { median, type Result, rounded } from './result';

const ROUNDS = 15;
const CALLS = 20_000;
const PEER = join(__dirname, 'peers', 'middy');
const ORIGIN = 'https://pr-7.preview.example.com';

const POLICY = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.subdomainsOf('https://preview.example.com')],
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['Content-Type', 'Authorization'],
  exposeHeaders: ['ETag'],
  allowCredentials: true,
  maxAge: Duration.minutes(10),
});

interface Side {
  readonly name: string;
  readonly file: string;
  readonly bytes?: number;
}

interface Measured {
  readonly startUp: number;
  readonly p50: number;
  readonly p99: number;
  readonly allowOrigin?: string;
}

/** What CORS on a function's own answers costs it: when it starts, and in each call. */
export function run(): Result {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-bench-'));
  try {
    cpSync(LAYER_FOLDER, join(folder, 'opt'), { recursive: true });
    cpSync(join(PEER, 'own.mjs'), join(folder, 'own.mjs'));
    const peer = peerOf(folder);
    const sides: Side[] = [
      { name: 'the function alone', file: join(folder, 'own.mjs') },
      { name: 'cdk-cors, `FunctionCors`', file: join(folder, 'opt', 'cdk-cors', 'handler.mjs'), bytes: bytesOf(join(folder, 'opt')) },
      ...('side' in peer ? [peer.side] : []),
    ];
    const measured = measure(sides, folder);
    const [alone] = measured;
    return {
      title: 'CORS headers on a Lambda function\'s own answers',
      rows: sides.map(({ name, bytes }, index) => ({
        '': name,
        'added per call, p50 µs': rounded(middle(measured[index], 'p50') - middle(alone, 'p50'), 1),
        'added per call, p99 µs': rounded(middle(measured[index], 'p99') - middle(alone, 'p99'), 1),
        'added start-up, ms of processor': rounded(middle(measured[index], 'startUp') - middle(alone, 'startUp'), 1),
        'bytes to load': bytes ?? '',
      })),
      notes: [
        `Medians of ${ROUNDS} processes a side, in turns; of ${CALLS} calls in each the second half counts. The event is a browser's, with 17 headers.`,
        'The function\'s code is the same everywhere. `FunctionCors` wraps it by its layer; for @middy/http-cors its code was changed, and bundled and minified.',
        'Bytes are those of the layer, comments included, for Node.js and Python; of the peer those of the bundle without the function.',
        ...('problem' in peer ? [`@middy/http-cors isn't measured: ${peer.problem}.`] : [`The peer is @middy/http-cors ${peer.version} with @middy/core.`]),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function peerOf(folder: string): { readonly side: Side; readonly version: string } | { readonly problem: string } {
  const packages = peerPackages('middy');
  if ('problem' in packages) return packages;
  const file = join(folder, 'middy.mjs');
  const { metafile } = buildSync({
    entryPoints: [join(PEER, 'middy.mjs')],
    outfile: file,
    bundle: true,
    minify: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['node:*'],
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const bytes = Object.entries(inputs).filter(([name]) => name.includes('node_modules')).reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  return { side: { name: '@middy/http-cors', file, bytes }, version: packages.versionOf('@middy/http-cors') };
}

/** Each side's processes, in turns, so that all meet the same machine. */
function measure(sides: readonly Side[], folder: string): Measured[][] {
  const results = sides.map((): Measured[] => []);
  const environment = { LAMBDA_TASK_ROOT: folder, CDK_CORS_HANDLER: 'own.handler', CORS_POLICY: FunctionCors.environment(POLICY).CORS_POLICY, PATH: process.env.PATH };
  for (let round = 0; round < ROUNDS; round++) {
    sides.forEach(({ name, file }, side) => {
      const text = execFileSync(process.execPath, [join(__dirname, 'function-child.mjs'), file, String(CALLS)], { encoding: 'utf8', env: environment, cwd: dirname(file) });
      const measured: Measured = JSON.parse(text);
      if (side > 0 && measured.allowOrigin !== ORIGIN) {
        throw new Error(`${name} answered with Access-Control-Allow-Origin: ${measured.allowOrigin}, so that it can't be compared`);
      }
      results[side].push(measured);
    });
  }
  return results;
}

function middle(results: readonly Measured[], value: 'startUp' | 'p50' | 'p99'): number {
  return median(results.map((each) => each[value]));
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:m?js|py)$/.test(entry.name))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
