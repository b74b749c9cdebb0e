/** Calls that are queued in an environment while it runs another: none is lost, run twice, or held up by the one before. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { array, assert, asyncProperty, constantFrom, integer, property, tuple } from 'fast-check';
import { SYSTEM_CLOCK } from '../../src/lambda-runtime';
import { type Call, Environment } from '../../src/lambda-runtime/environment';
import { EnvironmentPool } from '../../src/lambda-runtime/pool';
import type { CallResult, Launcher, Runtime, RuntimeListener } from '../../src/lambda-runtime/runtime';
import type { FunctionSettings } from '../../src/lambda-runtime/settings';
import { Turns } from '../../src/lambda-runtime/turns';
import { ManualClock } from './manual-clock';
import { Functions, Gate, inline } from './running';

describe('turns', () => {
  test('whatever is handed over, begun and taken back: each call is either, in order, and those after it go on', () => {
    assert(property(array(constantFrom('hand over', 'begin', 'take back')), (steps) => {
      const turns = new Turns();
      const handed: number[] = [];
      const begun: number[] = [];
      const taken: number[] = [];
      const inThread: { call: number; turn: number }[] = [];
      let calls = 0;
      let isInOrder = true;
      for (const step of [...steps, 'hand over', ...steps.map(() => 'begin'), 'begin']) {
        if (step === 'hand over') {
          handed.push(calls);
          inThread.push({ call: calls++, turn: turns.take() });
        } else if (step === 'begin') {
          const next = inThread.shift();
          if (next !== undefined && Atomics.compareExchange(turns.memory, 0, next.turn, next.turn + 1) === next.turn) {
            begun.push(next.call);
            isInOrder &&= handed.shift() === next.call;
          }
        } else {
          const count = turns.takeBack();
          taken.push(...handed.splice(handed.length - count));
          isInOrder &&= handed.length === 0;
        }
      }
      expect(isInOrder).toBe(true);
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
  let clock: ManualClock;
  let notBegun = 0;

  function environment(depth = 3): Environment {
    events.length = got.length = 0;
    clock = new ManualClock();
    const own: Runtime = { depth, call: (id) => got.push(id), takeBack: () => notBegun, stop: async () => undefined };
    const made = new Environment((listener) => {
      runtime = listener;
      return own;
    }, settings, {
      log: () => undefined,
      ready: () => events.push('ready'),
      done: () => events.push('done'),
      ended: (_, { left }) => events.push(`ended, left: ${left.map(({ id }) => id).join()}`),
    }, clock);
    runtime.message({ type: 'ready' });
    return made;
  }
  const call = (id: string): Call => ({ id, event: '{}', queuedAt: 0, settle: (result: CallResult) => events.push(`${id}: ${JSON.stringify(result)}`) });
  const answer = (id: string) => runtime.message({ type: 'result', id, payload: '1' });

  test('queues as many calls as its runtime holds, while the running one is quick', () => {
    const made = environment();
    expect([made.isBusy, made.acceptsQueued(Infinity)]).toEqual([false, false]);
    ['a', 'b', 'c'].forEach((id) => {
      made.call(call(id));
      expect(made.acceptsQueued(1)).toBe(id !== 'c');
    });
    answer('c');
    expect(made.isBusyFor(5)).toBe(false);
    clock.advance(4);
    expect([made.isBusyFor(4), made.isBusyFor(5)]).toEqual([true, false]);
    ['a', 'c', 'b', 'a', 'c'].forEach(answer);
    expect(events).toEqual(['ready', 'done', 'a: {"payload":"1"}', 'done', 'b: {"payload":"1"}', 'done', 'c: {"payload":"1"}']);
    expect([got, made.isBusy]).toEqual([['a', 'b', 'c'], false]);
  });

  test('is quick until its current call has been running for so many milliseconds', () => {
    const made = environment();
    made.call(call('a'));
    clock.advance(4);
    expect(made.acceptsQueued(5)).toBe(true);
    clock.advance(1);
    expect(made.acceptsQueued(5)).toBe(false);
    made.call(call('b'));
    answer('a');
    expect(made.acceptsQueued(5)).toBe(true);
  });

  test('of one call at a time queues none', () => {
    const made = environment(1);
    made.call(call('a'));
    expect([made.acceptsQueued(Infinity), made.firstQueued]).toEqual([false, undefined]);
  });

  test('a time-out begins with the call, not while the call is queued', () => {
    const made = environment();
    ['a', 'b'].forEach((id) => made.call(call(id)));
    clock.advance(2999);
    answer('a');
    clock.advance(2999);
    expect(events).toEqual(['ready', 'done', 'a: {"payload":"1"}']);
    clock.advance(1);
    expect(events.slice(3)).toEqual(['b: {"error":{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: b Error: Task timed out after 3.00 seconds"}}', 'ended, left: ']);
  });

  test('loading has ten seconds', () => {
    environment();
    clock.advance(60_000);
    expect(events).toEqual(['ready']);
    const endings: unknown[] = [];
    const ignore = () => undefined;
    new Environment(() => ({ depth: 1, call: ignore, takeBack: () => 0, stop: async () => undefined }), settings,
      { log: ignore, ready: ignore, done: ignore, ended: (_, why) => endings.push(why) }, clock);
    clock.advance(9_999);
    expect(endings).toEqual([]);
    clock.advance(1);
    const result = { error: { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId:  Error: Task timed out after 10.00 seconds' } };
    expect(endings).toEqual([{ failed: { result, wouldRecur: true }, left: [] }]);
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

  test('that ends fails the running call, and leaves the others', () => {
    const made = environment();
    ['a', 'b', 'c'].forEach((id) => made.call(call(id)));
    notBegun = 2;
    runtime.ended({ errorType: 'Runtime.ExitError', reason: 'gone' });
    expect(events).toEqual(['ready', 'a: {"error":{"errorType":"Runtime.ExitError","errorMessage":"RequestId: a Error: gone"}}', 'ended, left: b,c']);
  });

  test('that ends while two have begun fails both, each with its own id', () => {
    const made = environment();
    ['a', 'b', 'c'].forEach((id) => made.call(call(id)));
    notBegun = 1;
    runtime.ended({ errorType: 'Runtime.ExitError', reason: 'gone' });
    expect(events.slice(1)).toEqual([expect.stringContaining('RequestId: a'), expect.stringContaining('RequestId: b'), 'ended, left: c']);
  });
});

test('an answer that came in time is read before the time-out, however busy this thread was', async () => {
  const { port1, port2 } = new MessageChannel();
  const order: string[] = [];
  const over = new Promise<void>((done) => SYSTEM_CLOCK.later(1, () => {
    order.push('time-out');
    done();
  }));
  port2.on('message', () => order.push('answer'));
  port1.postMessage('answer');
  const end = performance.now() + 5;
  while (performance.now() < end) {
    // this thread is busy
  }
  await over;
  port1.close();
  expect(order).toEqual(['answer', 'time-out']);
});

test('a timer that is cancelled doesn\'t fire', async () => {
  const fired: string[] = [];
  SYSTEM_CLOCK.later(1, () => fired.push('cancelled'))();
  await new Promise<void>((done) => SYSTEM_CLOCK.later(2, done));
  expect(fired).toEqual([]);
});

/** A function without a thread: a test says when its calls are done. */
class FakeFunction implements Launcher {
  public readonly clock = new ManualClock();
  public readonly runtimes: FakeRuntime[] = [];
  public readonly settled: string[] = [];
  public readonly pool: EnvironmentPool;

