import { UserError } from '../errors';
import { type AppSource, isRecord, type StackSource, type TemplateModel } from '../template';

/** The old stacks, each under the name of the new stack that takes its place. */
export interface Paired {
  readonly deployed: AppSource;
  /** The names of new stacks that aren't deployed yet. */
  readonly created: readonly string[];
  /** The names of old stacks that the new app doesn't have. Nothing happens to them. */
  readonly abandoned: readonly string[];
}

/**
 * Pairs the stacks of an app with those that are deployed: by their names. A template by itself has none: it is of the stack that has the most logical ids
 * in common with it, and the app's other stacks are taken as deployed as they are.
 *
 * @throws an Error where a template has nothing in common with the app
 */
export function pairStacks(now: AppSource, deployed: AppSource, model: TemplateModel): Paired {
  const placeOf = new Map(model.stacks.map(({ name, region, account }) => [name, { region, account }]));
  const asNow = (old: StackSource, { name, stackName }: StackSource): StackSource => ({ ...old, name, stackName, ...placeOf.get(name) });
  const isNamed = deployed.files !== undefined && now.files !== undefined;
  const pairs = isNamed ? byName(now, deployed) : isList(now, deployed) ? byPlace(now, deployed) : byContent(now, deployed);
  const old = new Set(pairs.values());
  const created = now.stacks.filter((stack) => !pairs.has(stack));
  return {
    deployed: {
      stacks: now.stacks.flatMap((stack) => {
        const before = pairs.get(stack);
        if (before !== undefined) return [asNow(before, stack)];
        return isNamed ? [] : [stack];
      }),
      files: deployed.files,
    },
    created: isNamed ? created.map(({ name }) => name) : [],
    abandoned: deployed.stacks.filter((each) => !old.has(each)).map(({ name }) => name),
  };
}

function byName(now: AppSource, deployed: AppSource): Map<StackSource, StackSource> {
  return new Map(now.stacks.flatMap((stack) => {
    const named = deployed.stacks.filter(({ stackName }) => stackName === stack.stackName);
    const old = named.find(({ region, account }) => region === stack.region && account === stack.account) ?? named[0];
    return old === undefined ? [] : [[stack, old] as const];
  }));
}

/** Whether both are templates by themselves, given in the same order. */
function isList(now: AppSource, deployed: AppSource): boolean {
  return now.files === undefined && deployed.files === undefined && now.stacks.length === deployed.stacks.length;
}

function byPlace(now: AppSource, deployed: AppSource): Map<StackSource, StackSource> {
  return new Map(now.stacks.map((stack, index) => [stack, deployed.stacks[index]]));
}

/** Those that have most in common first. */
function byContent(now: AppSource, deployed: AppSource): Map<StackSource, StackSource> {
  const candidates = now.stacks.flatMap((stack) => {
    const ids = new Set(logicalIdsOf(stack));
    return deployed.stacks.map((old) => ({ stack, old, inCommon: logicalIdsOf(old).filter((each) => ids.has(each)).length }));
  }).filter(({ inCommon }) => inCommon > 0).sort((a, b) => b.inCommon - a.inCommon);
  const pairs = new Map<StackSource, StackSource>();
  for (const { stack, old } of candidates) {
    if (!pairs.has(stack) && ![...pairs.values()].includes(old)) {
      pairs.set(stack, old);
    }
  }
  if (pairs.size < (deployed.files === undefined ? deployed.stacks.length : 1)) {
    const of = now.stacks.length === 1 ? `the stack ${now.stacks[0].name}` : `any of the stacks ${now.stacks.map(({ name }) => name).join(', ')}`;
    throw new UserError('input', `what is deployed has no logical id in common with ${of}; give the template that the stack was last deployed with`);
  }
  return pairs;
}

function logicalIdsOf({ template }: StackSource): string[] {
  const resources = isRecord(template) ? template.Resources : undefined;
  return isRecord(resources) ? Object.keys(resources) : [];
}
