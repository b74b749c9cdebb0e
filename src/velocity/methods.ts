import type { Budget } from './budget';
import { ARRAY_METHODS, COLLECTION_METHODS, LIST_METHODS } from './list-methods';
import { ENTRY_METHODS, MAP_METHODS } from './map-methods';
import { BOOLEAN_METHODS, CHARACTER_METHODS, methodsOfNumber } from './number-methods';
import { isNumber } from './numbers';
import { call } from './overloads';
import { STRING_METHODS } from './string-methods';
import { Character, CollectionView, HostObject, JavaArray, MapEntry, type Value } from './values';

/** Calls a Java method. One that the value hasn't got, or not for these arguments, is undefined. */
export function callMethod(base: Exclude<Value, null>, method: string, args: Value[], budget: Budget): Value | undefined {
  budget.spend();
  if (typeof base === 'string') {
    budget.spend(base.length / 256);
    return call(STRING_METHODS, method, base, args, budget);
  }
  if (base instanceof HostObject) return base.call(method, args, budget);
  if (Array.isArray(base)) {
    const ofClass = base instanceof CollectionView ? COLLECTION_METHODS : base instanceof JavaArray ? ARRAY_METHODS : LIST_METHODS;
    return call(ofClass, method, base, args, budget);
  }
  if (base instanceof Map) return call(base instanceof MapEntry ? ENTRY_METHODS : MAP_METHODS, method, base, args, budget);
  if (isNumber(base)) return call(methodsOfNumber(base), method, base, args, budget);
  if (typeof base === 'boolean') return call(BOOLEAN_METHODS, method, base, args, budget);
  return base instanceof Character ? call(CHARACTER_METHODS, method, base, args, budget) : undefined;
}

/** Reads a property as Velocity does: by a getter, else as the key of a map, and by nothing else. */
export function readProperty(base: Exclude<Value, null>, name: string, budget: Budget): Value | undefined {
  if (base instanceof Map) return base.get(name);
  if (base instanceof HostObject) return base.property(name, budget);
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return callMethod(base, `get${capital}`, [], budget) ?? callMethod(base, `is${capital}`, [], budget);
}
