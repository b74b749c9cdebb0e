// Calls a handler as Lambda's runtime for Node.js does, with every event of the list on its standard input. /opt is the folder in OPT.
// RUNTIME_GENERATION 24 has no callbacks and refuses a handler that wants one; 20 and 22 have them.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { _HANDLER: handlerText, LAMBDA_TASK_ROOT: root, OPT: opt, RUNTIME_GENERATION: generation } = process.env;
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
globalThis.awslambda = { streamifyResponse: (handler) => Object.assign(handler, { [STREAMING]: 'response' }) };

async function load(text) {
  const [, module, name] = /^([^.]*)\.(.*)$/.exec(basename(text));
  const path = resolve(root, text.slice(0, -basename(text).length).replace(/^\/opt\//, `${opt}/`), module);
  const require = createRequire(join(root, 'index.js'));
  const found = ['.js', '.mjs', '.cjs'].map((suffix) => path + suffix).find(existsSync);
  const loaded = found === undefined ? require(require.resolve(module, { paths: [root, join(opt, 'nodejs', 'node_modules')] }))
    : found.endsWith('.mjs') ? await import(pathToFileURL(found)) : require(found);
  return loaded[name];
}

function call(handler, event) {
  return new Promise((done, fail) => {
    if (generation === '24') {
      Promise.resolve(handler(event, { awsRequestId: 'r1' })).then(done, fail);
      return;
    }
    const finish = (error, answer) => (error ? fail(error) : done(answer));
    const context = { awsRequestId: 'r1', done: finish, succeed: (answer) => finish(undefined, answer), fail: (error) => finish(error ?? new Error('null')) };
    const result = handler(event, context, finish);
    if (typeof result?.then === 'function') result.then(context.succeed, context.fail);
  });
}

const outcomes = [];
let kind;
try {
  const handler = await load(handlerText);
  kind = { streaming: handler[STREAMING], length: handler.length };
  if (generation === '24' && handler.length >= 3) throw Object.assign(new Error('no callbacks'), { name: 'Runtime.CallbackHandlerDeprecated' });
  for (const event of JSON.parse(readFileSync(0, 'utf8'))) {
    try {
      outcomes.push({ payload: JSON.parse(JSON.stringify((await call(handler, event)) ?? null)) });
    } catch (error) {
      outcomes.push({ error: `${error.name}: ${error.message}` });
    }
  }
} catch (error) {
  kind = { ...kind, failed: error.name, code: error.code, message: error.message };
}
process.stdout.write(JSON.stringify({ kind, outcomes }));
