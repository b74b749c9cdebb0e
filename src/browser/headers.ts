import { isForbiddenRequestHeaderName, isToken } from '../http';
import type { Decision } from './decision';
import { CannotTell } from './errors';

/** A header list: lower-case names, normalised values. @see https://fetch.spec.whatwg.org/#concept-header-list */
export type HeaderList = ReadonlyArray<readonly [name: string, value: string]>;

/** A response's header list, in which `undefined` is a value that cannot be told; `written` is the name as it came. */
export type ResponseHeaderList = ReadonlyArray<readonly [name: string, value: string | undefined, written: string]>;

// https://fetch.spec.whatwg.org/#http-whitespace
const SURROUNDING_HTTP_WHITESPACE = /^[\t\n\r ]+|[\t\n\r ]+$/g;
// eslint-disable-next-line no-control-regex
const NUL_CR_LF_OR_NO_BYTE = /[\0\r\n]|[^\0-\xff]/;

/** @see https://fetch.spec.whatwg.org/#header-value */
export function isHeaderValue(value: string): boolean {
  return !NUL_CR_LF_OR_NO_BYTE.test(value);
}

/** @see https://fetch.spec.whatwg.org/#concept-header-value-normalize */
export function normalizeValue(value: string): string {
  const isBare = value.charCodeAt(0) > 0x20 && value.charCodeAt(value.length - 1) > 0x20;
  return isBare || value === '' ? value : value.replace(SURROUNDING_HTTP_WHITESPACE, '');
}

function isPair(pair: unknown): pair is readonly [unknown, unknown] {
  return Array.isArray(pair);
}

/** The pairs of a list or a record of headers, whatever it holds: a server may answer with anything. */
export function pairs(headers: unknown): ReadonlyArray<readonly [unknown, unknown]> {
  if (Array.isArray(headers)) {
    return headers.every(isPair) ? headers : headers.filter(isPair);
  }
  return headers !== null && typeof headers === 'object' ? Object.entries(headers) : [];
}

/**
 * The header list of a response, made of whatever was answered: names in lower case, surrounding whitespace gone, fields
 * that no HTTP parser would take for one left out.
 */
export function responseHeaderList(headers: unknown): ResponseHeaderList {
  const list: (readonly [string, string | undefined, string])[] = [];
  for (const [name, value] of pairs(headers)) {
    if (typeof name !== 'string') continue;
    const lower = lowerCaseName(name);
    if (lower === undefined) continue;
    if (typeof value === 'string') {
      list.push([lower, normalizeValue(value), name]);
      continue;
    }
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === undefined || item === null) {
        list.push([lower, undefined, name]);
      } else if (isPrimitive(item)) {
        list.push([lower, normalizeValue(String(item)), name]);
      }
    }
  }
  return list;
}

/** Whether a value has a text of its own: converting an object would run code of its, which may throw. */
export function isPrimitive(value: unknown): value is string | number | boolean | bigint {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';
}

// The same few names come again and again.
const MAX_NAMES = 1000;
const lowerCaseNames = new Map<string, string | undefined>();

/** A header's name in lower case, `undefined` if it is none. */
function lowerCaseName(name: string): string | undefined {
  const known = lowerCaseNames.get(name);
  if (known !== undefined) return known;
  if (lowerCaseNames.size >= MAX_NAMES) {
    lowerCaseNames.clear();
  }
  const lower = isToken(name) ? name.toLowerCase() : undefined;
  lowerCaseNames.set(name, lower);
  return lower;
}

/**
 * The value of a header: all its lines joined with a comma and a space, `undefined` without one.
 *
 * @param step the step of the standard that asks, for a verdict of `unknown`
 * @param decision whose eyes the lines are read with; none where every line counts
 * @see https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function getHeader(list: ResponseHeaderList, name: string, step: string, decision: Decision | undefined): string | undefined {
  let combined: string | undefined;
  for (const [key, value] of list) {
    if (key !== name) continue;
    if (value === undefined) throw new CannotTell(`the value of the response header ${name} cannot be told`, step);
    if (combined === undefined) {
      combined = value;
    } else if ((combined === '' || value === '') && decision?.departs('emptyLinesIgnored') === true) {
      combined += value;
    } else {
      combined = `${combined}, ${value}`;
    }
  }
  return combined;
}

/** Whether a header may be there with a value that cannot be told. */
export function cannotBeTold(list: ResponseHeaderList, name: string): boolean {
  return list.some(([key, value]) => key === name && value === undefined);
}

/**
 * A comma-separated list of tokens over all lines of a header: `undefined` without the header, the first bad item if there
 * is one. Empty items are skipped.
 *
 * @see https://fetch.spec.whatwg.org/#extract-header-list-values
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2
 */
export function extractTokens(list: ResponseHeaderList, name: string, step: string): readonly string[] | BadToken | undefined {
  let tokens: string[] | undefined;
  for (const [key, value] of list) {
    if (key !== name) continue;
    if (value === undefined) throw new CannotTell(`the value of the response header ${name} cannot be told`, step);
    tokens ??= [];
    for (const part of value.split(',')) {
      const item = normalizeValue(part);
      if (item === '') continue;
      if (!isToken(item)) return { badToken: item };
      tokens.push(item);
    }
  }
  return tokens;
}

/** A list that does not parse, by its first item that isn't a token. */
export interface BadToken {
  /** The item. */
  readonly badToken: string;
}

/** Whether a list did not parse. */
export function isBad(list: readonly string[] | BadToken | undefined): list is BadToken {
  return list !== undefined && 'badToken' in list;
}

// https://fetch.spec.whatwg.org/#forbidden-request-header step 3
const METHOD_OVERRIDES = new Set(['x-http-method', 'x-http-method-override', 'x-method-override']);

/**
 * Whether a page cannot set this header: setting it does nothing.
 *
 * @param name in lower case
 * @see https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  // steps 1 and 2
  if (isForbiddenRequestHeaderName(name)) return true;
  return METHOD_OVERRIDES.has(name) && splitValue(value).some((method) => isForbiddenMethod(normalizeValue(method)));
}

/** The parts of a value between commas, of which those in quotes part nothing. @see https://fetch.spec.whatwg.org/#header-value-get-decode-and-split */
function splitValue(value: string): readonly string[] {
  return value.match(/(?:[^",]|"(?:[^"\\]|\\.)*(?:"|\\?$))+/g) ?? [];
}

/** @see https://fetch.spec.whatwg.org/#forbidden-method */
export function isForbiddenMethod(method: string): boolean {
  return /^(?:connect|trace|track)$/i.test(method);
}

/** @see https://fetch.spec.whatwg.org/#concept-method-normalize */
export function normalizeMethod(method: string): string {
  return /^(?:delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
}
