import type { Budget } from './budget';
import { VelocityError } from './error';
import { readJson } from './json';
import { HostObject, toText, type Value } from './values';

const ESCAPES: { readonly [character: string]: string } = {
  '"': '\\"', '\'': '\\\'', '\\': '\\\\', '/': '\\/', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f',
};

class Util extends HostObject {
  public call(method: string, args: Value[], budget: Budget): Value | undefined {
    if (args.length !== 1) return undefined;
    const [arg] = args;
    if (arg === null) {
      budget.take(`$util.${method} gets null`);
    }
    return this.of(method, arg === null ? '' : toText(arg, budget), budget);
  }

  private of(method: string, text: string, budget: Budget): Value | undefined {
    budget.checkLength(text.length * 6);
    switch (method) {
      case 'escapeJavaScript':
        return escapeJavaScript(text);
      case 'parseJson':
        return parseJson(text, budget);
      case 'urlEncode':
        return urlEncode(text);
      case 'urlDecode':
        return urlDecode(text);
      case 'base64Encode':
        return Buffer.from(text).toString('base64');
      case 'base64Decode':
        return Buffer.from(text, 'base64').toString();
      default:
        return undefined;
    }
  }
}

/** `$util`. */
export const UTIL = new Util();

function parseJson(text: string, budget: Budget): Value {
  try {
    return readJson(text, budget);
  } catch (error) {
    throw error instanceof SyntaxError ? new VelocityError('evaluation', '$util.parseJson got what isn\'t JSON') : error;
  }
}

/** As Apache Commons' StringEscapeUtils, single quotes and slashes included. */
function escapeJavaScript(text: string): string {
  return text.replace(/["'\\/\n\r\t\b\f]|[^ -~]/g, (character) =>
    ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
}

/** As java.net.URLEncoder: a space is a plus. */
function urlEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new VelocityError('evaluation', '$util.urlDecode got a text with a wrong % sequence');
  }
}
