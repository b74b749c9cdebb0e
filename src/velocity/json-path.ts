import { Unknown } from '../template';
import type { Budget } from './budget';
import { Undecidable, VelocityError } from './error';
import { readJson } from './json';
import { Scanner } from './scanner';
import { decided, JsonList, type Value } from './values';

/** What a path gives: one value or null, or a list where the path can have several (`*`, `..`, slices, unions). */
export interface Selection {
  readonly values: Value[];
  readonly definite: boolean;
}

type Step = (value: Value, budget: Budget) => Value[];

/**
 * Reads a value by JSONPath: `$.a.b`, `$['a']`, `$.list[0]`, `[-1]`, `[0,1]`, `[1:3]`, `*` and `..`. What a filter (`?()`) gives is unknown,
 * since API Gateway's dialect isn't documented.
 */
export function select(root: Value, path: string, budget: Budget): Selection {
  const scanner = new Scanner(path.trim());
  scanner.take('$');
  let values = [root];
  let definite = true;
  while (!scanner.atEnd) {
    const { step, one } = nextStep(scanner);
    values = values.flatMap((value) => step(decided(value), budget));
    budget.spend(values.length + 1);
    definite &&= one;
  }
  return { values, definite };
}

/** The value of a selection, as `$input.path` gives it. */
export function valueOf({ values, definite }: Selection): Value {
  return definite ? values[0] ?? null : JsonList.from(values);
}

function nextStep(scanner: Scanner): { step: Step; one: boolean } {
  if (scanner.take('..')) {
    const step = scanner.startsWith('[') ? bracket(scanner).step : dotted(scanner).step;
    return { step: (value, budget) => descendants(value, budget).flatMap((each) => step(each, budget)), one: false };
  }
  if (scanner.startsWith('[')) return bracket(scanner);
  // `$input.path("name")` without the `$.` reads the same.
  if (!scanner.take('.') && scanner.position > 0 && scanner.text[scanner.position - 1] !== '$') {
    scanner.fail('a JSONPath goes on with . or [');
  }
  return dotted(scanner);
}

function dotted(scanner: Scanner): { step: Step; one: boolean } {
  if (scanner.take('*')) return { step: children, one: false };
  const name = scanner.match(/[^.[\]\s()'"]+/y) ?? scanner.fail('a JSONPath needs a name');
  return { step: (value) => child(value, name), one: true };
}

function bracket(scanner: Scanner): { step: Step; one: boolean } {
  scanner.take('[');
  const inside = scanner.match(/\s*(?:\*|\?|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d*(?::-?\d*){1,2}|-?\d+)\s*/y)?.trim();
  if (inside === '?') {
    throw new Undecidable(new Unknown('mapping template', `the JSONPath ${scanner.text} has a filter, which isn't emulated`));
  }
  const first = inside === undefined ? scanner.fail('a JSONPath can\'t be read') : item(inside);
  const steps = [first];
  while (scanner.take(',')) {
    steps.push(item(scanner.match(/\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+)\s*/y)?.trim() ?? scanner.fail('a JSONPath can\'t be read')));
  }
  scanner.expect(']', 'a JSONPath');
  const one = steps.length === 1 && inside !== '*' && !/^-?\d*:/.test(inside!);
  return { step: (value, budget) => steps.flatMap((step) => step(value, budget)), one };
}

function item(text: string): Step {
  if (text === '*') return children;
  if (/^['"]/.test(text)) {
    const name = text.slice(1, -1).replace(/\\(.)/g, '$1');
    return (value) => child(value, name);
  }
  if (text.includes(':')) {
    const [from, to, step] = text.split(':').map((part) => (part === '' ? undefined : Number(part)));
    return (value) => (Array.isArray(value) ? value.slice(from, to).filter((_, index) => index % Math.max(1, step ?? 1) === 0) : []);
  }
  return (value) => (Array.isArray(value) ? value.slice(Number(text), Number(text) === -1 ? undefined : Number(text) + 1) : []);
}

function child(value: Value, name: string): Value[] {
  if (value instanceof Map) return value.has(name) ? [value.get(name)!] : [];
  return Array.isArray(value) && name === 'length()' ? [value.length] : [];
}

function children(value: Value): Value[] {
  return value instanceof Map ? [...value.values()] : Array.isArray(value) ? value : [];
}

function descendants(value: Value, budget: Budget): Value[] {
  budget.spend();
  return [value, ...budget.deeper(() => children(decided(value)).flatMap((each) => descendants(each, budget)))];
}

/** The JSON of a body. API Gateway takes an empty one for an empty object, and answers 400 for what isn't JSON. */
export function parseBody(body: string, budget: Budget): Value {
  try {
    return readJson(body.trim() === '' ? '{}' : body, budget);
  } catch (error) {
    throw error instanceof SyntaxError ? new VelocityError('body-not-json', 'Could not parse request body into json') : error;
  }
}
