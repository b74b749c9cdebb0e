import * as fc from 'fast-check';
import { CorsOrigin, CorsPolicy } from '../../src';
import { responseConfig } from '../../src/web-app/api-cors';
import { edge, edgeRequest, headersOf, lowerCased } from './support';

const FILES = ['allowed-origin.js', 'api-response.js'];
const POLICY = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.subdomainsOf('https://example.com')],
  allowCredentials: true,
  exposeHeaders: ['X-Total', 'ETag'],
});

interface Header { readonly value: string; readonly multiValue?: { readonly value: string }[] }

const run = (policy: CorsPolicy, origin: string | undefined, headers: { [name: string]: Header } = {}) => edge(FILES, responseConfig(policy))({
  request: edgeRequest({ headers: origin === undefined ? {} : { origin } }),
  response: { statusCode: 200, statusDescription: 'OK', headers, cookies: {}, body: { encoding: 'text', data: '{}' } },
});

test('an allowed origin gets the headers of the policy, in place of those of the API and of CloudFront', () => {
  const answer = run(POLICY, 'https://app.example.com', {
    'access-control-allow-origin': { value: '*', multiValue: [{ value: '*' }, { value: 'https://old.example.com' }] },
    'access-control-expose-headers': { value: '*' },
    'content-type': { value: 'application/json' },
  });
  expect(answer.headers).toEqual({
    'access-control-allow-origin': { value: 'https://app.example.com' },
    'access-control-allow-credentials': { value: 'true' },
    'access-control-expose-headers': { value: 'X-Total,ETag' },
    'content-type': { value: 'application/json' },
    'vary': { value: 'Origin' },
  });
});

test.each([
  ['a foreign origin', 'https://evil.example'],
  ['an origin with more labels than the pattern, which CloudFront may have matched', 'https://a.b.example.com'],
  ['a request without an Origin', undefined],
])('%s gets none, even if others wrote them', (_name, origin) => {
  const answer = run(POLICY, origin, {
    'access-control-allow-origin': { value: origin ?? '*' },
    'access-control-allow-credentials': { value: 'true' },
    'access-control-expose-headers': { value: '*' },
  });
  expect(answer.headers).toEqual({ vary: { value: 'Origin' } });
});

test('what isn\'t a CORS header stays', () => {
  const answer = run(POLICY, undefined, { 'etag': { value: '"1"' }, 'cache-control': { value: 'no-store' } });
  expect(answer).toMatchObject({ statusCode: 200, body: { data: '{}' }, headers: { 'etag': { value: '"1"' }, 'cache-control': { value: 'no-store' } } });
});

test('any origin gets a star, also where no Origin was sent, so that what a browser keeps serves every page', () => {
  const policy = CorsPolicy.unsafelyAllowAnyOrigin({ exposeHeaders: ['*'] });
  const expected = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };
  expect(headersOf(run(policy, undefined))).toEqual(expected);
  expect(headersOf(run(policy, 'null'))).toEqual(expected);
});

test.each<[string, Header, string]>([
  ['another header', { value: 'Accept-Encoding' }, 'Accept-Encoding, Origin'],
  ['Origin in another case among others', { value: 'accept-encoding, ORIGIN' }, 'accept-encoding, ORIGIN'],
  ['a star', { value: '*' }, '*'],
  ['a name that merely contains it', { value: 'X-Origin' }, 'X-Origin, Origin'],
  ['several headers', { value: 'Accept', multiValue: [{ value: 'Accept' }, { value: 'Cookie' }] }, 'Accept, Cookie, Origin'],
  ['several headers, one of them Origin', { value: 'Accept', multiValue: [{ value: 'Accept' }, { value: 'Origin' }] }, 'Accept, Origin'],
])('Vary of the API is kept: %s', (_name, vary, expected) => {
  expect(run(POLICY, 'https://app.example.com', { vary }).headers.vary).toEqual({ value: expected });
});

test('the answer is the policy\'s, for all policies and origins', () => {
  const allowed = fc.uniqueArray(fc.constantFrom('https://app.example.com', 'https://*.example.com', 'https://**.example.com', 'http://localhost:*', 'https://*.example.org:8443'), { minLength: 1 });
  const asker = fc.constantFrom('https://app.example.com', 'https://a.b.example.com', 'https://example.com', 'http://localhost', 'https://x.example.org:8443', 'https://x.example.org', 'null');
  fc.assert(fc.property(allowed, asker, fc.boolean(), fc.boolean(), (values, origin, allowCredentials, exposes) => {
    const policy = new CorsPolicy({
      allowOrigins: values.map((value) => CorsOrigin.parse(value)),
      allowCredentials,
      exposeHeaders: exposes ? ['X-Total'] : undefined,
    });
    expect(headersOf(run(policy, origin))).toEqual({ ...lowerCased(policy.headersFor({ origin })), vary: 'Origin' });
  }), { numRuns: 100 });
});