  constructor(maxEnvironments: number) {
    const settings = { logicalId: 'Fn', timeout: 3000 } as FunctionSettings;
    this.pool = new EnvironmentPool({ settings, maxEnvironments, launcher: this, clock: this.clock, log: () => undefined });
  }

  public prepare = async () => undefined;
  public dispose = async () => undefined;

  public launch(listener: RuntimeListener): Runtime {
    const runtime = new FakeRuntime(listener);
    this.runtimes.push(runtime);
    return runtime;
  }

  /** Calls the function. */
  public call(...ids: readonly string[]): void {
    ids.forEach((id) => void this.pool.call(id, '{}').then((result) => this.settled.push('payload' in result ? id : `${id} failed`)));
  }

  /** What each runtime runs and has queued. */
  public get calls(): readonly string[] {
    return this.runtimes.filter(({ stopped }) => !stopped).map(({ held }) => held.join());
  }

  /** Makes calls quick: one that takes no time. */
  public async warmUp(): Promise<void> {
    this.call('first');
    await nextTick();
    this.runtimes[0].load();
    this.runtimes[0].answer();
    await nextTick();
    this.settled.length = 0;
  }
}

/** Begins a call when the one before is answered, as a thread does. */
class FakeRuntime implements Runtime {
  public readonly depth = 3;
  public readonly begun: string[] = [];
  public held: string[] = [];
  public stopped = false;

