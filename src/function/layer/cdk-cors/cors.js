'use strict';
// A policy on a Lambda function's answers. It stands in the layer of FunctionCors and in `cdk-cors/function` alike, so it is JavaScript as Node.js 20 runs
// it, small and without dependencies.

// What the policy speaks for: https://fetch.spec.whatwg.org/#http-responses
const OWNED = /^access-control-(?:allow-(?:origin|credentials|methods|headers)|expose-headers|max-age)$/i;
// Where events and answers have headers: one value each, and lists of them.
const PLACES = ['headers', 'multiValueHeaders'];
const AS_THEY_ARE = 'answers go out as they are';

// A policy from its text, or from an object of the same shape, and what it says. Throws what is wrong with it.
function corsPolicy(source = process.env.CORS_POLICY) {
  const document = typeof source === 'string' ? JSON.parse(source) : source;
  check(isRecord(document), 'the policy', document, 'an object');
  for (const name of ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders']) {
    const { [name]: list = [] } = document;
    check(Array.isArray(list) && list.every((each) => typeof each === 'string' && !/[\r\n\0]/.test(each)), name, list, 'a list of texts, without line breaks');
  }
  const { allowOrigins = [], allowOriginPattern: pattern, allowMethods, allowHeaders, exposeHeaders, allowCredentials = false, maxAge } = document;
  const any = allowOrigins.includes('*');
  check(pattern === undefined ? allowOrigins[0] : pattern && typeof pattern === 'string', 'allowOriginPattern', pattern, 'a text, or allowOrigins');
  check(!allowOrigins.some((origin) => /.[*]|[*]./.test(origin)), 'allowOrigins', allowOrigins, 'whole origins, without patterns');
  check(typeof allowCredentials === 'boolean' && !(allowCredentials && any), 'allowCredentials', allowCredentials, 'a boolean, and false for "*"');
  check(maxAge === undefined || /^(number|string)$/.test(typeof maxAge) && /^[0-9]{1,10}$/.test(maxAge), 'maxAge', maxAge, 'whole seconds');
  const expression = pattern && new RegExp(`^(?:${pattern})$`);
  // Whether the answer depends on who asks, so that caches must know.
  const varies = !any && (allowOrigins.length !== 1 || expression !== undefined);
  const allows = (origin) => any || allowOrigins.includes(origin) || Boolean(expression?.test(origin));
  const credentials = header('Allow-Credentials', allowCredentials || '');
  const forPreflight = { ...credentials, ...header('Allow-Methods', allowMethods), ...header('Allow-Headers', allowHeaders), ...header('Max-Age', maxAge) };
  const forResponse = { ...credentials, ...header('Expose-Headers', exposeHeaders) };
  return {
    ...document,
    varies,
    allows,
    // All headers of an answer to a request, Vary among them, which joins the answer's own.
    headersFor: ({ origin, preflight }, vary = []) => ({
      ...((any || (origin !== undefined && allows(origin))) && { ...header('Allow-Origin', any ? '*' : origin), ...(preflight ? forPreflight : forResponse) }),
      ...(varies && { Vary: varyOf(vary) }),
    }),
  };
}

function check(isRight, name, value, right) {
  if (!isRight) {
    throw new Error(`${name} must be ${right}, got ${(JSON.stringify(value) ?? String(value)).slice(0, 120)}`);
  }
}

function header(name, value = '') {
  return String(value) === '' ? {} : { ['Access-Control-' + name]: String(value) };
}

function varyOf(values) {
  const names = values.filter(isThere).join(',').split(',').map((name) => name.trim()).filter(Boolean);
  return (names.some((name) => /^(?:[*]|origin)$/i.test(name)) ? names : [...names, 'Origin']).join(', ');
}

function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isThere(value) {
  return value !== undefined && value !== null;
}

// The HTTP request that an event of an API, a function URL or a load balancer stands for; undefined for any other event, such as an authorizer's.
function requestOf(event) {
  if (!isRecord(event) || 'methodArn' in event || 'routeArn' in event) {
    return undefined;
  }
  const isV2 = event.version === '2.0';
  const method = isV2 ? event.requestContext?.http?.method : event.httpMethod;
  if (typeof method !== 'string') {
    return undefined;
  }
  const origin = headerOf(event, 'origin');
  return {
    isV2,
    // A load balancer that sends lists of values reads nothing else.
    place: PLACES[Number(!isRecord(event.headers) && isRecord(event.multiValueHeaders))],
    origin,
    // https://fetch.spec.whatwg.org/#cors-preflight-request. Any other OPTIONS is the function's to answer.
    preflight: method === 'OPTIONS' && origin !== undefined && headerOf(event, 'access-control-request-method') !== undefined,
  };
}

