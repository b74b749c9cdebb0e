import { isUnknown, type Unknown } from '../template';
import type { Budget } from './budget';
import { Undecidable, VelocityError } from './error';
import { compareNumbers, fromNumber, isNumber, JavaNumber } from './numbers';

/**
 * A value in a template. Objects are `Map`s, never JavaScript objects, and methods are those listed in this folder: no name in a
 * template reaches a JavaScript property, so no prototype can be polluted and no constructor called.
 */
export type Value = null | Missing | string | number | boolean | JavaNumber | Character | Value[] | ValueMap | HostObject | Unknown;
export type ValueMap = Map<Value, Value>;

/** No value, of the request: it prints nothing. To everything else it is null. */
export class Missing {}

/** What a body hasn't got: it equals an empty text as well (recorded on AWS, rule 132). */
export const MISSING = new Missing();
/** What `$context` and the like haven't got. */
export const ABSENT = new Missing();

/** A java.lang.Character. */
export class Character {
  constructor(public readonly text: string) {}
}

/** A list that came of JSON: it prints as JSON, also inside of others (recorded on AWS, rule 133). */
export class JsonList extends Array<Value> {
  public static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** The set of keys or entries of a map, or the collection of its values: something to go through that has no positions. */
export class CollectionView extends Array<Value> {
  public static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** @param removeFromMap removes from the map what was removed here */
  public static over(items: readonly Value[], removeFromMap: (index: number) => void): CollectionView {
    const view = new CollectionView();
    view.removeFromMap = removeFromMap;
    for (const item of items) {
      view.push(item);
    }
    return view;
  }

  declare public removeFromMap: (index: number) => void;
}

/** A Java array, such as that of `split`: of fixed length. */
export class JavaArray extends Array<Value> {
  public static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** A list of the same items. The built-in ways are slow with classes of lists. */
export function copyOf(list: readonly Value[]): Value[] {
  const copy: Value[] = [];
  for (let index = 0; index < list.length; index++) {
    copy.push(list[index]);
  }
  return copy;
}

/** A map of what API Gateway knows: what it hasn't got is absent, and prints nothing. */
export class DataMap<K extends Value = Value, V extends Value = Value> extends Map<K, V> {}

/** An object of a body: what it hasn't got is missing. */
export class BodyMap extends DataMap {}

/** A java.util.Map.Entry. */
export class MapEntry extends Map<Value, Value> {}

/** `$input`, `$util`, `$foreach`: something with methods. */
export abstract class HostObject {
  /** What it hasn't got. */
  public get lacking(): Missing | null {
    return MISSING;
  }

  public abstract call(method: string, args: Value[], budget: Budget): Value | undefined;

  /** The value of a property, by its getter. */
  public property(name: string, budget: Budget): Value | undefined {
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    return this.call(`get${capital}`, [], budget) ?? this.call(`is${capital}`, [], budget);
  }

