import fc from 'fast-check';
import { withoutJobs } from '../../../src/emulator/cloudfront/function-async';
import { FunctionRuntime } from '../../../src/emulator/cloudfront/function-runtime';
import { tokensOf } from '../../../src/emulator/cloudfront/function-tokens';

const HELPERS = `
async function two() { return 2; }
const later = async (x) => { return x + 1; };
const failing = async () => { throw new Error('no'); };
const object = { async method(x) { return x; }, async: 5, await: 6 };
`;

/** What an async handler with this body returns. */
function result(body: string): unknown {
  const outcome = new FunctionRuntime({ code: `${HELPERS} async function handler(event) { ${body} }`, runtime: 'cloudfront-js-2.0' }).run({ x: 1 }, 0);
  return 'result' in outcome ? outcome.result : 'error' in outcome ? outcome.error : outcome;
}

test.each<[body: string, result: unknown]>([
  ['return await two();', 2],
  ['return await two() + 1;', 3],
  ['return (await two()) * await later(2);', 6],
  ['return await Promise.all([two(), later(1), 7]);', [2, 2, 7]],
  ['return `is ${await two()} and ${`${await two()}`}`;', 'is 2 and 2'],
  ['return await object.method({ a: [1] });', { a: [1] }],
  ['return (await object.method({ a: [1] })).a[0];', 1],
  ['return [object.async, object.await];', [5, 6]],
  ['return await new Promise((resolve) => resolve(3));', 3],
  ['return await (async () => { const x = await two(); return x * x; })();', 4],
  ['try { await failing(); } catch (error) { return error.message; }', 'no'],
  ['return failing().catch((error) => error.message).then((text) => text + "!");', 'no!'],
  ['return two().then((x) => later(x)).finally(() => 0);', 3],
  ['return (await Promise.allSettled([two(), failing()])).map((each) => each.status);', ['fulfilled', 'rejected']],
  ['for await (const x of [1, 2]) { if (x === 2) { return x; } }', 2],
  ['let sum = 0; for (const x of [1, 2]) { sum += await later(x); } return sum;', 5],
  ['return "await two() in async function";', 'await two() in async function'],
  ['return /await (a|b)/.test("await a") && 4 / 2 / 1;', 2],
  ['/* await */ return await // two\n two();', 2],
  ['return typeof await two();', 'number'],
  ['return await event.x;', 1],
  ['return await new Promise(() => {});', 'Error: a promise is awaited that is never resolved'],
  ['return await failing();', 'Error: no'],
])('%s', (body, expected) => expect(result(body)).toEqual(expected));

test('`this` and `arguments` are those of the function', () => {
  const code = 'class A { constructor() { this.x = 4; } async get() { return this.x + arguments.length; } }\nasync function handler() { return await new A().get(1, 2); }';
  expect(new FunctionRuntime({ code, runtime: 'cloudfront-js-2.0' }).run({}, 0)).toMatchObject({ result: 6 });
});

test('a code without promises stays as it is', () => {
  const code = 'function handler(event) { var r = event.request; return r.uri.split("/")[1] / 2 > 1 ? r : `a${r.uri}b`; } // the end';
  expect(withoutJobs(code)).toBe(code);
});

test('tokens are the code again, whatever it is', () => {
  const pieces = fc.constantFrom('async', 'await', ' ', '\n', '(', ')', '{', '}', '[', ']', '=>', '/', '`', '${', '\'', '"', '\\', 'x', '1', '//', '/*', '*/', '.', 'function');
  fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
    const code = list.join('');
    expect(tokensOf(code).map(({ text }) => text).join('')).toBe(code);
    withoutJobs(code);
  }), { numRuns: 2000 });
});

test('no promise of the engine is left', () => {
  const pieces = fc.constantFrom('async ', 'async\n', 'function ', 'f', '()', '(x)', '=>', '{', '}', ' await ', '/', '`', '${', '}', ';', '*', ',', 'return ');
  fc.assert(fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
    const code = `${list.join('')}\nfunction handler() { return 1; }`;
    expect(withoutJobs(code)).not.toMatch(/\basync\b/);
  }), { numRuns: 2000 });
});
