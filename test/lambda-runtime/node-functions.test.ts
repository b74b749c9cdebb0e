import { folderWith, Functions, Gate, inline, nodeFunction } from './running';

let functions: Functions;
const start = (properties: object, options = {}, more = {}) => (functions = new Functions({ Fn: properties }, options, more));
afterEach(() => functions.runner.close());

/** Waits where it is asked to, and says so. */
const GATED = `const { existsSync } = require('node:fs'); const own = Math.random(); let n = 0;
  exports.handler = async ({ until }) => {
    n++;
    if (until) console.log('begun');
    while (until && !existsSync(until)) await new Promise((done) => setTimeout(done, 1));
    return { own, n };
  }`;

describe('handlers', () => {
  test.each([
    ['async', 'exports.handler = async (event) => ({ got: event.a })'],
    ['promise', 'exports.handler = (event) => Promise.resolve({ got: event.a })'],
    ['callback', 'exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { got: event.a }), 5); }'],
    ['callback that doesn\'t wait', `exports.handler = (event, context, callback) => {
      context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); callback(null, { got: event.a }); }`],
    ['context.succeed', 'exports.handler = (event, context) => { setTimeout(() => context.succeed({ got: event.a }), 5); }'],
    ['context.done', 'exports.handler = (event, context) => context.done(null, { got: event.a })'],
  ])('%s', async (_, code) => {
    expect(await start(inline(code)).invoke('Fn', { a: 1 })).toEqual({ payload: { got: 1 } });
    expect(await functions.invoke('Fn', { a: '2' })).toEqual({ payload: { got: '2' } });
  });

  test.each([
    ['nothing returned', 'exports.handler = () => {}'],
    ['a promise that never settles', 'exports.handler = () => new Promise(() => {})'],
    ['async without a value', 'exports.handler = async () => {}'],
  ])('%s: null', async (_, code) => {
    expect(await start(inline(code)).invoke()).toEqual({ payload: null });
    expect(await functions.invoke()).toEqual({ payload: null });
  });

  test('a callback waits for what is left to do', async () => {
    const code = 'let n = 0; exports.handler = (event, context, callback) => { callback(null, () => n); setTimeout(() => { n++; }, 30); };';
    start(inline(code.replace('() => n)', '{ toJSON: () => n })')));
    expect(await functions.invoke()).toEqual({ payload: 1 });
  });

  test.each([
    ['an ES module', { 'index.mjs': 'import { b } from "./b.mjs"; export const handler = async () => b;', 'b.mjs': 'export const b = "m";' }, 'index.handler'],
    ['type: module', { 'index.js': 'export const handler = async () => "m";', 'package.json': '{"type":"module"}' }, 'index.handler'],
    ['a default export', { 'index.mjs': 'export default { handler: async () => "m" };' }, 'index.handler'],
    ['CommonJS by its suffix', { 'index.cjs': 'exports.handler = async () => "m";' }, 'index.handler'],
    ['a folder and a nested handler', { 'src/app.js': 'exports.api = { get: async () => "m" };' }, 'src/app.api.get'],
    ['a package of its own', { 'index.js': 'exports.handler = async () => require("own");', 'node_modules/own/index.js': 'module.exports = "m";' }, 'index.handler'],
  ])('%s', async (_, files, handler) => {
    start(nodeFunction({ Handler: handler, Code: { S3Bucket: 'assets', S3Key: folderWith(files as never) } }));
    expect(await functions.invoke()).toEqual({ payload: 'm' });
  });

  test('the context', async () => {
    start(inline(`exports.handler = async (event, context) => ({
      ...context, left: context.getRemainingTimeInMillis() > 0 && context.getRemainingTimeInMillis() <= 900_000 })`, { Timeout: 900, MemorySize: 256 }));
    const name = functions.of('Fn').physicalId;
    expect(await functions.invoke()).toEqual({
      payload: expect.objectContaining({
        functionName: name,
        functionVersion: '$LATEST',
        memoryLimitInMB: '256',
        logGroupName: `/aws/lambda/${name}`,
        left: true,
        invokedFunctionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      }),
    });
  });
});

