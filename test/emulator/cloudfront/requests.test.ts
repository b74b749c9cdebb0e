import { matchesPathPattern } from '../../../src/emulator/cloudfront/path-pattern';
import { APP, backEnd, behavior, Edge, header, objects, template, textOf, withFunction } from './world';

const OK = backEnd(() => ({ status: 200, headers: [] }));
const GET_ONLY = behavior({ AllowedMethods: ['GET', 'HEAD'] });

/** Which behavior answers a path. */
function behaviorOf(edge: Edge, path: string): string | undefined {
  return edge.send('GET', path).via.find(({ kind }) => kind === 'behavior')?.name;
}

describe('rule 81: which behavior', () => {
  test.each<[pattern: string, path: string, matches: boolean]>([
    ['/api/*', '/api/items', true],
    ['/api/*', '/api/', true],
    ['/api/*', '/api', false],
    ['api/*', '/api/items', true], // the slash in front is optional
    ['/api*', '/api', true],
    ['/api*', '/apix', true],
    ['/api/*', '/api/a/b/c', true], // crosses slashes
    ['*.jpg', '/images/a.jpg', true],
    ['/images/*.jp?', '/images/a.jpg', true],
    ['/images/*.jp?', '/images/a.jp', false], // ? is exactly one
    ['/API/*', '/api/items', false], // the case counts
    ['*', '/', true],
    ['/a*b*c', '/aXbYbZc', true],
    ['/a*b*c', '/aXbYbZ', false],
  ])('%s %s %s', (pattern, path, matches) => expect(matchesPathPattern(pattern, path)).toBe(matches));

  test('rule 81: the first in order wins, the default one is last, the query doesn\'t count', () => {
    const edge = new Edge(template({
      CacheBehaviors: [behavior({ PathPattern: '/api/*' }), behavior({ PathPattern: '/api/v2/*' }), behavior({ PathPattern: 'x=1' })],
    }), { world: OK });
    expect(['/api/v2/items', '/other', '/?x=1'].map((path) => behaviorOf(edge, path))).toEqual(['/api/*', '*', '*']);
  });

  test('rule 82: the viewer\'s path decides, whatever a function makes of it', () => {
    const rewrites = withFunction('function handler(event) { event.request.uri = \'/api/x\'; return event.request; }', 'viewer-request', {
      CacheBehaviors: [behavior({ PathPattern: '/api/*', TargetOriginId: 'Other' })],
    });
    const edge = new Edge(rewrites, { world: OK });
    expect(behaviorOf(edge, '/start')).toBe('*');
    expect(edge.reached.url).toBe('https://main.example.com/api/x');
  });

  test('a pattern that matches slowly in a naive way', () => {
    expect(matchesPathPattern(`/${'*a'.repeat(100)}b`, `/${'a'.repeat(5000)}`)).toBe(false);
  });
});

