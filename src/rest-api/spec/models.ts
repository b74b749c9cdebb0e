import { type Body, isDeployTime, isObject, type JsonObject, mapValues, objectAt, objectOf, pointer } from '../../open-api';
import { shown } from '../../policy';
import type { SpecOperation } from './read-paths';
import type { Reading } from './reading';

/** What API Gateway takes of JSON schema draft 4; it refuses or ignores other keywords. */
const KEYWORDS = ['$ref', 'type', 'format', 'title', 'description', 'enum', 'multipleOf', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'items', 'additionalItems',
  'minItems', 'maxItems', 'uniqueItems', 'properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties', 'dependencies', 'allOf', 'anyOf', 'oneOf', 'not'];

/** Keywords that describe and constrain nothing, so that they aren't missed. */
const ANNOTATIONS = ['example', 'examples', 'xml', 'externalDocs', 'deprecated', 'default', 'readOnly', 'writeOnly', 'discriminator', '$comment', '$id', '$schema', 'contentEncoding', 'contentMediaType'];

/** What can't stand without a keyword that is left out: without these it would refuse more than the document does. */
const TIED: { readonly [keyword: string]: readonly string[] } = {
  patternProperties: ['additionalProperties'], prefixItems: ['items'], $dynamicRef: ['additionalProperties'], unevaluatedProperties: [],
};

const SCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf'];
const SCHEMAS = ['items', 'additionalItems', 'additionalProperties', 'not'];
const NUMBERS = ['int32', 'int64', 'decimal'];
const LEFT_OUT = 'left out of models what API Gateway takes in none, so that these aren\'t checked';

/**
 * The models of a document, in what API Gateway takes of JSON schema. What it doesn't take is left out, and told with its place: validation lets more through then,
 * and never less.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export class Models {
  private readonly own: JsonObject;
  /** The names of models, by those of the schemas. */
  private readonly names: ReadonlyMap<string, string>;
  private readonly prefix: string;

  constructor(private readonly reading: Reading) {
    const keys = reading.dialect.schemas;
    this.own = objectAt(reading.document, keys);
    this.prefix = `#/${keys.join('/')}/`;
    this.names = modelNames(Object.keys(this.own));
    for (const [name, model] of [...this.names].filter(([each, becomes]) => each !== becomes)) {
      reading.notes.add('renamed models, which API Gateway names with letters and digits', `${pointer(...keys, name)} to ${shown(model)}`);
    }
  }

  /** The models by their names. */
  public schemas(): { [name: string]: unknown } {
    return Object.fromEntries(Object.entries(this.own).map(([name, schema]) =>
      [this.names.get(name)!, this.schema(schema, { where: pointer(...this.reading.dialect.schemas, name), inside: name })]));
  }

  /** The request body of an operation; undefined where it has none. */
  public requestBody({ value, parameters, where }: SpecOperation): Body | undefined {
    const { dialect, references } = this.reading;
    const body = dialect.bodyOf(value, parameters, (each) => references.follow(each, `${where}/requestBody`));
    return body === undefined ? undefined : { ...body, schemas: this.each(body.schemas, `${where} (body)`) };
  }

  /** The schemas of a response. A model of a method response is an object (by its reference or written out). */
  public response(response: JsonObject, where: string): ReadonlyMap<string, unknown> {
    const schemas = [...this.reading.dialect.responseSchemas(response)].filter(([, schema]) => {
      const type = objectOf(schema).type;
      const isPrimitive = typeof type === 'string' && !['object', 'array'].includes(type);
      if (isPrimitive) {
        this.leaveOut(where, `the response's type ${shown(type)}`);
      }
      return !isPrimitive;
    });
    return this.each(new Map(schemas), where);
  }

  private each(schemas: ReadonlyMap<string, unknown>, where: string): Map<string, unknown> {
    return new Map([...schemas].map(([type, schema]) => [type, this.schema(schema, { where })]));
  }

  private schema(schema: unknown, at: Place): unknown {
    return this.loosened(schema, at).schema;
  }

  /** A schema without what API Gateway doesn't take, and whether it takes more than the document does. */
  private loosened(schema: unknown, at: Place): Loosened {
    if (typeof schema === 'boolean') return at.isFlag ? { schema, isLooser: false } : { schema: {}, isLooser: !schema };
    if (!isObject(schema) || isDeployTime(schema)) return { schema, isLooser: false };
    if (typeof schema.$ref === 'string') return this.reference(schema.$ref, schema, at);
    const untyped = untypedBecause(schema);
    if (untyped !== undefined) {
      this.leaveOut(at.where, untyped);
      return { schema: {}, isLooser: true };
    }
    const gone = Object.keys(schema).filter((key) => ![...KEYWORDS, ...ANNOTATIONS, 'nullable'].includes(key) && !key.startsWith('x-'));
    gone.forEach((key) => this.leaveOut(at.where, shown(key)));
    const tied = gone.flatMap((key) => TIED[key] ?? []);
    const loosened = Object.entries(schema)
      .filter(([key]) => KEYWORDS.includes(key) && !tied.includes(key))
      .map(([key, value]) => this.keyword(key, value, schema, at));
    return {
      schema: Object.fromEntries(loosened.flatMap(({ entries }) => entries)),
      isLooser: gone.length > 0 || loosened.some(({ isLooser }) => isLooser),
    };
  }

  private keyword(key: string, value: unknown, { type }: JsonObject, { where, inside, composed }: Place): LoosenedKeyword {
    const below = (name: string | number, isComposed = false): Place => ({ where: `${where}/${key}/${name}`, inside, composed: composed || isComposed });
    if (key === 'properties') {
      const properties = mapValues(objectOf(value), (each, name) => this.loosened(each, below(name)));
      const isLooser = Object.values(properties).some((each) => each.isLooser);
      return { entries: [[key, mapValues(properties, ({ schema }) => schema)]], isLooser };
    }
    if ([...SCHEMA_LISTS, 'items'].includes(key) && Array.isArray(value)) {
      const list = value.map((each, index) => this.loosened(each, below(index, key !== 'items')));
      const isLooser = list.some((each) => each.isLooser);
      // More than one of them may hold now.
      return { entries: [[key === 'oneOf' && isLooser ? 'anyOf' : key, list.map(({ schema }) => schema)]], isLooser };
    }
    if (SCHEMAS.includes(key)) {
      const { schema, isLooser } = this.loosened(value, { where: `${where}/${key}`, inside, composed, isFlag: key.startsWith('additional') });
      // What takes more refuses more, where it is turned round.
      return { entries: key === 'not' && isLooser ? [] : [[key, schema]], isLooser };
    }
    if (key === 'format' && (value === 'decimal' || (type === 'number' && NUMBERS.includes(String(value))))) {
      this.leaveOut(where, `the format ${shown(value)} of a ${String(type)}`);
      return { entries: [], isLooser: true };
    }
    // Draft 4 has a list of at least one name; older ones had a flag here.
    if (key === 'required' && !(Array.isArray(value) && value.length > 0)) return { entries: [], isLooser: value === true };
    return { entries: [[key, value]], isLooser: false };
  }

  private reference(reference: string, schema: JsonObject, { where, inside, composed }: Place): Loosened {
    this.reading.references.follow(schema, where);
    const name = reference.startsWith(this.prefix) ? decoded(reference.slice(this.prefix.length)) : '';
    const model = this.names.get(name);
    if (model === undefined || (composed === true && name === inside)) {
      this.leaveOut(where, `the reference to ${shown(reference)}, ${model === undefined ? `which isn't right in ${this.prefix.slice(0, -1)}` : 'in which it stands itself'}`);
      return { schema: {}, isLooser: true };
    }
    return { schema: { $ref: `${this.prefix}${model}` }, isLooser: false };
  }

  private leaveOut(where: string, what: string): void {
    this.reading.notes.add(LEFT_OUT, `${where} (${what})`);
  }
}

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];

