import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { CorsOrigin, CorsPolicy } from '../../src';
import { LAYER_FOLDER } from '../../src/function/function-layer';
import { ANSWERS, ANSWERS_V2, asResponse, comparable, EVENTS, expectedLines, linesOf, restOf } from './exchanges';
import { hasPython, type Ran, runNode, runPython } from './running';

/**
 * runtime × module kind × handler style × event × answer × origin, run for real: each answer has the headers that policy.headersFor() says, once, and is
 * otherwise what the handler answered.
 */
const POLICY = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.subdomainsOf('https://preview.example.com'), CorsOrigin.localhost()],
  allowMethods: ['GET', 'POST', 'DELETE'],
  allowHeaders: ['Content-Type', 'Authorization'],
  exposeHeaders: ['ETag', 'X-Total'],
  allowCredentials: true,
  maxAge: Duration.minutes(10),
});
const ANY = CorsPolicy.unsafelyAllowAnyOrigin({ exposeHeaders: ['*'] });
const ONE = CorsPolicy.forOrigins('https://app.example.com');
const ORIGINS = ['https://app.example.com', 'https://pr-7.preview.example.com', 'http://localhost:5173', 'https://preview.example.com.evil.example', 'null', undefined];

const CELLS = EVENTS.flatMap((kind) => Object.entries(kind.version === '2.0' ? { ...ANSWERS, ...ANSWERS_V2 } : ANSWERS)
  .flatMap(([shape, answer]) => ORIGINS.map((origin) => ({ kind, shape, answer, origin }))));
const CALLS = CELLS.map(({ kind, answer, origin }) => kind.make({ origin }, answer));
const PREFLIGHTS = EVENTS.flatMap((kind) => ORIGINS.filter((origin) => origin !== undefined).map((origin) => ({ kind, origin })));
const ASKING = PREFLIGHTS.map(({ kind, origin }) => kind.make({ method: 'OPTIONS', origin, headers: { 'access-control-request-method': 'DELETE' } }));

function differences({ kind, outcomes, log }: Ran, policy: CorsPolicy): object[] {
  expect({ kind: { ...kind, length: undefined }, log }).toEqual({ kind: {}, log: [] });
  expect(outcomes).toHaveLength(CELLS.length + ASKING.length);
  const answers = CELLS.map(({ kind: event, shape, answer, origin }, index) => {
    const own = asResponse(answer, event.version);
    return {
      what: [event.name, shape, origin],
      expected: { lines: comparable(expectedLines(own, policy, origin)), rest: restOf(own) },
      actual: shown(outcomes[index]),
    };
  });
  const preflights = PREFLIGHTS.map(({ kind: event, origin }, index) => ({
    what: [event.name, 'preflight', origin],
    expected: { lines: comparable(linesOf({ headers: policy.headersFor({ origin, preflight: true }) })), rest: { statusCode: 204 } },
    actual: shown(outcomes[CELLS.length + index]),
  }));
  return [...answers, ...preflights].filter(({ expected, actual }) => JSON.stringify(sorted(expected)) !== JSON.stringify(sorted(actual)));
}

const shown = ({ payload, error }: Ran['outcomes'][number]) =>
  error === undefined && typeof payload === 'object' && payload !== null
    ? { lines: comparable(linesOf(payload)), rest: restOf(payload) } : { error, payload };
const sorted = ({ rest, ...others }: any) => ({
  ...others, rest: rest && Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))),
});

