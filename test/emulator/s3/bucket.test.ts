import fc from 'fast-check';
import type { Caller } from '../../../src/emulator/s3';
import { matchesWildcard } from '../../../src/template/wildcard';
import { APP, bytes, corsOf, header, objects, OUTSIDE, textOf } from '../cloudfront/world';
import { Endpoint } from './world';

const ARN = 'arn:aws:s3:::site';
const CLOUDFRONT = { Service: 'cloudfront.amazonaws.com' };
const DISTRIBUTIONS = Object.fromEntries(['First', 'Second'].map((id) => [id, { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: {} } }]));
const IDENTITY = { Identity: { Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity', Properties: {} } };

function withPolicy(...statements: object[]): Endpoint {
  return new Endpoint({}, objects('a.txt'), {
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Site' }, PolicyDocument: { Statement: statements } } }, ...DISTRIBUTIONS, ...IDENTITY,
  });
}

const allow = (Action: string | string[], Resource: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: CLOUDFRONT, Action, Resource, ...more });
const READ = allow('s3:GetObject', { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Site', 'Arn'] }, '/*']] });
const LIST = allow('s3:ListBucket', { 'Fn::GetAtt': ['Site', 'Arn'] });
const ofFirst = { Condition: { StringEquals: { 'AWS:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${First}' } } } };

function as(endpoint: Endpoint, kind: 'First' | 'Second' | 'identity' | 'anonymous'): Endpoint {
  const find = (id: string) => endpoint.model.resources.find(({ logicalId }) => logicalId === id)!;
  const caller: Caller = kind === 'anonymous' ? { kind } : kind === 'identity' ? { kind, identity: find('Identity') } : { kind: 'distribution', distribution: find(kind) };
  endpoint.caller = caller;
  return endpoint;
}

describe('rule 110: what isn\'t there', () => {
  test('rule 110: 403 with GetObject alone, 404 with ListBucket too', () => {
    const read = as(withPolicy(READ), 'First').send('GET', '/missing');
    expect([read.status, textOf(read.body)]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
    const list = as(withPolicy(READ, LIST), 'First').send('GET', '/missing');
    expect([list.status, textOf(list.body)]).toEqual([404, expect.stringContaining('<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>missing</Key>')]);
    expect(list.notes.map(({ rule }) => rule)).toEqual([110]);
  });

  test('rule 110: switched', () => {
    const endpoint = as(withPolicy(READ), 'First');
    endpoint.rules = { 110: 'not-found' };
    expect(endpoint.send('GET', '/missing').status).toBe(404);
  });
});

describe('who may read', () => {
  test.each<[why: string, statements: object[], caller: Parameters<typeof as>[1], status: number]>([
    ['nobody without a policy', [], 'First', 403],
    ['CloudFront', [READ], 'First', 200],
    ['not anybody', [READ], 'anonymous', 403],
    ['the distribution of the condition', [{ ...READ, ...ofFirst }], 'First', 200],
    ['not another distribution', [{ ...READ, ...ofFirst }], 'Second', 403],
    ['the distributions of an account', [{ ...READ, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }], 'First', 200],
    ['not those of another', [{ ...READ, Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }], 'First', 403],
    ['anybody', [{ ...READ, Principal: '*' }], 'anonymous', 200],
    ['anybody, written otherwise', [{ ...READ, Principal: { AWS: ['*'] } }], 'anonymous', 200],
    ['an identity', [{ ...READ, Principal: { CanonicalUser: { 'Fn::GetAtt': ['Identity', 'S3CanonicalUserId'] } } }], 'identity', 200],
    ['an identity by its ARN', [{ ...READ, Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ${Identity}' } } }], 'identity', 200],
    ['not an identity that isn\'t named', [READ], 'identity', 403],
    ['with s3:Get*', [allow('s3:Get*', `${ARN}/*`)], 'First', 200],
    ['with *', [allow('*', '*')], 'First', 200],
    ['not what is elsewhere', [allow('s3:GetObject', `${ARN}/other/*`)], 'First', 403],
    ['not of another bucket', [allow('s3:GetObject', 'arn:aws:s3:::sites/*')], 'First', 403],
    ['not what is denied', [READ, { ...READ, Effect: 'Deny' }], 'First', 403],
    ['over TLS', [READ, { ...READ, Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }], 'First', 200],
  ])('%s', (_why, statements, caller, status) => expect(as(withPolicy(...statements), caller).send('GET', '/a.txt').status).toBe(status));

  test('a condition that isn\'t known leaves it open', () => {
    const answer = as(withPolicy({ ...READ, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }), 'First').send('GET', '/a.txt');
    expect(String(answer.status)).toContain('this condition of the bucket policy isn\'t evaluated');
    expect(answer.moreHeaders?.except).toContain('access-control-*');
  });

  test.each([['PublicRead', 200], ['Private', 403]])('the canned ACL %s', (AccessControl, status) => {
    expect(new Endpoint({ AccessControl }, objects('a.txt')).send('GET', '/a.txt').status).toBe(status);
  });
});

describe('objects', () => {
  const endpoint = new Endpoint({ AccessControl: 'PublicRead' }, (effect) => effect.effect !== 'object' ? OUTSIDE : {
    'app.js': { body: bytes('0123456789'), cacheControl: 'no-cache' }, 'data': { body: bytes('x') }, 'a b/é.html': { body: bytes('x') }, 'typed': { body: bytes('x'), contentType: 'text/x' },
  }[effect.key]);

  test.each([['/app.js', 'application/javascript', 'no-cache'], ['/data', 'binary/octet-stream', undefined], ['/typed', 'text/x', undefined],
    ['/a%20b/%C3%A9.html', 'text/html', undefined]])('%s', (path, type, control) => {
    const answer = endpoint.send('GET', path);
    expect([answer.status, header(answer, 'content-type'), header(answer, 'cache-control'), header(answer, 'server')]).toEqual([200, type, control, 'AmazonS3']);
  });

  test('HEAD has the headers only', () => {
    const answer = endpoint.send('HEAD', '/app.js');
    expect([answer.status, header(answer, 'content-length')]).toEqual([200, '10']);
    expect(endpoint.send('HEAD', '/missing').body).toBeUndefined();
  });

  test.each<[range: string, status: number, body: string | undefined, contentRange: string | undefined]>([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-100', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=5-100', 206, '56789', 'bytes 5-9/10'],
    ['bytes=10-', 416, undefined, 'bytes */10'],
    ['bytes=5-2', 200, '0123456789', undefined],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('Range %s', (range, status, body, contentRange) => {
    const answer = endpoint.send('GET', '/app.js', [['Range', range]]);
    expect([answer.status, textOf(answer.body), header(answer, 'content-range')]).toEqual([status, body, contentRange]);
  });

  test.each([['If-None-Match', true, 304], ['If-None-Match', false, 200], ['If-Match', true, 200], ['If-Match', false, 412]])('%s, same %s', (name, isSame, status) => {
    const etag = header(endpoint.send('GET', '/app.js'), 'etag')!;
    expect(endpoint.send('GET', '/app.js', [[name, isSame ? etag : '"other"']]).status).toBe(status);
  });

  test('a path that isn\'t well encoded', () => {
    expect(endpoint.send('GET', '/%E0%A4%A').status).toBe(400);
  });

  test('what nobody can read is unknown, but for CORS', () => {
    const unknown = new Endpoint({ AccessControl: 'PublicRead', CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }] } }, () => OUTSIDE);
    const answer = unknown.send('GET', '/a.txt', [['Origin', APP]]);
    expect([answer.status, corsOf(answer)['access-control-allow-origin']]).toEqual([OUTSIDE, '*']);
  });
});

