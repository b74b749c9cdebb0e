/**
 * The module `querystring` of CloudFront Functions: JavaScript of their own context, as MODULES.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export const QUERYSTRING = String.raw`
  function decoded(value) {
    try {
      return decodeURIComponent(value);
    } catch (_) {
      // What is no UTF-8 becomes U+FFFD; a lone percent sign stays.
      return value.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => fromUtf8(escapes.slice(1).split('%').map((each) => parseInt(each, 16))));
    }
  }
  const querystring = {
    parse(value, separator, equal, options) {
      const { maxKeys = 1000, decodeURIComponent: decode = querystring.unescape } = options || {};
      const equals = equal || '=';
      const result = {};
      const parts = NativeString(value).split(separator || '&').filter((each) => each !== '');
      for (const part of maxKeys > 0 ? parts.slice(0, maxKeys) : parts) {
        const at = part.indexOf(equals);
        const [name, text] = (at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + equals.length)]).map((each) => decode(each));
        const before = Object.hasOwn(result, name) ? result[name] : undefined;
        defineProperty(result, name, { value: before === undefined ? text : [].concat(before, text), writable: true, enumerable: true, configurable: true });
      }
      return result;
    },
    stringify(object, separator, equal, options) {
      const { encodeURIComponent: encode = querystring.escape } = options || {};
      const textOf = (each) => encode(/^(?:string|number|boolean|bigint)$/.test(typeof each) ? NativeString(each) : '');
      return Object.keys(object || {}).flatMap((name) => [].concat(object[name])
        .map((each) => encode(name) + (equal || '=') + textOf(each))).join(separator || '&');
    },
    escape: (value) => encodeURIComponent(NativeString(value)),
    unescape: (value) => decoded(NativeString(value).replace(/[+]/g, ' ')),
  };
  querystring.decode = querystring.parse;
  querystring.encode = querystring.stringify;
`;
