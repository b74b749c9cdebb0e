import type { Stack } from './stack';
import { isUnknown } from './unknown';
import { isRecord, own } from './values';

/** Which conditions hold, by their paths: `Shop/Conditions/IsProd`. */
export type World = ReadonlyMap<string, boolean>;

/** More are too many to look at: what rests on a condition is then taken as the template's resources say, as if it held. */
const MAX_WORLDS = 8;

/**
 * The ways in which an app may be deployed where the template leaves it to conditions that aren't known. None where all are known.
 *
 * Conditions that compare the same value with several never hold together.
 */
export function worldsOf(stacks: readonly Stack[]): readonly World[] {
  const groups = stacks.flatMap(choicesOf);
  if (groups.length === 0) return [];
  const count = groups.reduce((product, { length }) => product * length, 1);
  if (count > MAX_WORLDS) return [];
  return groups.reduce<World[]>((worlds, choices) => worlds.flatMap((world) => choices.map((choice) => new Map([...world, ...choice]))), [new Map()]);
}

/** The choices that a stack leaves open, each with its alternatives. */
function choicesOf(stack: Stack): World[][] {
  const leaves = new Map<string, Map<string, string>>();
  for (const { condition: name } of stack.resources.values()) {
    if (name !== undefined && isUnknown(stack.condition(name, stack.name))) {
      addLeaves(name, stack, leaves, 0);
    }
  }
  return [...leaves.values()].map((names) => alternatives(names, stack));
}

/** The conditions that aren't made of others, by what they compare. */
function addLeaves(name: string, stack: Stack, leaves: Map<string, Map<string, string>>, depth: number): void {
  const declaration = own(stack.section('Conditions'), name);
  const others = conditionsIn(declaration);
  if (others.length > 0) {
    const open = others.filter((other) => depth < 20 && isUnknown(stack.condition(other, stack.name)));
    open.forEach((other) => addLeaves(other, stack, leaves, depth + 1));
    return;
  }
  const equals = own(declaration, 'Fn::Equals');
  const [compared, literal] = Array.isArray(equals) && typeof equals[1] === 'string' ? [JSON.stringify(equals[0]), equals[1]] : [name, ''];
  leaves.set(compared, (leaves.get(compared) ?? new Map()).set(name, literal));
}

function conditionsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => (key === 'Condition' && typeof each === 'string' ? [each] : conditionsIn(each)));
}

/** One of the values, or none of them where the parameter may have another. */
function alternatives(names: ReadonlyMap<string, string>, stack: Stack): World[] {
  const path = (name: string) => `${stack.name}/Conditions/${name}`;
  const where = (value: string | undefined) => new Map([...names].map(([name, literal]) => [path(name), literal === value]));
  const values = [...new Set(names.values())];
  return [...values, undefined].map(where);
}
