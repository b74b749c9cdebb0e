import { folderWith, Functions, inline } from './running';

let functions: Functions;
const python = (code: string, properties: object = {}) => inline(code, { Runtime: 'python3.13', ...properties });
const start = (properties: object, more = {}) => (functions = new Functions({ Fn: properties }, {}, more));
afterEach(() => functions.runner.close());

const HANDLER = 'import os, sys, time\ndef handler(event, context):\n';

test('a handler, its context and what it keeps between calls', async () => {
  start(python(`n = 0
def handler(event, context):
    global n
    n += 1
    left = context.get_remaining_time_in_millis()
    return {"n": n, "got": event["a"], "name": context.function_name, "memory": context.memory_limit_in_mb, "left": 0 < left <= 900000}
`, { MemorySize: 512, Timeout: 900 }));
  const name = functions.of('Fn').physicalId;
  expect(await functions.invoke('Fn', { a: 'é' })).toEqual({ payload: { n: 1, got: 'é', name, memory: 512, left: true } });
  expect(await functions.invoke('Fn', { a: null })).toEqual({ payload: { n: 2, got: null, name, memory: 512, left: true } });
});

test('the environment is the function\'s and Lambda\'s', async () => {
  process.env.AWS_SECRET_ACCESS_KEY = 'of this process';
  try {
    start(python(`${HANDLER}    return dict(os.environ)`, { Environment: { Variables: { TABLE: 'items' } } }));
    const { payload } = await functions.invoke() as { payload: Record<string, string> };
    expect(payload).toMatchObject({ TABLE: 'items', AWS_REGION: 'eu-west-1' });
    expect(payload).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
    expect(payload).not.toHaveProperty('_CDK_CORS_FUNCTION');
  } finally {
    delete process.env.AWS_SECRET_ACCESS_KEY;
  }
});

test('a folder of modules, with a layer', async () => {
  const Code = { S3Bucket: 'assets', S3Key: folderWith({ 'app/main.py': 'import shared, app.own\ndef handler(e, c):\n    return [shared.a, app.own.b]', 'app/own.py': 'b = 2' }) };
  const Layer = { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'assets', S3Key: folderWith({ 'python/shared.py': 'a = 1' }) } } };
  start({ ...python(''), Handler: 'app/main.handler', Code, Layers: [{ Ref: 'Layer' }] }, { Layer });
  expect(await functions.invoke()).toEqual({ payload: [1, 2] });
});

test('lines that it prints are logged, and don\'t mix with its answer', async () => {
  start(python(`${HANDLER}    print("out"); print("err", file=sys.stderr); return 1`));
  expect(await functions.invoke()).toEqual({ payload: 1 });
  expect((await functions.linesWhenThere(2)).map(({ level, text }) => [level, text]).sort()).toEqual([['ERROR', 'err'], ['INFO', 'out']]);
});

test.each([
  ['raised', `${HANDLER}    raise ValueError("boom")`, 'ValueError', 'boom'],
  ['not JSON', `${HANDLER}    return object()`, 'Runtime.MarshalError', 'not JSON serializable'],
  ['while loading', 'raise RuntimeError("init")', 'RuntimeError', 'init'],
  ['syntax', 'def (', 'Runtime.UserCodeSyntaxError', 'Syntax error in module \'index\''],
  ['missing module', 'import nothing_such', 'Runtime.ImportModuleError', 'Unable to import module \'index\': No module named \'nothing_such\''],
  ['missing handler', 'other = 1', 'Runtime.HandlerNotFound', 'Handler \'handler\' missing on module \'index\''],
])('an error as Lambda reports it: %s', async (_, code, errorType, errorMessage) => {
  expect(await start(python(code)).invoke()).toMatchObject({ error: { errorType, errorMessage: expect.stringContaining(errorMessage) } });
});