const STYLES: { readonly [style: string]: { readonly code: string; readonly until?: 22 } } = {
  'async': { code: 'async (event) => event.answer' },
  'promise': { code: '(event) => new Promise((done) => setImmediate(() => done(event.answer)))' },
  'thenable': { code: '(event) => ({ then: (done) => done(event.answer) })' },
  'callback': { code: '(event, context, callback) => { setImmediate(() => callback(null, event.answer)); }', until: 22 },
  'callback at once': { code: '(...values) => values[2](undefined, values[0].answer)', until: 22 },
  'context.succeed': { code: '(event, context) => { context.succeed(event.answer); }', until: 22 },
  'context.done': { code: '(event, context) => { setImmediate(() => context.done(null, event.answer)); }', until: 22 },
};
const MODULES: { readonly [kind: string]: (code: string) => { readonly files: { readonly [name: string]: string }; readonly handler: string } } = {
  'CommonJS, as inline code': (code) => ({ files: { 'index.js': `exports.handler = ${code};` }, handler: 'index.handler' }),
  'CommonJS, nested, as TypeScript and bundlers write it': (code) => ({
    files: { 'dist/api/app.js': `"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); exports.get = void 0; const get = ${code}; exports.get = get;` },
    handler: 'dist/api/app.get',
  }),
  'an ES module': (code) => ({ files: { 'index.mjs': `export const handler = ${code};` }, handler: 'index.handler' }),
  'type: module': (code) => ({ files: { 'src/index.js': `await null; export const handler = ${code};`, 'package.json': '{"type":"module"}' }, handler: 'src/index.handler' }),
  '.cjs in a module package': (code) => ({ files: { 'index.cjs': `exports.handler = ${code};`, 'package.json': '{"type":"module"}' }, handler: 'index.handler' }),
  'a default export': (code) => ({ files: { 'index.mjs': `export default { handler: ${code} };` }, handler: 'index.handler' }),
  'a nested handler': (code) => ({ files: { 'index.js': `exports.api = { get: ${code} };` }, handler: 'index.api.get' }),
};
const NODE = Object.keys(STYLES).flatMap((style) => Object.keys(MODULES).map((kind) => [kind, style] as const))
  // Each kind with the first style, each style with the first two kinds; between them the rest is the same code.
  .filter(([kind, style]) => style === 'async' || Object.keys(MODULES).slice(0, 3).includes(kind));

describe.each(['22', '24'] as const)('Node.js, by the runtime of %s', (generation) => {
  test.each(NODE.filter(([, style]) => generation === '22' || STYLES[style].until === undefined))('%s, %s', (kind, style) => {
    const ran = runNode({ ...MODULES[kind](STYLES[style].code), events: [...CALLS, ...ASKING], policy: POLICY }, generation);
    expect(differences(ran, POLICY)).toEqual([]);
  });
});

test.each([['any origin', ANY], ['one origin', ONE]])('Node.js, a policy for %s', (_name, policy) => {
  const ran = runNode({ ...MODULES['an ES module'](STYLES.async.code), events: [...CALLS, ...ASKING], policy });
  expect(differences(ran, policy)).toEqual([]);
});

describe(hasPython ? 'Python' : 'Python: only read, since this machine has no python3 of 3.11 or later', () => {
  test('the layer has the handler', () => {
    expect(readFileSync(join(LAYER_FOLDER, 'python', 'cdk_cors_function.py'), 'utf8')).toMatch(/^ *handler = _with_policy\(/m);
  });

  if (!hasPython) return;

  test.each([
    ['inline code', { 'index.py': 'def handler(event, context):\n    return event["answer"]\n' }, 'index.handler', POLICY],
    ['a package', { 'app/api/main.py': 'from app.api.own import get\nasync_ = None\n', 'app/api/own.py': 'get = lambda event, context: event["answer"]\n' }, 'app/api/main.get', POLICY],
    ['dots', { 'app/main.py': 'class Api:\n    def __call__(self, event, context):\n        return event["answer"]\napi = Api()\n' }, 'app.main.api', POLICY],
    ['any origin', { 'index.py': 'def handler(event, context):\n    return event["answer"]\n' }, 'index.handler', ANY],
    ['one origin', { 'index.py': 'def handler(event, context):\n    return event["answer"]\n' }, 'index.handler', ONE],
  ])('%s', (_name, files, handler, policy) => {
    // Python writes JSON with spaces: only what is compared as text minds.
    const ran = runPython({ files: files as unknown as { [name: string]: string }, handler, events: [...CALLS, ...ASKING], policy });
    const compact = ran.outcomes.map(({ payload, error }) => (payload?.body?.startsWith?.('[') || payload?.body?.startsWith?.('{"message": ')
      ? { error, payload: { ...payload, body: JSON.stringify(JSON.parse(payload.body)) } } : { payload, error }));
    expect(differences({ ...ran, outcomes: compact }, policy)).toEqual([]);
  });
});

test('the cells have each event, answer and origin', () => {
  const values = (of: (cell: (typeof CELLS)[number]) => unknown) => new Set(CELLS.map(of));
  expect(values(({ kind }) => kind)).toEqual(new Set(EVENTS));
  expect(values(({ shape }) => shape)).toEqual(new Set(Object.keys({ ...ANSWERS, ...ANSWERS_V2 })));
  expect(values(({ origin }) => origin)).toEqual(new Set(ORIGINS));
});
