import type { Budget } from './budget';
import { indexOf } from './list-methods';
import { methods } from './overloads';
import { CollectionView, equals, MapEntry, thrown, toText, type Value, type ValueMap } from './values';

/** The methods of java.util.LinkedHashMap. */
export const MAP_METHODS = methods<ValueMap>({
  'size()': (map) => map.size,
  'isEmpty()': (map) => map.size === 0,
  'get(Object)': (map, [key]) => map.get(key) ?? null,
  'getOrDefault(Object,Object)': (map, [key, otherwise]) => (map.has(key) ? map.get(key)! : otherwise),
  'containsKey(Object)': (map, [key]) => map.has(key),
  'containsValue(Object)': (map, [value], budget) => indexOf([...map.values()], value, budget) >= 0,
  'put(Object,Object)': (map, [key, value]) => put(map, key, value),
  'putIfAbsent(Object,Object)': (map, [key, value]) => map.get(key) ?? put(map, key, value),
  'putAll(Map)': (map, [other], budget) => putAll(map, other, budget),
  'replace(Object,Object)': (map, [key, value]) => (map.has(key) ? put(map, key, value) : null),
  'replace(Object,Object,Object)': (map, [key, before, value], budget) => has(map, key, before, budget) && (put(map, key, value), true),
  'remove(Object)': (map, [key]) => remove(map, key),
  'remove(Object,Object)': (map, [key, value], budget) => has(map, key, value, budget) && map.delete(key),
  'clear()': (map) => (map.clear(), ''),
  'keySet()': (map, _, budget) => view(map, [...map.keys()], budget),
  'values()': (map, _, budget) => view(map, [...map.values()], budget),
  'entrySet()': (map, _, budget) => view(map, [...map].map(([key, value]) => new MapEntry([['key', key], ['value', value]])), budget),
  'equals(Object)': (map, [other], budget) => equals(map, other, budget),
  'toString()': (map, _, budget) => toText(map, budget),
});

/** Those of java.util.Map.Entry. */
export const ENTRY_METHODS = methods<ValueMap>({
  'getKey()': (entry) => entry.get('key') ?? null,
  'getValue()': (entry) => entry.get('value') ?? null,
  'equals(Object)': (entry, [other], budget) => equals(entry, other, budget),
  'toString()': (entry, _, budget) => toText(entry, budget),
});

function put(map: ValueMap, key: Value, value: Value): Value {
  const before = map.has(key) ? map.get(key)! : null;
  map.set(key, value);
  return before;
}

function has(map: ValueMap, key: Value, value: Value, budget: Budget): boolean {
  return map.has(key) && equals(map.get(key)!, value, budget);
}

function putAll(map: ValueMap, other: ValueMap | null, budget: Budget): Value {
  if (other === null) return thrown('putAll got null');
  budget.spend(other.size);
  [...other].forEach(([key, value]) => map.set(key, value));
  return '';
}

function remove(map: ValueMap, key: Value): Value {
  const before = map.get(key) ?? null;
  map.delete(key);
  return before;
}

function view(map: ValueMap, items: Value[], budget: Budget): Value[] {
  budget.spend(items.length);
  const keys = [...map.keys()];
  return CollectionView.over(items, (index) => void keys.splice(index, 1).forEach((key) => map.delete(key)));
}
