import { isRecord, isUnknown, Unknown } from '../../template';
import { Budget, JavaPattern } from '../../velocity';

type Verdict = boolean | Unknown;
/** The schema of a model of the API. */
type ModelOf = (name: string) => unknown;
type Check = (expected: unknown, value: unknown, schema: { [name: string]: unknown }, validator: Validator) => Verdict;

const MAX_STEPS = 100_000;
const MAX_DEPTH = 200;
/** A model that another one names (rule 143). */
const OTHER_MODEL = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/#]+)$/;
/** Words that say nothing about whether a value is right. */
const ANNOTATIONS = new Set(['$schema', '$id', 'id', 'title', 'description', 'default', 'example', 'examples', 'definitions', 'components', '$comment', 'format',
  'readOnly', 'writeOnly', 'deprecated', 'exclusiveMinimum', 'exclusiveMaximum', 'additionalItems', 'xml', 'discriminator', 'externalDocs', 'nullable']);

/**
 * Whether a body is JSON of a schema: JSON Schema draft 4, which is API Gateway's, in the words that bodies of APIs are described with. An Unknown
 * where the schema uses another word, or refers to what isn't in it.
 */
export function validates(schema: unknown, body: string, model: ModelOf = () => undefined): Verdict {
  let value: unknown;
  try {
    value = body.trim() === '' ? undefined : JSON.parse(body);
  } catch {
    return false;
  }
  if (value === undefined) return isUnknown(schema) ? schema : !isDemanding(schema);
  try {
    return new Validator(schema, model).check(schema, value);
  } catch (error) {
    if (error instanceof RangeError) return new Unknown('a body', 'it nests too deeply');
    throw error;
  }
}

/** Whether a schema asks for anything, so that an empty body isn't right. */
function isDemanding(schema: unknown): boolean {
  return isRecord(schema) && Object.keys(schema).some((word) => !ANNOTATIONS.has(word) && schema[word] !== undefined);
}

class Validator {
  private steps = 0;
  private depth = 0;

  constructor(private root: unknown, private readonly model: ModelOf) {}

  public check(schema: unknown, value: unknown): Verdict {
    if (++this.steps > MAX_STEPS || this.depth > MAX_DEPTH) {
      return new Unknown('a model', 'the schema takes too many steps, or refers to itself without end');
    }
    if (isUnknown(schema) || typeof schema === 'boolean') return schema;
    if (!isRecord(schema)) return true;
    this.depth++;
    const verdict = all(Object.entries(schema).filter(([word, expected]) => expected !== undefined && !ANNOTATIONS.has(word))
      .map(([word, expected]) => () => openIn(expected) ?? WORDS.get(word)?.(expected, value, schema, this) ?? unsupported(word)));
    this.depth--;
    return verdict;
  }

  public refer(reference: unknown, value: unknown): Verdict {
    const name = typeof reference === 'string' ? OTHER_MODEL.exec(reference)?.[1] : undefined;
    const other = name === undefined ? undefined : this.model(name);
    if (other !== undefined) return this.within(other, () => this.check(other, value));
    const path = typeof reference === 'string' && reference.startsWith('#/') ? reference.slice(2).split('/') : undefined;
    const target = path?.reduce<unknown>((each, key) => (isRecord(each) && Object.hasOwn(each, key) ? each[key] : undefined), this.root);
    return target === undefined ? new Unknown('a model', `the schema refers to ${String(reference)}, which isn't in it`) : this.check(target, value);
  }

  /** What a model refers to inside itself is in that model. */
  private within(root: unknown, check: () => Verdict): Verdict {
    const outer = this.root;
    this.root = root;
    const verdict = check();
    this.root = outer;
    return verdict;
  }
}

/** What a word asks for and the template leaves open; what stands deeper is looked at when it counts. */
function openIn(expected: unknown): Unknown | undefined {
  return isUnknown(expected) ? expected : Array.isArray(expected) ? expected.find(isUnknown) : undefined;
}

function unsupported(word: string): Verdict {
  return word.startsWith('x-') || new Unknown('a model', `the schema's ${word} isn't emulated`);
}

/** False as soon as one is; unknown where one is and none is false. */
function all(tests: ReadonlyArray<() => Verdict>): Verdict {
  let unknown: Unknown | undefined;
  for (const test of tests) {
    const verdict = test();
    if (verdict === false) return false;
    unknown ??= isUnknown(verdict) ? verdict : undefined;
  }
  return unknown ?? true;
}