describe('rule 83: methods', () => {
  test.each<[allowed: string[] | undefined, method: string, passes: boolean]>([
    [undefined, 'GET', true],
    [undefined, 'OPTIONS', false],
    [['GET', 'HEAD', 'OPTIONS'], 'OPTIONS', true],
    [['GET', 'HEAD', 'OPTIONS'], 'POST', false],
    [['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], 'DELETE', true],
    [['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], 'PURGE', false],
  ])('%j %s', (allowed, method, passes) => {
    const answer = new Edge(template({ DefaultCacheBehavior: behavior({ AllowedMethods: allowed }) }), { world: OK }).send(method, '/');
    expect(answer.status).toBe(passes ? 200 : 403);
  });

  test('rule 83: CloudFront\'s page', () => {
    const answer = new Edge(template({ DefaultCacheBehavior: GET_ONLY })).send('OPTIONS', '/', [['Origin', APP]]);
    expect(answer.status).toBe(403);
    expect(header(answer, 'x-cache')).toBe('Error from cloudfront');
    expect(header(answer, 'content-type')).toBe('text/html');
    expect(textOf(answer.body)).toContain('This distribution is not configured to allow the HTTP request method that was used for this request. ' +
      'The distribution supports only cachable requests.');
    expect(answer.notes.map(({ rule }) => rule)).toContain(83);
  });

  test('rule 84: before functions, and a custom error response for 403 applies', () => {
    const spa = withFunction('function handler() { return { statusCode: 401 }; }', 'viewer-request', {
      Origins: [{ Id: 'Main', DomainName: { 'Fn::GetAtt': ['Site', 'RegionalDomainName'] }, S3OriginConfig: {}, OriginAccessControlId: 'oac' }],
      CustomErrorResponses: [{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' }],
    }, undefined, { AllowedMethods: ['GET', 'HEAD'] });
    Object.assign((spa as { Resources: object }).Resources, {
      Site: { Type: 'AWS::S3::Bucket', Properties: { AccessControl: 'PublicRead' } },
    });
    const edge = new Edge(spa, { world: objects('index.html') });
    expect(edge.send('GET', '/').status).toBe(401);
    const answer = edge.send('OPTIONS', '/', [['Origin', APP], ['Access-Control-Request-Method', 'GET']]);
    expect([answer.status, textOf(answer.body), header(answer, 'access-control-allow-origin')]).toEqual([200, 'index.html', undefined]);
    expect(answer.notes.map(({ rule }) => rule)).toContain(84);
    expect(edge.send('OPTIONS', '/', [], { rules: { 84: 'kept' } }).status).toBe(403);
  });
});

describe('rule 85: protocols', () => {
  const redirecting = new Edge(template({ DefaultCacheBehavior: behavior({ ViewerProtocolPolicy: 'redirect-to-https' }) }), { world: OK });
  const plain = (edge: Edge, path: string) => edge.entrance.url.replace('https:', 'http:') + path;

  test.each([['GET', 301], ['HEAD', 301], ['POST', 307], ['PUT', 307], ['DELETE', 307], ['OPTIONS', 307], ['PATCH', 307]])('%s over HTTP', (method, status) => {
    const answer = redirecting.send(method, plain(redirecting, '/a?b=c'));
    expect([answer.status, header(answer, 'location'), header(answer, 'x-cache')])
      .toEqual([status, `${redirecting.entrance.url}/a?b=c`, 'Redirect from cloudfront']);
  });

  test('rule 85: the body of a 301', () => {
    expect(textOf(redirecting.send('GET', plain(redirecting, '/')).body))
      .toMatch(/^<html>\s*<head><title>301 Moved Permanently<\/title><\/head>[\s\S]*<hr><center>CloudFront<\/center>/);
  });

  test('rule 85: the older documentation\'s reading', () => {
    expect(redirecting.send('POST', plain(redirecting, '/'), [], { rules: { 85: 'forbidden' } }).status).toBe(403);
  });

  test('rule 85: https-only over HTTP', () => {
    const edge = new Edge(template({ DefaultCacheBehavior: behavior({ ViewerProtocolPolicy: 'https-only' }) }), { world: OK });
    expect([edge.send('GET', plain(edge, '/')).status, edge.send('GET', '/').status]).toEqual([403, 200]);
  });

  test('rule 85: no function runs on a redirect', () => {
    const edge = new Edge(withFunction('function handler() { return { statusCode: 204 }; }', 'viewer-request', {}, undefined, {
      ViewerProtocolPolicy: 'redirect-to-https',
    }));
    const answer = edge.send('GET', plain(edge, '/'));
    expect([answer.status, answer.via.map(({ kind }) => kind)]).toEqual([301, ['behavior', 'redirect']]);
  });
});

describe('rule 88: what is refused or removed', () => {
  const edge = new Edge(template(), { world: OK });

  test('rule 88: a GET with a body', () => {
    expect(edge.send('GET', '/', [], { body: '{}' }).status).toBe(403);
    expect(edge.send('GET', '/', [], { body: '{}', rules: { 88: 'forwarded' } }).status).toBe(200);
    expect(edge.send('POST', '/', [], { body: '{}' }).status).toBe(200);
  });

  test('rule 88: too long a URL, too large a request', () => {
    expect(edge.send('GET', `/${'a'.repeat(8192)}`).status).toBe(414);
    expect(edge.send('GET', '/', [['X-Large', 'a'.repeat(20_480)]]).status).toBe(413);
  });

  test('rule 62: a third distribution in a row', () => {
    const via = '2.0 d1.cloudfront.net (CloudFront), 2.0 d2.cloudfront.net (CloudFront)';
    expect(edge.send('GET', '/', [['Via', via]]).status).toBe(403);
    expect(edge.send('GET', '/', [['Via', via.split(', ')[0]]]).status).toBe(200);
  });
});

describe('the distribution\'s names', () => {
  const edge = new Edge(template({ Aliases: ['app.example.com', '*.example.net'] }));

  test.each([['https://app.example.com/', true], ['http://APP.example.com/', true], ['https://a.example.net/', true], ['https://example.net/', false],
    ['https://api.example.com/', false]])('%s %s', (url, owns) => expect(edge.entrance.owns(new URL(url))).toBe(owns));

  test('its URL is the DomainName of the template', () => {
    expect(edge.entrance.url).toBe(`https://${String(edge.entrance.resource.attribute('DomainName'))}`);
    expect(edge.entrance.aliases).toEqual(['https://app.example.com', 'https://*.example.net']);
  });
});
