import { Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { CorsOrigin, CorsPolicy, type CorsPolicyProps } from '../../src';
import { attempt } from '../support/attempt';

const APP = 'https://app.example.com';
const OTHER = 'https://other.example.com';
const EVIL = 'https://evil.example';

const ONE = CorsPolicy.forOrigins(APP);
const SEVERAL = CorsPolicy.forOrigins(APP, 'https://*.preview.example.com');
const ANY = CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['GET'], allowHeaders: ['*', 'Authorization'], exposeHeaders: ['*'] });
const FULL = new CorsPolicy({
  allowOrigins: [CorsOrigin.exact(APP), CorsOrigin.exact(OTHER)],
  allowMethods: ['GET', 'DELETE'],
  allowHeaders: ['X-Id', 'Authorization'],
  exposeHeaders: ['ETag', 'X-Total'],
  allowCredentials: true,
  maxAge: Duration.minutes(10),
});

describe('defaults', () => {
  test('a policy for origins allows all methods, the usual headers, no credentials, for two hours', () => {
    expect(ONE.allowMethods).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);
    expect(ONE.allowMethods).toEqual(CorsPolicy.ALL_METHODS);
    expect(ONE.allowHeaders).toEqual(CorsPolicy.DEFAULT_HEADERS);
    expect(ONE.allowHeaders).toEqual(expect.arrayContaining(['Authorization', 'Content-Type', 'X-Api-Key', 'traceparent']));
    expect(ONE.exposeHeaders).toEqual([]);
    expect(ONE.allowCredentials).toBe(false);
    expect(ONE.maxAge.toSeconds()).toBe(7200);
    expect(ONE.allowAnyOrigin).toBe(false);
    expect(ANY.allowAnyOrigin).toBe(true);
  });

  test('a policy keeps what it was given when the caller changes the list', () => {
    const methods = ['GET'];
    const policy = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], allowMethods: methods });
    methods.push('POST');
    expect(policy.allowMethods).toEqual(['GET']);
  });
});

// [name, policy, origin of the request, preflight, headers]
const HEADERS: [string, CorsPolicy, string | undefined, boolean, { [name: string]: string }][] = [
  ['a preflight from an allowed page', FULL, APP, true, {
    'Access-Control-Allow-Origin': APP,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Allow-Methods': 'GET,DELETE',
    'Access-Control-Allow-Headers': 'X-Id,Authorization',
    'Access-Control-Max-Age': '600',
    'Vary': 'Origin',
  }],
  ['another allowed page', FULL, OTHER, false, {
    'Access-Control-Allow-Origin': OTHER, 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Expose-Headers': 'ETag,X-Total', 'Vary': 'Origin',
  }],
  ['a foreign page gets no permission', FULL, EVIL, false, { Vary: 'Origin' }],
  ['a foreign page\'s preflight gets none either', FULL, EVIL, true, { Vary: 'Origin' }],
  ['no Origin header, but caches must tell them apart', FULL, undefined, false, { Vary: 'Origin' }],
  ['an opaque origin', FULL, 'null', false, { Vary: 'Origin' }],
  ['one origin never varies', ONE, APP, false, { 'Access-Control-Allow-Origin': APP }],
  ['one origin, foreign page', ONE, EVIL, false, {}],
  ['a page that matches a pattern is named', SEVERAL, 'https://pr-7.preview.example.com', false,
    { 'Access-Control-Allow-Origin': 'https://pr-7.preview.example.com', 'Vary': 'Origin' }],
  ['any origin', ANY, EVIL, true, {
    'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET', 'Access-Control-Allow-Headers': '*,Authorization', 'Access-Control-Max-Age': '7200',
  }],
  ['any origin, without an Origin header', ANY, undefined, false, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': '*' }],
];

test.each(HEADERS)('headersFor: %s', (_name, policy, origin, preflight, headers) => {
  expect(policy.headersFor({ origin, preflight })).toEqual(headers);
});

test('a max-age of 0 is sent', () => {
  const policy = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], maxAge: Duration.seconds(0) });
  expect(policy.headersFor({ origin: APP, preflight: true })['Access-Control-Max-Age']).toBe('0');
});

test('the longest max-age that a browser honours is accepted', () => {
  const policy = new CorsPolicy({ allowOrigins: [CorsOrigin.exact(APP)], maxAge: Duration.hours(24) });
  expect(policy.headersFor({ origin: APP, preflight: true })['Access-Control-Max-Age']).toBe('86400');
});

