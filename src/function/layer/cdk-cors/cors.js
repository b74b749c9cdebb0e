'use strict';
// What a policy puts on a Lambda function's answers. It stands in the layer of FunctionCors and in `cdk-cors/function` alike, so it is JavaScript
// as Node.js 20 runs it, without dependencies. Nothing here does I/O.

// What the policy speaks for: https://fetch.spec.whatwg.org/#http-responses
const OWNED = new Set(['origin', 'credentials', 'methods', 'headers'].map((name) => 'access-control-allow-' + name)
  .concat('access-control-expose-headers', 'access-control-max-age'));

// Read from the text of CORS_POLICY, or from an object of the same shape.
function readPolicy(source) {
  const given = typeof source === 'string' ? parsed(source) : source;
  if (!isRecord(given)) {
    throw new Error(`the policy must be an object such as {"allowOrigins":["https://app.example.com"]}, got ${shown(given)}`);
  }
  const { allowOriginPattern: pattern, allowCredentials: credentials = false, maxAge } = given;
  const origins = listOf(given, 'allowOrigins') || [];
  const any = origins.includes('*');
  checkOrigins(origins, pattern, credentials);
  if (maxAge !== undefined && !/^\d+$/.test(String(maxAge))) {
    throw new Error(`maxAge must be a number of seconds, got ${shown(maxAge)}`);
  }
  const credentialsHeader = credentials ? [['Access-Control-Allow-Credentials', 'true']] : [];
  return {
    any,
    // Whether the answer depends on who asks, so that caches must know.
    varies: !any && (origins.length !== 1 || pattern !== undefined),
    exact: new Set(origins),
    pattern: pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`),
    preflight: [
      ...credentialsHeader,
      ...header('Access-Control-Allow-Methods', listOf(given, 'allowMethods')),
      ...header('Access-Control-Allow-Headers', listOf(given, 'allowHeaders')),
      ...(maxAge === undefined ? [] : [['Access-Control-Max-Age', String(maxAge)]]),
    ],
    response: [...credentialsHeader, ...header('Access-Control-Expose-Headers', listOf(given, 'exposeHeaders'))],
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`the policy is no JSON: ${shown(text)}`);
  }
}

function listOf(given, name) {
  const list = given[name];
  if (list !== undefined && !(Array.isArray(list) && list.every((each) => typeof each === 'string' && !/[\r\n\0]/.test(each)))) {
    throw new Error(`${name} must be a list of texts, got ${shown(list)}`);
  }
  return list;
}

function checkOrigins(origins, pattern, credentials) {
  if (origins.length === 0 && pattern === undefined) {
    throw new Error('the policy must name origins in allowOrigins, or have an allowOriginPattern');
  }
  if (pattern !== undefined && typeof pattern !== 'string') {
    throw new Error(`allowOriginPattern must be a regular expression as text, got ${shown(pattern)}`);
  }
  const partial = origins.find((origin) => origin !== '*' && origin.includes('*'));
  if (partial !== undefined) {
    throw new Error(`allowOrigins has ${shown(partial)}, but an origin with a "*" in it matches nothing; give it as allowOriginPattern`);
  }
  if (typeof credentials !== 'boolean' || (credentials && origins.includes('*'))) {
    throw new Error(`allowCredentials must be true or false, and can't be true with the origin "*", got ${shown(credentials)}`);
  }
}

function header(name, list) {
  return list === undefined || list.length === 0 ? [] : [[name, list.join(',')]];
}

function shown(value) {
  const text = JSON.stringify(value) || String(value);
  return text.length > 120 ? text.slice(0, 117) + '…' : text;
}

function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function allows(policy, origin) {
  return policy.any || policy.exact.has(origin) || (policy.pattern !== undefined && policy.pattern.test(origin));
}

// The CORS headers for an origin, as pairs. Vary isn't among them: it joins the answer's own.
function corsHeaders(policy, origin, isPreflight) {
  if (origin === undefined ? !policy.any : !allows(policy, origin)) {
    return [];
  }
  return [['Access-Control-Allow-Origin', policy.any ? '*' : origin], ...(isPreflight ? policy.preflight : policy.response)];
}

