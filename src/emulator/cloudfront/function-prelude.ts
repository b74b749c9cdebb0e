import { MODULES } from './function-modules';

/**
 * What stands around a CloudFront Function's code in its isolated context (rule 108): the functions of the runtime, and nothing else.
 *
 * It is JavaScript of that context, so that no object of this process is in reach. The code stands in strict mode, as in the real runtime.
 */
export function wrapped(code: string, hasPromises: boolean): string {
  return `${PRELUDE}
const __run = (function (setUp) {
  'use strict';
  const { stringify, parse, begin, __import, __async, __await, require, console, Buffer, TextEncoder, TextDecoder, atob, btoa, Promise, Date, globalThis } = setUp;
  const run = function () {
    'use strict';
${code}
;return typeof handler === 'function' ? handler : undefined;
  };
  return { call(text) { return begin(text, run); } };
})(__setUp(${hasPromises}));`;
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
  const NativeDate = Date, NativeString = String;
  let now = 0;
  let unknown;
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
    const outcome = stringify({ ...unknown ? { unknown } : result, logs });
    return (state.isOfItsMoment ? 'moment' : 'always') + outcome;
  }
  function begin(input, run) {
    const { event, at, stores } = parse(input);
    now = at;
    state.isOfItsMoment = false;
    const { requestId } = event.context || {};
    defineProperty(event.context || {}, 'requestId', {
      get() { return momentary(requestId); },
      set(value) { defineProperty(this, 'requestId', { value, writable: true }); },
      enumerable: true,
      configurable: true,
    });
    if (event.request) {
      const { rawQueryString } = event.request;
      delete event.request.rawQueryString;
      if (state.hasPromises) {
        defineProperty(event.request, 'rawQueryString', { value: () => rawQueryString });
      }
    }
    // Which edge answers isn't known: the one that the headers of answers name. At the response there is none.
    state.edgeLocation = (event.context || {}).eventType === 'viewer-response' ? {} : { name: 'FRA', serverIp: '192.0.2.1', region: 'eu-central-1' };
    unknown = undefined;
    logs = [];
    state.stores = stores;
    state.origin = undefined;
    try {
      const handler = run();
      if (handler === undefined) {
        return finish({ error: 'the code has no function named handler' });
      }
      const result = handler(event);
      if (result instanceof SettledPromise && !state.hasPromises) {
        return finish({ error: 'this runtime has no promises' });
      }
      return finish({ result: __await(result), origin: state.origin });
    } catch (error) {
      return finish({ error: text(error) });
    }
  }
  const state = { stores: [], origin: undefined, hasPromises: false, isOfItsMoment: false };
  // What differs from one request to the next that is the same otherwise.
  function momentary(value) {
    state.isOfItsMoment = true;
    return value;
  }
  const { random } = Math;
  Math.random = () => momentary(random());
  const api = { stringify, parse, begin };

${MODULES}
  function log(...values) {
    if (logs.length < 100) {
      logs.push(values.map((each) => typeof each === 'string' ? each : each instanceof Error ? text(each) : stringify(each)).join(' ').slice(0, 1000));
    }
  }
  Object.assign(api, {
    Promise: SettledPromise,
    __async,
    __await,
    console: { log },
    require: moduleNamed,
    __import: (name) => name === 'cloudfront' ? cloudfront : moduleNamed(name),
  });
  const ofRuntime2 = {
    Buffer,
    TextEncoder,
    TextDecoder,
    atob: (value) => latin1(bytesOfBase64(value)),
    btoa: (value) => base64(Array.from(NativeString(value), (each) => each.charCodeAt(0) & 255)),
  };

  // Time stands at the moment of the request.
  function FixedDate(...values) {
    return new.target ? Reflect.construct(NativeDate, values.length === 0 ? [momentary(now)] : values, new.target) : new NativeDate(momentary(now)).toString();
  }
  FixedDate.prototype = NativeDate.prototype;
  FixedDate.now = () => momentary(now);
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

  return function (hasPromises) {
    state.hasPromises = hasPromises;
    defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });
    defineProperty(Error, 'stackTraceLimit', { value: 0, writable: false, configurable: false });
    delete Error.captureStackTrace;
    delete Array.fromAsync;
    for (const name of ['Promise', 'FinalizationRegistry', 'WeakRef', 'Atomics', 'SharedArrayBuffer', 'WebAssembly', 'Intl', 'console', 'globalThis', 'eval']) {
      delete global[name];
    }
    if (hasPromises) {
      Object.assign(api, ofRuntime2);
    } else {
      Object.assign(NativeString, { bytesFrom });
      for (const name of Object.keys(byteTexts)) { defineProperty(NativeString.prototype, name, { value: byteTexts[name] }); }
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
    harden([][Symbol.iterator]());
    harden(''[Symbol.iterator]());
    harden(/x/[Symbol.matchAll]('x'));
    if (hasPromises) {
      // Not the real one, which would be a way around what stands in front of it.
      const builtIn = getOwnPropertyNames(global).map((name) => [name, global[name]]);
      api.globalThis = { ...Object.fromEntries(builtIn), ...ofRuntime2, console: api.console, Promise: SettledPromise };
    }
    harden(api);
    return api;
  };
})();
`;