test.each([
  ['sys.exit', 'sys.exit(3)', { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') }],
  ['os._exit', 'os._exit(0)', { errorType: 'Runtime.ExitError' }],
  ['killing itself', 'os.kill(os.getpid(), 9)', { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') }],
  ['too large a payload', 'return "x" * 7000000', { errorType: 'Function.ResponseSizeTooLarge' }],
  ['writing where answers go', 'os.write(4, b"null\\n5\\n{}\\nno json\\n"); raise ValueError("after")', { errorType: 'ValueError' }],
  ['forging an answer', 'import json; os.write(4, json.dumps({"type": "result", "id": context.aws_request_id, "payload": "no"}).encode() + b"\\n"); time.sleep(0.2)',
    { errorType: 'Runtime.MarshalError' }],
])('hostile: %s', async (_, code, error) => {
  start(python(`${HANDLER}    if not event: return "fine"\n    ${code}`));
  expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
  expect(await functions.invoke('Fn', { hostile: true })).toMatchObject({ error });
  expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
});

describe('a message that doesn\'t fit its type is an error of the function, not of the server', () => {
  const error = { errorType: 'Error', errorMessage: 'm' };
  test.each<[string, object]>([
    ['a log line of numbers', { type: 'log', level: 5, text: 5 }],
    ['a log line without a text', { type: 'log', level: 'INFO' }],
    ['a log line whose text is a list', { type: 'log', level: 'INFO', text: ['a'] }],
    ['a log line whose level is an object', { type: 'log', level: { toString: 1 }, text: 'a' }],
    ['a result without an id', { type: 'result', payload: '1' }],
    ['a result that is data instead of text', { type: 'result', id: 'ID', payload: { statusCode: 200 } }],
    ['an error that is null', { type: 'error', id: 'ID', error: null }],
    ['an error that is text', { type: 'error', id: 'ID', error: 'boom' }],
    ['an error of numbers', { type: 'error', id: 'ID', error: { errorType: 1, errorMessage: 2 } }],
    ['an error within an error', { type: 'error', id: 'ID', error: { error } }],
    ['an error whose trace is a number', { type: 'error', id: 'ID', error: { ...error, trace: 5 } }],
    ['an error whose trace has numbers', { type: 'error', id: 'ID', error: { ...error, trace: ['a', 5] } }],
    ['an error for an id that is a list', { type: 'error', id: ['ID'], error }],
    ['a fatal error without an error', { type: 'fatal' }],
    ['a fatal error that is a list', { type: 'fatal', error: [] }],
  ])('%s', async (_, message) => {
    const line = JSON.stringify(`${JSON.stringify(message)}\n`);
    start(python(`${HANDLER}    if not event: return "fine"\n    os.write(4, ${line}.replace("ID", context.aws_request_id).encode()); time.sleep(3600)`));
    expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
    expect(await functions.invoke('Fn', { hostile: true })).toEqual({
      error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: the function's code sent a message of type \w+ that doesn't have the fields of one to the runtime$/) },
    });
    expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
  });

  test('a line without an end is cut off, and ends the call', async () => {
    start(python(`${HANDLER}    if not event: return "fine"\n    while True: os.write(4, b"x" * 65536)`));
    expect(await functions.invoke('Fn', { hostile: true })).toMatchObject({ error: { errorMessage: expect.stringContaining('sent a message of more than 16 MB to the runtime') } });
    expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
  });

  test('as an answer, the largest payload with all of it escaped is no such line', async () => {
    start(python(`${HANDLER}    return '"' * 3000000`));
    expect(await functions.invoke()).toEqual({ payload: '"'.repeat(3_000_000) });
  });

  test('log lines that the function sends itself are bounded as what it prints', async () => {
    start(python(`import json\n${HANDLER}    for n in range(2000): os.write(4, json.dumps({"type": "log", "level": "INFO", "text": "x" * 1000}).encode() + b"\\n")\n    return "fine"`));
    expect(await functions.invoke()).toEqual({ payload: 'fine' });
    expect(functions.lines.length).toBeLessThan(300);
    expect(functions.lines.at(-1)!.text).toBe('(more output than is kept)');
  });
});

test('an infinite loop ends by the time-out, and the next call is answered', async () => {
  start(python(`${HANDLER}    if not event: return "fine"\n    print("begun")\n    while True: pass`, { Timeout: 1 }));
  expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
  const endless = functions.invoke('Fn', { hostile: true });
  await functions.linesWhenThere(1);
  functions.clock.advance(1000);
  expect(await endless).toMatchObject({ error: { errorType: 'Sandbox.Timedout' } });
  expect(await functions.invoke('Fn', {})).toEqual({ payload: 'fine' });
});

test('huge output is cut off', async () => {
  start(python(`${HANDLER}    for n in range(20000): print("x" * 1000)\n    return "fine"`));
  expect(await functions.invoke()).toEqual({ payload: 'fine' });
  expect(functions.lines.length).toBeLessThan(400);
});

test('without python3 the function is unknown, with the remedy', async () => {
  const { PATH } = process.env;
  process.env.PATH = '/nowhere';
  try {
    expect(String(await start(python(`${HANDLER}    return 1`)).invoke())).toMatch(/python3 can't be started .* --backend Fn=http:\/\/localhost:8080/);
  } finally {
    process.env.PATH = PATH;
  }
});
