import { BUFFER } from './function-buffer';
import { CRYPTO } from './function-crypto';
import { QUERYSTRING } from './function-querystring';

/**
 * The objects that the runtime of CloudFront Functions gives: `Buffer`, `querystring`, `crypto`, `Promise`, `cloudfront` and `require`.
 *
 * It is JavaScript of the functions' own context, in the scope of the prelude around it.
 */
export const MODULES = String.raw`
${BUFFER}
${CRYPTO}
${QUERYSTRING}
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

  // A function has one store at most. Its id is made when it is deployed, so that one in the code can't be compared.
  function storeNamed(id) {
    const found = state.stores.find((each) => id === undefined || each.id === id) || (state.stores.length === 1 ? state.stores[0] : undefined);
    if (!found) { throw new Error('KVSNamespaceNotFound'); }
    return () => found.values || cannotKnow(found.unknown);
  }
  const cloudfront = {
    kvs(id) {
      const valuesOf = storeNamed(id);
      return {
        get: (key, options) => __async(() => {
          const values = valuesOf();
          if (!Object.hasOwn(values, key)) { throw new Error('KeyNotFound'); }
          const format = (options || {}).format || 'string';
          return format === 'json' ? parse(values[key]) : format === 'bytes' ? Buffer.from(values[key]) : values[key];
        }),
        exists: (key) => __async(() => Object.hasOwn(valuesOf(), key)),
        count: () => __async(() => Object.keys(valuesOf()).length),
        meta: () => __async(() => ({
          keyCount: Object.keys(valuesOf()).length,
          get creationDateTime() { return cannotKnow('when the key value store was made isn\'t known'); },
          get lastUpdatedDateTime() { return cannotKnow('when the key value store was changed isn\'t known'); },
        })),
      };
    },
    get edgeLocation() { return { ...state.edgeLocation }; },
    get distributionTenant() { throw new TypeError('distributionTenant module is not available'); },
    updateRequestOrigin(properties) { state.origin = { method: 'updateRequestOrigin', properties }; },
    selectRequestOriginById(originId, overrides) { state.origin = { method: 'selectRequestOriginById', originId, overrides }; },
    createRequestOriginGroup(properties) {
      if ((properties || {}).selectionCriteria === 'media-quality-score') {
        cannotKnow('which origin has the better media quality score isn\'t known');
      }
      state.origin = { method: 'createRequestOriginGroup', properties };
    },
  };
  function moduleNamed(name) {
    if (name === 'querystring') { return querystring; }
    if (name === 'crypto') { return crypto; }
    if (name === 'buffer' && state.hasPromises) { return { Buffer }; }
    throw new Error('Cannot find module "' + name + '"');
  }
`;