describe('methods', () => {
  const endpoint = new Endpoint({ AccessControl: 'PublicRead' }, objects('a.txt'));

  test('rule 111: POST to an object', () => {
    const answer = endpoint.send('POST', '/a.txt');
    expect([answer.status, header(answer, 'allow')]).toEqual([405, 'GET, DELETE, HEAD, PUT']);
    expect(textOf(answer.body)).toContain('<Error><Code>MethodNotAllowed</Code><Message>The specified method is not allowed against this resource.</Message>' +
      '<Method>POST</Method><ResourceType>OBJECT</ResourceType>');
  });

  test.each([['PATCH', 405], ['PUT', 403], ['DELETE', 403]])('%s by anybody', (method, status) => expect(endpoint.send(method, '/a.txt').status).toBe(status));

  test.each([['PUT', 200], ['DELETE', 204]])('%s by who may', (method, status) => {
    expect(as(withPolicy(allow('s3:*', `${ARN}/*`)), 'First').send(method, '/a.txt').status).toBe(status);
  });

  test('what a bucket lists isn\'t known', () => {
    expect([endpoint.send('GET', '/').status, typeof endpoint.send('GET', '/').body]).toEqual([200, 'object']);
    expect(as(withPolicy(READ), 'First').send('GET', '/').status).toBe(403);
  });

  test('markup in a key stays text', () => {
    expect(textOf(endpoint.send('GET', '/%3Cscript%3E').body)).toContain('<Key>&#60;script&#62;</Key>');
  });
});

