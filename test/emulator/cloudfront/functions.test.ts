import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { FunctionRuntime } from '../../../src/emulator/cloudfront/function-runtime';
import type { FetchResult } from '../../../src/emulator/kernel/machine';
import { APP, backEnd, behavior, bytes, Edge, header, textOf, withFunction } from './world';

const OK: FetchResult = { status: 200, headers: [['Content-Type', 'text/plain'], ['X-One', 'a'], ['X-One', 'b'], ['Set-Cookie', 'id=1; Path=/']], body: bytes('ok') };
const world = backEnd(() => OK);

function at(event: string, code: string, config: object = {}, runtime?: string): Edge {
  return new Edge(withFunction(code, event, config, runtime), { world });
}

function run(code: string, runtime: 'cloudfront-js-1.0' | 'cloudfront-js-2.0' = 'cloudfront-js-2.0', event: object = {}) {
  return new FunctionRuntime({ code, runtime }).run(event, 1000);
}

/** What an expression gives in a function. */
function value(expression: string, runtime?: 'cloudfront-js-1.0' | 'cloudfront-js-2.0'): unknown {
  const outcome = run(`function handler(event) { return { value: ${expression} }; }`, runtime);
  return 'result' in outcome ? (outcome.result as { value: unknown }).value : outcome;
}