describe('surroundings', () => {
  test('the environment is the function\'s and Lambda\'s, nothing of this process', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'of this process';
    try {
      start(inline('exports.handler = async () => process.env', { Environment: { Variables: { TABLE: 'items', COUNT: 3, LATER: { Ref: 'Given' } } } }),
        { environment: { Fn: { EXTRA: 'given' } } });
      const { payload } = await functions.invoke() as { payload: Record<string, string> };
      expect(payload).toMatchObject({ TABLE: 'items', COUNT: '3', EXTRA: 'given', AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128', _HANDLER: 'index.handler' });
      expect(Object.keys(payload).filter((name) => !/^(AWS_|LAMBDA_|_HANDLER$|NODE_PATH$|PATH$|LANG$|TZ$|TABLE$|COUNT$|EXTRA$)/.test(name))).toEqual([]);
      expect(payload).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
      expect(functions.lines).toEqual([expect.objectContaining({ level: 'WARN', text: expect.stringContaining('Given') })]);
    } finally {
      delete process.env.AWS_SECRET_ACCESS_KEY;
    }
  });

  test('layers are on the path of modules, the later over the earlier', async () => {
    const layer = (content: object) => ({ Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'assets', S3Key: folderWith(content as never) } } });
    const files = { 'index.mjs': 'import a from "a"; import b from "b"; export const handler = async () => [a, b];' };
    start(nodeFunction({ Layers: [{ Ref: 'One' }, { Ref: 'Two' }], Code: { S3Bucket: 'assets', S3Key: folderWith(files) } }), {}, {
      One: layer({ 'nodejs/node_modules/a/index.js': 'module.exports = "a1";', 'nodejs/node_modules/b/index.js': 'module.exports = "b1";' }),
      Two: layer({ 'nodejs/node22/node_modules/b/index.js': 'module.exports = "b2";' }),
    });
    expect(await functions.invoke()).toEqual({ payload: ['a1', 'b2'] });
  });

  test('relative paths are those of the code', async () => {
    const files = {
      'index.mjs': `import { readFileSync } from 'node:fs'; import { readFile } from 'node:fs/promises'; import { basename } from 'node:path';
        export const handler = async () => [readFileSync('data/a.txt', 'utf8'), await readFile('./data/a.txt', 'utf8'), basename(process.cwd())];`,
      'data/a.txt': 'a',
    };
    start(nodeFunction({ Code: { S3Bucket: 'assets', S3Key: folderWith(files) } }));
    expect(await functions.invoke()).toEqual({ payload: ['a', 'a', 'task'] });
  });

  test('packages of the project around aren\'t there, as they aren\'t on AWS', async () => {
    start(inline('exports.handler = async () => require("fast-check")'));
    expect(await functions.invoke()).toMatchObject({ error: { errorType: 'Error', errorMessage: expect.stringContaining('Cannot find module \'fast-check\'') } });
  });

  test('what is kept between calls is kept, and calls at a time have environments of their own', async () => {
    start(inline(GATED));
    expect([await functions.invoke(), await functions.invoke()]).toMatchObject([{ payload: { n: 1 } }, { payload: { n: 2 } }]);
    const gate = new Gate();
    const slow = functions.invoke('Fn', { until: gate.path });
    const quick = functions.invoke();
    functions.clock.advance(10);
    expect(await quick).toMatchObject({ payload: { n: 1 } });
    gate.open();
    expect(await slow).toMatchObject({ payload: { n: 3 } });
  });

  test('calls that are quick wait for the environment that is warm, whatever others are idle', async () => {
    start(inline(GATED));
    const gate = new Gate();
    const ownOf = (result: unknown) => (result as { payload: { own: number } }).payload.own;
    const atOnce = [1, 2, 3].map(() => functions.invoke('Fn', { until: gate.path }));
    for (const count of [1, 2, 3]) {
      await functions.linesWhenThere(count);
      functions.clock.advance(10);
    }
    gate.open();
    expect(new Set((await Promise.all(atOnce)).map(ownOf)).size).toBe(3);
    await functions.invoke();
    expect(new Set((await Promise.all([1, 2, 3, 4].map(() => functions.invoke()))).map(ownOf)).size).toBe(1);
  });

  test('console lines are logged', async () => {
    start(inline('exports.handler = async () => { console.log("a %s", "b", { c: 1 }); console.error("bad"); process.stdout.write("raw"); }'));
    await functions.invoke();
    expect(functions.lines.map(({ logicalId, level, text }) => [logicalId, level, text]))
      .toEqual([['Fn', 'INFO', 'a b { c: 1 }'], ['Fn', 'ERROR', 'bad'], ['Fn', 'INFO', 'raw']]);
  });
});