// Names come in lower case from HTTP/2, in any case else.
function headerOf(event, name) {
  for (const headers of PLACES.map((place) => event[place])) {
    for (const key of isRecord(headers) ? Object.keys(headers) : []) {
      if (key.toLowerCase() === name && isThere(headers[key])) {
        return String(headers[key]);
      }
    }
  }
  return undefined;
}

function preflightAnswer(policy, request) {
  return withHeaders({ statusCode: 204 }, policy.headersFor(request), request);
}

// The answer with the policy's headers in place of its own. Throws where it has no form that headers can be put on.
function withCors(policy, request, answer) {
  const kept = Object.assign({}, responseOf(request, answer));
  const vary = [];
  for (const place of PLACES) {
    if (isThere(kept[place])) {
      check(isRecord(kept[place]), place, kept[place], 'an object');
      kept[place] = withoutOwned(policy, kept[place], vary);
    }
  }
  return withHeaders(kept, policy.headersFor(request, vary), request);
}

// The headers that the policy doesn't speak for, in an object of their own; what Vary says is added to the list.
function withoutOwned({ varies }, headers, vary) {
  // Not by spreading: what is added to such an object takes V8 twenty times as long.
  const kept = Object.assign({}, headers);
  for (const name of Object.keys(kept)) {
    // a list that something was pushed to isn't empty
    if (OWNED.test(name) || (varies && /^vary$/i.test(name) && vary.push(kept[name]))) {
      delete kept[name];
    }
  }
  return kept;
}

// In format 2.0 what has no statusCode is itself the body of a 200, as JSON.
function responseOf({ isV2 }, answer) {
  const plain = typeof answer?.toJSON === 'function' ? answer.toJSON() : answer;
  if (isRecord(plain) && (!isV2 || isThere(plain.statusCode))) {
    return plain;
  }
  check(isV2, 'the answer', answer, 'an object');
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(plain ?? null) };
}

// The answer, which is this module's own, with headers added.
function withHeaders(answer, added, { place }) {
  for (const name in added) {
    (answer[place] ??= {})[name] = place === 'headers' ? added[name] : [added[name]];
  }
  return answer;
}

// A handler that answers with the policy, whichever way it answers. Whatever goes wrong here lets its own answer through.
function cors(handler, source) {
  if (handler[Symbol.for('aws.lambda.runtime.handler.streaming')]) {
    log(`the handler streams, so that its ${AS_THEY_ARE}`);
    return handler;
  }
  let policy;
  try {
    policy = corsPolicy(source);
  } catch (error) {
    log(`CORS_POLICY: ${messageOf(error)}; ${AS_THEY_ARE}`);
    return handler;
  }
  const wrapped = function (event, context, ...rest) {
    const request = attempt(() => requestOf(event));
    if (request === undefined) {
      return handler.call(this, event, context, ...rest);
    }
    if (request.preflight) {
      return Promise.resolve(preflightAnswer(policy, request));
    }
    return answered(handler.bind(this, event, context), context, rest, (answer) => attempt(() => withCors(policy, request, answer), answer));
  };
  // The runtimes of Node.js 24 and of managed instances tell by it whether a handler wants a callback, which they refuse.
  return Object.defineProperty(wrapped, 'length', { value: handler.length });
}

function answered(call, context, [callback, ...more], finish) {
  let isSettled = false;
  const once = (answer) => (isSettled ? answer : finish(answer));
  const toCallBack = (method) => (error, answer) => method(error, isThere(error) ? answer : once(answer));
  replace(context, 'done', toCallBack);
  replace(context, 'succeed', (method) => (answer) => method(once(answer)));
  const result = callback ? call(toCallBack(callback), ...more) : call();
  if (typeof result?.then === 'function') {
    return Promise.resolve(result).then((answer) => {
      const finished = finish(answer);
      // The runtime hands it to context.succeed.
      isSettled = true;
      return finished;
    });
  }
  // Where a handler may call back, Lambda ignores what else it returns.
  return callback || result === undefined ? result : finish(result);
}

function replace(context, name, replacement) {
  const method = context?.[name];
  if (method) {
    attempt(() => {
      context[name] = replacement(method.bind(context));
    });
  }
}

function attempt(action, otherwise) {
  try {
    return action();
  } catch (error) {
    log(`the answer goes out as it is: ${messageOf(error)}`);
    return otherwise;
  }
}

// Code of others can throw anything, which must not keep the answer back.
function messageOf(error) {
  try {
    return String(error?.message ?? error);
  } catch {
    return 'unreadable';
  }
}

function log(text) {
  console.error('cdk-cors: ' + text.replace(/\s+/g, ' '));
}

module.exports = { cors, corsPolicy, preflightAnswer, requestOf, withCors };
