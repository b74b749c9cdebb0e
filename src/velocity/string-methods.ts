import type { Budget } from './budget';
import { VelocityError } from './error';
import { JavaPattern } from './java-pattern';
import { decided, integer, toText, type Value } from './values';

type Method = (text: string, args: Value[], budget: Budget) => Value;

/** The methods of java.lang.String that mapping templates use. */
const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['length', (text) => text.length],
  ['isEmpty', (text) => text === ''],
  ['empty', (text) => text === ''],
  ['isBlank', (text) => text.trim() === ''],
  ['trim', (text) => text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '')],
  ['strip', (text) => text.trim()],
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['hashCode', (text) => hashCode(text)],
  ['intern', (text) => text],
  ['equalsIgnoreCase', (text, [other]) => typeof other === 'string' && text.toLowerCase() === other.toLowerCase()],
  ['contains', (text, args, budget) => text.includes(textOf(args, 0, budget))],
  ['startsWith', (text, args, budget) => text.startsWith(textOf(args, 0, budget), optional(args, 1, 0))],
  ['endsWith', (text, args, budget) => text.endsWith(textOf(args, 0, budget))],
  ['indexOf', (text, args, budget) => text.indexOf(textOf(args, 0, budget), optional(args, 1, 0))],
  ['lastIndexOf', (text, args, budget) => text.lastIndexOf(textOf(args, 0, budget), optional(args, 1, text.length))],
  ['compareTo', (text, args, budget) => compare(text, textOf(args, 0, budget))],
  ['compareToIgnoreCase', (text, args, budget) => compare(text.toLowerCase(), textOf(args, 0, budget).toLowerCase())],
  ['concat', (text, args, budget) => budget.text(text + textOf(args, 0, budget))],
  ['charAt', (text, [index]) => text.slice(...within(text, integer(index, 'charAt'), integer(index, 'charAt') + 1))],
  ['substring', (text, args) => text.slice(...within(text, integer(args[0], 'substring'), optional(args, 1, text.length)))],
  ['subSequence', (text, args) => text.slice(...within(text, integer(args[0], 'subSequence'), integer(args[1], 'subSequence')))],
  ['toCharArray', (text, _, budget) => listed(text.split(''), budget)],
  ['repeat', (text, [times], budget) => repeat(text, integer(times, 'repeat'), budget)],
  ['replace', (text, args, budget) => replace(text, textOf(args, 0, budget), textOf(args, 1, budget), budget)],
  ['matches', (text, args, budget) => JavaPattern.of(textOf(args, 0, budget)).matches(text, budget)],
  ['replaceAll', (text, args, budget) => JavaPattern.of(textOf(args, 0, budget)).replace(text, textOf(args, 1, budget), true, budget)],
  ['replaceFirst', (text, args, budget) => JavaPattern.of(textOf(args, 0, budget)).replace(text, textOf(args, 1, budget), false, budget)],
  ['split', (text, args, budget) => listed(JavaPattern.of(textOf(args, 0, budget)).split(text, optional(args, 1, 0), budget), budget)],
]);

export function callOnString(text: string, method: string, args: Value[], budget: Budget): Value | undefined {
  budget.spend(text.length / 256);
  return METHODS.get(method)?.(text, args, budget);
}

function textOf(args: Value[], index: number, budget: Budget): string {
  const value = decided(args[index] ?? null);
  if (value === null) throw new VelocityError('evaluation', 'the method of a text got null or too few arguments');
  return toText(value, budget);
}

function optional(args: Value[], index: number, otherwise: number): number {
  return args[index] === undefined ? otherwise : integer(args[index], 'the method of a text');
}

/** Java throws where JavaScript would give less than was asked for. */
function within(text: string, from: number, to: number): [number, number] {
  if (from < 0 || to > text.length || from > to) {
    throw new VelocityError('evaluation', `characters ${from} to ${to} of a text of ${text.length}`);
  }
  return [from, to];
}

function listed(items: string[], budget: Budget): Value[] {
  budget.spend(items.length);
  return items;
}

function repeat(text: string, times: number, budget: Budget): string {
  if (times < 0) throw new VelocityError('evaluation', 'repeat needs a number that isn\'t negative');
  budget.checkLength(text.length * times);
  return text.repeat(times);
}

function replace(text: string, what: string, by: string, budget: Budget): string {
  budget.checkLength(text.length + (text.split(what).length - 1) * by.length);
  return budget.text(text.replaceAll(what, () => by));
}

function compare(a: string, b: string): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a.charCodeAt(index) !== b.charCodeAt(index)) return a.charCodeAt(index) - b.charCodeAt(index);
  }
  return a.length - b.length;
}

function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(1, Math.imul(31, hash) + text.charCodeAt(index));
  }
  return hash;
}
