import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { Duration } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import { CorsPolicy, CorsOrigin, FunctionCors } from '../src';
import { peerPackages, peerVenv } from './peer-packages';
import { median, type Result, rounded } from './result';

const ROUNDS = 15;
const NODE_CALLS = '20000';
const PYTHON_CALLS = '6000';
const ORIGIN = 'https://pr-7.preview.example.com';
const EVENT = JSON.stringify(JSON.parse(readFileSync(join(__dirname, 'function-event.json'), 'utf8')));
// The layer as it is published: without comments.
const LAYER = join(__dirname, '..', 'lib', 'function', 'layer');
const LAYER_FILES = ['cdk-cors/cors.js', 'cdk-cors/handler.mjs', 'python/cdk_cors_function.py'];

const POLICY = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.subdomainsOf('https://preview.example.com')],
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['Content-Type', 'Authorization'],
  exposeHeaders: ['ETag'],
  allowCredentials: true,
  maxAge: Duration.minutes(10),
});

/** A program that loads a handler, calls it and prints what that took; `base` is the side that it adds to. */
interface Side {
  readonly name: string;
  readonly base?: Side;
  readonly command: readonly string[];
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
    cpSync(LAYER, join(folder, 'opt'), { recursive: true });
    const node = nodeSides(folder);
    const python = pythonSides();
    const sides = [...node.sides, ...python.sides];
    const measured = measure(sides, folder);
    const added = (side: Side, value: 'startUp' | 'p50' | 'p99') => middle(measured.get(side)!, value) - (side.base === undefined ? 0 : middle(measured.get(side.base)!, value));
    const share = ([ours, peer]: readonly Side[]) => (peer === undefined ? {} : { share: rounded(added(ours, 'p50') / added(peer, 'p50')) });
    const ofNode = share(node.sides.slice(1));
    const ofPython = share(python.sides.filter(({ base }) => base !== undefined));
    return {
      title: 'CORS headers on a Lambda function\'s own answers',
      rows: sides.filter(({ base }) => base !== undefined).map((side) => ({
        '': side.name,
        'added per call, p50 µs': rounded(added(side, 'p50'), 1),
        'added per call, p99 µs': rounded(added(side, 'p99'), 1),
        'added start-up, ms of processor': rounded(added(side, 'startUp'), 1),
      })),
      notes: [
        `Medians of ${ROUNDS} processes a side, in turns; of ${NODE_CALLS} calls in each (${PYTHON_CALLS} of Python) the second half counts. The event is a browser's, with 17 headers.`,
        'The function\'s code is the same everywhere. `FunctionCors` wraps it by its layer; for @middy/http-cors its code was changed, and bundled and minified. Powertools '
          + 'has CORS as a part of its resolver: what the resolver takes without CORS isn\'t counted.',
        `The layer, for Node.js and Python, has ${layerBytes()} bytes compressed.`,
        ...[...node.notes, ...python.notes],
      ],
      figures: {
        'added p50 of FunctionCors, in those of @middy/http-cors': ofNode.share,
        'added p50 of FunctionCors in Python, in those of Powertools': ofPython.share,
        'layer, compressed bytes': layerBytes(),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function nodeSides(folder: string): { readonly sides: readonly Side[]; readonly notes: string[] } {
  const peer = join(__dirname, 'peers', 'middy');
  const command = (file: string) => [process.execPath, join(__dirname, 'function-child.mjs'), join(folder, file), EVENT, NODE_CALLS];
  cpSync(join(peer, 'own.mjs'), join(folder, 'own.mjs'));
  const base = { name: 'Node.js, the function alone', command: command('own.mjs') };
  const ours = { name: 'Node.js, cdk-cors, `FunctionCors`', base, command: command('opt/cdk-cors/handler.mjs') };
  const packages = peerPackages('middy');
  if ('problem' in packages) return { sides: [base, ours], notes: [`@middy/http-cors isn't measured: ${packages.problem}.`] };
  buildSync({
    entryPoints: [join(peer, 'middy.mjs')],
    outfile: join(folder, 'middy.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['node:*'],
  });
  return {
    sides: [base, ours, { name: 'Node.js, @middy/http-cors', base, command: command('middy.mjs') }],
    notes: [`The peer for Node.js is @middy/http-cors ${packages.versionOf('@middy/http-cors')} with @middy/core.`],
  };
}

function pythonSides(): { readonly sides: readonly Side[]; readonly notes: string[] } {
  const peer = join(__dirname, 'peers', 'powertools');
  const venv = peerVenv('powertools');
  if ('problem' in venv) return { sides: [], notes: [`Python isn't measured: ${venv.problem}.`] };
  const command = (module: string) => [venv.python, join(peer, 'child.py'), module, EVENT, PYTHON_CALLS];
  const base = { name: 'Python, the function alone', command: command('own') };
  const resolver = { name: 'Python, a resolver of Powertools', command: command('resolver') };
  return {
    sides: [
      base, { name: 'Python, cdk-cors, `FunctionCors`', base, command: command('cdk_cors_function') },
      resolver, { name: 'Python, CORS of Powertools', base: resolver, command: command('resolver_cors') },
    ],
    notes: [`The peer for Python is ${venv.requirement}.`],
  };
}

/** Each side's processes, in turns, so that all meet the same machine. */
function measure(sides: readonly Side[], folder: string): ReadonlyMap<Side, Measured[]> {
  const results = new Map(sides.map((side) => [side, [] as Measured[]]));
  const env = {
    LAMBDA_TASK_ROOT: folder,
    CDK_CORS_HANDLER: 'own.handler',
    CORS_POLICY: FunctionCors.environment(POLICY).CORS_POLICY,
    PATH: process.env.PATH,
    PYTHONPATH: [folder, join(folder, 'opt', 'python')].join(':'),
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of sides) {
      const [program, ...args] = side.command;
      const measured: Measured = JSON.parse(execFileSync(program, args, { encoding: 'utf8', env, cwd: folder }));
      if (side.base !== undefined && measured.allowOrigin !== ORIGIN) {
        throw new Error(`${side.name} answered with Access-Control-Allow-Origin: ${measured.allowOrigin}, so that it can't be compared`);
      }
      results.get(side)!.push(measured);
    }
  }
  return results;
}

function middle(results: readonly Measured[], value: 'startUp' | 'p50' | 'p99'): number {
  return median(results.map((each) => each[value]));
}

function layerBytes(): number {
  return LAYER_FILES.reduce((sum, file) => sum + deflateRawSync(readFileSync(join(LAYER, file)), { level: 9 }).length, 0);
}
