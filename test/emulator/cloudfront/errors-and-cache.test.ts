import { CloudFrontCache } from '../../../src/emulator/cloudfront';
import type { RuleSwitches } from '../../../src/emulator/kernel/machine';
import type { HeaderList } from '../../../src/emulator/kernel/message';
import { APP, backEnd, behavior, bytes, customOrigin, Edge, header, NOW, template, textOf, withFunction } from './world';

describe('rule 102: custom error responses', () => {
  const config = (changes: object = {}) => ({
    Origins: [customOrigin('Main'), customOrigin('Pages')],
    CacheBehaviors: [behavior({ PathPattern: '/pages/*', TargetOriginId: 'Pages' })],
    CustomErrorResponses: [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/pages/404.html', ...changes }],
  });
  const world = (status: number) => backEnd(({ url }) =>
    url.includes('pages.') ? { status: 200, headers: [['X-Page', '1']], body: bytes('page') } : { status, headers: [['X-Own', '1']], body: bytes('own') });

  test('rule 102: an API\'s 404 becomes 200 and the page, through the behavior that the page\'s path matches', () => {
    const edge = new Edge(template(config()), { world: world(404) });
    const answer = edge.send('GET', '/api/health');
    expect([answer.status, textOf(answer.body), header(answer, 'x-page'), header(answer, 'x-own'), header(answer, 'x-cache')])
      .toEqual([200, 'page', '1', undefined, 'Error from cloudfront']);
    expect(answer.via.map(({ kind }) => kind)).toContain('error-page');
    expect(edge.reached.url).toBe('https://pages.example.com/pages/404.html');
  });

  test.each<[status: number, changes: object, answered: number, body: string]>([
    [404, { ResponseCode: undefined }, 404, 'page'],
    [403, {}, 403, 'own'],
    [404, { ResponsePagePath: undefined, ResponseCode: undefined }, 404, 'own'],
    [200, {}, 200, 'own'],
  ])('%s with %j', (status, changes, answered, body) => {
    const answer = new Edge(template(config(changes)), { world: world(status) }).send('GET', '/x');
    expect([answer.status, textOf(answer.body)]).toEqual([answered, body]);
  });

  test('where there is no such page the error stays', () => {
    const answer = new Edge(template(config()), { world: backEnd(() => ({ status: 404, headers: [], body: bytes('own') })) }).send('GET', '/x');
    expect([answer.status, textOf(answer.body)]).toEqual([404, 'own']);
  });

  test('rule 103: not for the status of a function', () => {
    const edge = new Edge(withFunction('function handler() { return { statusCode: 404 }; }', 'viewer-request', config()), { world: world(200) });
    expect([edge.send('GET', '/x').status, edge.effects]).toEqual([404, []]);
  });

  test('rule 104: no function at the request for the page', () => {
    const code = 'function handler(e) { e.request.uri = "/changed" + e.request.uri; return e.request; }';
    const edge = new Edge(withFunction(code, 'viewer-request', { CustomErrorResponses: [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/404.html' }] }), {
      world: backEnd(({ url }) => ({ status: url.endsWith('changed/x') ? 404 : 200, headers: [] })),
    });
    expect([edge.send('GET', '/x').status, edge.reached.url]).toEqual([200, 'https://main.example.com/404.html']);
  });

  test('where the status isn\'t known, it isn\'t known which', () => {
    const answer = new Edge(template(config())).send('GET', '/x');
    expect(typeof answer.status).toBe('object');
  });
});

describe('rule 86: what is stored', () => {
  const OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
  const DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
  const ECHO = (headers: HeaderList) => headers.find(([name]) => name.toLowerCase() === 'origin')?.[1] ?? 'none';

  function cached(changes: object, headers: HeaderList = [], resources: object = {}) {
    let now = NOW;
    const edge = new Edge(template({ DefaultCacheBehavior: behavior({ CachePolicyId: OPTIMIZED, ...changes }) }, resources), {
      cache: new CloudFrontCache(() => now),
      world: backEnd((request) => ({ status: 200, headers: [['Access-Control-Allow-Origin', ECHO(request.headers)], ...headers], body: bytes('x') })),
    });
    const ask = (method: string, path: string, more: HeaderList = []) => {
      const answer = edge.send(method, path, more, { now });
      return `${header(answer, 'x-cache')?.split(' ')[0]} ${header(answer, 'access-control-allow-origin')}`;
    };
    return { edge, ask, wait: (seconds: number) => { now += seconds * 1000; } };
  }
  const from = (origin: string): HeaderList => [['Origin', origin]];

  test('rule 86: an origin that isn\'t in the key gets another\'s Access-Control-Allow-Origin', () => {
    const { ask } = cached({ OriginRequestPolicyId: '59781a5b-3903-41f3-afcb-af62929ccde1' });
    expect([ask('GET', '/', from('https://a.example')), ask('GET', '/', from('https://b.example'))]).toEqual(['Miss https://a.example', 'Hit https://a.example']);
  });

  test('rule 86: in the key, each gets its own', () => {
    const policy = {
      Key: {
        Type: 'AWS::CloudFront::CachePolicy',
        Properties: {
          CachePolicyConfig: {
            MinTTL: 1,
            DefaultTTL: 60,
            MaxTTL: 600,
            ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Origin'] }, CookiesConfig: {}, QueryStringsConfig: {} },
          },
        },
      },
    };
    const { ask } = cached({ CachePolicyId: { Ref: 'Key' } }, [], policy);
    expect([ask('GET', '/', from('https://a.example')), ask('GET', '/', from('https://b.example')), ask('GET', '/', from('https://a.example'))])
      .toEqual(['Miss https://a.example', 'Miss https://b.example', 'Hit https://a.example']);
  });

  test.each<[method: string, cachedMethods: string[] | undefined, second: string]>([
    ['GET', undefined, 'Hit'], ['HEAD', undefined, 'Hit'], ['OPTIONS', undefined, 'Miss'], ['OPTIONS', ['GET', 'HEAD', 'OPTIONS'], 'Hit'], ['POST', undefined, 'Miss'],
  ])('rule 86: %s with CachedMethods %j', (method, CachedMethods, second) => {
    const { ask } = cached({ CachedMethods });
    expect([ask(method, '/'), ask(method, '/')].map((each) => each.split(' ')[0])).toEqual(['Miss', second]);
  });

  test('rule 89: what the inferred policy stores can be switched to unknown; without a cache nothing hangs on it', () => {
    const inferred = template({ DefaultCacheBehavior: behavior({ CachePolicyId: '83da9c7e-98b4-4e11-a168-04f0df8e2c65' }) });
    const world = backEnd(() => ({ status: 200, headers: [], body: bytes('x') }));
    const ask = (rules: RuleSwitches, cache?: CloudFrontCache) => new Edge(inferred, { world, cache }).send('GET', '/', [], { rules });
    expect(ask({}, new CloudFrontCache())).toMatchObject({ status: 200, notes: [{ rule: 89 }] });
    expect(String(ask({ 89: 'unknown' }, new CloudFrontCache()).status)).toMatch(/rule 89/);
    expect(ask({ 89: 'unknown' }).status).toBe(200);
  });

  test('rule 86: the key of OPTIONS includes the method', () => {
    const { ask } = cached({ CachedMethods: ['GET', 'HEAD', 'OPTIONS'] });
    expect([ask('GET', '/'), ask('OPTIONS', '/')]).toEqual(['Miss none', 'Miss none']);
  });

  test.each<[policy: string, control: string | undefined, seconds: number, second: string]>([
    [DISABLED, 'max-age=100', 0, 'Miss'],
    [OPTIMIZED, undefined, 86_399, 'Hit'],
    [OPTIMIZED, undefined, 86_401, 'Miss'],
    [OPTIMIZED, 'max-age=60', 59, 'Hit'],
    [OPTIMIZED, 'max-age=60', 61, 'Miss'],
    [OPTIMIZED, 'max-age=5, s-maxage=60', 59, 'Hit'],
    [OPTIMIZED, 'no-cache', 0, 'Hit'], // for the policy's minimum of a second
    [OPTIMIZED, 'no-cache', 2, 'Miss'],
    [OPTIMIZED, 'private', 2, 'Miss'],
  ])('%s, Cache-Control %s, after %s s: %s', (CachePolicyId, control, seconds, second) => {
    const { ask, wait } = cached({ CachePolicyId }, control === undefined ? [] : [['Cache-Control', control]]);
    const first = ask('GET', '/');
    wait(seconds);
    expect([first, ask('GET', '/')].map((each) => each.split(' ')[0])).toEqual(['Miss', second]);
  });

  test('the query is in the key only where the policy says so', () => {
    const { ask } = cached({});
    expect([ask('GET', '/?a=1'), ask('GET', '/?a=2'), ask('GET', '/b')]).toEqual(['Miss none', 'Hit none', 'Miss none']);
  });

  test('an Age is told, nothing is stored without a cache', () => {
    const { edge, ask, wait } = cached({});
    ask('GET', '/');
    wait(7);
    expect(header(edge.send('GET', '/'), 'age')).toBe('7');
    const optimized = template({ DefaultCacheBehavior: behavior({ CachePolicyId: OPTIMIZED }) });
    const without = new Edge(optimized, { world: backEnd(() => ({ status: 200, headers: [] })) });
    expect([without.send('GET', '/'), without.send('GET', '/')].map((answer) => header(answer, 'x-cache'))).toEqual(['Miss from cloudfront', 'Miss from cloudfront']);
  });

  test('a response headers policy and its Origin aren\'t stored', () => {
    const { edge } = cached({ ResponseHeadersPolicyId: { Ref: 'Headers' } }, [], {
      Headers: {
        Type: 'AWS::CloudFront::ResponseHeadersPolicy',
        Properties: { ResponseHeadersPolicyConfig: { CorsConfig: { AccessControlAllowOrigins: { Items: [APP, 'https://b.example'] }, OriginOverride: true } } },
      },
    });
    expect([APP, 'https://b.example'].map((origin) => header(edge.send('GET', '/', from(origin)), 'access-control-allow-origin'))).toEqual([APP, 'https://b.example']);
  });

  test.each([[404, 'Hit'], [403, 'Miss'], [503, 'Hit']])('rule 102: errors are kept for ten seconds: %s', (status, kind) => {
    let calls = 0;
    const edge = new Edge(template({ DefaultCacheBehavior: behavior({ CachePolicyId: OPTIMIZED }) }), {
      cache: new CloudFrontCache(() => NOW),
      world: backEnd(() => { calls++; return { status, headers: [] }; }),
    });
    edge.send('GET', '/');
    edge.send('GET', '/');
    expect(calls).toBe(kind === 'Hit' ? 1 : 2);
  });

  test('it forgets on demand, and the oldest when it is full', () => {
    const cache = new CloudFrontCache(() => NOW);
    for (let each = 0; each <= 10_000; each++) {
      cache.put(String(each), { status: 200, headers: [] }, 60);
    }
    expect([cache.get('0'), cache.get('10000')?.age]).toEqual([undefined, 0]);
    cache.clear();
    expect(cache.get('10000')).toBeUndefined();
  });
});
