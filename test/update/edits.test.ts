/** Random edits of random apps, deployed one after the other: the laws of every update. CDK_CORS_UPDATES is the number of edits. */
import * as fc from 'fast-check';
import { Emulator } from '../../src/emulator';
import { verifyUpdate } from '../../src/verify';
import { deployed, differencesOf, emulatorOf, OLD, synthesized } from './outcome';
import { build, type Edit, edits, isOrdinary, mayCall, type Shop, START } from './shop';
import { stagesOf } from './stage';

const EDITS = Number(process.env.CDK_CORS_UPDATES ?? 1000);
const IN_A_ROW = 10;

const assemblies = new Map<string, string>();

/** Apps come again, and are synthesized once. */
function assemblyOf(shop: Shop): string {
  const key = JSON.stringify(shop);
  const known = assemblies.get(key) ?? synthesized(build(shop));
  assemblies.set(key, known);
  return known;
}

/** What an update does and what is said of it, in which nothing should be left that breaks a law. */
function broken(before: Shop, after: Shop): { laws: string[]; isDeployed: boolean } {
  const [old, now] = [before, after].map(assemblyOf);
  const { aws, failure } = deployed([old, now]);
  const emulator = Emulator.fromAssembly(now, { deployed: old });
  const differences = failure === undefined ? differencesOf(stagesOf(aws), emulator.updated, emulatorOf(old), mayCall(after, OLD) ? [] : [OLD]) : [];
  const told = verifyUpdate(emulator).filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  const laws = [
    ...(failure !== undefined && isOrdinary(before, after) ? [`an ordinary edit conflicts: ${failure.logicalId}: ${failure.says}`] : []),
    ...(failure !== undefined && !told.includes('update-conflict') ? [`a conflict isn't told: ${failure.logicalId}: ${failure.says}`] : []),
    ...(failure === undefined && told.includes('update-conflict') ? ['a conflict is told that there isn\'t'] : []),
    ...(differences.length > 0 && !told.includes('stage-keeps-removed-methods') ? [`the stage differs, and isn't told: ${differences[0]}`] : []),
    ...(failure === undefined && differences.length === 0 && told.length > 0 ? [`the stage is right, and ${told.join(', ')} is told`] : []),
  ];
  return { laws, isDeployed: failure === undefined };
}

describe.each(START.map((shop) => [`${shop.kind === 'rest' ? 'a REST' : 'an HTTP'} API`, shop] as const))('%s', (_name, start) => {
  test(`an ordinary edit never conflicts, every other conflict is told, and the stage is as the template says or it is told (${EDITS / 2} edits)`, () => {
    fc.assert(fc.property(fc.array(edits(start.kind), { minLength: IN_A_ROW, maxLength: IN_A_ROW }), (row: readonly Edit[]) => {
      let shop = start;
      for (const { name, edit } of row) {
        const after = edit(shop);
        const { laws, isDeployed } = broken(shop, after);
        expect({ shop, name, laws }).toEqual({ shop, name, laws: [] });
        shop = isDeployed ? after : shop;
      }
    }), { numRuns: Math.ceil(EDITS / IN_A_ROW / 2) });
  }, 60_000 + EDITS * 300);
});