  constructor(private readonly listener: RuntimeListener) {}

  public call(id: string): void {
    this.held.push(id);
    this.begin();
  }

  public takeBack(): number {
    return this.held.splice(1).length;
  }

  public async stop(): Promise<void> {
    this.stopped = true;
  }

  public load(): void {
    this.listener.message({ type: 'ready' });
  }

  public answer(): void {
    const id = this.held.shift();
    this.begin();
    if (id !== undefined) {
      this.listener.message({ type: 'result', id, payload: '1' });
    }
  }

  public failToLoad(): void {
    this.listener.message({ type: 'fatal', error: { errorType: 'Error', errorMessage: 'init' } });
    this.exit();
  }

  public exit(): void {
    this.stopped = true;
    this.listener.ended({ errorType: 'Runtime.ExitError', reason: 'gone' });
  }

  private begin(): void {
    if (this.held.length > 0 && this.begun.at(-1) !== this.held[0]) {
      this.begun.push(this.held[0]);
    }
  }
}

const nextTick = () => new Promise((done) => setImmediate(done));

describe('a pool', () => {
  test('pipelines calls while they are quick, up to what the runtime holds', async () => {
    const fake = new FakeFunction(2);
    await fake.warmUp();
    fake.call('a', 'b', 'c', 'd');
    expect(fake.calls).toEqual(['a,b,c']);
    ['b,c', 'c', 'd'].forEach((held) => {
      fake.runtimes[0].answer();
      expect(fake.calls).toEqual([held]);
    });
  });

  test('doesn\'t queue calls behind a call that takes long', async () => {
    const fake = new FakeFunction(2);
    await fake.warmUp();
    fake.call('a');
    fake.clock.advance(5);
    fake.call('b');
    expect(fake.calls).toEqual(['a']);
    fake.runtimes[0].answer();
    expect(fake.calls).toEqual(['b']);
    fake.call('c');
    expect(fake.calls).toEqual(['b']);
  });

  test('gives calls that have waited for 10 ms another environment, in their order', async () => {
    const fake = new FakeFunction(2);
    await fake.warmUp();
    fake.call('a', 'b', 'c', 'd');
    fake.clock.advance(9);
    await nextTick();
    expect([fake.calls, fake.runtimes.length]).toEqual([['a,b,c'], 1]);
    fake.clock.advance(1);
    await nextTick();
    expect(fake.calls).toEqual(['a', '']);
    fake.runtimes[1].load();
    expect(fake.calls).toEqual(['a', 'b,c,d']);
  });

  test('gives calls another environment after 50 ms, however many others are done meanwhile', async () => {
    const fake = new FakeFunction(2);
    await fake.warmUp();
    fake.call('a', ...Array.from({ length: 40 }, (_, index) => `then ${index}`));
    for (let passed = 0; passed < 48; passed += 3) {
      fake.clock.advance(3);
      fake.runtimes[0].answer();
    }
    await nextTick();
    expect(fake.runtimes).toHaveLength(1);
    fake.clock.advance(2);
    await nextTick();
    expect(fake.runtimes).toHaveLength(2);
  });

  test('uses an environment that is idle before it makes one', async () => {
    const fake = new FakeFunction(3);
    await fake.warmUp();
    fake.call('a', 'b');
    fake.clock.advance(10);
    await nextTick();
    fake.runtimes[1].load();
    fake.runtimes[1].answer();
    fake.call('c');
    expect(fake.calls).toEqual(['a', 'c']);
    fake.runtimes[0].answer();
    fake.runtimes[1].answer();
    fake.call('d', 'e');
    expect(fake.calls).toEqual(['', 'd,e']);
    fake.clock.advance(10);
    await nextTick();
    expect(fake.calls).toEqual(['e', 'd']);
  });

  test('where all environments are busy, calls behind a slow one go to the next that is done, before later ones', async () => {
    const fake = new FakeFunction(2);
    await fake.warmUp();
    fake.call('slow', 'slower');
    fake.clock.advance(10);
    await nextTick();
    fake.runtimes[1].load();
    fake.runtimes[0].answer();
    fake.clock.advance(10);
    fake.call('quick');
    fake.runtimes[0].answer();
    fake.call('quick', 'b', 'c');
    expect(fake.calls).toEqual(['quick,b,c', 'slower']);
    fake.clock.advance(10);
    fake.call('later');
    expect(fake.calls).toEqual(['quick', 'slower']);
    fake.runtimes[0].answer();
    expect(fake.calls).toEqual(['b', 'slower']);
    fake.runtimes[0].answer();
    expect(fake.calls).toEqual(['c,later', 'slower']);
  });

  test('an abandoned call never begins', async () => {
    const fake = new FakeFunction(1);
    await fake.warmUp();
    fake.call('a', 'b', 'c', 'd');
    fake.pool.abandon('b');
    fake.pool.abandon('d');
    fake.runtimes[0].answer();
    fake.runtimes[0].answer();
    fake.runtimes[0].answer();
    await nextTick();
    expect([fake.settled, fake.runtimes[0].begun]).toEqual([['a', 'c'], ['first', 'a', 'c']]);
  });

  test('a function that doesn\'t load fails the waiting calls, and is loaded anew for the next', async () => {
    const fake = new FakeFunction(2);
    fake.call('a', 'b');
    await nextTick();
    fake.runtimes[0].failToLoad();
    await nextTick();
    expect(fake.settled).toEqual(['a failed', 'b failed']);
    fake.call('c');
    await nextTick();
    fake.runtimes[1].load();
    fake.runtimes[1].answer();
    await nextTick();
    expect(fake.settled.slice(2)).toEqual(['c']);
  });

  test('an environment that is killed while it loads fails one call; the others get the next environment', async () => {
    const fake = new FakeFunction(2);
    fake.call('a', 'b', 'c');
    await nextTick();
    fake.runtimes[0].exit();
    await nextTick();
    expect(fake.settled).toEqual(['a failed']);
    fake.runtimes[1].load();
    fake.runtimes[1].answer();
    await nextTick();
    fake.runtimes[1].answer();
    await nextTick();
    expect(fake.settled.slice(1)).toEqual(['b', 'c']);
  });

  type Step = readonly ['call' | 'load' | 'answer' | 'exit' | 'advance' | 'abandon', number];
  const steps = array(tuple(constantFrom<Step[0]>('call', 'call', 'load', 'answer', 'answer', 'exit', 'advance', 'abandon'), integer({ min: 0, max: 60 })), { maxLength: 60 });

  test('whatever happens, each call is settled once, and begun once at most', async () => {
    await assert(asyncProperty(integer({ min: 1, max: 3 }), steps, async (max, sequence) => {
      const fake = new FakeFunction(max);
      const calls: string[] = [];
      const abandoned: string[] = [];
      const does = {
        call: () => fake.call(calls[calls.push(`${calls.length}`) - 1]),
        load: (at: number) => running()[at % max]?.load(),
        answer: (at: number) => running()[at % max]?.answer(),
        exit: (at: number) => running()[at % max]?.exit(),
        advance: (by: number) => fake.clock.advance(by),
        abandon: (at: number) => calls.slice(at, at + 1).forEach((id) => fake.pool.abandon(abandoned[abandoned.push(id) - 1])),
      };
      const running = () => fake.runtimes.filter(({ stopped }) => !stopped);
      for (const [step, at] of sequence) {
        does[step](at);
        await nextTick();
        expect(running().length).toBeLessThanOrEqual(max);
      }
      const isOver = () => calls.every((id) => abandoned.includes(id) || fake.settled.some((each) => each.split(' ')[0] === id));
      for (let rounds = 0; rounds < 200 && !isOver(); rounds++) {
        running().forEach((each) => each.load());
        running().forEach((each) => each.answer());
        fake.clock.advance(10);
        await nextTick();
      }
      expect(isOver()).toBe(true);
      await fake.pool.close();
      await nextTick();
      const settled = fake.settled.map((each) => each.split(' ')[0]);
      expect(settled).toHaveLength(new Set(settled).size);
      const begun = fake.runtimes.flatMap((each) => each.begun);
      expect(begun).toHaveLength(new Set(begun).size);
    }), { numRuns: 200 });
  });
});

