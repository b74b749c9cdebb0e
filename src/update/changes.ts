import { isRecord, isUnknown, type Resolved, type TemplateModel, type TemplateResource } from '../template';
import { type Declaration, Declarations } from './declarations';
import { updateTypeOf } from './resource-types';

/**
 * What an update does with a resource.
 *
 * `type-changed`: CloudFormation refuses the template, since a logical id can't pass from one type to another (rule 126).
 */
export type ChangeKind = 'created' | 'updated' | 'replaced' | 'deleted' | 'unchanged' | 'type-changed';

/** A resource before and after an update. */
export interface Change {
  readonly kind: ChangeKind;
  /** As it is deployed; undefined where it is created. */
  readonly before?: TemplateResource;
  /** As the new template has it; undefined where it is deleted. */
  readonly after?: TemplateResource;
  /** It stays when the template no longer has it: by DeletionPolicy, or by UpdateReplacePolicy for the old half of a replacement. */
  readonly isRetained: boolean;
}

/** What CloudFormation does with each resource (rules 125 to 127), in the order of the new templates, then of the old ones. */
export function changesOf(now: TemplateModel, deployed: TemplateModel): readonly Change[] {
  return new Comparison(now, deployed).changes();
}

class Comparison {
  private readonly declared: Declarations;
  private readonly declaredBefore: Declarations;
  private readonly before: ReadonlyMap<string, TemplateResource>;
  private readonly after: ReadonlyMap<string, TemplateResource>;
  private readonly replaced = new Map<string, boolean>();

  constructor(private readonly now: TemplateModel, deployed: TemplateModel) {
    this.declared = new Declarations(now);
    this.declaredBefore = new Declarations(deployed);
    this.before = new Map(deployed.resources.map((resource) => [resource.path, resource]));
    this.after = new Map(now.resources.map((resource) => [resource.path, resource]));
  }

  public changes(): Change[] {
    const deleted = [...this.before.values()].filter(({ path }) => !this.after.has(path));
    return [
      ...[...this.after.values()].map((after) => this.change(after, this.before.get(after.path))),
      ...deleted.map((before): Change => ({ kind: 'deleted', before, isRetained: isRetained(this.declaredBefore.of(before), 'DeletionPolicy') })),
    ];
  }

  private change(after: TemplateResource, before: TemplateResource | undefined): Change {
    if (before === undefined) return { kind: 'created', after, isRetained: false };
    if (before.type !== after.type) return { kind: 'type-changed', before, after, isRetained: false };
    if (this.isReplaced(after)) return { kind: 'replaced', before, after, isRetained: isRetained(this.declared.of(after), 'UpdateReplacePolicy') };
    return { kind: this.isSame(before, after) ? 'unchanged' : 'updated', before, after, isRetained: false };
  }

  /** Whether a property that can't be changed in place changes, or refers to what is replaced itself. */
  private isReplaced(after: TemplateResource): boolean {
    const known = this.replaced.get(after.path);
    if (known !== undefined) return known;
    this.replaced.set(after.path, false); // for what refers to itself in a circle, which can't be deployed
    const before = this.before.get(after.path);
    const is = before?.type === after.type && updateTypeOf(after.type).immutable.some((name) => this.hasOther(before, after, name));
    this.replaced.set(after.path, is);
    return is;
  }

  private hasOther(before: TemplateResource, after: TemplateResource, property: string): boolean {
    const value = after.properties[property];
    return !this.isSameValue(before, after, property) || this.now.referentsIn(value).some((referent) => this.isReplaced(referent));
  }

  private isSame(before: TemplateResource, after: TemplateResource): boolean {
    const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
    return [...names].every((name) => this.isSameValue(before, after, name) && !textsIn(after.properties[name])
      .some((text) => this.now.referentsIn(text).some((referent) => this.isReplaced(referent))));
  }

  /** What isn't known is the same where the templates write the same. */
  private isSameValue(before: TemplateResource, after: TemplateResource, name: string): boolean {
    const [old, value] = [before.properties[name], after.properties[name]];
    if (!isEqual(old, value)) return false;
    return !hasUnknown(value) || isEqual(propertyOf(this.declaredBefore.of(before), name), propertyOf(this.declared.of(after), name));
  }
}

function propertyOf({ Properties: properties }: Declaration, name: string): unknown {
  return isRecord(properties) ? properties[name] : undefined;
}

function isRetained(declared: Declaration, policy: 'DeletionPolicy' | 'UpdateReplacePolicy'): boolean {
  return declared[policy] === 'Retain' || declared[policy] === 'RetainExceptOnCreate';
}

/** Whether two values are the same; unknown ones are, if they are unknown for the same reason. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (isUnknown(one) || isUnknown(other)) return isUnknown(one) && isUnknown(other) && one.reason === other.reason;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || Array.isArray(one) !== Array.isArray(other)) {
    // as CloudFormation compares them: 5 and "5" are the same
    return isScalar(one) && isScalar(other) && String(one) === String(other);
  }
  const names = Object.keys(one);
  return names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual((one as Declaration)[name], (other as Declaration)[name]));
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function hasUnknown(value: Resolved): boolean {
  if (isUnknown(value)) return true;
  return typeof value === 'object' && value !== null && (Object.values(value) as Resolved[]).some(hasUnknown);
}

function textsIn(value: Resolved): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null && !isUnknown(value) ? (Object.values(value) as Resolved[]).flatMap(textsIn) : [];
}
