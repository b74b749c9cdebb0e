import { withoutDynamicReference } from './dynamic-reference';
import { FUNCTIONS } from './intrinsics';
import type { Resolved } from './model';
import { isUnknown, type Maybe, Unknown } from './unknown';
import { record } from './values';

/** What a value of a template may refer to. */
export interface Scope {
  readonly region: string;
  /** How deep the resolution is, in all templates of the app together. */
  readonly nesting: { depth: number };
  /** What Ref gives: a pseudo parameter, a parameter or a resource. */
  ref(name: string, path: string): Resolved;
  attribute(logicalId: string, attribute: string, path: string): Resolved;
  condition(name: string, path: string): Maybe<boolean>;
  /** undefined without such a mapping or key */
  mapped(mapping: string, topLevelKey: string, secondLevelKey: string): unknown;
  /** What stands in for an expression whose value isn't known; undefined where nothing does. */
  standIn(expression: unknown): string | undefined;
  imported(exportName: string, path: string): Resolved;
  stackOutput(stackName: string, outputName: string, region: string | undefined, path: string): Resolved;
}

/** More than any real template needs, and far less than the call stack bears. */
const MAX_DEPTH = 400;

/**
 * A value with its intrinsics resolved.
 *
 * Never throws: a call that CloudFormation would refuse gives an `Unknown` that says what is wrong with it.
 *
 * @param path the property that the value is of, for messages; what is inside of an intrinsic has the same path as the intrinsic
 */
export function resolve(value: unknown, path: string, scope: Scope): Resolved {
  if (typeof value === 'string') return withoutDynamicReference(value, path, (expression) => scope.standIn(expression));
  if (typeof value !== 'object' || value === null) return value as Resolved;
  if (scope.nesting.depth >= MAX_DEPTH) return new Unknown(path, `it is nested, or refers to others, more than ${MAX_DEPTH} levels deep`);
  scope.nesting.depth += 1;
  try {
    return Array.isArray(value) ? resolveList(value, path, scope) : resolveObject(value as { [name: string]: unknown }, path, scope);
  } finally {
    scope.nesting.depth -= 1;
  }
}

/** `AWS::NoValue` is `undefined`: an entry that has it is left out. */
function resolveList(list: readonly unknown[], path: string, scope: Scope): Resolved[] {
  return list.map((each, index) => resolve(each, `${path}/${index}`, scope)).filter((each) => each !== undefined);
}

function resolveObject(value: { readonly [name: string]: unknown }, path: string, scope: Scope): Resolved {
  const names = Object.keys(value);
  const [name] = names;
  const intrinsic = names.length === 1 ? FUNCTIONS.get(name) : undefined;
  if (intrinsic !== undefined) {
    const made = intrinsic({ name, argument: value[name], path, scope });
    return isUnknown(made) ? scope.standIn(value) ?? at(path, made) : at(path, made);
  }

  const resolved = record<Resolved>();
  for (const each of names) {
    const inside = `${path}/${each}`;
    const entry = each.startsWith('Fn::') ? new Unknown(inside, notPlain(each)) : resolve(value[each], inside, scope);
    if (entry !== undefined) {
      resolved[each] = entry;
    }
  }
  return resolved;
}

/** What is unknown keeps its reason, and is named by the place where it is missed. */
export function at<T>(path: string, value: T): T | Unknown {
  return isUnknown(value) && value.path !== path ? new Unknown(path, value.reason) : value;
}

function notPlain(name: string): string {
  if (FUNCTIONS.has(name)) return `${name} must be the only key of its object`;
  if (name.startsWith('Fn::ForEach::')) return `${name} goes over what isn't known before it is deployed, or needs the transform AWS::LanguageExtensions`;
  return `${name} isn't a function that CloudFormation has in this place`;
}