  public toText(_budget: Budget): string {
    return 'object';
  }
}

/** What a value hasn't got: null where the template made it, else missing or absent. */
export function lacking(value: Value): Missing | null {
  if (typeof value !== 'object') return null;
  if (value instanceof BodyMap || value instanceof JsonList) return MISSING;
  return value instanceof HostObject ? value.lacking : value instanceof Missing ? value : value instanceof DataMap ? ABSENT : null;
}

/** The value that a JavaScript value stands for. */
export function fromJson(json: unknown, budget: Budget, JsonMap: typeof DataMap = DataMap): Value {
  budget.spend();
  if (json === undefined || json === null) return null;
  if (typeof json === 'number') return fromNumber(json);
  if (typeof json === 'string' || typeof json === 'boolean' || isUnknown(json) || json instanceof JavaNumber) return json;
  return budget.deeper(() => (Array.isArray(json) ? listOf(json, (item) => fromJson(item, budget, JsonMap))
    : mapOf(new JsonMap(), Object.entries(json as object), (value) => fromJson(value, budget, JsonMap))));
}

function listOf<T>(items: readonly T[], valueOf: (item: T) => Value): JsonList {
  const made = new JsonList();
  for (const item of items) {
    made.push(valueOf(item));
  }
  return made;
}

function mapOf<T>(made: DataMap, entries: ReadonlyArray<readonly [string, T]>, valueOf: (item: T) => Value): DataMap {
  for (const [name, item] of entries) {
    made.set(name, valueOf(item));
  }
  return made;
}

/** The JSON of a value. */
export function toJson(value: Value, budget: Budget): string {
  budget.spend();
  value = decided(value);
  if (typeof value === 'string') return budget.text(JSON.stringify(value));
  if (Array.isArray(value)) return joined('[', value, ',', ']', budget, (item) => toJson(item, budget));
  if (value instanceof Map) return joined('{', [...value], ',', '}', budget, ([name, item]) => `${JSON.stringify(toText(name, budget))}:${toJson(item, budget)}`);
  if (value instanceof HostObject) return '{}';
  if (value instanceof Character) return JSON.stringify(value.text);
  return value instanceof Missing ? 'null' : String(value);
}

/** A value as Java's toString writes it: `{a=1, b=[x, y]}`. */
export function toText(value: Value, budget: Budget): string {
  budget.spend();
  value = decided(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof JsonList) return toJson(value, budget);
  if (Array.isArray(value)) return joined('[', value, ', ', ']', budget, (item) => (item === value ? '(this Collection)' : toText(item, budget)));
  if (value instanceof MapEntry) return budget.text(`${toText(value.get('key') ?? null, budget)}=${toText(value.get('value') ?? null, budget)}`);
  if (value instanceof Map) {
    return joined('{', [...value], ', ', '}', budget, ([name, item]) => `${toText(name, budget)}=${item === value ? '(this Map)' : toText(item, budget)}`);
  }
  if (value instanceof HostObject) return value.toText(budget);
  return value instanceof Missing ? '' : value instanceof Character ? value.text : String(value);
}

/** The texts of items between brackets. */
function joined<T>(open: string, items: readonly T[], between: string, close: string, budget: Budget, textOf: (item: T) => string): string {
  budget.enter();
  try {
    let text = open;
    const { length } = items;
    for (let index = 0; index < length; index++) {
      text += (index === 0 ? '' : between) + textOf(items[index]);
    }
    return budget.text(text + close);
  } finally {
    budget.leave();
  }
}

/** The value itself; ends the template where it isn't known. */
export function decided(value: Value): Exclude<Value, Unknown> {
  if (isUnknown(value)) throw new Undecidable(value);
  return value;
}

/** What #if takes for true in a reference: all but null and false. An empty text is true in Velocity 1. */
export function isTrue(value: Value): boolean {
  const known = decided(value);
  return known !== null && known !== false && !(known instanceof Missing);
}

/** Velocity's `==`: numbers by their value, values of one class by that class' equality, others by their texts. */
export function areEqual(a: Value, b: Value, budget: Budget): boolean {
  const [left, right] = [decided(a), decided(b)];
  if (left instanceof Missing || right instanceof Missing) {
    return [left, right].every((side) => side instanceof Missing || side === null) || [left, right].includes(MISSING) && [left, right].includes('');
  }
  if (left === null || right === null || typeof left === 'string' && typeof right === 'string') return left === right;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  return isOneKind(left, right) ? equals(left, right, budget) : toText(left, budget) === toText(right, budget);
}

function isOneKind(left: Value, right: Value): boolean {
  const isList = (value: Value) => Array.isArray(value) && !(value instanceof CollectionView) && !(value instanceof JavaArray);
  return typeof left === 'boolean' && typeof right === 'boolean' || isList(left) && isList(right) || left instanceof Map && right instanceof Map
    || left instanceof Character && right instanceof Character;
}

/** Java's `equals`: an Integer never equals a Long, nor a text a number. */
export function equals(a: Value, b: Value, budget: Budget): boolean {
  budget.spend();
  const [left, right] = [decided(a), decided(b)];
  if (left === right) return true;
  if (left instanceof JavaNumber) return right instanceof JavaNumber && left.type === right.type && left.toString() === right.toString();
  if (left instanceof Character) return right instanceof Character && left.text === right.text;
  if (left instanceof Map && right instanceof Map) {
    const isSame = ([key, value]: readonly [Value, Value]) => right.has(key) && equals(value, right.get(key)!, budget);
    return left.size === right.size && budget.deeper(() => [...left].every(isSame));
  }
  if (!Array.isArray(left) || !Array.isArray(right) || left instanceof JavaArray || right instanceof JavaArray) return false;
  return left.length === right.length && budget.deeper(() => left.every((value, index) => equals(value, right[index], budget)));
}

/** Ends the template with what Java would throw. */
export function thrown(message: string): never {
  throw new VelocityError('evaluation', message);
}
