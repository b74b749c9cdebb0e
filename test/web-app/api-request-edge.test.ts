import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { CorsOrigin, CorsPolicy } from '../../src';
import { requestConfig } from '../../src/web-app/api-cors';
import { edge, edgeRequest, type EdgeRequest, headersOf, lowerCased } from './support';

const FILES = ['allowed-origin.js', 'api-request.js'];
const POLICY = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.parse('https://*.preview.example.com'), CorsOrigin.localhost()],
  allowCredentials: true,
  exposeHeaders: ['X-Total'],
  maxAge: Duration.seconds(0),
});

const run = (request: EdgeRequest, cors?: CorsPolicy, stripPrefix = '/api') => edge(FILES, requestConfig(stripPrefix, cors))({ request: edgeRequest(request) });
const preflight = (origin: string): EdgeRequest => ({
  method: 'OPTIONS', uri: '/api/items', headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' },
});

describe('the path prefix', () => {
  test.each([
    ['/api', '/'],
    ['/api/', '/'],
    ['/api/items', '/items'],
    ['/api/items/', '/items/'],
    ['/api//items', '//items'],
    ['/api/api/items', '/api/items'],
    ['/api/a%2Fb%20c', '/a%2Fb%20c'],
    // Not the prefix: CloudFront compares normalized paths (rule 82), the function sees what was sent.
    ['/apix', '/apix'],
    ['/API/items', '/API/items'],
    ['/x/../api/items', '/x/../api/items'],
  ])('%s becomes %s', (uri, expected) => {
    expect(run({ uri }).uri).toBe(expected);
  });

  test('without one to strip the path stays, and so does all the rest', () => {
    const request = edgeRequest({ method: 'POST', uri: '/api/items', headers: { origin: 'https://evil.example' }, querystring: { q: { value: '1' } } });
    expect(edge(FILES, requestConfig('', undefined))({ request })).toEqual(request);
    expect(edge(FILES, requestConfig('/api', POLICY))({ request })).toEqual({ ...request, uri: '/items' });
  });

  test('stripping is the inverse of putting in front', () => {
    fc.assert(fc.property(fc.webPath(), fc.stringMatching(/^(\/[a-z0-9.~_-]+){1,3}$/), (path, prefix) => {
      const uri = path === '' ? '/' : path;
      expect(run({ uri: prefix + uri }, undefined, prefix).uri).toBe(uri);
    }), { numRuns: 50 });
  });
});

describe('preflights', () => {
  test.each([
    ['https://app.example.com', 204],
    ['https://pr-7.preview.example.com', 204],
    ['http://localhost:5173', 204],
    ['http://localhost', 204],
    ['https://a.pr-7.preview.example.com', 403],
    ['https://preview.example.com', 403],
    ['https://evilpreview.example.com', 403],
    ['https://app.example.com.evil.net', 403],
    ['https://a.preview.example.com.evil.net', 403],
    ['http://localhost:5173.evil.net', 403],
    ['http://localhostevil.net', 403],
    ['web+https://a.preview.example.com', 403],
    ['http://app.example.com', 403],
    ['null', 403],
  ])('%s gets %s and the headers of the policy', (origin, status) => {
    const answer = run(preflight(origin), POLICY);
    expect(answer.statusCode).toBe(status);
    expect(headersOf(answer)).toEqual(lowerCased(POLICY.headersFor({ origin, preflight: true })));
  });

  test('a foreign origin gets 204 where CloudFront compares as exactly as the policy', () => {
    const answer = run(preflight('https://evil.example'), CorsPolicy.forOrigins('https://a.example.com', 'https://b.example.com'));
    expect(answer).toEqual({ statusCode: 204, statusDescription: 'No Content', headers: { vary: { value: 'Origin' } } });
  });

  test('any origin gets a star, whoever asks, and no Vary', () => {
    const policy = CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['*'] });
    expect(headersOf(run(preflight('null'), policy))).toEqual(lowerCased(policy.headersFor({ origin: 'null', preflight: true })));
  });

  test('max-age 0 is a value, not an absence', () => {
    expect(headersOf(run(preflight('https://app.example.com'), POLICY))['access-control-max-age']).toBe('0');
  });

  const real = preflight('https://app.example.com');
  test.each<[string, EdgeRequest]>([
    ['an OPTIONS without Origin', { ...real, headers: { 'access-control-request-method': 'PUT' } }],
    ['an OPTIONS without Access-Control-Request-Method, such as one of a page to its own origin', { ...real, headers: { origin: 'https://app.example.com' } }],
    ['a POST with the headers of a preflight', { ...real, method: 'POST' }],
    ['a POST of the distribution\'s own pages', { method: 'POST', uri: '/api/items', headers: { origin: 'https://d111111abcdef8.cloudfront.net' } }],
  ])('%s goes on to the API', (_name, request) => {
    expect(run(request, POLICY)).toEqual(edgeRequest({ ...request, uri: '/items' }));
  });

  test('without a policy preflights go on to the API, too', () => {
    expect(run(real)).toEqual(edgeRequest({ ...real, uri: '/items' }));
  });

  test('the answer is the policy\'s, for all policies and origins', () => {
    const origin = fc.constantFrom(
      'https://app.example.com', 'https://a.example.com', 'https://a.b.example.com', 'https://example.com', 'http://localhost:3000', 'http://127.0.0.1',
      'https://evilexample.com', 'https://example.com.evil.net', 'https://a.example.com.evil.net', 'capacitor://localhost', 'http://[::1]:8080', 'null', 'https://A.example.com', 'https://app.example.com\n', '');
    const allowed = fc.uniqueArray(fc.constantFrom(
      'https://app.example.com', 'https://*.example.com', 'https://**.example.com', 'http://localhost:*', 'capacitor://localhost', 'http://[::1]:8080'), { minLength: 1 });
    fc.assert(fc.property(allowed, fc.boolean(), fc.array(origin, { minLength: 1, maxLength: 4 }), (values, allowCredentials, askers) => {
      const policy = new CorsPolicy({ allowOrigins: values.map((value) => CorsOrigin.parse(value)), allowCredentials });
      const handler = edge(FILES, requestConfig('/api', policy));
      for (const asker of askers.filter((one) => one !== '')) {
        const answer = handler({ request: edgeRequest(preflight(asker)) });
        // Vary on every answer does no harm: preflights aren't kept by HTTP caches.
        expect(headersOf(answer)).toEqual({ ...lowerCased(policy.headersFor({ origin: asker, preflight: true })), vary: 'Origin' });
        expect(answer.statusCode === 204 || !policy.allows(asker)).toBe(true);
      }
    }), { numRuns: 60 });
  });
});
