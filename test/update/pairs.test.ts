/** Pairs of apps, deployed one after the other: what comes of it, on a literal account, and what is said of it. */
import { Emulator } from '../../src/emulator';
import { verifyUpdate } from '../../src/verify';
import { differencesOf, type Outcome, synthesized, type Update, updated } from './outcome';
import { PAIRS } from './pairs';
import type { Pair } from './pairs/apps';

interface Tried {
  readonly update: Update;
  readonly before: string;
  readonly after: string;
}

const tried = new Map<Pair, Tried>();

function tryOut(pair: Pair): Tried {
  let known = tried.get(pair);
  if (known === undefined) {
    const [before, after] = [synthesized(pair.before), synthesized(pair.after)];
    tried.set(pair, known = { before, after, update: updated([before, after]) });
  }
  return known;
}

/** What is said of each outcome: the rule, and how bad it is. */
const TOLD: Readonly<Record<Outcome, RegExp>> = {
  'conflict': /^error update-conflict$/,
  'stage differs': /^error (?:stage-keeps-removed-methods|gateway-response-deleted)$/,
  'right until the next deployment': /^warning gateway-response-deleted$/,
  'right': /^nothing but what pages can't tell$/,
};

describe.each(PAIRS.map((pair) => [`${pair.id}, ${pair.change}`, pair] as const))('%s', (_name, pair) => {
  const { outcome, says, why } = pair;

  test(`${outcome}, since ${why}`, () => {
    const { update } = tryOut(pair);
    expect({ outcome: update.outcome, says: update.failure?.says, differences: outcome === 'right' ? update.differences : [] })
      .toEqual({ outcome, says: says === undefined ? undefined : says instanceof RegExp ? expect.stringMatching(says) : says, differences: [] });
  });

  test('what src/update says agrees, and a rule tells', () => {
    const { before, after, update: { failure, stage } } = tryOut(pair);
    const served = Emulator.fromAssembly(after, { deployed: before });
    expect({
      errors: served.update!.conflicts.map(({ error }) => error),
      differences: stage === undefined ? [] : differencesOf(stage, served, Emulator.fromAssembly(before)),
    }).toEqual({
      errors: failure === undefined ? [] : expect.arrayContaining([expect.stringContaining(failure.says)]),
      differences: [],
    });
    const told = verifyUpdate(served).map(({ rule, severity }) => `${severity} ${rule}`).filter((each) => each !== 'warning stage-keeps-removed-methods');
    expect(told.length > 0 ? told : ['nothing but what pages can\'t tell']).toContainEqual(expect.stringMatching(TOLD[outcome]));
  });
});

test('no pair is told twice', () => {
  expect(new Set(PAIRS.map(({ id }) => id)).size).toBe(PAIRS.length);
});
