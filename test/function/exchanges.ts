import type { CorsPolicy } from '../../src';

/** What a function gets and gives, as HTTP: events of every kind, answers of every shape, and what must come out. */
export interface EventKind {
  readonly name: string;
  readonly version: '1.0' | '2.0';
  make(request: EventOptions, answer?: unknown): object;
}

interface EventOptions {
  readonly method?: string;
  readonly origin?: string;
  readonly headers?: { readonly [name: string]: string };
}

type Headers = { readonly [name: string]: string };
const lists = (headers: Headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
const withOrigin = (origin: string | undefined, name: string): Headers => (origin === undefined ? {} : { [name]: origin });

function v1(requestContext: object, name = 'origin', more: object = {}): EventKind['make'] {
  return ({ method = 'GET', origin, headers = {} }, answer) => {
    const all = { Accept: '*/*', Host: 'api.example.com', ...withOrigin(origin, name), ...headers };
    return { httpMethod: method, path: '/items', headers: all, multiValueHeaders: lists(all), requestContext, body: null, isBase64Encoded: false, ...more, answer };
  };
}

function v2(domainName: string): EventKind['make'] {
  return ({ method = 'GET', origin, headers = {} }, answer) => ({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/items',
    headers: { host: domainName, ...withOrigin(origin, 'origin'), ...headers },
    requestContext: { domainName, http: { method, path: '/items', protocol: 'HTTP/1.1' } },
    isBase64Encoded: false,
    answer,
  });
}

export const EVENTS: readonly EventKind[] = [
  { name: 'REST API', version: '1.0', make: v1({ stage: 'prod', httpMethod: 'GET' }) },
  { name: 'REST API, HTTP/1.1 names', version: '1.0', make: v1({ stage: 'prod' }, 'Origin') },
  { name: 'HTTP API 1.0', version: '1.0', make: v1({ stage: '$default' }, 'origin', { version: '1.0' }) },
  { name: 'HTTP API 2.0', version: '2.0', make: v2('abc.execute-api.eu-west-1.amazonaws.com') },
  { name: 'function URL', version: '2.0', make: v2('abc.lambda-url.eu-west-1.on.aws') },
  { name: 'load balancer', version: '1.0', make: (request, answer) => ({ ...v1({ elb: {} })(request, answer), multiValueHeaders: undefined }) },
  { name: 'load balancer with lists', version: '1.0', make: (request, answer) => ({ ...v1({ elb: {} })(request, answer), headers: undefined }) },
];

/** Answers that a gateway takes. */
export const ANSWERS: { readonly [name: string]: object } = {
  'no headers': { statusCode: 200, body: 'a' },
  'null headers': { statusCode: 204, headers: null, multiValueHeaders: null },
  'headers': { statusCode: 201, headers: { 'Content-Type': 'text/plain', 'X-Count': 3, 'X-On': true }, body: 'a' },
  'a status as text': { statusCode: '404', headers: {}, body: '{}' },
  'base64': { statusCode: 200, headers: { 'content-type': 'image/png' }, body: 'iVBORw0KGgo=', isBase64Encoded: true },
  'lists of values': { statusCode: 200, headers: { a: '1' }, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'Link': ['<a>'] }, body: '' },
  'CORS headers of its own': {
    statusCode: 200,
    headers: { 'access-control-allow-origin': '*', 'Access-Control-Allow-Origin': 'https://other.example', 'ACCESS-CONTROL-MAX-AGE': 5, 'x': '1' },
    multiValueHeaders: { 'Access-Control-Allow-Origin': ['*', 'null'], 'Access-Control-Allow-Credentials': ['true'], 'Access-Control-Expose-Headers': ['x'], 'y': ['1'] },
  },
  'headers of a preflight': { statusCode: 200, headers: { 'Access-Control-Allow-Methods': 'GET', 'Access-Control-Allow-Headers': '*' } },
  'Vary': { statusCode: 200, headers: { vary: 'Accept-Encoding' }, multiValueHeaders: { Vary: ['Accept, Cookie', 'Accept-Language'] } },
  'Vary: Origin already': { statusCode: 200, headers: { Vary: 'accept, origin' } },
  'Vary: *': { statusCode: 200, multiValueHeaders: { VARY: ['*'] } },
  'an error of its own': { statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer' }, body: '{"message":"Unauthorized"}' },
};

/** Answers that have a meaning in format 2.0 only. */
export const ANSWERS_V2: { readonly [name: string]: unknown } = {
  'cookies': { statusCode: 200, cookies: ['a=1; Secure', 'b=2'], headers: { b: '2' }, body: 'a' },
  'an object without a status': { message: 'hello', headers: { a: '1' } },
  'a list': [1, 2],
  'a text': 'hello',
  'a number': 0,
  'nothing': null,
};

type Line = readonly [name: string, value: string];

/** The header lines that a gateway sends for an answer, names in lower case. */
export function linesOf(answer: any): Line[] {
  const single = Object.entries(answer.headers ?? {}).map(([name, value]): Line => [name.toLowerCase(), String(value)]);
  const multiple = Object.entries<any[]>(answer.multiValueHeaders ?? {})
    .flatMap(([name, values]) => values.map((value): Line => [name.toLowerCase(), String(value)]));
  return [...single, ...multiple].sort();
}

const isCors = ([name]: Line) => name.startsWith('access-control-');

/** The lines that must be there: the answer's own without CORS, the policy's, and one Vary. */
export function expectedLines(own: any, policy: CorsPolicy, origin: string | undefined): Line[] {
  const { Vary: vary, ...cors } = policy.headersFor({ origin });
  const policyLines = Object.entries(cors).map(([name, value]): Line => [name.toLowerCase(), value]);
  const kept = linesOf(own).filter((line) => !isCors(line));
  if (vary === undefined) return [...kept, ...policyLines].sort();
  // Names are a set: their order between two lists of headers says nothing.
  const names = kept.filter(([name]) => name === 'vary').flatMap(([, value]) => value.split(',').map((each) => each.trim()));
  const covered = names.some((name) => name === '*' || name.toLowerCase() === 'origin');
  return [...kept.filter(([name]) => name !== 'vary'), ...policyLines, ['vary', setOf([...names, ...(covered ? [] : ['Origin'])])] as const].sort();
}

/** The lines with the names of Vary in one order. */
export function comparable(lines: Line[]): Line[] {
  return lines.map(([name, value]): Line => (name === 'vary' ? [name, setOf(value.split(',').map((each) => each.trim()))] : [name, value])).sort();
}

function setOf(names: string[]): string {
  return [...new Set(names)].sort().join(', ');
}

/** What a gateway takes an answer for: in format 2.0 what has no statusCode is the body of a 200. */
export function asResponse(answer: any, version: '1.0' | '2.0'): any {
  return version === '1.0' || (answer?.statusCode !== undefined) ? answer
    : { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
}

/** All of an answer but its headers. */
export function restOf(answer: any): object {
  const { headers, multiValueHeaders, ...rest } = answer;
  return rest;
}