// The HTTP request that an event of an API, a function URL or a load balancer stands for; undefined for any other event, such as an authorizer's.
function requestOf(event) {
  if (!isRecord(event) || event.methodArn !== undefined || event.routeArn !== undefined) {
    return undefined;
  }
  const isV2 = event.version === '2.0';
  const method = isV2 ? event.requestContext && event.requestContext.http && event.requestContext.http.method : event.httpMethod;
  if (typeof method !== 'string') {
    return undefined;
  }
  const origin = headerOf(event, 'origin');
  return {
    isV2,
    // A load balancer that sends lists of values reads nothing else.
    listsOnly: !isRecord(event.headers) && isRecord(event.multiValueHeaders),
    origin,
    // https://fetch.spec.whatwg.org/#cors-preflight-request. Any other OPTIONS is the function's to answer.
    isPreflight: method === 'OPTIONS' && origin !== undefined && headerOf(event, 'access-control-request-method') !== undefined,
  };
}

// Names come in lower case from HTTP/2, in any case else.
function headerOf({ headers, multiValueHeaders }, name) {
  for (const source of [headers, multiValueHeaders]) {
    if (isRecord(source)) {
      const key = Object.hasOwn(source, name) ? name : Object.keys(source).find((each) => each.toLowerCase() === name);
      if (key !== undefined && source[key] !== null && source[key] !== undefined) {
        return String(source[key]);
      }
    }
  }
  return undefined;
}

function preflightAnswer(policy, request) {
  const headers = corsHeaders(policy, request.origin, true).concat(policy.varies ? [['Vary', 'Origin']] : []);
  return withHeaders({ statusCode: 204 }, headers, request);
}

// The answer with the policy's headers in place of its own. Throws where it has no form that headers can be put on.
function withCors(policy, request, answer) {
  const plain = responseOf(request, answer);
  const single = withoutOwned(policy, plain.headers, 'headers');
  const multiple = withoutOwned(policy, plain.multiValueHeaders, 'multiValueHeaders');
  const added = corsHeaders(policy, request.origin, false);
  if (policy.varies) {
    added.push(['Vary', varyOf([...single.vary, ...multiple.vary])]);
  }
  const kept = { ...plain };
  if (plain.headers !== undefined && plain.headers !== null) {
    kept.headers = Object.fromEntries(single.kept);
  }
  if (plain.multiValueHeaders !== undefined && plain.multiValueHeaders !== null) {
    kept.multiValueHeaders = Object.fromEntries(multiple.kept);
  }
  return withHeaders(kept, added, request);
}

// In format 2.0 what has no statusCode is itself the body of a 200, as JSON.
function responseOf({ isV2 }, answer) {
  const plain = isRecord(answer) && typeof answer.toJSON === 'function' ? answer.toJSON() : answer;
  if (isRecord(plain) && (!isV2 || (plain.statusCode !== undefined && plain.statusCode !== null))) {
    return plain;
  }
  if (!isV2) {
    throw new Error(`the answer is no object: ${shown(answer)}`);
  }
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(plain === undefined ? null : plain) };
}

function withoutOwned(policy, headers, property) {
  if (headers === undefined || headers === null) {
    return { kept: [], vary: [] };
  }
  if (!isRecord(headers)) {
    throw new Error(`${property} of the answer is no object: ${shown(headers)}`);
  }
  const vary = [];
  const kept = Object.entries(headers).filter(([name, value]) => {
    const lower = name.toLowerCase();
    if (lower === 'vary' && policy.varies) {
      vary.push(...(Array.isArray(value) ? value : [value]));
      return false;
    }
    return !OWNED.has(lower);
  });
  return { kept, vary };
}

function varyOf(values) {
  const names = values.filter((value) => value !== undefined && value !== null).flatMap((value) => String(value).split(','))
    .map((name) => name.trim()).filter((name) => name !== '');
  return (names.some((name) => name === '*' || name.toLowerCase() === 'origin') ? names : [...names, 'Origin']).join(', ');
}

function withHeaders(answer, pairs, { listsOnly }) {
  if (pairs.length === 0) {
    return answer;
  }
  return listsOnly
    ? { ...answer, multiValueHeaders: { ...answer.multiValueHeaders, ...Object.fromEntries(pairs.map(([name, value]) => [name, [value]])) } }
    : { ...answer, headers: { ...answer.headers, ...Object.fromEntries(pairs) } };
}

module.exports = { allows, corsHeaders, preflightAnswer, readPolicy, requestOf, withCors };
