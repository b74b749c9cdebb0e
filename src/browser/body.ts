import { isToken } from '../http';
import type { Decision } from './decision';
import { normalizeValue } from './headers';
import { oneOf } from './one-of';
import { mimeEssence } from './safelist';
import type { BodyType, PageRequest } from './types';

// https://fetch.spec.whatwg.org/#concept-bodyinit-extract
const BODY_CONTENT_TYPES: Readonly<Record<string, string | undefined>> = {
  string: 'text/plain;charset=UTF-8',
  urlsearchparams: 'application/x-www-form-urlencoded;charset=UTF-8',
  formdata: 'multipart/form-data; boundary=----formdata',
  blobjson: 'application/json',
  blob: undefined,
  arraybuffer: undefined,
  buffer: undefined,
  stream: undefined,
};

/** A request's body, as far as a verdict depends on it. @see https://fetch.spec.whatwg.org/#concept-body */
export interface Body {
  readonly text: string;
  /** The Content-Type that comes with it. */
  readonly type: string | undefined;
  /** Whether it was made from a string. */
  readonly isText: boolean;
  /** Whether it can be sent only once. */
  readonly isStream: boolean;
}

/** @see https://fetch.spec.whatwg.org/#concept-bodyinit-extract */
export function bodyOf(page: PageRequest, decision: Decision): Body | undefined {
  if (page.body === undefined || page.body === null) return undefined;
  const bodyType: BodyType = page.bodyType ?? 'string';
  if (bodyType.includes('/')) return { text: page.body, type: blobType(bodyType), isText: false, isStream: false };
  oneOf('bodyType', bodyType, Object.keys(BODY_CONTENT_TYPES));
  if (bodyType === 'stream' && decision.departs('streamIsText')) {
    return { text: '[object ReadableStream]', type: BODY_CONTENT_TYPES.string, isText: true, isStream: false };
  }
  return { text: page.body, type: BODY_CONTENT_TYPES[bodyType], isText: bodyType === 'string', isStream: bodyType === 'stream' };
}

/** @see https://w3c.github.io/FileAPI/#constructorBlob: any character beyond U+0020 to U+007E leave no type */
function blobType(given: string): string | undefined {
  return /^[ -~]+$/.test(given) ? given.toLowerCase() : undefined;
}

/** A string is sent as UTF-8 whatever its author's Content-Type says. @see https://xhr.spec.whatwg.org/#the-send()-method step 4.5 */
export function withUtf8Charset(header: readonly [string, string], decision: Decision): readonly [string, string] {
  const [name, value] = header;
  if (name !== 'content-type') return header;
  const [inPlace, anew] = [value.replace(CHARSETS, '$1$2UTF-8$2'), withCharset(value)];
  return [name, inPlace !== anew && decision.departs('charsetReplacedInPlace') ? inPlace : anew];
}

function withCharset(value: string): string {
  const essence = mimeEssence(value);
  const parameters = mimeParameters(value);
  if (essence === undefined || !parameters.has('charset') || parameters.get('charset')?.toLowerCase() === 'utf-8') return value;
  parameters.set('charset', 'UTF-8');
  // https://mimesniff.spec.whatwg.org/#serialize-a-mime-type
  return [essence, ...[...parameters].map(([key, text]) => `${key}=${isToken(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`}`)].join(';');
}

const CHARSETS = /(;[\t ]*charset=)("?)[^;"]+\2/gi;

/** The first of each name. @see https://mimesniff.spec.whatwg.org/#parse-a-mime-type steps 11 */
function mimeParameters(value: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const [, key, quoted, bare] of value.matchAll(/;[\t\n\r ]*([^;=]*)=(?:"((?:[^"\\]|\\.)*)"?[^;]*|([^;]*))/g)) {
    const text = quoted === undefined ? normalizeValue(bare) : quoted.replace(/\\(.)/g, '$1');
    if (isToken(key) && (quoted !== undefined || text !== '') && !parameters.has(key.toLowerCase())) {
      parameters.set(key.toLowerCase(), text);
    }
  }
  return parameters;
}
