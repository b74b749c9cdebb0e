import { Resolved } from '../template/model';
import { isUnknown, Maybe, Unknown } from '../unknown';

/** An own property of a resolved value; an unknown value has unknown properties, and what is no object has none. */
export function field(value: Resolved, name: string): Resolved {
  if (isUnknown(value)) {
    return value;
  }
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A property of the first name that is there: CloudFormation and OpenAPI write the same names in different case. */
export function fieldOf(value: Resolved, ...names: string[]): Resolved {
  return names.map((name) => field(value, name)).find((each) => each !== undefined);
}

/** Text. Templates write numbers and booleans as either, so both count as text; anything else is as good as absent. */
export function textOf(value: Resolved): Maybe<string> | undefined {
  if (isUnknown(value) || typeof value === 'string') {
    return value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Text that is known, or nothing. */
export function knownText(value: Resolved): string | undefined {
  const text = textOf(value);
  return isUnknown(text) ? undefined : text;
}

/** A number, also where a template has it as text. */
export function numberOf(value: Resolved): Maybe<number> | undefined {
  const text = textOf(value);
  if (text === undefined || isUnknown(text)) {
    return text;
  }
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** A truth value, also where a template has it as text; absent counts as false. */
export function flagOf(value: Resolved): Maybe<boolean> {
  const text = textOf(value);
  return isUnknown(text) ? text : text?.toLowerCase() === 'true';
}

/** The texts of a list. A list that isn't known is a list of one that isn't known; a single text is a list of one. */
export function textsOf(value: Resolved): Maybe<string>[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map(textOf).filter((each): each is Maybe<string> => each !== undefined);
}

/** The values of a list; what isn't one has none. */
export function listOf(value: Resolved): Resolved[] {
  return Array.isArray(value) ? value : [];
}

/** The entries of an object; what isn't one has none. */
export function entriesOf(value: Resolved): [string, Resolved][] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** An object without a prototype, so that a name such as `__proto__` is a name like any other. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): { [name: string]: T } {
  const record: { [name: string]: T } = Object.create(null);
  for (const [name, value] of entries) {
    record[name] = value;
  }
  return record;
}

/** Whether it is an object with names, neither a list nor unknown. */
export function isRecord(value: unknown): value is { [name: string]: Resolved } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}
