/**
 * What stands around a CloudFront Function's code in its isolated context (rule 108): the functions of the runtime, and nothing else.
 *
 * It is JavaScript of that context, so that no object of this process is in reach. The code stands in strict mode, as in the real runtime.
 */
export function wrapped(code: string, isAsynchronous: boolean): string {
  return `${PRELUDE}
const __run = (function (setUp) {
  'use strict';
  const { stringify, parse, begin, settle, take, __import, require, console, Buffer, atob, btoa, String, Date } = setUp;
  const run = function () {
    'use strict';
${code}
;return typeof handler === 'function' ? handler : undefined;
  };
  return { call(text) { return begin(text, run); }, settle, take };
})(__setUp(${isAsynchronous}));`;
}

/**
 * Locks the context and gives what functions may use.
 *
 * - Whatever could run code later or elsewhere is taken out (`FinalizationRegistry`, `Atomics`, …).
 * - `Error.prepareStackTrace` stays undefined, since its call sites would be a way out of the context.
 * - Built-in objects are frozen, so that one request can't change what the next one sees. Where a frozen property would forbid objects to
 *   have one of that name, it is an accessor instead.
 */
const PRELUDE = String.raw`
const __setUp = (function () {
  'use strict';
  const global = globalThis;
  const { stringify, parse } = JSON;
  const { defineProperty, freeze, getOwnPropertyNames, getOwnPropertyDescriptor } = Object;
  const nativeThen = Promise.prototype.then;
  const call = Function.prototype.call.bind(Function.prototype.call);
  const NativeDate = Date, NativePromise = Promise, NativeString = String;
  let now = 0;
  let unknown;
  let outcome;
  let logs = [];

  function text(error) {
    try {
      return NativeString(error && error.message !== undefined ? (error.name || 'Error') + ': ' + error.message : error).slice(0, 500);
    } catch (_) {
      return 'error';
    }
  }
  function cannotKnow(reason) {
    unknown = unknown || reason;
    throw new Error(reason);
  }
  function finish(result) {
    return stringify(unknown ? { unknown, logs } : { ...result, logs });
  }
  function begin(input, run) {
    const { event, at, stores, isAsynchronous } = parse(input);
    now = at;
    unknown = undefined;
    outcome = undefined;
    logs = [];
    state.stores = stores;
    state.origin = undefined;
    try {
      const handler = run();
      if (handler === undefined) {
        return finish({ error: 'the code has no function named handler' });
      }
      const result = handler(event);
      if (!(result instanceof NativePromise)) {
        return finish({ result, origin: state.origin });
      }
      if (!isAsynchronous) {
        return finish({ error: 'this runtime has no promises' });
      }
      call(nativeThen, result,
        (value) => { outcome = { result: value, origin: state.origin }; },
        (error) => { outcome = { error: text(error) }; });
      return '';
    } catch (error) {
      return finish({ error: text(error) });
    }
  }
  const state = { stores: [], origin: undefined };
  const api = { stringify, parse, begin,
    take() { return finish(outcome || { error: 'the promise of the handler was never resolved' }); },
    settle(promise) { call(nativeThen, promise, undefined, () => {}); },
  };

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
        async get(key, options) {
          const values = store(id);
          if (!Object.hasOwn(values, key)) {
            throw new Error('KeyNotFound');
          }
          const format = (options || {}).format || 'string';
          return format === 'json' ? parse(values[key]) : format === 'bytes' ? Buffer.from(values[key]) : values[key];
        },
        async exists(key) { return Object.hasOwn(store(id), key); },
        async count() { return Object.keys(store(id)).length; },
        async meta() { const keyCount = Object.keys(store(id)).length; return { keyCount, creationDateTime: '', lastUpdatedDateTime: '' }; },
      };
    },
    updateRequestOrigin(origin) { state.origin = parse(stringify(origin)); },
    selectRequestOriginById(originId) { state.origin = { originId: NativeString(originId) }; },
    createRequestOriginGroup() { cannotKnow('createRequestOriginGroup isn\'t emulated'); },
  };
  function moduleNamed(name) {
    if (name === 'querystring') { return querystring; }
    if (name === 'crypto') { return cannotKnow('the module crypto of CloudFront Functions isn\'t emulated'); }
    throw new Error('Cannot find module "' + name + '"');
  }
  function log(...values) {
    if (logs.length < 100) {
      logs.push(values.map((each) => typeof each === 'string' ? each : stringify(each)).join(' ').slice(0, 1000));
    }
  }
  Object.assign(api, {
    Buffer,
    String: NativeString,
    console: { log, info: log, warn: log, error: log },
    require: moduleNamed,
    __import: (name) => name === 'cloudfront' ? cloudfront : moduleNamed(name),
    atob: (value) => latin1(bytesOfBase64(value)),
    btoa: (value) => base64(Array.from(NativeString(value), (each) => each.charCodeAt(0) & 255)),
  });

  // Time stands at the moment of the request.
  function FixedDate(...values) {
    return new.target ? Reflect.construct(NativeDate, values.length === 0 ? [now] : values, new.target) : new NativeDate(now).toString();
  }
  FixedDate.prototype = NativeDate.prototype;
  FixedDate.now = () => now;
  FixedDate.parse = NativeDate.parse;
  FixedDate.UTC = NativeDate.UTC;
  defineProperty(NativeDate.prototype, 'constructor', { value: FixedDate });
  api.Date = FixedDate;

  function tamed(prototype) {
    for (const name of getOwnPropertyNames(prototype)) {
      const descriptor = getOwnPropertyDescriptor(prototype, name);
      if (descriptor.configurable && 'value' in descriptor) {
        defineProperty(prototype, name, {
          get() { return descriptor.value; },
          set(value) {
            if (this === prototype) { throw new TypeError('built-in objects can\'t be changed'); }
            defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
          },
        });
      }
    }
    return freeze(prototype);
  }
  function harden(value) {
    if ((typeof value === 'function' || (typeof value === 'object' && value !== null)) && !Object.isFrozen(value)) {
      freeze(value);
      for (const key of Reflect.ownKeys(value)) {
        const descriptor = getOwnPropertyDescriptor(value, key);
        harden(descriptor.value);
        harden(descriptor.get);
      }
      harden(Object.getPrototypeOf(value));
    }
  }

  return function (isAsynchronous) {
    defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });
    defineProperty(Error, 'stackTraceLimit', { value: 0, writable: false, configurable: false });
    delete Error.captureStackTrace;
    if (!isAsynchronous) {
      delete Array.fromAsync;
      delete global.Promise;
    }
    for (const name of ['FinalizationRegistry', 'WeakRef', 'Atomics', 'SharedArrayBuffer', 'WebAssembly', 'Intl', 'console', 'globalThis', 'eval']) {
      delete global[name];
    }
    const values = [];
    for (const name of getOwnPropertyNames(global)) {
      const value = name === 'Date' ? FixedDate : getOwnPropertyDescriptor(global, name).value;
      defineProperty(global, name, { value, writable: false, configurable: false });
      values.push(value);
    }
    [Object, Function, Array, Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError]
      .forEach((each) => tamed(each.prototype));
    values.forEach(harden);
    harden(function* () {}.prototype);
    harden(async function () {});
    harden(async function* () {});
    harden([][Symbol.iterator]());
    harden(''[Symbol.iterator]());
    harden(/x/[Symbol.matchAll]('x'));
    harden(api);
    return api;
  };
})();
`;
