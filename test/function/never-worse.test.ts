import { CorsPolicy } from '../../src';
import { NODE_HANDLER, PYTHON_HANDLER } from '../../src/function/handlers';
import { EVENTS } from './exchanges';
import { hasPython, runNode, runPython } from './running';

const POLICY = CorsPolicy.forOrigins('https://app.example.com', 'https://admin.example.com');
const ORIGIN = 'https://app.example.com';
const REST = EVENTS[0];
const HTTP = EVENTS[3];
const inline = (code: string) => ({ files: { 'index.js': code }, handler: 'index.handler', policy: POLICY });
const inlinePython = (code: string) => ({ files: { 'index.py': code }, handler: 'index.handler', policy: POLICY });
// Where there is no python3 the tests of it aren't: matrix.test.ts says so.
const testPython = hasPython ? test : () => undefined;
const get = (answer?: unknown) => REST.make({ origin: ORIGIN }, answer);
const ECHO = 'exports.handler = async (event) => event.answer;';
const ECHO_PYTHON = 'def handler(event, context):\n    return event["answer"]\n';
const OK = { statusCode: 200, body: 'a' };
const ALLOWED = { ...OK, headers: { 'Access-Control-Allow-Origin': ORIGIN, 'Vary': 'Origin' } };

const AUTHORIZERS = [
  { type: 'REQUEST', methodArn: 'arn:aws:execute-api:x', httpMethod: 'GET', headers: { origin: ORIGIN }, requestContext: {} },
  { type: 'TOKEN', methodArn: 'arn:aws:execute-api:x', authorizationToken: 'Bearer x' },
  { version: '2.0', type: 'REQUEST', routeArn: 'arn:aws:execute-api:x', headers: { origin: ORIGIN }, requestContext: { http: { method: 'GET' } } },
];
const OTHER_EVENTS = [...AUTHORIZERS, { Records: [{ body: 'x', eventSource: 'aws:sqs' }] }, { requestContext: { connectionId: 'c', routeKey: '$connect' } }, {}, null, [], 'x'];

describe('events that aren\'t HTTP requests pass, and what is answered to them too', () => {
  const events = OTHER_EVENTS.map((event) => event);
  const expected = events.map(() => ({ payload: { isAuthorized: true, headers: { Vary: 'x' } } }));

  test('Node.js', () => {
    const { outcomes, log } = runNode({ ...inline('exports.handler = async () => ({ isAuthorized: true, headers: { Vary: "x" } });'), events });
    expect({ outcomes, log }).toEqual({ outcomes: expected, log: [] });
  });

  testPython('Python', () => {
    const { outcomes, log } = runPython({ ...inlinePython('def handler(event, context):\n    return {"isAuthorized": True, "headers": {"Vary": "x"}}\n'), events });
    expect({ outcomes, log }).toEqual({ outcomes: expected, log: [] });
  });
});

// For REST APIs and format 1.0: what the gateway answers 502 to, it still does.
const ODD: [string, unknown][] = [
  ['nothing', null], ['a text', 'hello'], ['a list', [1]], ['headers as a list', { statusCode: 200, headers: [['a', 'b']] }],
  ['headers as a text', { statusCode: 200, headers: 'a: b' }], ['lists of values as a list', { statusCode: 200, multiValueHeaders: ['a'] }],
];

describe('an answer that no headers can be put on goes out as it is, with one line in the log', () => {
  test.each(ODD)('Node.js: %s', (_name, answer) => {
    const { outcomes, log } = runNode({ ...inline(ECHO), events: [get(answer), get(OK)] });
    expect(outcomes).toEqual([{ payload: answer }, { payload: ALLOWED }]);
    expect(log).toEqual([expect.stringMatching(/^cdk-cors: the answer goes out as it is: /)]);
  });

  testPython('Python', () => {
    const events = [...ODD.map(([, answer]) => get(answer)), get(OK)];
    const { outcomes, log } = runPython({ ...inlinePython(ECHO_PYTHON), events });
    expect(outcomes).toEqual([...ODD.map(([, payload]) => ({ payload })), { payload: ALLOWED }]);
    expect(log).toEqual(ODD.map(() => expect.stringMatching(/^cdk-cors: the answer goes out as it is: /)));
  });
});

