import { Token } from 'aws-cdk-lib';

/** An object of a document. What is only known at deploy time is none. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Token.isUnresolved(value);
}

/** The value as an object, empty where it is none. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether the value is only known at deploy time: a token, or a function of CloudFormation such as `{ Ref: … }`. */
export function isDeployTime(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** An object without the entries that are undefined. */
export function defined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** An object with another value under each key. */
export function mapValues<T, U>(object: { readonly [key: string]: T }, value: (each: T, key: string) => U): { [key: string]: U } {
  return Object.fromEntries(Object.entries(object).map(([key, each]) => [key, value(each, key)]));
}

/** A place in a document as its users write it: `#/paths/~1items~1{id}/get` (RFC 6901). */
export function pointer(...keys: (string | number)[]): string {
  return ['#', ...keys.map((key) => String(key).replace(/~/g, '~0').replace(/\//g, '~1'))].join('/');
}

/** What is for API Gateway. */
export function extensionsOf(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith('x-amazon-apigateway-')));
}