/** Why nothing of a schema can be kept: what is left would refuse null, or another type. */
function untypedBecause({ nullable, type }: JsonObject): string | undefined {
  if (nullable === true) return '"nullable", and with it the type';
  if (Array.isArray(type)) return `the types ${type.join(', ')}`;
  return type === undefined || isDeployTime(type) || TYPES.includes(String(type)) ? undefined : `the type ${shown(type)}`;
}

/** Where a schema stands. */
interface Place {
  readonly where: string;
  /** The name of the schema of the document that it is in. */
  readonly inside?: string;
  /** Whether it is a part of `allOf`, `anyOf` or `oneOf`. */
  readonly composed?: boolean;
  /** Whether `true` and `false` are schemas here. */
  readonly isFlag?: boolean;
}

interface Loosened {
  readonly schema: unknown;
  readonly isLooser: boolean;
}

interface LoosenedKeyword {
  /** None where the keyword is left out. */
  readonly entries: [string, unknown][];
  readonly isLooser: boolean;
}

/** API Gateway takes letters and digits in the name of a model. */
function modelNames(names: readonly string[]): Map<string, string> {
  const taken = new Set(names.filter((name) => /^[a-zA-Z0-9]+$/.test(name)));
  return new Map(names.map((name) => {
    if (taken.has(name)) return [name, name];
    const plain = name.replace(/[^a-zA-Z0-9]+(.?)/g, (_, next: string) => next.toUpperCase()) || 'Model';
    let model = plain;
    for (let number = 2; taken.has(model); number++) {
      model = `${plain}${number}`;
    }
    taken.add(model);
    return [name, model];
  }));
}

function decoded(key: string): string {
  const text = key.replace(/~1/g, '/').replace(/~0/g, '~');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
