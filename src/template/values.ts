import type { Resolved } from './model';
import { isUnknown, type Unknown } from './unknown';

// A record inherits nothing that a name could find, `constructor` and `__proto__` among them, and still can be written into a message.
const RECORD: object = Object.freeze(Object.assign(Object.create(null), { [Symbol.toPrimitive]: () => '[object Object]' }));

/** An object that has the given names and no other, whatever the names are. */
export function record<T>(entries: Iterable<readonly [name: string, value: T]> = []): { [name: string]: T } {
  const made: { [name: string]: T } = Object.create(RECORD);
  for (const [name, value] of entries) {
    made[name] = value;
  }
  return made;
}

/** Whether a value is an object with names: no list, and nothing unknown. */
export function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value);
}

/** What an object itself has under a name; undefined where it has nothing or is none. */
export function own(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A scalar as CloudFormation writes it into a text; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The first unknown value in a value, however deep. */
export function unknownIn(value: Resolved): Unknown | undefined {
  if (isUnknown(value)) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const each of Object.values(value) as Resolved[]) {
    const found = unknownIn(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
