import { refusal, shown } from '../policy';
import { defined, type JsonObject, listOf, objectOf } from './json';

const SIMPLE_TYPES = ['string', 'number', 'integer', 'boolean', 'array'];

/**
 * Where the two versions of OpenAPI that API Gateway imports put the same things. A document is imported in the version that it is written in, so that it keeps
 * its meaning.
 */
export interface Dialect {
  /** What says the version. */
  readonly head: JsonObject;
  /** The keys that lead to the schemas. */
  readonly schemas: readonly string[];
  /** The keys that lead to the security schemes. */
  readonly securitySchemes: readonly string[];
  /** A simple type as parameters and headers have it. */
  typed(type: string): JsonObject;
  /** The type of a parameter. */
  typeOf(parameter: JsonObject): string;
  /** The schemas of a request body by media type; undefined where a request has no body. The references in it are followed. */
  bodyOf(operation: JsonObject, parameters: readonly JsonObject[], follow: (value: unknown) => JsonObject | undefined): Body | undefined;
  /** A request body as a part of an operation. */
  body(body: Body): { readonly operation: JsonObject; readonly parameters: JsonObject[] };
  /** The schemas of a response by media type. */
  responseSchemas(response: JsonObject): ReadonlyMap<string, unknown>;
  /** Schemas as a part of a response. */
  response(schemas: ReadonlyMap<string, unknown>): JsonObject;
  /** The media types that an operation's answers have, as far as the document says. */
  produces(operation: JsonObject, response: JsonObject, document: JsonObject): string[];
  /** What is left of an operation besides what is rendered in any version. */
  rest(operation: JsonObject, withModels: boolean): JsonObject;
}

/** A request body. */
export interface Body {
  readonly required?: unknown;
  readonly name?: unknown;
  /** By media type; in Swagger there is one, whatever the type. */
  readonly schemas: ReadonlyMap<string, unknown>;
}

const ANY_TYPE = '';

function schemasOf(content: unknown): Map<string, unknown> {
  return new Map(Object.entries(objectOf(content))
    .map(([type, media]): [string, unknown] => [type, objectOf(media).schema])
    .filter(([, schema]) => schema !== undefined));
}

function contentOf(schemas: ReadonlyMap<string, unknown>): JsonObject {
  return Object.fromEntries([...schemas].map(([type, schema]) => [type, { schema }]));
}

/** OpenAPI 3. */
export const OPENAPI: Dialect = {
  head: { openapi: '3.0.1' }, // API Gateway takes no 3.1
  schemas: ['components', 'schemas'],
  securitySchemes: ['components', 'securitySchemes'],
  typed: (type) => ({ schema: { type } }),
  typeOf: ({ schema }) => simple(objectOf(schema).type),
  bodyOf: ({ requestBody }, _parameters, follow) => {
    const body = requestBody === undefined ? undefined : follow(requestBody);
    return body === undefined ? undefined : { required: body.required, schemas: schemasOf(body.content) };
  },
  body: ({ required, schemas }) => ({ operation: { requestBody: defined({ required, content: contentOf(schemas) }) }, parameters: [] }),
  responseSchemas: ({ content }) => schemasOf(content),
  response: (schemas) => (schemas.size > 0 ? { content: contentOf(schemas) } : {}),
  produces: (_operation, { content }) => Object.keys(objectOf(content)),
  rest: () => ({}),
};

/** Swagger 2.0. */
export const SWAGGER: Dialect = {
  head: { swagger: '2.0' },
  schemas: ['definitions'],
  securitySchemes: ['securityDefinitions'],
  typed: (type) => (type === 'array' ? { type, items: { type: 'string' } } : { type }),
  typeOf: ({ type }) => simple(type),
  bodyOf: (_operation, parameters) => {
    const body = parameters.find((parameter) => parameter.in === 'body');
    return body?.schema === undefined ? undefined : { name: body.name, required: body.required, schemas: new Map([[ANY_TYPE, body.schema]]) };
  },
  body: ({ name = 'body', required, schemas }) => ({ operation: {}, parameters: [defined({ in: 'body', name, required, schema: schemas.get(ANY_TYPE) })] }),
  responseSchemas: ({ schema }) => new Map(schema === undefined ? [] : [[ANY_TYPE, schema]]),
  response: (schemas) => (schemas.has(ANY_TYPE) ? { schema: schemas.get(ANY_TYPE) } : {}),
  produces: (operation, _response, document) => listOf(operation.produces ?? document.produces).map(String),
  // They say for which media types there are models.
  rest: ({ consumes, produces }, withModels) => (withModels ? defined({ consumes, produces }) : {}),
};

/** How a document is written; it may have no version at all, where it has no paths of its own. */
export function dialectOf({ swagger }: JsonObject): Dialect {
  return swagger === undefined ? OPENAPI : SWAGGER;
}

/** What is wrong with the version of a document. */
export function versionProblems({ swagger, openapi }: JsonObject): string[] {
  if (swagger !== undefined && openapi !== undefined) {
    return [refusal('specVersion', `#/swagger is ${shown(swagger)} and #/openapi is ${shown(openapi)}; a document is of one version, remove one`)];
  }
  if (swagger !== undefined && !/^2(\.0)?$/.test(String(swagger))) {
    return [refusal('specVersion', `#/swagger is ${shown(swagger)}; API Gateway imports Swagger 2.0 and OpenAPI 3, so the document must be of one of these`)];
  }
  if (openapi !== undefined && !/^3\.[01](\.|$)/.test(String(openapi))) {
    return [refusal('specVersion', `#/openapi is ${shown(openapi)}; the document must be of OpenAPI 3.0 or 3.1, or of Swagger 2.0`)];
  }
  return [];
}

/** The object that keys lead to in a document; empty where there is none. */
export function objectAt(document: JsonObject, keys: readonly string[]): JsonObject {
  return keys.reduce((value, key) => objectOf(value[key]), document);
}

/** An object at the end of one or two keys, beside what is there already; nothing where it is empty. */
export function placed([key, ...rest]: readonly string[], value: JsonObject, beside: JsonObject = {}): JsonObject {
  if (Object.keys(value).length === 0) return {};
  return { [key]: rest.length === 0 ? value : { ...objectOf(beside[key]), ...placed(rest, value) } };
}

function simple(type: unknown): string {
  return SIMPLE_TYPES.includes(String(type)) ? String(type) : 'string';
}
