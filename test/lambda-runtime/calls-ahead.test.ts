/** Calls that an environment gets while it is at another: none is lost, run twice, or held up by the one before. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assert, constantFrom, property, array } from 'fast-check';
import { type Call, type CallResult, Environment, type Runtime, type RuntimeListener } from '../../src/lambda-runtime/environment';
import type { FunctionSettings } from '../../src/lambda-runtime/settings';
import { Turns } from '../../src/lambda-runtime/turns';
import { Functions, inline } from './running';

describe('turns', () => {
  test('whatever is handed over, begun and taken back: each call is either, in order, and those after it go on', () => {
    assert(property(array(constantFrom('hand over', 'begin', 'take back')), (steps) => {
      const turns = new Turns();
      const handed: number[] = [];
      const begun: number[] = [];
      const taken: number[] = [];
      const inThread: { call: number; turn: number }[] = [];
      let calls = 0;
      for (const step of [...steps, 'hand over', ...steps.map(() => 'begin'), 'begin']) {
        if (step === 'hand over') {
          handed.push(calls);
          inThread.push({ call: calls++, turn: turns.take() });
        } else if (step === 'begin') {
          const next = inThread.shift();
          if (next !== undefined && Atomics.compareExchange(turns.memory, 0, next.turn, next.turn + 1) === next.turn) {
            begun.push(next.call);
            expect(handed.shift()).toBe(next.call);
          }
        } else {
          const count = turns.takeBack();
          taken.push(...handed.splice(handed.length - count));
          expect(handed).toEqual([]);
        }
      }
      expect(begun).toEqual([...begun].sort((a, b) => a - b));
      expect([...begun, ...taken].sort((a, b) => a - b)).toEqual(Array.from({ length: calls }, (_, index) => index));
    }));
  });

  test('they go on where 32 bits end', () => {
    const turns = new Turns();
    Object.assign(turns, { next: Int32Array.of(2 ** 31 - 1) });
    turns.memory[0] = 2 ** 31 - 1;
    const first = turns.take();
    expect(Atomics.compareExchange(turns.memory, 0, first, first + 1)).toBe(first);
    expect(turns.take()).toBe(turns.memory[0]);
    turns.take();
    expect(turns.takeBack()).toBe(2);
  });
});

describe('an environment', () => {
  const settings = { logicalId: 'Fn', timeout: 3000 } as FunctionSettings;
  const events: string[] = [];
  const got: string[] = [];
  let runtime: RuntimeListener;
  let notBegun = 0;

  function environment(depth = 3): Environment {
    events.length = got.length = 0;
    const own: Runtime = { depth, call: (id) => got.push(id), takeBack: () => notBegun, stop: async () => undefined };
    const made = new Environment((listener) => {
      runtime = listener;
      return own;
    }, settings, {
      log: () => undefined,
      ready: () => events.push('ready'),
      done: () => events.push('done'),
      ended: (_, { left }) => events.push(`ended, left: ${left.map(({ id }) => id).join()}`),
    });
    runtime.message({ type: 'ready' });
    return made;
  }
  const call = (id: string): Call => ({ id, event: '{}', since: 0, settle: (result: CallResult) => events.push(`${id}: ${JSON.stringify(result)}`) });
  const answer = (id: string) => runtime.message({ type: 'result', id, payload: '1' });

  test('takes as many as its runtime does, while the one that it is at is quick', () => {
    const made = environment();
    expect([made.isBusy, made.takesAhead(Infinity)]).toEqual([false, false]);
    ['a', 'b', 'c'].forEach((id) => {
      made.call(call(id));
      expect(made.takesAhead(Infinity)).toBe(id !== 'c');
      expect(made.takesAhead(0)).toBe(false);
    });
    ['a', 'c', 'b', 'a', 'c'].forEach(answer);
    expect(events).toEqual(['ready', 'done', 'a: {"payload":"1"}', 'done', 'b: {"payload":"1"}', 'done', 'c: {"payload":"1"}']);
    expect([got, made.isBusy]).toEqual([['a', 'b', 'c'], false]);
  });

  test('of one call at a time takes none ahead', () => {
    const made = environment(1);
    made.call(call('a'));
    expect([made.takesAhead(Infinity), made.firstAhead]).toEqual([false, undefined]);
    answer('a');
  });

  test.each([
    [0, '', ['a', 'b', 'c']],
    [1, 'c', ['a', 'b', 'c']],
    [2, 'b,c', ['a', 'b', 'c']],
    [3, 'b,c', ['a', 'b', 'c', 'a']],
  ])('gives back what hasn\'t begun, but never the first: %d', async (count, back, calls) => {
    const made = environment();
    ['a', 'b', 'c'].forEach((id) => made.call(call(id)));
    notBegun = count;
    expect(made.takeBack().map(({ id }) => id).join()).toBe(back);
    expect(got).toEqual(calls);
    await made.close();
  });

  test('that ends fails the call that it is at, and leaves the others', () => {
    const made = environment();
    ['a', 'b', 'c'].forEach((id) => made.call(call(id)));
    notBegun = 2;
    runtime.ended({ errorType: 'Runtime.ExitError', errorMessage: 'RequestId:  Error: gone' });
    expect(events).toEqual(['ready', 'a: {"error":{"errorType":"Runtime.ExitError","errorMessage":"RequestId: a Error: gone"}}', 'ended, left: b,c']);
  });

  test('that ends while two have begun fails both, each by its own name', () => {
    const made = environment();
    ['a', 'b', 'c'].forEach((id) => made.call(call(id)));
    notBegun = 1;
    runtime.ended({ errorType: 'E', errorMessage: 'RequestId:  Error: gone' });
    expect(events.slice(1)).toEqual([expect.stringContaining('RequestId: a'), expect.stringContaining('RequestId: b'), 'ended, left: c']);
  });

  test('an answer that came in time counts, however late this thread reads it', async () => {
    const made = new Environment((listener) => {
      runtime = listener;
      return { depth: 1, call: () => setTimeout(() => setImmediate(() => answer('a')), 1), takeBack: () => 0, stop: async () => undefined };
    }, { ...settings, timeout: 20 }, { log: () => undefined, ready: () => undefined, done: () => undefined, ended: () => undefined });
    runtime.message({ type: 'ready' });
    const result = new Promise((settle) => made.call({ ...call('a'), settle }));
    const end = performance.now() + 60;
    while (performance.now() < end) {
      // the thread is busy
    }
    expect(await result).toEqual({ payload: '1' });
  });
});

describe('a function whose calls are quick', () => {
  let functions: Functions;
  afterEach(() => functions.runner.close());

  const CODE = `let n = 0; const own = Math.random().toString(36).slice(2);
    exports.handler = async ({ wait, block, crash, call, left }, context) => {
      n++;
      if (wait) await new Promise((done) => setTimeout(done, wait));
      if (block) for (const end = Date.now() + block; Date.now() < end;);
      if (crash) process.exit(3);
      if (call) return (await fetch(call)).text();
      return left ? context.getRemainingTimeInMillis() : { own, n };
    }`;
  interface Answer { readonly payload: { readonly own: string; readonly n: number } }

  /** Starts it, and calls it until its calls are quick. */
  async function start(properties: object = {}, options: object = {}, code = CODE): Promise<void> {
    functions = new Functions({ Fn: inline(code, properties) }, options);
    for (let n = 0; n < 30; n++) {
      await functions.invoke();
    }
  }
  const atOnce = (...events: object[]) => Promise.all(events.map((event) => functions.invoke('Fn', event)));
  const many = (count: number, event: object = {}) => Array.from({ length: count }, () => event);
  const outcome = (result: unknown) => (result as Answer).payload;

  test('calls at a time are answered in their order, each once', async () => {
    await start();
    for (let round = 0; round < 20; round++) {
      const results = (await atOnce(...many(40))).map(outcome);
      for (const own of new Set(results.map((each) => each.own))) {
        const counts = results.filter((each) => each.own === own).map(({ n }) => n);
        expect(counts).toEqual(counts.map((_, index) => counts[0] + index));
      }
    }
  });

  test.each([
    ['waits', { wait: 1500 }],
    ['keeps its thread busy', { block: 1500 }],
  ])('calls behind one that %s go elsewhere', async (_, slow) => {
    await start({ Timeout: 10 });
    const { own, n } = outcome(await functions.invoke());
    const results = [slow, ...many(5)].map((event) => functions.invoke('Fn', event));
    const others = (await Promise.all(results.slice(1))).map(outcome);
    expect(others.map((each) => each.own)).not.toContain(own);
    const timesBefore = (index: number) => others.slice(0, index).filter((one) => one.own === others[index].own).length;
    expect(others.map((each) => each.n)).toEqual(others.map((__, index) => timesBefore(index) + 1));
    expect(outcome(await results[0])).toEqual({ own, n: n + 1 });
    // and the one that was slow goes on where it was, without those that were taken back
    const later = (await Promise.all(many(30).map(() => functions.invoke('Fn', { wait: 100 })))).map(outcome);
    expect(later.filter((each) => each.own === own).map((each) => each.n)).toContain(n + 2);
  });

  test('where all environments are in use, calls behind a slow one go to the next that is done, before those that came later', async () => {
    await start({ Timeout: 10 }, { concurrency: 2 });
    await atOnce({ wait: 300 }, { wait: 300 });
    for (let n = 0; n < 5; n++) {
      await functions.invoke();
    }
    const begun = performance.now();
    const slow = atOnce({ wait: 400 }, { wait: 4000 });
    const behind = atOnce(...many(3));
    await new Promise((done) => setTimeout(done, 100));
    let over = false;
    // others keep the environment that is done first busy all the time
    const others = many(3).map(async () => {
      while (!over) {
        await functions.invoke('Fn', { wait: 1 });
      }
    });
    await behind;
    const took = performance.now() - begun;
    over = true;
    await Promise.all([slow, ...others]);
    expect(took).toBeLessThan(3000);
  });

  test('a callback that comes after its call was answered does nothing to the next', async () => {
    const code = `exports.handler = (event, context, callback) => {
      if (!event.late) return void [callback(null, 'own'), setTimeout(() => {}, 60)];
      context.callbackWaitsForEmptyEventLoop = false;
      callback(null, 'first');
      setTimeout(() => { context.callbackWaitsForEmptyEventLoop = true; callback(null, 'late'); }, 30);
    };`;
    functions = new Functions({ Fn: inline(code) }, { concurrency: 1 });
    expect(await atOnce({ late: true }, {})).toEqual([{ payload: 'first' }, { payload: 'own' }]);
  });

  test('one that exits each time it has answered is answered each time, or says that it exited', async () => {
    await start({}, {}, 'let n = 0; exports.handler = async ({ exit }) => { n++; if (exit) setImmediate(() => process.exit(1)); return n; }');
    const results = await atOnce(...many(12, { exit: true }));
    expect(results.filter((result: any) => result.payload === undefined && result.error.errorType !== 'Runtime.ExitError')).toEqual([]);
    await new Promise((done) => setTimeout(done, 300));
    expect(await functions.invoke()).toEqual({ payload: 1 });
  });

  test('what waits while it is closed is told so', async () => {
    await start({}, { concurrency: 1 });
    const results = atOnce({ wait: 5000 }, ...many(3));
    await functions.runner.close();
    expect((await results).map((result: any) => result.error.errorMessage)).toEqual(many(4).map(() => expect.stringContaining('the emulator was closed')));
  });

  test('one that calls itself is answered', async () => {
    await start({ Timeout: 10 });
    const server = createServer((_, response) => void functions.invoke().then((result) => response.end(JSON.stringify(result))));
    try {
      server.listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      for (const result of await atOnce(...many(6, { call: url }))) {
        expect(JSON.parse((result as { payload: string }).payload)).toMatchObject({ payload: { own: expect.any(String) } });
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test.each([
    ['exits', { crash: true }, 'Runtime.ExitError'],
    ['takes too long', { wait: 60_000 }, 'Sandbox.Timedout'],
    ['never ends', { block: 60_000 }, 'Sandbox.Timedout'],
  ])('behind one that %s, where there is no other environment, calls get the next', async (_, event, errorType) => {
    await start({ Timeout: 1 }, { concurrency: 1 });
    const [failed, ...others] = await atOnce(event, ...many(5));
    expect(failed).toMatchObject({ error: { errorType } });
    expect(others.map(outcome).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  });

  test('the time that a call has begins with it, not while it waits', async () => {
    await start({ Timeout: 3 }, { concurrency: 1 });
    const [, left] = await atOnce({ wait: 1500 }, { left: true });
    expect((left as { payload: number }).payload).toBeGreaterThan(2000);
  });

  test('a call that nobody waits for any more doesn\'t begin', async () => {
    await start({ Timeout: 10 }, { concurrency: 1 });
    const slow = functions.invoke('Fn', { wait: 800 });
    expect(await functions.invoke('Fn', {}, 100)).toEqual({ timedOut: true });
    const { n } = outcome(await slow);
    expect(outcome(await functions.invoke()).n).toBe(n + 1);
  });

  test.each([
    ['a callback', 'let n = 0; exports.handler = (event, context, callback) => { const own = ++n; setTimeout(() => callback(null, own), 1); }'],
    ['nothing left to do', 'let n = 0; exports.handler = (event, context) => { const own = ++n; context.done(null, own); setTimeout(() => {}, 1); }'],
    ['a throw', 'let n = 0; exports.handler = () => { throw ++n; }'],
  ])('one call ends before the next begins: %s', async (_, code) => {
    await start({}, { concurrency: 1 }, code);
    const numbers = (await atOnce(...many(12))).map((result: any) => result.payload ?? Number(result.error.errorMessage));
    expect(numbers).toEqual(numbers.map((__, index) => 31 + index));
  });
});
