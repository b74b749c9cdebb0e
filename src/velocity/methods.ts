import type { Budget } from './budget';
import { callOnList, callOnMap } from './collection-methods';
import { callOnString } from './string-methods';
import { areEqual, HostObject, toText, type Value } from './values';

/** Calls a Java method. One that the value hasn't got is undefined, which a template shows as nothing. */
export function callMethod(base: Exclude<Value, null>, method: string, args: Value[], budget: Budget): Value | undefined {
  budget.spend();
  if (base instanceof HostObject) return base.call(method, args, budget);
  if (method === 'toString') return toText(base, budget);
  if (method === 'equals') return typeof base === typeof args[0] && areEqual(base, args[0], budget);
  if (typeof base === 'string') return callOnString(base, method, args, budget);
  if (Array.isArray(base)) return callOnList(base, method, args, budget);
  if (base instanceof Map) return callOnMap(base, method, args, budget);
  return typeof base === 'number' ? callOnNumber(base, method) : undefined;
}

function callOnNumber(base: number, method: string): Value | undefined {
  switch (method) {
    case 'intValue':
    case 'longValue':
      return Math.trunc(base);
    case 'doubleValue':
    case 'floatValue':
      return base;
    default:
      return undefined;
  }
}
