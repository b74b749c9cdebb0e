import type { Budget } from './budget';
import { classOf, isNumber, type NumberClass } from './numbers';
import { Character, CollectionView, decided, JavaArray, Missing, type Value } from './values';

/** What a method does: with the value that it is called on, and arguments of the types that it takes. */
export type Method<Self> = (self: Self, args: any[], budget: Budget) => Value;

type Fits = (value: Value) => boolean;

interface Overload<Self> {
  readonly types: readonly Fits[];
  /** What `Object...` takes at the end. */
  readonly rest?: Fits;
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
    const [name, list] = signature.slice(0, -1).split('(');
    const types = list === '' ? [] : list.split(',');
    const rest = types.at(-1)?.endsWith('...') ? types.pop()!.slice(0, -3) : undefined;
    made.set(name, [...made.get(name) ?? [], { types: types.map(fits), rest: rest === undefined ? undefined : fits(rest), run }]);
  }
  return made;
}

/** The first list of methods that has the method; undefined where none has, and where the arguments have other types. */
export function call<Self>(all: Methods<Self>, name: string, self: Self, args: Value[], budget: Budget): Value | undefined {
  const overloads = all.get(name);
  if (overloads === undefined) return undefined;
  const known = args.length === 0 ? args : args.map((arg) => (arg instanceof Missing ? null : decided(arg)));
  for (const overload of overloads) {
    if (takes(overload, known)) return overload.run(self, known, budget);
  }
  const bare = overloads.find(({ types, rest }) => types.length === 0 && rest === undefined);
  if (bare === undefined) return undefined;
  budget.take(`${name}() takes no arguments`);
  return bare.run(self, [], budget);
}

function takes({ types, rest }: Overload<never>, args: readonly Value[]): boolean {
  if (rest === undefined ? args.length !== types.length : args.length < types.length) return false;
  for (let index = 0; index < args.length; index++) {
    if (!(types[index] ?? rest!)(args[index])) return false;
  }
  return true;
}

const isList = (value: Value) => Array.isArray(value) && !(value instanceof JavaArray);
const isBoolean = (value: Value) => typeof value === 'boolean';
const isCharacter = (value: Value) => value instanceof Character;
const isOf = (...classes: NumberClass[]): Fits => (value) => isNumber(value) && classes.includes(classOf(value));

const PRIMITIVES: ReadonlyMap<string, Fits> = new Map([
  ['int', isOf('Integer')],
  ['long', isOf('Long', 'Integer')],
  ['float', isOf('Float', 'Long', 'Integer')],
  ['double', isOf('Double', 'Float', 'Long', 'Integer')],
  ['boolean', isBoolean],
  ['char', isCharacter],
]);
const CLASSES: ReadonlyMap<string, Fits> = new Map<string, Fits>([
  ['Object', () => true],
  ['String', (value) => typeof value === 'string'],
  ['CharSequence', (value) => typeof value === 'string'],
  ['Boolean', isBoolean],
  ['Character', isCharacter],
  ['Collection', isList],
  ['Iterable', isList],
  ['List', (value) => isList(value) && !(value instanceof CollectionView)],
  ['Object[]', (value) => value instanceof JavaArray],
  ['Map', (value) => value instanceof Map],
  ['Number', isNumber],
]);

/** Whether a value may be given for a parameter of this type. Null is given for everything but primitives. */
function fits(type: string): Fits {
  const primitive = PRIMITIVES.get(type);
  if (primitive !== undefined) return primitive;
  const isInstance = CLASSES.get(type) ?? isOf(type as NumberClass);
  return (value) => value === null || isInstance(value);
}
