import { isDeployTime, isObject, type JsonObject, mapValues, objectOf, pointer, type References } from '../../open-api';
import { Problems, shown } from '../../policy';
import type { SpecOperation } from './read-paths';

/** Keywords that describe and constrain nothing: API Gateway refuses some of them, and no validator needs any. */
const ANNOTATIONS = ['example', 'examples', 'xml', 'externalDocs', 'deprecated', 'default', 'readOnly', 'writeOnly', '$comment', 'contentEncoding', 'contentMediaType'];

/**
 * Keywords that API Gateway refuses, with what to write instead.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const UNSUPPORTED: { readonly [keyword: string]: string } = {
  nullable: 'leave the property out of "required" and don\'t send null, or validate in the function',
  discriminator: 'remove it; oneOf does without',
  exclusiveMinimum: 'write minimum',
  exclusiveMaximum: 'write maximum',
  const: 'write enum with one value',
  if: 'write oneOf',
  prefixItems: 'write items',
  $defs: 'put the schemas into components.schemas',
  unevaluatedProperties: 'write additionalProperties',
  dependentRequired: 'write dependencies',
  patternProperties: 'write properties',
};

/** Schemas of a schema, by name or in a list. */
const SCHEMA_MAPS = ['properties'];
const SCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf'];
const SCHEMAS = ['items', 'additionalProperties', 'not'];

/** The models of a document, in what API Gateway takes of JSON schema. */
export class Models {
  private readonly found = new Problems();

  constructor(private readonly document: JsonObject, private readonly references: References) {}

  /** What API Gateway doesn't take, in the user's terms. */
  public get problems(): string[] {
    return this.found.all;
  }

  /** `components.schemas`. */
  public schemas(): { [name: string]: unknown } {
    const schemas = objectOf(objectOf(this.document.components).schemas);
    for (const name of Object.keys(schemas).filter((each) => !/^[a-zA-Z0-9]+$/.test(each))) {
      this.report(pointer('components', 'schemas', name), `is named ${shown(name)}, and API Gateway takes letters and digits in the name of a model; rename it`);
    }
    return mapValues(schemas, (schema, name) => this.schema(schema, pointer('components', 'schemas', name)));
  }

  /** The request body of an operation with its schemas; undefined where it has none. */
  public requestBody({ value, where }: SpecOperation): JsonObject | undefined {
    const body = value.requestBody === undefined ? undefined : this.references.follow(value.requestBody, `${where}/requestBody`);
    return body === undefined ? undefined : { ...(body.required === undefined ? {} : { required: body.required }), content: this.content(body, `${where}/requestBody`) };
  }

  /** The content of a body or response: its schemas by media type. */
  public content(body: JsonObject, where: string): JsonObject {
    return Object.fromEntries(Object.entries(objectOf(body.content))
      .filter(([, media]) => objectOf(media).schema !== undefined)
      .map(([type, media]) => [type, { schema: this.schema(objectOf(media).schema, `${where}/content/${type.replace(/\//g, '~1')}/schema`) }]));
  }

  private schema(schema: unknown, where: string): unknown {
    if (!isObject(schema) || isDeployTime(schema)) return schema;
    if (typeof schema.$ref === 'string') return this.reference(schema.$ref, schema, where);
    this.checkKeywords(schema, where);
    return Object.fromEntries(Object.entries(schema).filter(([key]) => !ANNOTATIONS.includes(key) && !key.startsWith('x-')).map(([key, value]) => {
      if (SCHEMA_MAPS.includes(key)) {
        return [key, mapValues(objectOf(value), (each, name) => this.schema(each, `${where}/${key}/${name}`))];
      }
      if (SCHEMA_LISTS.includes(key) && Array.isArray(value)) {
        return [key, value.map((each, index) => this.schema(each, `${where}/${key}/${index}`))];
      }
      return [key, SCHEMAS.includes(key) ? this.schema(value, `${where}/${key}`) : value];
    }));
  }

  private reference(reference: string, schema: JsonObject, where: string): unknown {
    this.references.follow(schema, where);
    const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(reference) ?? [];
    if (name === undefined && reference.startsWith('#')) {
      this.report(where, `refers to ${shown(reference)}, and API Gateway has models for what is right in components.schemas; put the schema there`);
    }
    const [, own, composed] = /^#\/components\/schemas\/([^/]+)(.*)$/.exec(where) ?? [];
    if (own !== undefined && name === own && /\/(allOf|anyOf|oneOf)\//.test(composed)) {
      this.report(where, `refers to the schema that it is in, which API Gateway can't take within ${SCHEMA_LISTS.join(', ')}; write the schema there`);
    }
    return { $ref: reference };
  }

  private checkKeywords(schema: JsonObject, where: string): void {
    for (const [keyword, remedy] of Object.entries(UNSUPPORTED).filter(([each]) => Object.hasOwn(schema, each))) {
      this.report(where, `has ${shown(keyword)}, which API Gateway takes in no model; ${remedy}`);
    }
    if (Array.isArray(schema.type)) {
      this.report(where, `has the types ${schema.type.join(', ')}, and API Gateway imports a schema of one type; write oneOf`);
    }
  }

  private report(where: string, message: string): void {
    this.found.add('specModel', `${where} ${message}, or leave models out with models: SpecModels.OMIT`);
  }
}
