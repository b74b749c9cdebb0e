import { Resolved } from '../template/model';
import { isUnknown, Maybe } from '../unknown';

/** What stands at a path of a resolved value; the first unknown on the way, where there is one. Names of `Object.prototype` name nothing. */
export function property(value: Resolved, ...path: string[]): Resolved {
  let current = value;
  for (const name of path) {
    if (isUnknown(current)) {
      return current;
    }
    current = typeof current === 'object' && current !== null && !Array.isArray(current) && Object.hasOwn(current, name)
      ? current[name]
      : undefined;
  }
  return current;
}

/** A list as CloudFormation reads it: one value counts as a list of one. */
export function listOf(value: Resolved): Maybe<Resolved[]> {
  if (isUnknown(value)) {
    return value;
  }
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** A text as CloudFormation reads it: numbers and booleans count as what they are written like. */
export function textOf(value: Resolved): Maybe<string> | undefined {
  if (isUnknown(value) || typeof value === 'string') {
    return value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A boolean as CloudFormation reads it, `"true"` included. */
export function booleanOf(value: Resolved): Maybe<boolean> | undefined {
  const text = textOf(value);
  return isUnknown(text) ? text : text === undefined ? undefined : text.toLowerCase() === 'true';
}

/** A number as CloudFormation reads it, `"10"` included. */
export function numberOf(value: Resolved): Maybe<number> | undefined {
  const text = textOf(value);
  if (text === undefined || isUnknown(text)) {
    return text;
  }
  const number = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** A list of texts: unknown as a whole where one of them is. */
export function textsOf(value: Resolved): Maybe<string[]> {
  const list = listOf(value);
  if (isUnknown(list)) {
    return list;
  }
  const texts = list.map(textOf).filter((text) => text !== undefined);
  return texts.find(isUnknown) ?? texts.filter((text) => typeof text === 'string');
}
