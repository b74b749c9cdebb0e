import type { Resolved } from './model';
import { isUnknown, type Maybe } from './unknown';
import { isRecord as isRecordOf, record, textOf as writtenText } from './values';

/** Whether it is an object with names, neither a list nor unknown. */
export function isRecord(value: unknown): value is { [name: string]: Resolved } {
  return isRecordOf(value);
}

/** What stands at a path of a resolved value; the first unknown on the way, where there is one. Names of `Object.prototype` name nothing. */
export function field(value: Resolved, ...path: string[]): Resolved {
  let current = value;
  for (const name of path) {
    if (isUnknown(current)) return current;
    current = isRecord(current) && Object.hasOwn(current, name) ? current[name] : undefined;
  }
  return current;
}

/** A property of the first name that is there: CloudFormation and OpenAPI write the same names in different case. */
export function fieldOf(value: Resolved, ...names: string[]): Resolved {
  return names.map((name) => field(value, name)).find((each) => each !== undefined);
}

/** A text as CloudFormation reads it: numbers and truth values count as what they are written like. Anything else is as good as absent. */
export function textOf(value: Resolved): Maybe<string> | undefined {
  return isUnknown(value) ? value : writtenText(value);
}

/** A text that is known, or nothing. */
export function knownText(value: Resolved): string | undefined {
  return isUnknown(value) ? undefined : writtenText(value);
}

/** A number as CloudFormation reads it, `"10"` included. */
export function numberOf(value: Resolved): Maybe<number> | undefined {
  const text = textOf(value);
  if (text === undefined || isUnknown(text)) return text;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** A truth value as CloudFormation reads it, `"true"` included; nothing where there is none. */
export function booleanOf(value: Resolved): Maybe<boolean> | undefined {
  const text = textOf(value);
  return text === undefined || isUnknown(text) ? text : text.toLowerCase() === 'true';
}

/** A truth value; absent counts as false. */
export function flagOf(value: Resolved): Maybe<boolean> {
  return booleanOf(value) ?? false;
}

/** The values of a list, of which any may be unknown. As in CloudFormation, one value counts as a list of one, and nothing as an empty one. */
export function listOf(value: Resolved): Resolved[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** The same, unknown as a whole where the list itself is. */
export function wholeListOf(value: Resolved): Maybe<Resolved[]> {
  return isUnknown(value) ? value : listOf(value);
}

/** The texts of a list, of which any may be unknown. */
export function textsOf(value: Resolved): Maybe<string>[] {
  return listOf(value).map(textOf).filter((text) => text !== undefined);
}

/** The texts of a list, unknown as a whole where one of them is. */
export function wholeTextsOf(value: Resolved): Maybe<string[]> {
  const texts = textsOf(value);
  return texts.find(isUnknown) ?? texts as string[];
}

/** The entries of an object; what isn't one has none. */
export function entriesOf(value: Resolved): [string, Resolved][] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** Texts by name. */
export function textMap(value: Resolved): ReadonlyMap<string, Maybe<string>> {
  return new Map(entriesOf(value).map(([name, each]) => [name, textOf(each)] as const)
    .filter((entry): entry is readonly [string, Maybe<string>] => entry[1] !== undefined));
}

/** An object that has the given names and no other, so that `__proto__` is a name like any other. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): { [name: string]: T } {
  return record(entries);
}
