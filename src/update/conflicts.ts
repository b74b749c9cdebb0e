import { type DeployOrder, isRecord, isUnknown, type Resolved, type TemplateModel, type TemplateResource } from '../template';
import type { Change } from './changes';
import { type Identity, updateTypeOf } from './resource-types';

/** A resource that can't be made, or changed, while another one is there. */
export interface Conflict {
  /** As the new template has it. */
  readonly resource: TemplateResource;
  /** What has the identity at that time; as it is deployed, unless the new template has both. */
  readonly owner: TemplateResource;
  /**
   * `deleted`, `replaced`: the owner goes, but only in the cleanup. `retained`: it stays, although the template no longer has it. `given-up`: it gives the identity up
   * in this update, and nothing says that it does so before. `both`: the new template has both. `type`: a logical id can't pass from one type to another.
   * `document`: the owner is an API, whose document has made it, or still has it.
   */
  readonly kind: 'deleted' | 'replaced' | 'retained' | 'given-up' | 'both' | 'type' | 'document';
  /** What AWS says. */
  readonly error: string;
  /** Whether the identities are the same in all, so that the resource can take the owner's logical id instead. */
  readonly isSameThing: boolean;
}

/** A gateway response that the cleanup deletes by another's id, although the new template has it. */
export interface Overwritten {
  readonly resource: TemplateResource;
  readonly owner: TemplateResource;
}

interface Claim {
  readonly resource: TemplateResource;
  readonly identity: Identity;
  readonly key: string;
  readonly value: string;
}

/** A resource that is there in the middle of the update, when all is made and nothing is deleted. */
export interface Presence {
  /** In the composed app. */
  readonly resource: TemplateResource;
  readonly change: Change;
  /** Whether it is the one that goes: what is deleted, or the old half of a replacement. */
  readonly isOld: boolean;
}

/** What the creates of an update meet (rules 129 and 130). */
export function conflictsOf(present: readonly Presence[], order: DeployOrder): { conflicts: Conflict[]; overwritten: Overwritten[] } {
  const conflicts: Conflict[] = [];
  const overwritten: Overwritten[] = [];
  const claims = present.flatMap((presence) => claimsOf(presence.resource).map((claim) => ({ ...claim, presence })));
  const givenUp = present.filter(({ change, isOld }) => change.kind === 'updated' && !isOld)
    .flatMap((presence) => claimsOf(presence.change.before!).map((claim) => ({ ...claim, presence })))
    .filter(({ key, presence }) => !claims.some((claim) => claim.key === key && claim.presence === presence));
  const holders = groupBy([...claims, ...givenUp], ({ key }) => key);
  const told = new Set<string>();
  for (const claim of claims.filter(({ presence }) => !presence.isOld && presence.change.kind !== 'unchanged')) {
    if (!isTaken(claim)) continue;
    for (const held of holders.get(claim.key) ?? []) {
      const kind = held.presence === claim.presence ? undefined : kindOf(claim, held, givenUp.includes(held), order);
      const pair = [claim.presence.resource.path, held.presence.resource.path].sort().join(' ');
      if (kind === undefined || told.has(pair)) continue;
      told.add(pair);
      const [resource, owner] = [claim.presence.change.after!, held.presence.isOld ? held.presence.change.before! : held.presence.change.after!];
      if (updateTypeOf(resource.type).overwrites) {
        overwritten.push(...kind === 'deleted' || kind === 'replaced' ? [{ resource, owner }] : []);
      } else {
        const isSameThing = resource.type === owner.type && (claim.identity.among === undefined || claim.value === held.value);
        conflicts.push({ resource, owner, kind, error: claim.identity.error.replace('%', held.value), isSameThing });
      }
    }
  }
  return { conflicts, overwritten };
}

/** Whether the update takes an identity: an update in place that keeps it doesn't. */
function isTaken({ key, presence: { change } }: Claim & { presence: Presence }): boolean {
  return change.kind !== 'updated' || !claimsOf(change.before!).some((claim) => claim.key === key);
}

function kindOf(claim: { presence: Presence }, held: { presence: Presence }, isGivenUp: boolean, order: DeployOrder): Conflict['kind'] | undefined {
  const { resource: taker } = claim.presence;
  const { resource, change, isOld } = held.presence;
  if (isGivenUp) return order.before(claim.presence.change.after!).has(change.after!) ? undefined : 'given-up';
  if (!isOld) return 'both';
  if (change.isRetained) return 'retained';
  // the stack that has it is cleaned up before the other one begins
  if (order.root(taker) !== order.root(resource) && order.comesAfter(order.root(taker), order.root(resource))) return undefined;
  return change.kind === 'replaced' ? 'replaced' : 'deleted';
}

function claimsOf(resource: TemplateResource): Claim[] {
  return (updateTypeOf(resource.type).identities ?? []).flatMap((identity): Claim[] => {
    const values = identity.of.map((path) => at(resource.properties, path));
    // the last one names it; AWS never makes up one that is taken
    const name = values.at(-1);
    const isOptional = ['BasePath', 'Qualifier', 'ApiMappingKey'].includes(identity.of.at(-1)!);
    if (values.some(isUnknown) || (name === undefined && !isOptional)) return [];
    const value = identity.pattern === undefined ? String(name ?? '') : String(resource.properties.PathPart ?? '');
    if (isUnknown(resource.properties.PathPart) || (identity.pattern !== undefined && !identity.pattern.test(value))) return [];
    return [{ resource, identity, value, key: JSON.stringify([resource.region, identity.among ?? resource.type, values.map((each) => each ?? '')]) }];
  });
}

function at(value: Resolved, path: string): Resolved {
  return path.split('.').reduce((current: Resolved, name) => (isRecord(current) ? current[name] : isUnknown(current) ? current : undefined), value);
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) {
      groups.set(key(value), [value]);
    } else {
      group.push(value);
    }
  }
  return groups;
}

/** Logical ids that pass from one type to another. */
export function typeConflicts(changes: readonly Change[]): Conflict[] {
  return changes.filter(({ kind }) => kind === 'type-changed').map(({ before, after }) => ({
    resource: after!,
    owner: before!,
    kind: 'type',
    error: `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${after!.logicalId}]`,
    isSameThing: false,
  }));
}

/** What is there in the middle of an update, of the composed app that has all of it. */
export function presencesOf(middle: TemplateModel, taken: ReadonlyMap<string, TemplateResource>, changes: readonly Change[]): Presence[] {
  const byAfter = new Map(changes.filter(({ after }) => after !== undefined).map((change) => [change.after!.path, change]));
  const byBefore = new Map(changes.filter(({ before }) => before !== undefined).map((change) => [change.before!.path, change]));
  return middle.resources.flatMap((resource): Presence[] => {
    const old = taken.get(resource.path);
    const change = old === undefined ? byAfter.get(resource.path) : byBefore.get(old.path);
    return change === undefined ? [] : [{ resource, change, isOld: old !== undefined }];
  });
}
