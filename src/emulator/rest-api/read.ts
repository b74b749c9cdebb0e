import { Resolved } from '../template/model';
import { isUnknown, Maybe, Unknown } from '../unknown';

/** Whether it is an object with names: no list, and nothing unknown. */
export function isRecord(value: unknown): value is { [name: string]: Resolved } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** An own property; what is unknown has unknown properties, what is no object has none. */
export function field(value: Resolved, name: string): Resolved {
  return isUnknown(value) ? value : isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A text. CloudFormation takes numbers and truth values for texts. */
export function textOf(value: Resolved): Maybe<string> | undefined {
  if (isUnknown(value) || typeof value === 'string') {
    return value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A text that is known; undefined otherwise. */
export function knownText(value: Resolved): string | undefined {
  const text = textOf(value);
  return isUnknown(text) ? undefined : text;
}

/** A truth value, also where it was written as a text; absent is false. */
export function flagOf(value: Resolved): Maybe<boolean> {
  const text = textOf(value);
  return isUnknown(text) ? text : text?.toLowerCase() === 'true';
}

export function listOf(value: Resolved): Resolved[] {
  return Array.isArray(value) ? value : isUnknown(value) ? [value] : [];
}

export function textsOf(value: Resolved): Maybe<string>[] {
  return listOf(value).map(textOf).filter((text) => text !== undefined);
}

export function entriesOf(value: Resolved): [string, Resolved][] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** An object without a prototype, so that `__proto__` is a name like any other. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): { [name: string]: T } {
  const record: { [name: string]: T } = Object.create(null);
  for (const [name, value] of entries) {
    record[name] = value;
  }
  return record;
}

/** Texts by name. */
export function textMap(value: Resolved): ReadonlyMap<string, Maybe<string>> {
  return new Map(entriesOf(value).map(([name, each]) => [name, textOf(each)] as const)
    .filter((entry): entry is readonly [string, Maybe<string>] => entry[1] !== undefined));
}
