import type { Budget } from './budget';
import { format } from './format';
import { JavaPattern } from './java-pattern';
import { methods } from './overloads';
import { Character, JavaArray, thrown, toText, type Value } from './values';

/** The methods of java.lang.String. */
export const STRING_METHODS = methods<string>({
  'length()': (text) => text.length,
  'isEmpty()': (text) => text === '',
  'isBlank()': (text) => !/[^\s\x1C-\x1F]/.test(text),
  'trim()': (text) => text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, ''),
  'strip()': (text) => text.trim(),
  'stripLeading()': (text) => text.trimStart(),
  'stripTrailing()': (text) => text.trimEnd(),
  'toLowerCase()': (text) => text.toLowerCase(),
  'toUpperCase()': (text) => text.toUpperCase(),
  'toString()': (text) => text,
  'intern()': (text) => text,
  'hashCode()': hashCode,
  'equals(Object)': (text, [other]) => text === other,
  'equalsIgnoreCase(String)': (text, [other]) => other !== null && text.toLowerCase() === other.toLowerCase(),
  'contentEquals(CharSequence)': (text, [other]) => text === present(other),
  'contains(CharSequence)': (text, [other]) => text.includes(present(other)),
  'startsWith(String)': (text, [other]) => text.startsWith(present(other)),
  'startsWith(String,int)': (text, [other, from]) => from >= 0 && text.slice(from).startsWith(present(other)),
  'endsWith(String)': (text, [other]) => text.endsWith(present(other)),
  'indexOf(String)': (text, [other]) => text.indexOf(present(other)),
  'indexOf(int)': (text, [code]) => text.indexOf(String.fromCodePoint(code)),
  'indexOf(String,int)': (text, [other, from]) => text.indexOf(present(other), from),
  'indexOf(int,int)': (text, [code, from]) => text.indexOf(String.fromCodePoint(code), from),
  'lastIndexOf(String)': (text, [other]) => text.lastIndexOf(present(other)),
  'lastIndexOf(int)': (text, [code]) => text.lastIndexOf(String.fromCodePoint(code)),
  'lastIndexOf(String,int)': (text, [other, from]) => (from < 0 ? -1 : text.lastIndexOf(present(other), from)),
  'lastIndexOf(int,int)': (text, [code, from]) => (from < 0 ? -1 : text.lastIndexOf(String.fromCodePoint(code), from)),
  'compareTo(String)': (text, [other]) => compareTexts(text, present(other)),
  'compareTo(Object)': () => thrown('compareTo got a value of another class'),
  'compareToIgnoreCase(String)': (text, [other]) => compareTexts(text.toLowerCase(), present(other).toLowerCase()),
  'concat(String)': (text, [other], budget) => budget.text(text + present(other)),
  'charAt(int)': (text, [index]) => new Character(cut(text, index, index + 1)),
  'codePointAt(int)': (text, [index]) => (cut(text, index, index + 1), text.codePointAt(index)!),
  'substring(int)': (text, [from]) => cut(text, from, text.length),
  'substring(int,int)': (text, [from, to]) => cut(text, from, to),
  'subSequence(int,int)': (text, [from, to]) => cut(text, from, to),
  'regionMatches(int,String,int,int)': (text, [at, other, from, length]) => isRegion(text, at, present(other), from, length),
  'regionMatches(boolean,int,String,int,int)': (text, [ignoreCase, at, other, from, length]) => (ignoreCase
    ? isRegion(text.toLowerCase(), at, present(other).toLowerCase(), from, length) : isRegion(text, at, present(other), from, length)),
  'toCharArray()': (text, _, budget) => array(text.split('').map((each) => new Character(each)), budget),
  'getBytes()': (text, _, budget) => array([...Buffer.from(text)].map((byte) => (byte > 127 ? byte - 256 : byte)), budget),
  'repeat(int)': (text, [times], budget) => repeat(text, times, budget),
  'replace(CharSequence,CharSequence)': (text, [what, by], budget) => replace(text, present(what), present(by), budget),
  'replace(char,char)': (text, [what, by], budget) => replace(text, what.text, by.text, budget),
  'matches(String)': (text, [pattern], budget) => JavaPattern.of(present(pattern)).matches(text, budget),
  'replaceAll(String,String)': (text, [pattern, by], budget) => JavaPattern.of(present(pattern)).replace(text, present(by), true, budget),
  'replaceFirst(String,String)': (text, [pattern, by], budget) => JavaPattern.of(present(pattern)).replace(text, present(by), false, budget),
  'split(String)': (text, [pattern], budget) => array(JavaPattern.of(present(pattern)).split(text, 0, budget), budget),
  'split(String,int)': (text, [pattern, limit], budget) => array(JavaPattern.of(present(pattern)).split(text, limit, budget), budget),
  'formatted(Object...)': (text, values, budget) => format(text, values, budget),
  // What belongs to the class is reached through any text: `$text.format("%s", 1)`.
  'format(String,Object...)': (_, [pattern, ...values], budget) => format(present(pattern), values, budget),
  'join(CharSequence,Iterable)': (_, [between, items], budget) => join(present(between), present(items), budget),
  'join(CharSequence,Object[])': (_, [between, items], budget) => join(present(between), present(items), budget),
  'join(CharSequence,CharSequence...)': (_, [between, ...items], budget) => join(present(between), items, budget),
  'valueOf(Object)': (_, [value], budget) => (value === null ? null : toText(value, budget)),
  'copyValueOf(Object[])': (_, [items], budget) => join('', items, budget),
});

/** Java throws for null. */
function present<T>(value: T | null): T {
  return value ?? thrown('the method of a text got null');
}

/** Java throws where JavaScript would give less than was asked for. */
function cut(text: string, from: number, to: number): string {
  return from < 0 || to > text.length || from > to ? thrown(`characters ${from} to ${to} of a text of ${text.length}`) : text.slice(from, to);
}

function isRegion(text: string, at: number, other: string, from: number, length: number): boolean {
  const isWithin = at >= 0 && from >= 0 && at + length <= text.length && from + length <= other.length;
  return isWithin && text.slice(at, at + length) === other.slice(from, from + length);
}

function array(items: Value[], budget: Budget): Value[] {
  budget.spend(items.length);
  return JavaArray.from(items);
}

function join(between: string, items: readonly Value[], budget: Budget): string {
  const texts = Array.from(items, (item) => (typeof item === 'string' || item === null || item instanceof Character ? item === null ? 'null' : toText(item, budget)
    : thrown('join of what isn\'t a text')));
  budget.checkLength(texts.reduce((length, text) => length + text.length + between.length, 0));
  return texts.join(between);
}

function repeat(text: string, times: number, budget: Budget): string {
  if (times < 0) return thrown('repeat needs a number that isn\'t negative');
  budget.checkLength(text.length * times);
  return text.repeat(times);
}

function replace(text: string, what: string, by: string, budget: Budget): string {
  budget.checkLength(text.length + (text.split(what).length - 1) * by.length);
  return budget.text(text.replaceAll(what, () => by));
}

export function compareTexts(a: string, b: string): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a.charCodeAt(index) !== b.charCodeAt(index)) return a.charCodeAt(index) - b.charCodeAt(index);
  }
  return a.length - b.length;
}

export function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(1, Math.imul(31, hash) + text.charCodeAt(index));
  }
  return hash;
}
