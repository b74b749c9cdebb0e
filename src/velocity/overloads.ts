import type { Budget } from './budget';
import { isNumber, JavaNumber, classOf } from './numbers';
import { Character, CollectionView, decided, JavaArray, Missing, type Value } from './values';

/** What a method does: with the value that it is called on, and arguments of the types that it takes. */
export type Method<Self> = (self: Self, args: any[], budget: Budget) => Value;

interface Overload<Self> {
  readonly types: readonly string[];
  readonly run: Method<Self>;
}

/** The methods of a Java class by their name. */
export type Methods<Self> = ReadonlyMap<string, ReadonlyArray<Overload<Self>>>;

/**
 * Methods by their signature: `substring(int,int)`. Of two that take the arguments, the first counts, so the more special one stands first.
 * `Object...` takes any number of them.
 */
export function methods<Self>(table: { readonly [signature: string]: Method<Self> }): Methods<Self> {
  const made = new Map<string, Overload<Self>[]>();
  for (const [signature, run] of Object.entries(table)) {
    const [name, types] = signature.slice(0, -1).split('(');
    made.set(name, [...made.get(name) ?? [], { types: types === '' ? [] : types.split(','), run }]);
  }
  return made;
}

/** The first list of methods that has the method; undefined where none has, and where the arguments have other types. */
export function call<Self>(all: Methods<Self>, name: string, self: Self, args: Value[], budget: Budget): Value | undefined {
  const overloads = all.get(name);
  if (overloads === undefined) return undefined;
  const known = args.map((arg) => (arg instanceof Missing ? null : decided(arg)));
  const found = overloads.find(({ types }) => takes(types, known));
  if (found !== undefined) return found.run(self, known, budget);
  const bare = known.length === 0 ? undefined : overloads.find(({ types }) => types.length === 0);
  if (bare === undefined) return undefined;
  budget.take(`${name}() takes no arguments`);
  return bare.run(self, [], budget);
}

function takes(types: readonly string[], args: readonly Value[]): boolean {
  const rest = types.length > 0 && types[types.length - 1].endsWith('...');
  if (rest ? args.length < types.length - 1 : args.length !== types.length) return false;
  return args.every((arg, index) => fits(rest && index >= types.length - 1 ? types[types.length - 1].slice(0, -3) : types[index], arg));
}

const PRIMITIVE = ['int', 'long', 'float', 'double', 'boolean', 'char'];
const WIDENED: { readonly [type: string]: readonly string[] } = {
  int: ['Integer'],
  long: ['Long', 'Integer'],
  float: ['Float', 'Long', 'Integer'],
  double: ['Double', 'Float', 'Long', 'Integer'],
};

function fits(type: string, value: Value): boolean {
  if (value === null) return !PRIMITIVE.includes(type);
  switch (type) {
    case 'Object': return true;
    case 'String': case 'CharSequence': return typeof value === 'string';
    case 'boolean': case 'Boolean': return typeof value === 'boolean';
    case 'char': case 'Character': return value instanceof Character;
    case 'Collection': case 'Iterable': return Array.isArray(value) && !(value instanceof JavaArray);
    case 'List': return Array.isArray(value) && !(value instanceof JavaArray) && !(value instanceof CollectionView);
    case 'Object[]': return value instanceof JavaArray;
    case 'Map': return value instanceof Map;
    case 'Number': return isNumber(value);
    default: return typeof value === 'number' ? (WIDENED[type] ?? [type]).includes('Integer')
      : value instanceof JavaNumber && (WIDENED[type] ?? [type]).includes(classOf(value));
  }
}