const BAD_POLICIES: [string, string | undefined][] = [
  ['none', undefined], ['empty', ''], ['no JSON', '{"allowOrigins":'], ['a list', '[]'], ['no origins', '{"allowMethods":["GET"]}'],
  ['a bad pattern', '{"allowOriginPattern":"("}'], ['credentials for anybody', '{"allowOrigins":["*"],"allowCredentials":true}'],
  ['origins that aren\'t texts', '{"allowOrigins":[1]}'], ['credentials that aren\'t boolean', '{"allowOrigins":["https://a.example"],"allowCredentials":"yes"}'],
  ['seconds that are none', '{"allowOrigins":["https://a.example"],"maxAge":"soon"}'],
];

describe('with a bad policy answers go out as they are, with one line in the log', () => {
  test.each(BAD_POLICIES)('Node.js: %s', (_name, policy) => {
    const { outcomes, log } = runNode({ ...inline(ECHO), policy, events: [get(OK), get(OK)] });
    expect(outcomes).toEqual([{ payload: OK }, { payload: OK }]);
    expect(log).toEqual([expect.stringMatching(/^cdk-cors: CORS_POLICY: .*; answers go out as they are$/)]);
  });

  testPython('Python', () => BAD_POLICIES.forEach(([, policy]) => {
    const { outcomes, log } = runPython({ ...inlinePython(ECHO_PYTHON), policy, events: [get(OK), get(OK)] });
    expect(outcomes).toEqual([{ payload: OK }, { payload: OK }]);
    expect(log).toEqual([expect.stringMatching(/^cdk-cors: CORS_POLICY: .*; answers go out as they are$/)]);
  }));
});

describe('what the handler throws stays what it is', () => {
  test.each([
    ['async', 'exports.handler = async () => { throw new TypeError("boom"); };', 'TypeError: boom'],
    ['at once', 'exports.handler = () => { throw new RangeError("now"); };', 'RangeError: now'],
    ['by callback', 'exports.handler = (event, context, callback) => { callback(new Error("called"), { statusCode: 200 }); };', 'Error: called'],
    ['by context.fail', 'exports.handler = (event, context) => { context.fail(new Error("failed")); };', 'Error: failed'],
    ['by context.done', 'exports.handler = (event, context) => { context.done(new Error("done")); };', 'Error: done'],
  ])('Node.js, %s', (_name, code, error) => {
    expect(runNode({ ...inline(code), events: [get(), HTTP.make({ origin: ORIGIN })] })).toMatchObject({ outcomes: [{ error }, { error }], log: [] });
  });

  testPython('Python', () => {
    const ran = runPython({ ...inlinePython('def handler(event, context):\n    raise ValueError("boom")\n'), events: [get()] });
    expect(ran).toMatchObject({ outcomes: [{ error: 'ValueError: boom' }], log: [] });
  });
});