describe('a function whose calls are quick', () => {
  let functions: Functions;
  afterEach(() => functions.runner.close());

  const CODE = `const { existsSync } = require('node:fs');
    let n = 0; const own = Math.random().toString(36).slice(2);
    exports.handler = async ({ until, blockedUntil, crash, call }) => {
      n++;
      if (until || blockedUntil) console.log('begun');
      while (until && !existsSync(until)) await new Promise((done) => setTimeout(done, 1));
      while (blockedUntil && !existsSync(blockedUntil));
      if (crash) process.exit(3);
      if (call) return (await fetch(call)).text();
      return { own, n };
    }`;
  interface Answer { readonly payload: { readonly own: string; readonly n: number } }

  /** Starts it, and calls it, so that its calls are quick. */
  async function start(properties: object = {}, options: object = {}, code = CODE): Promise<void> {
    functions = new Functions({ Fn: inline(code, properties) }, options);
    await functions.invoke();
  }
  const atOnce = (...events: object[]) => Promise.all(events.map((event) => functions.invoke('Fn', event)));
  const many = (count: number, event: object = {}) => Array.from({ length: count }, () => event);
  const outcome = (result: unknown) => (result as Answer).payload;

  test('calls at a time are answered in their order, each once', async () => {
    await start();
    for (let round = 0; round < 20; round++) {
      const results = (await atOnce(...many(40))).map(outcome);
      expect(results.map(({ n }) => n)).toEqual(results.map((_, index) => 40 * round + 2 + index));
    }
  });

  test.each([
    ['waits', 'until'],
    ['keeps its thread busy', 'blockedUntil'],
  ])('calls behind one that %s go elsewhere', async (_, until) => {
    await start();
    const gate = new Gate();
    const { own, n } = outcome(await functions.invoke());
    const [slow, ...results] = [{ [until]: gate.path }, ...many(5)].map((event) => functions.invoke('Fn', event));
    await functions.linesWhenThere(1);
    functions.clock.advance(10);
    const others = (await Promise.all(results)).map(outcome);
    expect(others.map((each) => each.own)).not.toContain(own);
    expect(others.map((each) => each.n)).toEqual([1, 2, 3, 4, 5]);
    gate.open();
    expect(outcome(await slow)).toEqual({ own, n: n + 1 });
    // and the one that was slow goes on where it was, without those that were taken back
    expect(outcome(await functions.invoke())).toEqual({ own, n: n + 2 });
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
    await start({}, {}, `let n = 0; process.on("exit", () => console.log("gone"));
      exports.handler = async ({ exit }) => { n++; if (exit) setImmediate(() => process.exit(1)); return n; }`);
    const results = await atOnce(...many(12, { exit: true }));
    expect(results.filter((result: any) => result.payload === undefined && result.error.errorType !== 'Runtime.ExitError')).toEqual([]);
    await functions.linesWhenThere(1);
    // A thread answers what it has got before it is gone, and a call may be on its way then.
    const next = await functions.invoke();
    expect(next).toEqual(expect.objectContaining('payload' in next ? { payload: expect.any(Number) } : { error: expect.objectContaining({ errorType: 'Runtime.ExitError' }) }));
  });

  test('queued calls fail when the runner closes', async () => {
    await start({}, { concurrency: 1 });
    const results = atOnce({ until: new Gate().path }, ...many(3));
    await functions.linesWhenThere(1);
    await functions.runner.close();
    expect((await results).map((result: any) => result.error.errorMessage)).toEqual(many(4).map(() => expect.stringContaining('the emulator was closed')));
  });

  test('one that calls itself is answered', async () => {
    await start({ Timeout: 900 }, { clock: SYSTEM_CLOCK });
    const server = createServer((_, response) => void functions.invoke('Fn', {}, 900_000).then((result) => response.end(JSON.stringify(result))));
    try {
      server.listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const answers = await Promise.all(many(6, { call: url }).map((event) => functions.invoke('Fn', event, 900_000)));
      expect(answers.map((each: any) => JSON.parse(each.payload))).toMatchObject(many(6, { payload: { own: expect.any(String) } }));
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test.each([
    ['exits', () => ({ crash: true }), 0, 'Runtime.ExitError'],
    ['takes too long', () => ({ until: new Gate().path }), 1, 'Sandbox.Timedout'],
    ['never ends', () => ({ blockedUntil: new Gate().path }), 1, 'Sandbox.Timedout'],
  ])('behind one that %s, where there is no other environment, calls get the next', async (_, event, lines, errorType) => {
    await start({ Timeout: 1 }, { concurrency: 1 });
    const results = atOnce(event(), ...many(5));
    await functions.linesWhenThere(lines);
    functions.clock.advance(1000 * lines);
    const [failed, ...others] = await results;
    expect(failed).toMatchObject({ error: { errorType } });
    expect(others.map(outcome).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  });

  test('the time that a call has begins with it, not while it waits', async () => {
    await start({ Timeout: 3 }, { concurrency: 1 }, `exports.handler = async ({ wait }, context) => {
      if (wait) await new Promise((done) => setTimeout(done, wait));
      const left = context.getRemainingTimeInMillis();
      return wait ? Date.now() : Date.now() + left; }`);
    const [end, deadline] = (await atOnce({ wait: 30 }, {})).map((result) => (result as unknown as { payload: number }).payload);
    expect(deadline - 3000).toBeGreaterThanOrEqual(end);
  });

  test('an abandoned call doesn\'t begin', async () => {
    await start({ Timeout: 10 }, { concurrency: 1 });
    const gate = new Gate();
    const slow = functions.invoke('Fn', { until: gate.path });
    await functions.linesWhenThere(1);
    const abandoned = functions.invoke('Fn', {}, 100);
    functions.clock.advance(100);
    expect(await abandoned).toEqual({ timedOut: true });
    gate.open();
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
    expect(numbers).toEqual(numbers.map((__, index) => 2 + index));
  });
});
