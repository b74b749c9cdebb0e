import type { Budget } from './budget';
import { VelocityError } from './error';
import { areEqual, decided, integer, toText, type Value, type ValueMap } from './values';

type ListMethod = (list: Value[], args: Value[], budget: Budget) => Value;
type MapMethod = (map: ValueMap, args: Value[], budget: Budget) => Value;

const LIST_METHODS: ReadonlyMap<string, ListMethod> = new Map<string, ListMethod>([
  ['size', (list) => list.length],
  ['length', (list) => list.length],
  ['isEmpty', (list) => list.length === 0],
  ['empty', (list) => list.length === 0],
  ['get', (list, [index]) => list[within(list, index, 'get')]],
  ['set', (list, [index, value]) => exchange(list, within(list, index, 'set'), value)],
  ['add', add],
  ['addAll', (list, [other], budget) => addAll(list, other, budget)],
  ['remove', remove],
  ['clear', (list) => { list.length = 0; return null; }],
  ['contains', (list, [value], budget) => indexOf(list, value, budget) >= 0],
  ['containsAll', (list, [other], budget) => listOf(other).every((value) => indexOf(list, value, budget) >= 0)],
  ['indexOf', (list, [value], budget) => indexOf(list, value, budget)],
  ['subList', (list, [from, to]) => list.slice(within(list, from, 'subList', 1), within(list, to, 'subList', 1))],
  ['toArray', (list) => [...list]],
  ['iterator', (list) => [...list]],
]);

const MAP_METHODS: ReadonlyMap<string, MapMethod> = new Map<string, MapMethod>([
  ['size', (map) => map.size],
  ['isEmpty', (map) => map.size === 0],
  ['get', (map, [key], budget) => map.get(keyOf(key, budget)) ?? null],
  ['getOrDefault', (map, [key, otherwise], budget) => (map.has(keyOf(key, budget)) ? map.get(keyOf(key, budget))! : otherwise ?? null)],
  ['containsKey', (map, [key], budget) => map.has(keyOf(key, budget))],
  ['containsValue', (map, [value], budget) => indexOf([...map.values()], value, budget) >= 0],
  ['put', (map, [key, value], budget) => put(map, keyOf(key, budget), value)],
  ['putAll', (map, [other]) => putAll(map, other)],
  ['remove', removeKey],
  ['clear', (map) => { map.clear(); return null; }],
  ['keySet', (map, _, budget) => copied([...map.keys()], budget)],
  ['values', (map, _, budget) => copied([...map.values()], budget)],
  ['entrySet', (map, _, budget) => copied([...map].map(([key, value]) => entry(key, value)), budget)],
]);

export function callOnList(list: Value[], method: string, args: Value[], budget: Budget): Value | undefined {
  return LIST_METHODS.get(method)?.(list, args, budget);
}

/** A property of a map, such as `$entry.key`, isn't looked up here but in the map. */
export function callOnMap(map: ValueMap, method: string, args: Value[], budget: Budget): Value | undefined {
  const getter = /^get([A-Z])(.*)$/.exec(method);
  if (map instanceof Entry && getter !== null) return map.get(getter[1].toLowerCase() + getter[2]);
  return MAP_METHODS.get(method)?.(map, args, budget);
}

/** A java.util.Map.Entry. */
class Entry extends Map<string, Value> {}

function entry(key: string, value: Value): Value {
  return new Entry([['key', key], ['value', value]]);
}

function within(list: Value[], index: Value, method: string, beyond = 0): number {
  const number = integer(index, method);
  if (number < 0 || number >= list.length + beyond) {
    throw new VelocityError('evaluation', `${method}(${number}) of a list of ${list.length}`);
  }
  return number;
}

function exchange(list: Value[], index: number, value: Value): Value {
  const before = list[index];
  list[index] = value ?? null;
  return before;
}

function add(list: Value[], args: Value[], budget: Budget): Value {
  budget.spend(args.length === 2 ? 1 + list.length / 64 : 1);
  list.splice(args.length === 2 ? within(list, args[0], 'add', 1) : list.length, 0, args[args.length - 1] ?? null);
  return true;
}

function addAll(list: Value[], other: Value, budget: Budget): Value {
  const items = listOf(other);
  budget.spend(items.length);
  items.forEach((item) => list.push(item));
  return items.length > 0;
}

/** By position for a number, else the first that is equal, as Java does. */
function remove(list: Value[], [what]: Value[], budget: Budget): Value {
  if (typeof what === 'number') return list.splice(within(list, what, 'remove'), 1)[0];
  const index = indexOf(list, what, budget);
  return index >= 0 && list.splice(index, 1).length > 0;
}

function indexOf(list: Value[], value: Value | undefined, budget: Budget): number {
  return list.findIndex((item) => {
    budget.spend();
    return typeof decided(item) === typeof decided(value ?? null) && areEqual(item, value ?? null, budget);
  });
}

function listOf(value: Value): Value[] {
  const known = decided(value ?? null);
  return Array.isArray(known) ? [...known] : [];
}

function keyOf(key: Value | undefined, budget: Budget): string {
  return toText(key ?? null, budget);
}

function put(map: ValueMap, key: string, value: Value | undefined): Value {
  const before = map.has(key) ? map.get(key)! : null;
  map.set(key, value ?? null);
  return before;
}

function putAll(map: ValueMap, other: Value): Value {
  const known = decided(other ?? null);
  if (known instanceof Map) {
    [...known].forEach(([key, value]) => map.set(key, value));
  }
  return null;
}

function removeKey(map: ValueMap, [key]: Value[], budget: Budget): Value {
  const before = map.get(keyOf(key, budget)) ?? null;
  map.delete(keyOf(key, budget));
  return before;
}

function copied(items: Value[], budget: Budget): Value[] {
  budget.spend(items.length);
  return items;
}
