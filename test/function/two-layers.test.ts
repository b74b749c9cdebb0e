/** The layer in JavaScript and the one in Python are the same layer: one table of policies and events runs against both. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { attempt } from '../support/attempt';

// other programs are started, which may take long on a busy machine
jest.setTimeout(300_000);

const LAYER = join(__dirname, '../../src/function/layer');
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { corsPolicy, cors, requestOf } = require(join(LAYER, 'cdk-cors/cors.js'));

const ORIGIN = 'https://app.example.com';
const policy = (more: object): string => JSON.stringify({ allowOrigins: [ORIGIN], ...more });
const ages = ['-1', -1, 0.5, '600 ', '', true, null, [], {}, 1e21, '1e3', 99_999_999_999, 'x'];

const ACCEPTED: readonly string[] = [
  policy({}), policy({ allowOrigins: ['*'] }), policy({ allowCredentials: true }), policy({ allowCredentials: false, allowOrigins: ['*'] }),
  policy({ maxAge: 0 }), policy({ maxAge: 600 }), policy({ maxAge: '600' }), '{"allowOrigins":["https://app.example.com"],"maxAge":600.0}',
  '{"allowOriginPattern":"https://[a-z]+[.]example[.]com"}', policy({ allowOriginPattern: 'https://[a-z]+[.]example[.]com' }),
  policy({ allowMethods: ['GET', 'PUT'], allowHeaders: ['Content-Type'], exposeHeaders: ['ETag'], maxAge: 5 }), policy({ allowMethods: [], exposeHeaders: [''] }),
  policy({ unknown: 1 }),
];
const REFUSED: readonly string[] = [
  '', '{', 'null', '[]', '1', '"text"', '{}', 'NaN', '{"allowOrigins":["https://app.example.com"],"maxAge":NaN}',
  ...ages.map((maxAge) => policy({ maxAge })),
  ...[null, '', {}, 'https://app.example.com', [null], [1], [''], ['https://*.example.com'], ['*.example.com'], ['a\r\nb'], ['a\n'], ['\0']].map((allowOrigins) => policy({ allowOrigins })),
  ...['allowMethods', 'allowHeaders', 'exposeHeaders'].flatMap((name) => [null, 'GET', {}, [1], [null], ['a\r\nSet-Cookie: b'], ['a\nb'], ['a\0']].map((value) => policy({ [name]: value }))),
  ...['false', 'true', 0, 1, null, [], {}].map((allowCredentials) => policy({ allowCredentials })),
  policy({ allowCredentials: true, allowOrigins: ['*'] }),
  ...['', null, 1, [], '['].map((allowOriginPattern) => policy({ allowOriginPattern })),
];

const HEADERS: ReadonlyArray<object | null> = [
  {}, null, { undefined: ORIGIN }, { undefined: 'https://evil.example', origin: ORIGIN }, { origin: ORIGIN }, { Origin: ORIGIN }, { ORIGIN, origin: 'https://b.example.com' }, { origin: null },
  { 'origin': null, 'Access-Control-Request-Method': 'GET' }, { 'origin': ORIGIN, 'access-control-request-method': 'PUT' }, { undefined: 'PUT', origin: ORIGIN },
  { None: ORIGIN }, { null: ORIGIN }, { __proto__x: ORIGIN }, { constructor: ORIGIN },
];
const EVENTS = ['GET', 'OPTIONS'].flatMap((httpMethod) => HEADERS.flatMap((headers) => [{ httpMethod, headers }, { httpMethod, multiValueHeaders: headers && Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])) }])
  .filter(({ multiValueHeaders }: any) => JSON.stringify(multiValueHeaders ?? {}).includes('null') === false));

const PYTHON = `
import json, sys
sys.path.insert(0, ${JSON.stringify(join(LAYER, 'python'))})
import cdk_cors_function as layer
given = json.load(sys.stdin)
def policy(text):
    try:
        made = layer.Policy(text)
    except Exception:
        return None
    return [made.varies, made.headers(${JSON.stringify(ORIGIN)}), made.headers(${JSON.stringify(ORIGIN)}, True), made.headers("https://evil.example")]
def event(each):
    request = layer.request_of(each)
    return [request.origin, request.is_preflight]
class Odd(Exception):
    def __str__(self): raise ValueError("hands off")
def fails(error):
    def raising(): raise error
    return layer._attempt(raising, "the answer")
print(json.dumps([[policy(text) for text in given["policies"]], [event(each) for each in given["events"]], [fails(Odd()), fails(ValueError()), fails(KeyError(1))]]))
`;

const python = JSON.parse(execFileSync('python3', ['-c', PYTHON], {
  input: JSON.stringify({ policies: [...ACCEPTED, ...REFUSED], events: EVENTS }), encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'],
})) as [policies: unknown[], events: unknown[], failures: unknown[]];

function ofJavaScript(text: string): unknown {
  const { value } = attempt(() => corsPolicy(text));
  if (value === undefined) return null;
  const headers = (origin: string, preflight = false) => {
    const { Vary, ...rest } = value.headersFor({ origin, preflight });
    return rest;
  };
  return [value.varies, headers(ORIGIN), headers(ORIGIN, true), headers('https://evil.example')];
}

test.each(ACCEPTED.map((text, index): [string, number] => [text, index]))('both accept %s, and mean the same', (text, index) => {
  expect(ofJavaScript(text)).not.toBeNull();
  expect(python[0][index]).toEqual(ofJavaScript(text));
});

test.each(REFUSED.map((text, index): [string, number] => [text, index]))('both refuse %s', (text, index) => {
  expect([ofJavaScript(text), python[0][ACCEPTED.length + index]]).toEqual([null, null]);
});

test.each(EVENTS.map((event, index): [string, number] => [JSON.stringify(event), index]))('both read %s alike', (text, index) => {
  const { origin = null, preflight } = requestOf(JSON.parse(text));
  expect(python[1][index]).toEqual([origin, preflight]);
});

describe('both let the function\'s answer through whatever goes wrong, and whatever the message of an error is', () => {
  const odd = (message: unknown): Error => Object.defineProperty(new Error(), 'message', { value: message });
  const unreadable = Object.defineProperty(new Error(), 'message', { get: () => { throw new Error('hands off'); } });

  test.each<[string, unknown]>([
    ['a symbol', odd(Symbol('a'))], ['an object without a prototype', odd(Object.create(null))], ['nothing', odd(undefined)], ['null', odd(null)], ['one that throws', unreadable],
    ['of no error', null], ['of a symbol', Symbol('a')],
  ])('JavaScript: %s', async (_what, thrown) => {
    const logged = jest.spyOn(console, 'error').mockImplementation();
    const answer = { statusCode: 200, get headers() { throw thrown; } };
    const handler = cors(async () => answer, policy({}));
    expect(await handler({ httpMethod: 'GET', headers: { origin: ORIGIN } }, {})).toBe(answer);
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });

  test('Python', () => expect(python[2]).toEqual(['the answer', 'the answer', 'the answer']));
});
