/** Pairs of apps, deployed one after the other: what comes of it, on a literal account. */
import { Emulator } from '../../src/emulator';
import { differencesOf, synthesized, updated } from './outcome';
import { PAIRS } from './pairs';

test.each(PAIRS.map((pair) => [`${pair.id}, ${pair.change}: ${pair.outcome}, since ${pair.why}`, pair] as const))('%s', (_name, { before, after, outcome, says }) => {
  const update = updated(synthesized(before), synthesized(after));
  expect({ outcome: update.outcome, says: update.failure?.says, differences: outcome === 'right' ? update.differences : [] })
    .toEqual({ outcome, says: says === undefined ? undefined : says instanceof RegExp ? expect.stringMatching(says) : says, differences: [] });
});

describe('what src/update says agrees', () => {
  test.each(PAIRS.map((pair) => [`${pair.id}, ${pair.change}: ${pair.outcome}`, pair] as const))('%s', (_name, pair) => {
    const [before, after] = [synthesized(pair.before), synthesized(pair.after)];
    const { failure, outcome, stage } = updated(before, after);
    const served = Emulator.fromAssembly(after, { deployed: before });
    const update = served.update!;
    expect({
      errors: update.conflicts.map(({ error }) => error),
      deleted: update.overwritten.length > 0,
      differences: stage === undefined ? [] : differencesOf(stage, served, Emulator.fromAssembly(before)),
    }).toEqual({
      errors: failure === undefined ? [] : expect.arrayContaining([expect.stringContaining(failure.says)]),
      deleted: outcome === 'right until the next deployment',
      differences: [],
    });
  });
});

test('no pair is told twice', () => {
  expect(new Set(PAIRS.map(({ id }) => id)).size).toBe(PAIRS.length);
});