describe('rule 105: the event', () => {
  const REPORT = 'function handler(event) { return { statusCode: 200, body: JSON.stringify(event) }; }';

  test('rule 105: of a viewer request', () => {
    const edge = at('viewer-request', REPORT);
    const answer = edge.send('GET', '/a%20b?x=1&x=2&y=&z', [
      ['Origin', APP], ['Accept', 'a'], ['accept', 'b'], ['Cookie', 'id=1; tracking=2; id=3'], ['X-Forwarded-Proto', 'http'],
    ], { sourceIp: '203.0.113.9' });
    const domain = edge.entrance.url.slice(8);
    expect(JSON.parse(textOf(answer.body)!)).toEqual({
      version: '1.0',
      context: {
        distributionDomainName: domain, distributionId: edge.entrance.resource.physicalId, eventType: 'viewer-request', requestId: header(answer, 'x-amz-cf-id'),
      },
      viewer: { ip: '203.0.113.9' },
      request: {
        method: 'GET',
        uri: '/a%20b',
        querystring: { x: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] }, y: { value: '' }, z: { value: '' } },
        headers: { host: { value: domain }, origin: { value: APP }, accept: { value: 'a', multiValue: [{ value: 'a' }, { value: 'b' }] } },
        cookies: { id: { value: '1', multiValue: [{ value: '1' }, { value: '3' }] }, tracking: { value: '2' } },
      },
    });
  });

  test('rule 105: of a viewer response', () => {
    const edge = at('viewer-response', 'function handler(event) { event.response.body = JSON.stringify(event.response); return event.response; }');
    const response = JSON.parse(textOf(edge.send('GET', '/').body)!);
    expect(response.statusCode).toBe(200);
    expect(response.headers['x-one']).toEqual({ value: 'a', multiValue: [{ value: 'a' }, { value: 'b' }] });
    expect(response.cookies).toEqual({ id: { value: '1', attributes: 'Path=/' } });
    expect(Object.keys(response.headers)).not.toContain('set-cookie');
    expect(Object.keys(response.headers)).not.toContain('x-cache');
  });

  test('rule 105: names go on in Title-Case', () => {
    const edge = at('viewer-request', 'function handler(e) { e.request.headers["x-tenant-id"] = { value: "7" }; return e.request; }', {
      DefaultCacheBehavior: undefined,
    });
    expect(edge.send('GET', '/').status).not.toBe(200);
    const all = new Edge(withFunction('function handler(e) { e.request.headers["x-tenant-id"] = { value: "7" }; return e.request; }', 'viewer-request', {},
      undefined, { OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac' }), { world });
    all.send('GET', '/');
    expect(all.reached.headers).toContainEqual(['X-Tenant-Id', '7']);
  });

  test('the method is read-only, the query may be changed', () => {
    const edge = new Edge(withFunction('function handler(e) { e.request.method = "PUT"; e.request.querystring.b = { value: "2" }; return e.request; }',
      'viewer-request', {}, undefined, { OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac' }), { world });
    edge.send('GET', '/?a=1');
    expect([edge.reached.method, edge.reached.url]).toEqual(['GET', 'https://main.example.com/?a=1&b=2']);
  });
});

describe('rule 106: headers', () => {
  test.each(['connection', 'expect', 'keep-alive', 'proxy-authorization', 'trailer', 'upgrade', 'x-accel-buffering', 'x-amz-cf-id', 'x-amzn-auth',
    'x-amzn-cf-id', 'x-amzn-errortype', 'x-cache', 'x-edge-location', 'x-forwarded-proto', 'x-real-ip'])('%s can\'t be added', (name) => {
    const code = `function handler(e) { e.request.headers['${name}'] = { value: 'x' }; return e.request; }`;
    expect(at('viewer-request', code).send('GET', '/').status).toBe(502);
  });

  test.each(['content-length', 'host', 'transfer-encoding', 'via'])('%s can\'t be changed at the request', (name) => {
    const code = `function handler(e) { e.request.headers['${name}'] = { value: 'x' }; return e.request; }`;
    expect(at('viewer-request', code).send('GET', '/').status).toBe(502);
  });

  test.each(['warning', 'via'])('%s can\'t be changed at the response', (name) => {
    const code = `function handler(e) { e.response.headers['${name}'] = { value: 'x' }; return e.response; }`;
    expect(at('viewer-response', code).send('GET', '/').status).toBe(502);
  });

  test('rule 106: a read-only header can\'t be taken away', () => {
    expect(at('viewer-request', 'function handler(e) { delete e.request.headers.host; return e.request; }').send('GET', '/').status).toBe(502);
    expect(at('viewer-response', 'function handler(e) { delete e.response.headers.via; return e.response; }').send('GET', '/').status).toBe(502);
  });

  test('Access-Control-* are free', () => {
    const code = 'function handler(e) { e.response.headers["access-control-allow-origin"] = { value: "*" }; return e.response; }';
    expect(header(at('viewer-response', code).send('GET', '/'), 'access-control-allow-origin')).toBe('*');
  });

  test.each<[why: string, code: string, status: number]>([
    ['a failure', 'function handler() { throw new Error("x"); }', 503],
    ['no handler', 'var x = 1;', 503],
    ['what doesn\'t compile', 'function handler( {', 503],
    ['nothing returned', 'function handler() {}', 502],
    ['a text returned', 'function handler() { return "x"; }', 502],
    ['a path without a slash', 'function handler(e) { e.request.uri = "x"; return e.request; }', 502],
    ['a path with a line break', 'function handler(e) { e.request.uri = "/x\\r\\nA: b"; return e.request; }', 502],
    ['a header with a line break', 'function handler() { return { statusCode: 200, headers: { a: { value: "b\\r\\nC: d" } } }; }', 502],
    ['a header in upper case', 'function handler() { return { statusCode: 200, headers: { Location: { value: "/" } } }; }', 502],
    ['a header that is a number', 'function handler() { return { statusCode: 200, headers: { a: { value: 1 } } }; }', 502],
    ['a status that is a text', 'function handler() { return { statusCode: "200" }; }', 502],
    ['a status that is none', 'function handler() { return { statusCode: 20 }; }', 502],
    ['a body that isn\'t base64', 'function handler() { return { statusCode: 200, body: { encoding: "base64", data: "*" } }; }', 502],
    ['a loop', 'function handler() { while (true); }', 503],
    ['a loop of promises', 'async function handler() { while (true) await 1; }', 503],
    ['a promise that is never kept', 'async function handler() { await new Promise(() => {}); }', 503],
    ['a slow pattern', `function handler() { return /^(a+)+$/.test("${'a'.repeat(60)}b"); }`, 503],
  ])('%s: %s', (_why, code, status) => expect(at('viewer-request', code).send('GET', '/').status).toBe(status));
});

describe('rule 107: answers of functions', () => {
  test('rule 107: only the function\'s headers, and CloudFront\'s', () => {
    const answer = at('viewer-request', 'function handler() { return { statusCode: 302, headers: { location: { value: "/x" } }, cookies: { a: { value: "1", attributes: "Secure" } } }; }')
      .send('GET', '/');
    expect(answer.status).toBe(302);
    expect(answer.headers.map(([name]) => name.toLowerCase()).sort()).toEqual(
      ['content-length', 'date', 'location', 'server', 'set-cookie', 'via', 'x-amz-cf-id', 'x-amz-cf-pop', 'x-cache']);
    expect(header(answer, 'server')).toBe('CloudFront');
    expect(header(answer, 'content-length')).toBe('0');
    expect(header(answer, 'set-cookie')).toBe('a=1; Secure');
    expect(header(answer, 'x-cache')).toBe('FunctionGeneratedResponse from cloudfront');
  });

  test.each([['"hé"', 'hé'], ['{ encoding: "text", data: "hé" }', 'hé'], ['{ encoding: "base64", data: "aMOp" }', 'hé']])('a body %s', (body, text) => {
    const answer = at('viewer-request', `function handler() { return { statusCode: 200, body: ${body} }; }`).send('GET', '/');
    expect([textOf(answer.body), header(answer, 'content-length')]).toEqual([text, '3']);
  });
});

describe('rule 104: when the function at the response doesn\'t run', () => {
  const MARK = 'function handler(e) { e.response.headers["x-ran"] = { value: "yes" }; return e.response; }';

  test.each([[200, 'yes'], [302, 'yes'], [399, 'yes'], [400, undefined], [404, undefined], [503, undefined]])('an origin\'s %s', (status, ran) => {
    const edge = new Edge(withFunction(MARK, 'viewer-response'), { world: backEnd(() => ({ status, headers: [] })) });
    expect(header(edge.send('GET', '/'), 'x-ran')).toBe(ran);
  });

  test('rule 104: a custom error page, also as a 200', () => {
    const edge = new Edge(withFunction(MARK, 'viewer-response', { CustomErrorResponses: [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/e' }] }), {
      world: backEnd(({ url }) => ({ status: url.endsWith('/e') ? 200 : 404, headers: [] })),
    });
    expect([edge.send('GET', '/x').status, header(edge.send('GET', '/x'), 'x-ran')]).toEqual([200, undefined]);
  });

  test('rule 104: an answer of the function at the request, and a redirect to HTTPS', () => {
    const both = (code: string) => withFunction(code, 'viewer-request', {}, undefined, {
      ViewerProtocolPolicy: 'redirect-to-https',
      FunctionAssociations: ['viewer-request', 'viewer-response'].map((EventType) => ({ EventType, FunctionARN: { 'Fn::GetAtt': ['Edge', 'FunctionARN'] } })),
    });
    const edge = new Edge(both(`function handler(e) { if (!e.response) { return { statusCode: 204 }; } ${MARK.slice(21)}`), { world });
    expect(header(edge.send('GET', '/'), 'x-ran')).toBeUndefined();
    expect(header(edge.send('GET', edge.entrance.url.replace('https', 'http')), 'x-ran')).toBeUndefined();
  });
});

describe('rule 108: the runtime', () => {
  test.each(['process', 'require("fs")', 'globalThis.process.env', 'globalThis.x = 1', 'globalThis.Object.x = 1', 'console.constructor.constructor("return process")()', 'setTimeout(() => 1)', 'fetch("/")', 'eval("1")',
    'new Function("return 1")()', 'WebAssembly', 'Atomics', 'SharedArrayBuffer', 'new FinalizationRegistry(() => 1)', 'Error.captureStackTrace({})', 'this.x',
    'import("fs")', 'undeclared = 1', 'Object.prototype.x = 1', 'Array.prototype.push = 1', 'Array = 1', 'Error.prepareStackTrace = 1'])('%s fails', (expression) => expect(value(expression)).toEqual(expect.objectContaining({ error: expect.any(String) })));

  test.each(['(() => { try { Array = 1; } catch (e) { return e; } })()', '(() => { try { null.x; } catch (e) { return e; } })()',
    '(() => { try { (function f() { f(); })(); } catch (e) { return e; } })()', 'event', 'handler', 'console.log', 'Buffer.from("a")', 'new Proxy({}, {})',
    '(() => { try { JSON.parse("{"); } catch (e) { return e; } })()', '(() => { try { decodeURIComponent("%"); } catch (e) { return e; } })()'])('no way out through %s', (object) => {
    const escape = `(() => { try { return typeof (${object}).constructor.constructor('return process')(); } catch (e) { return e.name; } })()`;
    expect(value(escape)).toBe('EvalError');
  });

  test('no way out through what is thrown or returned', () => {
    expect(run('function handler() { throw { get message() { while (true); } }; }')).toEqual({ error: expect.stringContaining('was stopped') });
    expect(run('function handler() { return { toJSON() { while (true); } }; }')).toEqual({ error: expect.stringContaining('was stopped') });
    expect(run('function handler() { return { x: "a".repeat(2e6) }; }')).toEqual({ error: 'what the function returned is too large' });
  });

  test('a rejection that nobody handles doesn\'t end the process', () => {
    const script = `
      const { FunctionRuntime } = require('./src/emulator/cloudfront/function-runtime');
      const code = 'async function handler() { Promise.reject(1); (async () => { throw 2; })(); return { a: 1 }; }';
      console.log(JSON.stringify(new FunctionRuntime({ code, runtime: 'cloudfront-js-2.0' }).run({}, 0)));
      setTimeout(() => console.log('still here'), 20);`;
    const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { cwd: join(__dirname, '../../..'), encoding: 'utf8' });
    expect(output.trim().split('\n')).toEqual(['{"result":{"a":1},"logs":[]}', 'still here']);
  });

  test('nothing of one run is there in the next', () => {
    const runtime = new FunctionRuntime({ code: 'var count = 0; function handler() { count += 1; return { count }; }', runtime: 'cloudfront-js-2.0' });
    expect([runtime.run({}, 1), runtime.run({}, 1)]).toMatchObject([{ result: { count: 1 } }, { result: { count: 1 } }]);
  });

  test.each([
    ['the time', 'Date.now()'], ['a date', 'new Date().getTime()'], ['the time as a text', 'Date()'], ['chance', 'Math.random()'],
    ['the id of the request', 'event.context.requestId'], ['what has that id', 'event.context'], ['the whole event', 'JSON.stringify(event)'],
  ])('what hangs on %s is made anew for each request', (_what, expression) => {
    const runtime = new FunctionRuntime({ code: `function handler(event) { return { value: ${expression} }; }`, runtime: 'cloudfront-js-2.0' });
    const [first, second] = [1000, 2_000_000].map((now) => runtime.run({ context: { requestId: `id-${now}` } }, now));
    expect(first).toMatchObject({ result: { value: expect.anything() } });
    expect(second).not.toEqual(first);
  });

  test('what hangs on the event alone is remembered, and what a caller makes of it isn\'t', () => {
    const runtime = new FunctionRuntime({ code: 'function handler(event) { event.list.push(3); return event.list; }', runtime: 'cloudfront-js-2.0' });
    const outcomes = [1, 2].map((now) => runtime.run({ list: [1, 2], context: { requestId: 'a' } }, now));
    expect(outcomes[0]).toMatchObject({ result: [1, 2, 3] });
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  test('after a loop it runs again', () => {
    const runtime = new FunctionRuntime({ code: 'function handler(e) { while (e.loop); return { ok: true }; }', runtime: 'cloudfront-js-2.0' });
    expect(runtime.run({ loop: true }, 1)).toEqual({ error: expect.any(String) });
    expect(runtime.run({ loop: false }, 1)).toMatchObject({ result: { ok: true } });
  });

  test('objects may have properties named like built-in ones', () => {
    expect(value('(() => { var o = {}; o.constructor = 1; o.toString = 2; o["hasOwnProperty"] = 3; return o; })()'))
      .toEqual({ constructor: 1, toString: 2, hasOwnProperty: 3 });
    expect(value('(() => { class Own extends Error { constructor(m) { super(m); this.name = "Own"; } } return new Own("x").name; })()')).toBe('Own');
  });

  test.each<[expression: string, result: unknown]>([
    ['atob("aGk=")', 'hi'],
    ['btoa("hi")', 'aGk='],
    ['Buffer.from("hé").toString("base64")', 'aMOp'],
    ['Buffer.from("aMOp", "base64").toString()', 'hé'],
    ['Buffer.from("ff00", "hex").toString("base64url")', '_wA'],
    ['Date.now()', 1000],
    ['new Date().toISOString()', '1970-01-01T00:00:01.000Z'],
    ['new Date(5).getTime()', 5],
    ['new Date() instanceof Date', true],
    ['require("querystring").parse("a=1&a=2&b=%20")', { a: ['1', '2'], b: ' ' }],
    ['require("querystring").stringify({ a: [1, 2], b: "&" })', 'a=1&a=2&b=%26'],
    ['"the word import(x) in a text"', 'the word import(x) in a text'],
  ])('%s', (expression, result) => expect(value(expression)).toEqual(result));

  test('Buffer agrees with that of Node.js', () => {
    const runtime = new FunctionRuntime({
      code: 'function handler(e) { var b = Buffer.from(e.text); return [b.toString("base64"), b.toString("hex"), b.toString("base64url"), Buffer.from(b.toString("base64"), "base64").toString()]; }',
      runtime: 'cloudfront-js-2.0',
    });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const outcome = runtime.run({ text }, 0);
      const b = Buffer.from(text.replace(/\p{Surrogate}/gu, '\ufffd'));
      expect('result' in outcome && outcome.result).toEqual([b.toString('base64'), b.toString('hex'), b.toString('base64url'), b.toString()]);
    }), { numRuns: 100 });
  });

  test('rule 108: a key value store, whose values are unknown unless somebody tells', () => {
    const code = 'import cf from \'cloudfront\';\nasync function handler(event) { return { statusCode: 200, body: await cf.kvs().get("greeting") }; }';
    const source = withFunction(code) as { Resources: { [id: string]: { Type: string; Properties: { FunctionConfig: object } } } };
    source.Resources.Store = { Type: 'AWS::CloudFront::KeyValueStore', Properties: { Name: 'store' } as never };
    source.Resources.Edge.Properties.FunctionConfig = {
      Runtime: 'cloudfront-js-2.0', KeyValueStoreAssociations: [{ KeyValueStoreARN: { 'Fn::GetAtt': ['Store', 'Arn'] } }],
    };
    const unknown = new Edge(source).send('GET', '/');
    expect(String(unknown.status)).toContain('what the key value store Store holds isn\'t in the template');
    expect(unknown.moreHeaders?.except).toEqual([]);
    expect(textOf(new Edge(source, { keyValueStore: () => ({ greeting: 'hello' }) }).send('GET', '/').body)).toBe('hello');
    expect(new Edge(source, { keyValueStore: () => ({}) }).send('GET', '/').status).toBe(503);
  });

  test('rule 108: no promises and no modules in runtime 1.0', () => {
    expect(run('async function handler() { return { a: 1 }; }', 'cloudfront-js-1.0')).toEqual({ error: expect.any(String), logs: [] });
    expect(run('import cf from \'cloudfront\';\nfunction handler() { return {}; }', 'cloudfront-js-1.0')).toEqual({ error: expect.stringContaining('SyntaxError') });
  });

  test('rule 82: updateRequestOrigin changes where the request goes', () => {
    const code = 'import cf from \'cloudfront\';\nfunction handler(e) { cf.updateRequestOrigin({ domainName: "other.example.com", originPath: "/v2" }); return e.request; }';
    const edge = at('viewer-request', code);
    edge.send('GET', '/x');
    expect(edge.reached.url).toBe('https://other.example.com/v2/x');
  });

  test('what can\'t be known is unknown, also where the function catches it', () => {
    const call = 'cf.createRequestOriginGroup({ selectionCriteria: "media-quality-score" })';
    const code = `import cf from "cloudfront";\nfunction handler(e) { try { ${call}; } catch (error) {} return e.request; }`;
    expect(String(at('viewer-request', code).send('GET', '/').status)).toContain('media quality score isn\'t known');
  });
});

test('rule 108: a name of a prototype is a header, a cookie or a parameter like any other', () => {
  const edge = new Edge(withFunction('function handler(e) { return e.request; }', 'viewer-request', {}, undefined, {
    OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  }), { world });
  edge.send('GET', '/?__proto__=1&constructor=2', [['__proto__', 'x'], ['constructor', 'y'], ['Cookie', '__proto__=1; constructor=2']]);
  expect(edge.reached.url).toBe('https://main.example.com/?__proto__=1&constructor=2');
  expect(header(edge.reached, 'constructor')).toBe('y');
  expect(header(edge.reached, '__proto__')).toBe('x');
  expect(header(edge.reached, 'cookie')).toBe('__proto__=1; constructor=2');
});

test('a function without a place in the template is unknown', () => {
  const association = { EventType: 'viewer-request', FunctionARN: 'arn:aws:cloudfront::111122223333:function/elsewhere' };
  const edge = new Edge(withFunction('', 'viewer-request', { DefaultCacheBehavior: behavior({ FunctionAssociations: [association] }) }));
  expect(String(edge.send('GET', '/').status)).toContain('isn\'t in the template');
});

describe('rule 146: the query as a text, and where a function runs', () => {
  const answered = (expression: string, path: string, event = 'viewer-request') =>
    textOf(at(event, `import cf from 'cloudfront'; function handler(event) { return { statusCode: 200, body: JSON.stringify(${expression}) || 'undefined' }; }`).send('GET', path).body);

  test.each([['/a?b=%20c&d', '"b=%20c&d"'], ['/a', 'undefined']])('rawQueryString of %s', (path, text) => {
    expect(answered('event.request.rawQueryString()', path)).toBe(text);
  });

  test('rawQueryString isn\'t a property of the request, and not there in runtime 1.0', () => {
    expect(answered('Object.keys(event.request)', '/a?b')).toBe('["method","uri","querystring","headers","cookies"]');
    const old = at('viewer-request', 'function handler(event) { return { statusCode: 200, body: typeof event.request.rawQueryString }; }', {}, 'cloudfront-js-1.0');
    expect(textOf(old.send('GET', '/a?b').body)).toBe('undefined');
  });

  test('a function may give the query as a text', () => {
    const sorted = `function handler(event) { const names = Object.keys(event.request.querystring).sort();
      event.request.querystring = names.map((name) => name + '=' + event.request.querystring[name].value).join('&'); return event.request; }`;
    const asked: string[] = [];
    new Edge(withFunction(sorted, 'viewer-request', {}, 'cloudfront-js-2.0', { OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac' }), { world: backEnd((request) => { asked.push(request.url); return OK; }) }).send('GET', '/a?z=1&b=2');
    expect(asked.map((url) => new URL(url).search)).toEqual(['?b=2&z=1']);
  });

  test('edgeLocation', () => {
    expect(JSON.parse(answered('cf.edgeLocation', '/a')!)).toEqual({ name: expect.stringMatching(/^[A-Z]{3}$/), serverIp: expect.any(String), region: expect.any(String) });
  });

  test('rule 105: statusDescription', () => {
    const edge = at('viewer-response', 'function handler(event) { event.response.headers.x = { value: event.response.statusDescription }; return event.response; }');
    expect(header(edge.send('GET', '/a'), 'x')).toBe('OK');
  });
});
