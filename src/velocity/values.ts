import { isUnknown, type Unknown } from '../template';
import type { Budget } from './budget';
import { Undecidable, VelocityError } from './error';

/**
 * A value in a template. Objects are `Map`s, never JavaScript objects, and methods are those listed in this folder: no name in a
 * template reaches a JavaScript property, so there is no prototype to pollute and no constructor to call.
 */
export type Value = null | string | number | boolean | Value[] | ValueMap | HostObject | Unknown;
export type ValueMap = Map<string, Value>;

/** `$input`, `$util`: something with methods and no contents. */
export abstract class HostObject {
  public abstract call(method: string, args: Value[], budget: Budget): Value | undefined;
}

/** The value that JSON stands for. */
export function fromJson(json: unknown, budget: Budget): Value {
  budget.spend();
  if (json === undefined || json === null) return null;
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' || isUnknown(json)) return json;
  if (Array.isArray(json)) return budget.deeper(() => json.map((item) => fromJson(item, budget)));
  return budget.deeper(() => new Map(Object.entries(json as object).map(([name, value]) => [name, fromJson(value, budget)])));
}

/** The JSON of a value. */
export function toJson(value: Value, budget: Budget): string {
  budget.spend();
  value = decided(value);
  if (Array.isArray(value)) {
    const items = value;
    return budget.text(`[${budget.deeper(() => items.map((item) => toJson(item, budget)).join(','))}]`);
  }
  if (value instanceof Map) {
    const entries = [...value];
    return budget.text(`{${budget.deeper(() => entries.map(([name, item]) => `${JSON.stringify(name)}:${toJson(item, budget)}`).join(','))}}`);
  }
  return value instanceof HostObject ? '{}' : budget.text(JSON.stringify(value));
}

/** A value as Java's toString writes it: `{a=1, b=[x, y]}`. */
export function toText(value: Value, budget: Budget): string {
  budget.spend();
  value = decided(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const items = value;
    return budget.text(`[${budget.deeper(() => items.map((item) => toText(item, budget)).join(', '))}]`);
  }
  if (value instanceof Map) {
    const entries = [...value];
    return budget.text(`{${budget.deeper(() => entries.map(([name, item]) => `${name}=${toText(item, budget)}`).join(', '))}}`);
  }
  return value instanceof HostObject ? 'object' : String(value);
}

/** The value itself; ends the template where nobody knows it. */
export function decided(value: Value): Exclude<Value, Unknown> {
  if (isUnknown(value)) throw new Undecidable(value);
  return value;
}

/** What #if takes for true: all but null and false. An empty text is true in Velocity 1. */
export function isTrue(value: Value): boolean {
  const known = decided(value);
  return known !== null && known !== false;
}

/** Velocity's `==`: values of one kind by their kind's equality, others by their texts. */
export function areEqual(a: Value, b: Value, budget: Budget): boolean {
  const [left, right] = [decided(a), decided(b)];
  if (left === null || right === null || typeof left === typeof right && typeof left !== 'object') return left === right;
  return left === right || toText(left, budget) === toText(right, budget);
}

/** The whole number that an argument is. */
export function integer(value: Value | undefined, method: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new VelocityError('evaluation', `${method} needs an integer`);
  return value;
}
