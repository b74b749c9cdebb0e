import type { Budget } from './budget';
import { methods } from './overloads';
import { CollectionView, equals, HostObject, thrown, toText, type Value } from './values';

/** What every collection has, those without positions as well. */
const OF_ALL = {
  'size()': (list: Value[]) => list.length,
  'isEmpty()': (list: Value[]) => list.length === 0,
  'contains(Object)': (list: Value[], [value]: any[], budget: Budget) => indexOf(list, value, budget) >= 0,
  'iterator()': (list: Value[]) => new JavaIterator(list),
  'equals(Object)': (list: Value[], [other]: any[], budget: Budget) => equals(list, other, budget),
  'toString()': (list: Value[], _: any[], budget: Budget) => toText(list, budget),
};

const OF_COLLECTIONS = {
  ...OF_ALL,
  'containsAll(Collection)': (list: Value[], [other]: any[], budget: Budget) => present(other).every((value) => indexOf(list, value, budget) >= 0),
  'toArray()': (list: Value[], _: any[], budget: Budget) => copied(list, budget),
  'removeAll(Collection)': (list: Value[], [other]: any[], budget: Budget) => keep(list, (value) => indexOf(present(other), value, budget) < 0),
  'retainAll(Collection)': (list: Value[], [other]: any[], budget: Budget) => keep(list, (value) => indexOf(present(other), value, budget) >= 0),
  'clear()': (list: Value[]) => (keep(list, () => false), ''),
};

const OF_POSITIONS = {
  'get(int)': (list: Value[], [index]: any[]) => list[within(list, index, 'get')],
  'set(int,Object)': (list: Value[], [index, value]: any[]) => exchange(list, within(list, index, 'set'), value),
  'indexOf(Object)': (list: Value[], [value]: any[], budget: Budget) => indexOf(list, value, budget),
  'lastIndexOf(Object)': (list: Value[], [value]: any[], budget: Budget) => lastIndexOf(list, value, budget),
  'subList(int,int)': (list: Value[], [from, to]: any[]) => part(list, from, to),
};

/** The methods of java.util.ArrayList. */
export const LIST_METHODS = methods<Value[]>({
  ...OF_COLLECTIONS,
  ...OF_POSITIONS,
  'add(Object)': (list, [value], budget) => (insert(list, list.length, [value], budget), true),
  'add(int,Object)': (list, [index, value], budget) => (insert(list, within(list, index, 'add', 1), [value], budget), ''),
  'addAll(Collection)': (list, [other], budget) => insert(list, list.length, present(other), budget),
  'addAll(int,Collection)': (list, [index, other], budget) => insert(list, within(list, index, 'addAll', 1), present(other), budget),
  'remove(int)': (list, [index]) => list.splice(within(list, index, 'remove'), 1)[0],
  'remove(Object)': (list, [value], budget) => removeFirst(list, value, budget),
});

/** Those of what `keySet()`, `values()` and `entrySet()` give. */
export const COLLECTION_METHODS = methods<Value[]>({
  ...OF_COLLECTIONS,
  'remove(Object)': (list, [value], budget) => removeFirst(list, value, budget),
  'add(Object)': () => thrown('nothing can be added to the keys and values of a map'),
});

/** Those that Velocity gives to arrays. */
export const ARRAY_METHODS = methods<Value[]>({ ...OF_ALL, ...OF_POSITIONS });

/** A java.util.Iterator. */
export class JavaIterator extends HostObject {
  private next = 0;

  constructor(private readonly items: Value[]) {
    super();
  }

  public override get lacking(): null {
    return null;
  }

  public call(method: string, args: Value[]): Value | undefined {
    if (args.length > 0) return undefined;
    switch (method) {
      case 'hasNext': return this.next < this.items.length;
      case 'next': return this.next < this.items.length ? this.items[this.next++] : thrown('the iterator has no next element');
      case 'remove': return (this.items.splice(--this.next, 1), '');
      default: return undefined;
    }
  }

  /** All that hasn't been taken. */
  public rest(): Value[] {
    const rest = this.items.slice(this.next);
    this.next = this.items.length;
    return rest;
  }
}

function present(value: Value[] | null): Value[] {
  return value ?? thrown('the method of a list got null');
}

function within(list: Value[], index: number, method: string, beyond = 0): number {
  return index < 0 || index >= list.length + beyond ? thrown(`${method}(${index}) of a list of ${list.length}`) : index;
}

function part(list: Value[], from: number, to: number): Value[] {
  return from < 0 || to > list.length || from > to ? thrown(`subList(${from}, ${to}) of a list of ${list.length}`) : list.slice(from, to);
}

function exchange(list: Value[], index: number, value: Value): Value {
  const before = list[index];
  list[index] = value;
  return before;
}

function insert(list: Value[], at: number, values: Value[], budget: Budget): boolean {
  const added = [...values];
  budget.spend(added.length + (at < list.length ? list.length / 64 : 0));
  if (at === list.length) {
    added.forEach((value) => list.push(value));
  } else {
    list.splice(at, 0, ...added);
  }
  return added.length > 0;
}

function removeAt(list: Value[], index: number): void {
  if (list instanceof CollectionView) {
    list.removeFromMap(index);
  }
  list.splice(index, 1);
}

function removeFirst(list: Value[], value: Value, budget: Budget): boolean {
  const index = indexOf(list, value, budget);
  if (index >= 0) {
    removeAt(list, index);
  }
  return index >= 0;
}

function keep(list: Value[], isKept: (value: Value) => boolean): boolean {
  const before = list.length;
  for (let index = before - 1; index >= 0; index--) {
    if (!isKept(list[index])) {
      removeAt(list, index);
    }
  }
  return list.length < before;
}

export function indexOf(list: Value[], value: Value, budget: Budget): number {
  return list.findIndex((item) => equals(item, value, budget));
}

function lastIndexOf(list: Value[], value: Value, budget: Budget): number {
  const index = indexOf([...list].reverse(), value, budget);
  return index < 0 ? -1 : list.length - 1 - index;
}

function copied(list: Value[], budget: Budget): Value[] {
  budget.spend(list.length);
  return list.slice();
}
