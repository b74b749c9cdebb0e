import { type AsyncEffectHandler, drive, driveAsync, type EffectHandler } from '../../src/emulator/kernel/drive';
import type { Effect, Machine } from '../../src/emulator/kernel/machine';
import type { TemplateResource } from '../../src/template';
import { Unknown } from '../../src/template/unknown';

const resource = { logicalId: 'X', path: 'S/X' } as TemplateResource;
const invoke: Effect = { effect: 'invoke', function: resource, event: { a: 1 }, purpose: 'integration', timeout: 1000 };
const fetchIt: Effect = { effect: 'fetch', request: { method: 'GET', url: 'https://b.example/', headers: [] }, from: resource, timeout: 1000 };
const object: Effect = { effect: 'object', bucket: resource, key: 'index.html' };

const answers: EffectHandler = {
  invoke: ({ event }) => ({ payload: event }),
  fetch: () => new Unknown('S/X', 'nobody knows'),
  object: () => undefined,
};

const later: AsyncEffectHandler = {
  invoke: async (effect) => answers.invoke(effect),
  fetch: async (effect) => answers.fetch(effect),
  object: async (effect) => answers.object(effect),
};

const failing: EffectHandler = { ...answers, invoke: () => { throw new Error('broken handler'); } };

function* all(): Machine<unknown[]> {
  return [yield invoke, yield fetchIt, yield object];
}

const RESULTS = [{ payload: { a: 1 } }, new Unknown('S/X', 'nobody knows'), undefined];

test('each effect is done by the handler of its kind', () => expect(drive(all(), answers)).toEqual(RESULTS));

test('and waited for', async () => expect(await driveAsync(all(), later)).toEqual(RESULTS));

test('what need not be waited for is taken as it is', async () => expect(await driveAsync(all(), answers)).toEqual(RESULTS));

// eslint-disable-next-line require-yield
test('a machine that asks for nothing', () => expect(drive((function* (): Machine<string> { return 'done'; })(), answers)).toBe('done'));

describe('a handler that throws', () => {
  let cleaned: boolean;
  function* cleaning(): Machine<unknown> {
    try {
      return yield invoke;
    } finally {
      cleaned = true;
    }
  }

  beforeEach(() => { cleaned = false; });

  test('ends the machine', () => {
    expect(() => drive(cleaning(), failing)).toThrow('broken handler');
    expect(cleaned).toBe(true);
  });

  test('ends it later too', async () => {
    await expect(driveAsync(cleaning(), { ...later, invoke: async () => { throw new Error('broken handler'); } })).rejects.toThrow('broken handler');
    expect(cleaned).toBe(true);
  });

  test('unless it goes on', () => {
    function* goingOn(): Machine<unknown> {
      try {
        yield invoke;
      } catch (error) {
        return [(error as Error).message, yield object];
      }
      return 'not reached';
    }
    expect(drive(goingOn(), failing)).toEqual(['broken handler', undefined]);
  });
});

describe('a machine that goes in a circle', () => {
  let cleaned = false;
  function* endless(): Machine<never> {
    try {
      for (;;) {
        yield object;
      }
    } finally {
      cleaned = true;
    }
  }

  test('is ended', async () => {
    expect(() => drive(endless(), answers)).toThrow('it goes in a circle');
    expect(cleaned).toBe(true);
    await expect(driveAsync(endless(), later)).rejects.toThrow('it goes in a circle');
  });
});