describe('a function that can\'t be loaded says so as ever', () => {
  test.each([
    ['no such file', {}, 'index.handler', { failed: 'Error', code: 'MODULE_NOT_FOUND' }],
    ['a missing package', { 'index.js': 'require("nothing")' }, 'index.handler', { failed: 'Error', code: 'MODULE_NOT_FOUND' }],
    ['a missing package of an ES module', { 'index.mjs': 'import "nothing"' }, 'index.handler', { failed: 'Error', code: 'ERR_MODULE_NOT_FOUND' }],
    ['syntax', { 'index.js': 'exports.handler = (' }, 'index.handler', { failed: 'SyntaxError' }],
    ['what it throws', { 'index.js': 'throw new TypeError("init")' }, 'index.handler', { failed: 'TypeError', message: 'init' }],
    ['no such handler', { 'index.js': 'exports.other = 1' }, 'index.handler', { failed: 'Runtime.HandlerNotFound', message: 'index.handler is undefined or not exported' }],
    ['no handler name', { 'index.js': '' }, 'index', { failed: 'Runtime.MalformedHandlerName', message: 'Bad handler' }],
  ])('Node.js: %s', (_name, files, handler, kind) => {
    expect(runNode({ files: files as unknown as { [name: string]: string }, handler, policy: POLICY, events: [] }).kind).toMatchObject(kind);
  });

  testPython('Python', () => {
    const kinds = ([[{}, 'index.handler'], [{ 'index.py': 'def' }, 'index.handler'], [{ 'index.py': '' }, 'index.handler'], [{ 'index.py': '' }, 'index']] as const)
      .map(([files, handler]) => runPython({ files: files as { [name: string]: string }, handler, policy: POLICY, events: [] }).kind);
    expect(kinds).toEqual([
      { failed: 'ModuleNotFoundError', message: 'No module named \'index\'' },
      { failed: 'SyntaxError', message: expect.any(String) },
      { failed: 'ImportError', message: 'Handler \'handler\' missing on module \'index\'' },
      { failed: 'ImportError', message: expect.stringContaining('Bad handler \'index\'') },
    ]);
  });
});

describe('handlers that stream pass, and it is said', () => {
  test.each(['22', '24'] as const)('by the runtime of %s', (generation) => {
    const code = 'exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {});';
    const { kind, log } = runNode({ ...inline(code), events: [] }, generation);
    expect(kind).toMatchObject({ streaming: 'response', length: 3 });
    expect(log).toEqual([expect.stringMatching(/^cdk-cors: the handler streams, so that its answers go out as they are$/)]);
  });
});

test('Node.js 24 refuses handlers that want a callback, wrapped or not', () => {
  const { kind, outcomes } = runNode({ ...inline('exports.handler = (event, context, callback) => callback(null, {});'), events: [get()] }, '24');
  expect({ failed: kind.failed, outcomes }).toEqual({ failed: 'Runtime.CallbackHandlerDeprecated', outcomes: [] });
});

test.each([0, 1, 2, 3])('a handler with %d parameters keeps them: runtimes tell by it', (count) => {
  const code = `exports.handler = (${['a', 'b', 'c'].slice(0, count).join(', ')}) => {};`;
  expect(runNode({ ...inline(code), events: [] }).kind).toEqual({ length: count });
});