function count(verdicts: readonly Verdict[], fits: (yes: number, atMost: number) => Verdict | undefined): Verdict {
  const yes = verdicts.filter((verdict) => verdict === true).length;
  return fits(yes, yes + verdicts.filter(isUnknown).length) ?? verdicts.find(isUnknown)!;
}

const TYPES: { readonly [type: string]: (value: unknown) => boolean } = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => typeof value === 'number' && Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const isObject = (value: unknown): value is { [name: string]: unknown } => TYPES.object(value);
const bound = (test: (size: number, limit: number) => boolean, size: (value: unknown) => number | undefined): Check => (limit, value) => {
  const own = size(value);
  return own === undefined || typeof limit !== 'number' || test(own, limit);
};
const atLeast = (size: (value: unknown) => number | undefined) => bound((own, limit) => own >= limit, size);
const atMost = (size: (value: unknown) => number | undefined) => bound((own, limit) => own <= limit, size);
const lengthOf = (value: unknown) => (typeof value === 'string' ? [...value].length : undefined);
const itemsIn = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
const namesIn = (value: unknown) => (isObject(value) ? Object.keys(value).length : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);

const areSame = (a: unknown, b: unknown) => textOf(a) === textOf(b);

/** JSON with names in order, since objects are the same whatever the order of their names. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, each) => (isObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each));
}

const WORDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['type', (types, value, { nullable }) => value === null && nullable === true
    || list(types).some((type) => typeof type === 'string' && Object.hasOwn(TYPES, type) && TYPES[type](value))],
  ['enum', (values, value) => list(values).some((each) => areSame(each, value))],
  ['const', areSame],
  ['required', (names, value) => !isObject(value) || list(names).every((name) => Object.hasOwn(value, String(name)))],
  ['properties', (properties, value, _, validator) => !isObject(value) || !isRecord(properties) || all(Object.entries(properties)
    .filter(([name]) => Object.hasOwn(value, name)).map(([name, schema]) => () => validator.check(schema, value[name])))],
  ['additionalProperties', (schema, value, { properties, patternProperties }, validator) => !isObject(value) || patternProperties !== undefined
    || all(Object.keys(value).filter((name) => !isRecord(properties) || !Object.hasOwn(properties, name))
      .map((name) => () => validator.check(schema, value[name])))],
  ['items', (schema, value, _, validator) => !Array.isArray(value) || all(value.map((item, index) => () =>
    validator.check(Array.isArray(schema) ? schema[index] : schema, item)))],
  ['minimum', (limit, value, { exclusiveMinimum }) => (exclusiveMinimum === true ? bound((own, least) => own > least, number) : atLeast(number))(limit, value, {}, undefined!)],
  ['maximum', (limit, value, { exclusiveMaximum }) => (exclusiveMaximum === true ? bound((own, most) => own < most, number) : atMost(number))(limit, value, {}, undefined!)],
  ['multipleOf', bound((own, factor) => Number.isInteger(own / factor), number)],
  ['minLength', atLeast(lengthOf)],
  ['maxLength', atMost(lengthOf)],
  ['minItems', atLeast(itemsIn)],
  ['maxItems', atMost(itemsIn)],
  ['minProperties', atLeast(namesIn)],
  ['maxProperties', atMost(namesIn)],
  ['uniqueItems', (unique, value) => unique !== true || !Array.isArray(value) || new Set(value.map(textOf)).size === value.length],
  ['pattern', (pattern, value) => typeof value !== 'string' || typeof pattern !== 'string' || contains(pattern, value)],
  ['allOf', (schemas, value, _, validator) => all(list(schemas).map((schema) => () => validator.check(schema, value)))],
  ['anyOf', (schemas, value, _, validator) => count(list(schemas).map((schema) => validator.check(schema, value)),
    (yes, most) => yes > 0 || (most === 0 ? false : undefined))],
  ['oneOf', (schemas, value, _, validator) => count(list(schemas).map((schema) => validator.check(schema, value)),
    (yes, most) => (yes > 1 || most === 0 ? false : yes === most ? true : undefined))],
  ['not', (schema, value, _, validator) => {
    const verdict = validator.check(schema, value);
    return isUnknown(verdict) ? verdict : !verdict;
  }],
  ['$ref', (reference, value, _, validator) => validator.refer(reference, value)],
]);

/** A pattern of a schema may match anywhere. */
function contains(pattern: string, value: string): Verdict {
  try {
    return JavaPattern.of(`(?s).*?(?-s:(?:${pattern})).*`).matches(value, new Budget());
  } catch (error) {
    return new Unknown('a model', `the pattern ${pattern}: ${(error as Error).message}`);
  }
}