describe('website endpoints', () => {
  const site = (website: object, ...keys: string[]) => new Endpoint({ AccessControl: 'PublicRead', WebsiteConfiguration: website }, objects(...keys));
  const ask = (endpoint: Endpoint, path: string, method = 'GET') => {
    const answer = endpoint.send(method, path, [], 'website');
    return [answer.status, header(answer, 'location') ?? textOf(answer.body)];
  };
  const docs = site({ IndexDocument: 'index.html', ErrorDocument: 'error.html' }, 'index.html', 'docs/index.html', 'error.html');

  test.each<[path: string, status: number, answer: string]>([
    ['/', 200, 'index.html'],
    ['/docs/', 200, 'docs/index.html'],
    ['/docs', 302, '/docs/'],
    ['/missing', 404, 'error.html'],
    ['/missing/', 404, 'error.html'],
  ])('%s', (path, status, answer) => expect(ask(docs, path)).toEqual([status, answer]));

  test('without an error document, in HTML', () => {
    const answer = site({ IndexDocument: 'index.html' }).send('GET', '/missing', [], 'website');
    expect([answer.status, header(answer, 'content-type'), textOf(answer.body)]).toEqual([404, 'text/html; charset=utf-8', expect.stringContaining('<li>Code: NoSuchKey</li>')]);
  });

  test('redirects of all requests', () => {
    expect(ask(site({ RedirectAllRequestsTo: { HostName: 'example.com', Protocol: 'https' } }), '/a?b=c')).toEqual([301, 'https://example.com/a?b=c']);
  });

  test.each<[rule: object, path: string, status: number, location: string]>([
    [{ RoutingRuleCondition: { KeyPrefixEquals: 'old/' }, RedirectRule: { ReplaceKeyPrefixWith: 'new/' } }, '/old/a', 301, 'http://site.s3-website-eu-west-1.amazonaws.com/new/a'],
    [{ RoutingRuleCondition: { HttpErrorCodeReturnedEquals: '404' }, RedirectRule: { HostName: 'x.example', Protocol: 'https', ReplaceKeyWith: 'b', HttpRedirectCode: '302' } },
      '/missing', 302, 'https://x.example/b'],
  ])('a routing rule', (rule, path, status, location) => {
    expect(ask(site({ IndexDocument: 'index.html', RoutingRules: [rule] }), path)).toEqual([status, location]);
  });

  test('methods, and a bucket that isn\'t a website', () => {
    expect(ask(docs, '/', 'POST')[0]).toBe(405);
    expect(ask(new Endpoint({ AccessControl: 'PublicRead' }), '/')[0]).toBe(404);
  });
});

describe('wildcards', () => {
  test('agree with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 8 });
    fc.assert(fc.property(pattern, text, (p, t) => {
      const expression = new RegExp(`^${p.replace(/[*]+/g, '[^]*').replace(/[?]/g, '[^]')}$`);
      expect(matchesWildcard(p, t)).toBe(expression.test(t));
    }), { numRuns: 2000 });
  });
});