test('an OPTIONS that isn\'t a preflight is the handler\'s, and its answer gets the headers', () => {
  const events = [REST.make({ method: 'OPTIONS', origin: ORIGIN }, OK), REST.make({ method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' } }, OK)];
  const { outcomes: node } = runNode({ ...inline(ECHO), events });
  const python = hasPython ? runPython({ ...inlinePython(ECHO_PYTHON), events }).outcomes : node;
  for (const outcomes of [node, python]) {
    expect(outcomes).toEqual([{ payload: ALLOWED }, { payload: { ...OK, headers: { Vary: 'Origin' } } }]);
  }
});

describe('among others', () => {
  // What vendors do: a handler in a layer that calls the one that a variable names, found as Lambda finds it.
  const vendor = (variable: string) => `const { createRequire } = require('node:module'); const { resolve } = require('node:path');
    const name = process.env.${variable}.replace(/^\\/opt\\//, process.env.OPT + '/'); const dot = name.lastIndexOf('.');
    const path = resolve(process.env.LAMBDA_TASK_ROOT, name.slice(0, dot));
    exports.handler = async (event, context) => {
      const { existsSync } = require('node:fs');
      const own = (await import(['.js', '.mjs'].map((each) => path + each).find(existsSync)))[name.slice(dot + 1)];
      const answer = await own(event, context);
      return { ...answer, headers: { ...answer.headers, 'x-vendor': 'seen' } };
    };`;
  const expected = [{ payload: { ...OK, headers: { ...ALLOWED.headers, 'x-vendor': 'seen' } } }];

  test('a vendor\'s handler in front, by a package of a layer, calls this one', () => {
    const opt = { 'nodejs/node_modules/vendor/index.js': vendor('VENDOR_HANDLER') };
    expect(runNode({ ...inline(ECHO), opt, entry: 'vendor.handler', environment: { VENDOR_HANDLER: NODE_HANDLER }, events: [get(OK)] }).outcomes).toEqual(expected);
  });

  test('a vendor\'s handler behind, by its path or by a package of a layer, is called by this one', () => {
    const opt = { 'vendor/handler.js': vendor('VENDOR_HANDLER'), 'nodejs/node_modules/vendor/index.js': vendor('VENDOR_HANDLER') };
    const environment = { VENDOR_HANDLER: 'index.handler' };
    const after = [{ payload: { ...OK, headers: { 'x-vendor': 'seen', ...ALLOWED.headers } } }];
    expect(runNode({ ...inline(ECHO), handler: 'vendor.handler', opt, environment, events: [get(OK)] }).outcomes).toEqual(after);
    // By its path: the layers' folder isn't /opt here, so the function's own folder has it.
    const files = { 'index.js': ECHO, 'vendor/handler.js': opt['vendor/handler.js'] };
    expect(runNode({ files, handler: 'vendor/handler.handler', policy: POLICY, environment, events: [get(OK)] }).outcomes).toEqual(after);
  });

  test('AWS_LAMBDA_EXEC_WRAPPER that adds to the environment, and one that puts its own handler in front', () => {
    const adds = 'export ADDED=1\nexport NODE_OPTIONS="--require $OPT/hook.js"\nexec "$@"\n';
    const answers = 'exports.handler = async (event) => ({ ...event.answer, body: process.env.ADDED + globalThis.hooked });';
    expect(runNode({ ...inline(answers), opt: { 'wrapper': adds, 'hook.js': 'globalThis.hooked = "yes";' }, execWrapper: 'wrapper', events: [get(OK)] }).outcomes)
      .toEqual([{ payload: { ...ALLOWED, body: '1yes' } }]);
    const takes = 'export VENDOR_HANDLER="$_HANDLER"\nexport _HANDLER=vendor.handler\nexec "$@"\n';
    const opt = { 'wrapper': takes, 'nodejs/node_modules/vendor/index.js': vendor('VENDOR_HANDLER') };
    expect(runNode({ ...inline(ECHO), opt, execWrapper: 'wrapper', events: [get(OK)] }).outcomes).toEqual(expected);
  });

  testPython('AWS_LAMBDA_EXEC_WRAPPER of Python', () => {
    const opt = {
      'wrapper': 'export ORIG_HANDLER="$_HANDLER"\nexport _HANDLER=vendor.handler\nexec "$@"\n',
      'python/vendor.py': 'import importlib, os\nmodule, _, name = os.environ["ORIG_HANDLER"].rpartition(".")\nown = getattr(importlib.import_module(module), name)\n'
        + 'def handler(event, context):\n    answer = own(event, context)\n    return {**answer, "headers": {**answer["headers"], "x-vendor": "seen"}}\n',
    };
    expect(runPython({ ...inlinePython(ECHO_PYTHON), opt, execWrapper: 'wrapper', entry: PYTHON_HANDLER, events: [get(OK)] }).outcomes).toEqual(expected);
  });

  test('code that asks for its handler is told its own', () => {
    const code = 'exports.handler = async () => ({ statusCode: 200, body: process.env._HANDLER });';
    expect(runNode({ ...inline(code), events: [get()] }).outcomes).toEqual([{ payload: { ...ALLOWED, body: 'index.handler' } }]);
  });
});

test('an answer that makes its JSON itself, and one that is frozen', () => {
  const code = `exports.handler = async (event) => event.answer === 'toJSON' ? { toJSON: () => (${JSON.stringify(OK)}) }
    : Object.freeze({ statusCode: 200, headers: Object.freeze({ 'access-control-allow-origin': '*' }), body: 'a' });`;
  expect(runNode({ ...inline(code), events: [get('toJSON'), get('frozen')] }).outcomes).toEqual([{ payload: ALLOWED }, { payload: ALLOWED }]);
});