describe('values that are only known at deploy time', () => {
  const token = Token.asString({ 'Fn::GetAtt': ['Distribution', 'DomainName'] });

  test('a literal origin beside one is known', () => {
    const policy = CorsPolicy.forOrigins(`https://${token}`, APP);
    expect(policy.allows(APP)).toBe(true);
    expect(policy.allows(`https://${token}`)).toBe(true);
  });

  test('header names and max-age are carried into the headers', () => {
    const policy = new CorsPolicy({
      allowOrigins: [CorsOrigin.exact(APP)], allowHeaders: [Token.asString({ Ref: 'Header' }), 'X-Id'], maxAge: Duration.seconds(Lazy.number({ produce: () => 42 })),
    });
    const headers = new Stack().resolve(policy.headersFor({ origin: APP, preflight: true }));
    expect(headers['Access-Control-Allow-Headers']).toEqual({ 'Fn::Join': ['', [{ Ref: 'Header' }, ',X-Id']] });
    expect(headers['Access-Control-Max-Age']).toBe('42');
  });
});

describe('laws', () => {
  // No label of the form xn--…: most of those aren't valid names.
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,3})?$/);
  const origin = fc.tuple(fc.constantFrom('https', 'http'), fc.array(label, { minLength: 2, maxLength: 4 }), fc.option(fc.integer({ min: 1024, max: 65535 })))
    .map(([scheme, labels, port]) => `${scheme}://${labels.join('.')}${port === null ? '' : `:${port}`}`);
  const origins = fc.uniqueArray(origin, { minLength: 1, maxLength: 5 });

  test('exactly the origins that were listed are allowed', () => {
    fc.assert(fc.property(origins, origin, (listed, asked) => {
      const policy = CorsPolicy.forOrigins(...listed);
      expect(listed.every((each) => policy.allows(each))).toBe(true);
      expect(policy.allows(asked)).toBe(listed.includes(asked));
    }));
  });

  test('a header that gives permission names the asking origin, and only when it is allowed', () => {
    fc.assert(fc.property(origins, origin, fc.boolean(), fc.boolean(), (listed, asked, preflight, allowCredentials) => {
      const policy = new CorsPolicy({ allowOrigins: listed.map((each) => CorsOrigin.exact(each)), allowCredentials });
      const headers = policy.headersFor({ origin: asked, preflight });
      expect(headers['Access-Control-Allow-Origin']).toBe(policy.allows(asked) ? asked : undefined);
      expect(headers['Access-Control-Allow-Credentials']).toBe(policy.allows(asked) && allowCredentials ? 'true' : undefined);
    }));
  });

  test('a subdomain pattern matches what ends with the domain after a dot, and nothing else', () => {
    fc.assert(fc.property(origin, origin, label, (base, stranger, prefix) => {
      const pattern = CorsOrigin.parse(base.replace('://', '://**.'));
      expect(pattern.matches(base.replace('://', `://${prefix}.`))).toBe(true);
      expect(pattern.matches(base)).toBe(false);
      expect(pattern.matches(base.replace('://', `://${prefix}`))).toBe(false);
      expect(pattern.matches(`${base.replace('://', `://${prefix}.`)}.${stranger.split('://')[1]}`)).toBe(false);
    }));
  });

  test('no text makes origins or patterns crash: it is accepted as browsers would send it, or refused with a code', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string().map((text) => `https://${text}`)), (text) => {
      const { value, error } = attempt(() => CorsOrigin.parse(text));
      expect(value === undefined ? (error as Error).message : value.value.includes('*') || value.matches(value.value))
        .toEqual(value === undefined ? expect.stringMatching(/\[cdk-cors:\w+\]$/) : true);
    }), { numRuns: 2000 });
  });
});

test.each<[string, Partial<CorsPolicyProps>, Partial<CorsPolicy>]>([
  ['methods', { allowMethods: ['GET', 'PUT', 'GET'] }, { allowMethods: ['GET', 'PUT'] }],
  ['request headers, in other case', { allowHeaders: ['X-Id', 'Content-Type', 'x-id'] }, { allowHeaders: ['X-Id', 'Content-Type'] }],
  ['response headers', { exposeHeaders: ['ETag', 'etag'] }, { exposeHeaders: ['ETag'] }],
])('what comes twice counts once: %s', (_what, props, expected) => {
  expect(new CorsPolicy({ allowOrigins: [CorsOrigin.exact('https://app.example.com')], ...props })).toMatchObject(expected);
});

test.each([
  ['an origin', ['https://app.example.com', 'https://b.example.com', 'https://app.example.com'], ['https://app.example.com', 'https://b.example.com']],
  ['an origin in its international form', ['https://bücher.example', 'https://xn--bcher-kva.example'], ['https://xn--bcher-kva.example']],
])('what comes twice counts once: %s', (_what, origins, expected) => {
  expect(CorsPolicy.forOrigins(...origins).allowOrigins.map(({ value }) => value)).toEqual(expected);
});
