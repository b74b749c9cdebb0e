import { CRYPTO } from './function-crypto';

/**
 * The objects that the runtime of CloudFront Functions gives: `Buffer`, `querystring`, `crypto`, `Promise`, `cloudfront` and `require`.
 *
 * It is JavaScript of the functions' own context, in the scope of the prelude around it.
 */
export const MODULES = String.raw`
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
  const CODES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  function bytesOfBase64(value) {
    const clean = NativeString(value).replace(/-/g, '+').replace(/_/g, '/').replace(/[^A-Za-z0-9+/]/g, '');
    const bytes = [];
    for (let at = 0; at + 1 < clean.length; at += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map((step) => CODES.indexOf(clean[at + step] || 'A'));
      const given = Math.min(4, clean.length - at);
      bytes.push((a << 2) | (b >> 4), ...given > 2 ? [((b & 15) << 4) | (c >> 2)] : [], ...given > 3 ? [((c & 3) << 6) | d] : []);
    }
    return bytes;
  }
  function base64(bytes) {
    let out = '';
    for (let at = 0; at < bytes.length; at += 3) {
      const bits = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
      out += CODES[bits >> 18] + CODES[(bits >> 12) & 63] + (at + 1 < bytes.length ? CODES[(bits >> 6) & 63] : '=') +
        (at + 2 < bytes.length ? CODES[bits & 63] : '=');
    }
    return out;
  }
  function utf8(value) {
    const escaped = encodeURIComponent(NativeString(value).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'));
    return (escaped.match(/%..|[^%]/g) || []).map((each) => each.length === 3 ? parseInt(each.slice(1), 16) : each.charCodeAt(0));
  }
  function fromUtf8(bytes) {
    try {
      return decodeURIComponent(bytes.map((each) => '%' + (each < 16 ? '0' : '') + each.toString(16)).join(''));
    } catch (_) {
      return bytes.map((each) => each < 128 ? NativeString.fromCharCode(each) : '\ufffd').join('');
    }
  }
  const latin1 = (bytes) => bytes.map((each) => NativeString.fromCharCode(each)).join('');
  const hex = (bytes) => bytes.map((each) => (each < 16 ? '0' : '') + each.toString(16)).join('');
  function bytesOf(value, encoding) {
    if (typeof value !== 'string') {
      return Array.from(value);
    }
    switch (encoding || 'utf8') {
      case 'base64': case 'base64url': return bytesOfBase64(value);
      case 'hex': return (value.match(/[0-9a-f]{2}/gi) || []).map((each) => parseInt(each, 16));
      case 'utf8': case 'utf-8': return utf8(value);
      default: throw new TypeError('Unknown encoding: "' + encoding + '"');
    }
  }
  class Buffer extends Uint8Array {
    static from(value, encoding) { return new Buffer(bytesOf(value, encoding)); }
    static alloc(size) { return new Buffer(size); }
    static isBuffer(value) { return value instanceof Buffer; }
    static concat(list) { return new Buffer(list.flatMap((each) => Array.from(each))); }
    static byteLength(value, encoding) { return bytesOf(value, encoding).length; }
    toString(encoding) {
      const bytes = Array.from(this);
      switch (encoding || 'utf8') {
        case 'base64': return base64(bytes);
        case 'base64url': return base64(bytes).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=/g, '');
        case 'hex': return hex(bytes);
        case 'utf8': case 'utf-8': return fromUtf8(bytes);
        default: throw new TypeError('Unknown encoding: "' + encoding + '"');
      }
    }
  }
${CRYPTO}
  const querystring = {
    parse(value) {
      const result = {};
      for (const part of NativeString(value).split('&').filter((each) => each !== '')) {
        const at = part.indexOf('=');
        const [name, text] = (at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]).map(querystring.unescape);
        const before = Object.hasOwn(result, name) ? result[name] : undefined;
        defineProperty(result, name, { value: before === undefined ? text : [].concat(before, text), writable: true, enumerable: true, configurable: true });
      }
      return result;
    },
    stringify(object) {
      return Object.keys(object || {}).flatMap((name) => [].concat(object[name])
        .map((each) => querystring.escape(name) + '=' + querystring.escape(each))).join('&');
    },
    escape: (value) => encodeURIComponent(NativeString(value)),
    unescape: (value) => {
      try { return decodeURIComponent(NativeString(value).replace(/[+]/g, ' ')); } catch (_) { return NativeString(value); }
    },
  };
  querystring.decode = querystring.parse;
  querystring.encode = querystring.stringify;

  // Promises that settle at once, or never: nothing happens later in a function.
  class SettledPromise {
    constructor(executor) {
      this.state = 'pending';
      const settle = (state, value) => {
        if (this.state === 'pending') { this.state = state; this.value = value; }
      };
      const reject = (error) => settle('rejected', error);
      try {
        executor((value) => {
          if (value !== null && typeof value === 'object' && typeof value.then === 'function') {
            value.then((each) => settle('fulfilled', each), reject);
          } else {
            settle('fulfilled', value);
          }
        }, reject);
      } catch (error) { reject(error); }
    }
    then(fulfilled, rejected) {
      return new SettledPromise((resolve, reject) => {
        if (this.state === 'fulfilled') { resolve(typeof fulfilled === 'function' ? fulfilled(this.value) : this.value); }
        if (this.state === 'rejected' && typeof rejected === 'function') { resolve(rejected(this.value)); }
        if (this.state === 'rejected' && typeof rejected !== 'function') { reject(this.value); }
      });
    }
    catch(rejected) { return this.then(undefined, rejected); }
    finally(run) { return this.then((value) => { run(); return value; }, (error) => { run(); throw error; }); }
    static resolve(value) { return value instanceof SettledPromise ? value : new SettledPromise((resolve) => resolve(value)); }
    static reject(error) { return new SettledPromise((_, reject) => reject(error)); }
    static all(values) { return __async(() => Array.from(values, __await)); }
    static allSettled(values) {
      return __async(() => Array.from(values, (value) => {
        try { return { status: 'fulfilled', value: __await(value) }; } catch (reason) { return { status: 'rejected', reason }; }
      }));
    }
    static race(values) { return __async(() => __await(Array.from(values)[0])); }
    static any(values) {
      const first = Array.from(values, SettledPromise.resolve).find((each) => each.state === 'fulfilled');
      return first || SettledPromise.reject(new AggregateError([], 'All promises were rejected'));
    }
  }
  function __async(body) { return new SettledPromise((resolve) => resolve(body())); }
  function __await(value) {
    const promise = SettledPromise.resolve(value);
    if (promise.state === 'fulfilled') { return promise.value; }
    throw promise.state === 'rejected' ? promise.value : new Error('a promise is awaited that is never resolved');
  }

  function store(id) {
    const found = state.stores.find((each) => id === undefined || each.id === id);
    if (!found) {
      throw new Error('the function has no key value store' + (id === undefined ? '' : ' ' + id));
    }
    return found.values || cannotKnow(found.unknown);
  }
  const cloudfront = {
    kvs(id) {
      return {
        get: (key, options) => __async(() => {
          const values = store(id);
          if (!Object.hasOwn(values, key)) {
            throw new Error('KeyNotFound');
          }
          const format = (options || {}).format || 'string';
          return format === 'json' ? parse(values[key]) : format === 'bytes' ? Buffer.from(values[key]) : values[key];
        }),
        exists: (key) => __async(() => Object.hasOwn(store(id), key)),
        count: () => __async(() => Object.keys(store(id)).length),
        meta: () => __async(() => ({ keyCount: Object.keys(store(id)).length, creationDateTime: '', lastUpdatedDateTime: '' })),
      };
    },
    get edgeLocation() { return { ...state.edgeLocation }; },
    updateRequestOrigin(origin) { state.origin = parse(stringify(origin)); },
    selectRequestOriginById(originId) { state.origin = { originId: NativeString(originId) }; },
    createRequestOriginGroup() { cannotKnow('createRequestOriginGroup isn\'t emulated'); },
  };
  function moduleNamed(name) {
    if (name === 'querystring') { return querystring; }
    if (name === 'crypto') { return crypto; }
    throw new Error('Cannot find module "' + name + '"');
  }
`;