describe('errors, as Lambda reports them', () => {
  test.each([
    ['thrown', 'exports.handler = async () => { throw new TypeError("boom"); }', 'TypeError', 'boom'],
    ['thrown at once', 'exports.handler = () => { throw new RangeError("now"); }', 'RangeError', 'now'],
    ['text', 'exports.handler = async () => { throw "text"; }', 'string', 'text'],
    ['by callback', 'exports.handler = (e, c, callback) => callback(new Error("called"))', 'Error', 'called'],
    ['Unauthorized', 'exports.handler = (e, c, callback) => callback("Unauthorized")', 'string', 'Unauthorized'],
    ['unreadable', 'exports.handler = async () => { throw { toString() { throw 1; } }; }', 'handled', 'can\'t be read'],
    ['not JSON', 'exports.handler = async () => 1n', 'Runtime.MarshalError', 'Unable to stringify response body'],
    ['circular', 'exports.handler = async () => { const a = {}; a.a = a; return a; }', 'Runtime.MarshalError', 'circular'],
    ['while loading', 'throw new Error("init")', 'Error', 'init'],
    ['syntax', 'exports.handler = (', 'Runtime.UserCodeSyntaxError', 'SyntaxError'],
    ['ES syntax in CommonJS', 'export const handler = 1', 'Runtime.UserCodeSyntaxError', 'SyntaxError'],
    ['missing module', 'require("./nothing")', 'Runtime.ImportModuleError', 'Cannot find module \'./nothing\''],
    ['missing handler', 'exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
  ])('%s', async (_, code, errorType, errorMessage) => {
    expect(await start(inline(code)).invoke()).toMatchObject({ error: { errorType, errorMessage: expect.stringContaining(errorMessage) } });
  });

  test('with the stack', async () => {
    const result = await start(inline('exports.handler = async () => { throw new Error("boom"); }')).invoke();
    expect(result).toMatchObject({ error: { trace: ['Error: boom', expect.stringContaining('index.js:1')] } });
  });

  test('a malformed handler', async () => {
    expect(await start(inline('', { Handler: 'index' })).invoke()).toMatchObject({ error: { errorType: 'Runtime.MalformedHandlerName' } });
  });
});

describe('hostile functions end as an error, and the next call is answered', () => {
  // The function says when time may pass: only then it can be over.
  const ENDLESS: ReadonlyArray<readonly [string, string]> = [
    ['an infinite loop', 'while (true);'],
    // not by promises that wait for one another, which would use up the memory first
    ['a loop in microtasks', 'const spin = () => queueMicrotask(spin); spin(); return new Promise(() => {});'],
    ['waiting too long', 'await new Promise((done) => setTimeout(done, 3600_000));'],
    ['breaking promises', 'Promise.prototype.then = null; Array.prototype.push = null; Object.prototype.id = 7; return new Promise(() => setInterval(() => {}, 1000));'],
  ];

  test.each(ENDLESS)('%s', async (_, code) => {
    start(inline(`exports.handler = async ({ hostile }) => { if (!hostile) return "fine"; console.log("begun"); ${code} }`, { Timeout: 20 }));
    expect(await functions.invoke()).toEqual({ payload: 'fine' });
    const result = functions.invoke('Fn', { hostile: true }, 60_000);
    await functions.linesWhenThere(1);
    functions.clock.advance(20_000);
    expect(await result).toEqual({ error: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 20.00 seconds$/) } });
    expect(await functions.invoke()).toEqual({ payload: 'fine' });
  });

  const HOSTILE: ReadonlyArray<readonly [string, string, object]> = [
    ['process.exit', 'process.exit(3);', { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') }],
    ['process.exit(0)', 'process.exit(0);', { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('without providing a reason') }],
    ['killing the process', 'process.kill(process.pid, "SIGKILL");', { errorType: 'Runtime.ExitError' }],
    ['process.abort', 'process.abort();', { errorType: expect.any(String) }],
    ['an unhandled rejection', 'Promise.reject(new Error("lost")); await new Promise((done) => setTimeout(done, 3600_000));',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' }],
    ['an uncaught exception', 'setTimeout(() => { throw new TypeError("late"); }, 1); await new Promise((done) => setTimeout(done, 3600_000));',
      { errorType: 'TypeError', errorMessage: 'late' }],
    ...['null', 'undefined', '5', 'Symbol("odd")', '{ get message() { throw 1; } }', 'Object.assign(new Error("x"), { message: 5, code: {} })'].map((thrown) => [
      `throwing ${thrown} past all listeners`,
      `process.removeAllListeners("uncaughtException"); setTimeout(() => { throw ${thrown}; }, 1); await new Promise((done) => setTimeout(done, 3600_000));`,
      { errorType: 'Runtime.ExitError' },
    ] as const),
    ['too large a payload', 'return "x".repeat(7 * 1024 * 1024);', { errorType: 'Function.ResponseSizeTooLarge' }],
    ['using up the memory', 'const all = []; while (true) all.push(new Array(100000).fill({}));', { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') }],
    ['an answer that is nested too deeply', 'let a = []; for (let n = 0; n < 1500; n++) a = [a]; return a;', { errorType: 'Runtime.MarshalError', errorMessage: expect.stringContaining('more than 1000 levels') }],
    ['a stack overflow', 'const f = () => f(); return f();', { errorType: 'RangeError' }],
    ['deleting globals', 'for (const name of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[name]; } catch {} } throw { name: "E", message: "gone", stack: "s" };',
      { errorType: 'E', errorMessage: 'gone' }],
    ['breaking JSON', 'JSON.stringify = () => { throw 1; }; JSON.parse = null; throw new Error("broken");', { errorType: 'Error', errorMessage: 'broken' }],
  ];

  test.each(HOSTILE)('%s', async (_, code, error) => {
    start(inline(`exports.handler = async ({ hostile }) => { if (!hostile) return "fine"; ${code} }`));
    expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
    expect(await functions.invoke('Fn', { hostile: true })).toMatchObject({ error });
    expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
  });

  test('huge output is cut off', async () => {
    start(inline('exports.handler = async () => { for (let n = 0; n < 20000; n++) console.log("x".repeat(1000)); return "fine"; }'));
    expect(await functions.invoke()).toEqual({ payload: 'fine' });
    expect(functions.lines.length).toBeLessThan(300);
    expect(functions.lines.at(-1)!.text).toBe('(more output than is kept)');
  });

  test('a busy function holds up neither others nor this thread', async () => {
    functions = new Functions({ Busy: inline('exports.handler = () => { console.log("begun"); while (true); }', { Timeout: 2 }), Fn: inline('exports.handler = async () => 1') });
    const busy = functions.invoke('Busy');
    await functions.linesWhenThere(1);
    expect(await functions.invoke('Fn')).toEqual({ payload: 1 });
    functions.clock.advance(2000);
    expect(await busy).toMatchObject({ error: { errorType: 'Sandbox.Timedout' } });
  });

  test('the caller gives up before the function does', async () => {
    const gate = new Gate();
    start(inline(GATED, { Timeout: 3 }));
    const given = functions.invoke('Fn', { until: gate.path }, 100);
    await functions.linesWhenThere(1);
    functions.clock.advance(100);
    expect(await given).toEqual({ timedOut: true });
    gate.open();
    expect(await functions.invoke('Fn', {}, 2000)).toMatchObject({ payload: { n: 2 } });
  });

  test('an event that is too large, or has names of Object.prototype', async () => {
    start(inline('exports.handler = async (event) => Object.keys(event)'));
    expect(await functions.invoke('Fn', 'x'.repeat(7 * 1024 * 1024))).toMatchObject({ error: { errorType: 'RequestEntityTooLargeException' } });
    expect(await functions.invoke('Fn', JSON.parse('{"__proto__":{"a":1},"constructor":2}'))).toEqual({ payload: ['__proto__', 'constructor'] });
  });
});

describe('handlers of layers', () => {
  const layer = (content: object) => ({ Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'assets', S3Key: folderWith(content as never) } } });
  const wrapper = 'const { basename, join } = require("node:path"); const next = process.env.NEXT;'
    + ' const own = require(next.startsWith("/") ? next.slice(0, -".handler".length) : join(process.env.LAMBDA_TASK_ROOT, basename(next, ".handler")));'
    + ' exports.handler = async (event) => [process.env.NAME, await own.handler(event)];';

  test('a path below /opt is one in the layers, as a handler and as the one that a wrapper calls', async () => {
    start(inline('exports.handler = async () => "own"', { Handler: '/opt/vendor/wrapper.handler', Layers: [{ Ref: 'One' }], Environment: { Variables: { NEXT: 'index.handler', NAME: 'a' } } }), {},
      { One: layer({ 'vendor/wrapper.js': wrapper }) });
    expect(await functions.invoke()).toEqual({ payload: ['a', 'own'] });
    await functions.runner.close();
    start(inline('', { Handler: '/opt/vendor/wrapper.handler', Layers: [{ Ref: 'One' }], Environment: { Variables: { NEXT: '/opt/vendor/other.handler', NAME: 'a' } } }), {},
      { One: layer({ 'vendor/wrapper.js': wrapper, 'vendor/other.js': 'exports.handler = async () => "other"' }) });
    expect(await functions.invoke()).toEqual({ payload: ['a', 'other'] });
  });
});
