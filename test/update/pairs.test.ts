/** Pairs of apps, deployed one after the other: what comes of it, on a literal account. */
import { synthesized, updated } from './outcome';
import { PAIRS } from './pairs';

test.each(PAIRS.map((pair) => [`${pair.id}, ${pair.change}: ${pair.outcome}, since ${pair.why}`, pair] as const))('%s', (_name, { before, after, outcome, says }) => {
  const update = updated(synthesized(before), synthesized(after));
  expect({ outcome: update.outcome, says: update.failure?.says, differences: outcome === 'right' ? update.differences : [] })
    .toEqual({ outcome, says: says === undefined ? undefined : says instanceof RegExp ? expect.stringMatching(says) : says, differences: [] });
});

test('no pair is told twice', () => {
  expect(new Set(PAIRS.map(({ id }) => id)).size).toBe(PAIRS.length);
});
