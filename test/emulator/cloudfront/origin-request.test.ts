import fc from 'fast-check';
import type { HeaderList } from '../../../src/emulator/kernel/message';
import { APP, backEnd, behavior, customOrigin, Edge, header, objects, OUTSIDE, recordingEntrance, template, textOf } from './world';

const world = backEnd(() => ({ status: 200, headers: [] }));
const VIEWER: HeaderList = [
  ['Host', 'app.example.com'], ['Origin', APP], ['Authorization', 'Bearer x'], ['User-Agent', 'Browser/1'], ['Referer', `${APP}/`],
  ['Access-Control-Request-Method', 'PUT'], ['Access-Control-Request-Headers', 'x-a'], ['Cookie', 'id=1; theme=dark'], ['X-Tenant', '7'],
  ['Accept-Encoding', 'gzip, deflate, br'], ['Connection', 'keep-alive'], ['X-HTTP-Method-Override', 'DELETE'], ['TE', 'trailers'], ['Expect', '100-continue'],
];

function reached(changes: object, config: object = {}, resources: object = {}, method = 'GET') {
  const edge = new Edge(template({ DefaultCacheBehavior: behavior(changes), ...config }, resources), { world });
  edge.send(method, '/items?a=1&b=2', VIEWER, { sourceIp: '203.0.113.9' });
  const request = edge.reached;
  return { request, names: request.headers.map(([name]) => name.toLowerCase()), url: request.url, header: (name: string) => header(request, name) };
}

const ALWAYS = ['host', 'user-agent', 'via', 'x-amz-cf-id', 'x-forwarded-for'];
const orp = (id: string) => ({ OriginRequestPolicyId: id });

describe('rule 87: what reaches the origin', () => {
  test('rule 87: without an origin request policy nothing but the path, and CloudFront\'s own headers', () => {
    const { names, url, header: of } = reached({});
    expect(names.sort()).toEqual(ALWAYS);
    expect([url, of('host'), of('user-agent')]).toEqual(['https://main.example.com/items', 'main.example.com', 'Amazon CloudFront']);
  });

  test('rule 87: the body', () => {
    const edge = new Edge(template(), { world });
    edge.send('POST', '/', [], { body: '{"a":1}' });
    expect([textOf(edge.reached.body), header(edge.reached, 'content-length')]).toEqual(['{"a":1}', '7']);
  });

  test('rule 87: with CachingOptimized and no policy S3 gets no Origin, and answers a preflight with 400', () => {
    const edge = bucketEdge({ CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' });
    expect(edge.send('OPTIONS', '/a', [['Origin', APP], ['Access-Control-Request-Method', 'GET']]).status).toBe(400);
  });

  test.each([['forwarded', true], ['removed', false]])('rule 87: Origin under legacy settings, %s', (reading, isForwarded) => {
    const legacy = behavior({ CachePolicyId: undefined, ForwardedValues: { QueryString: false } });
    const edge = new Edge(template({ DefaultCacheBehavior: legacy }), { world });
    const answer = edge.send('GET', '/', [['Origin', APP], ['X-Other', '1'], ['Accept', '*/*']], { rules: { 87: reading } });
    expect([header(edge.reached, 'origin') !== undefined, header(edge.reached, 'x-other'), header(edge.reached, 'accept')]).toEqual([isForwarded, '1', undefined]);
    expect(answer.notes.map(({ rule }) => rule)).toEqual([87]);
  });

  test('legacy settings that name headers, cookies and query strings', () => {
    const { names, url, header: of } = reached({
      CachePolicyId: undefined,
      ForwardedValues: { QueryString: true, Headers: ['Origin', 'Authorization'], Cookies: { Forward: 'whitelist', WhitelistedNames: ['id'] } },
    });
    expect(names).toEqual(expect.arrayContaining(['origin', 'authorization', 'x-tenant', 'cookie']));
    expect(names).not.toContain('referer');
    expect([url, of('cookie')]).toEqual(['https://main.example.com/items?a=1&b=2', 'id=1']);
  });
});

describe('rule 88: what never reaches the origin', () => {
  test.each(['x-http-method-override', 'te', 'expect', 'connection'])('rule 88: %s', (name) => {
    expect(reached(orp('b689b0a8-53d0-40ab-baf2-68738e2966ac')).names).not.toContain(name);
  });
});

describe('rule 89: managed cache policies', () => {
  test.each<[name: string, id: string, encoding: string | undefined, more: string[]]>([
    ['CachingDisabled', '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', undefined, []],
    ['CachingOptimized', '658327ea-f89d-4fab-a63d-7e88639e58f6', 'br,gzip', []],
    ['CachingOptimizedForUncompressedObjects', 'b2884449-e4de-46a7-ac36-70bc7f1ddd6d', undefined, []],
    ['UseOriginCacheControlHeaders', '83da9c7e-98b4-4e11-a168-04f0df8e2c65', 'br,gzip', ['origin', 'cookie']],
    ['Amplify', '2e54312d-136d-493c-8eb9-b001f22f67d2', 'br,gzip', ['authorization', 'cookie']],
    ['Elemental-MediaPackage', '08627262-05a9-4f76-9ded-b50ca2e3a84f', 'gzip', ['origin']],
  ])('%s', (_name, CachePolicyId, encoding, more) => {
    const { names, header: of } = reached({ CachePolicyId });
    expect(of('accept-encoding')).toBe(encoding);
    expect(names.filter((name) => !ALWAYS.includes(name) && name !== 'accept-encoding').sort()).toEqual(more.sort());
  });
});

describe('rule 90: managed origin request policies', () => {
  const all = ['access-control-request-headers', 'access-control-request-method', 'authorization', 'origin', 'referer', 'x-tenant', 'cookie', 'accept-encoding'];
  test.each<[name: string, id: string, host: string, more: string[], query: string]>([
    ['AllViewer', '216adef6-5c7f-47e4-b989-5492eafa07d3', 'app.example.com', all, '?a=1&b=2'],
    ['AllViewerExceptHostHeader', 'b689b0a8-53d0-40ab-baf2-68738e2966ac', 'main.example.com', all, '?a=1&b=2'],
    ['AllViewerAndCloudFrontHeaders-2022-06', '33f36d7e-f396-46d9-90e0-52428a34d9dc', 'app.example.com',
      [...all, 'cloudfront-forwarded-proto', 'cloudfront-viewer-address'], '?a=1&b=2'],
    ['CORS-CustomOrigin', '59781a5b-3903-41f3-afcb-af62929ccde1', 'main.example.com', ['origin'], ''],
    ['CORS-S3Origin', '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', 'main.example.com', ['access-control-request-headers', 'access-control-request-method', 'origin'], ''],
    ['UserAgentRefererHeaders', 'acba4595-bd28-49b8-b9fe-13317c0390fa', 'main.example.com', ['referer'], ''],
    ['HostHeaderOnly', 'bf0718e1-ba1e-49d1-88b1-f726733018ae', 'app.example.com', [], ''],
  ])('%s', (name, id, host, more, query) => {
    const { names, url, header: of } = reached(orp(id));
    expect(of('host')).toBe(host);
    expect(names.filter((each) => !ALWAYS.includes(each)).sort()).toEqual([...more].sort());
    expect(url).toBe(`https://main.example.com/items${query}`);
    expect(of('user-agent')).toBe(more.includes('x-tenant') || name.startsWith('UserAgent') ? 'Browser/1' : 'Amazon CloudFront');
  });

  test('rule 90: S3 never gets the viewer\'s Host', () => {
    const Origins = [{ Id: 'Main', DomainName: 'elsewhere.s3.eu-west-1.amazonaws.com', S3OriginConfig: { OriginAccessIdentity: '' } }];
    expect(reached(orp('216adef6-5c7f-47e4-b989-5492eafa07d3'), { Origins }).header('host')).toBe('elsewhere.s3.eu-west-1.amazonaws.com');
  });

  test.each([['whitelist', true], ['allViewerAndWhitelistCloudFront', true], ['allExcept', false]])('a custom one with %s', (HeaderBehavior, isSent) => {
    const OriginRequestPolicyConfig = {
      HeadersConfig: { HeaderBehavior, Headers: ['CloudFront-Forwarded-Proto'] }, CookiesConfig: {}, QueryStringsConfig: {},
    };
    const policy = { Own: { Type: 'AWS::CloudFront::OriginRequestPolicy', Properties: { OriginRequestPolicyConfig } } };
    expect(reached({ OriginRequestPolicyId: { Ref: 'Own' } }, {}, policy).header('cloudfront-forwarded-proto')).toBe(isSent ? 'https' : undefined);
  });

  test('one that nobody knows is unknown', () => {
    const edge = new Edge(template({ DefaultCacheBehavior: behavior(orp('00000000-0000-0000-0000-000000000000')) }), { world });
    expect(String(edge.send('GET', '/').status)).toContain('neither in the template nor one that AWS manages');
  });
});

/** Rule 91: an item reaches the origin if either policy has it. */
describe('rule 91: cache policy and origin request policy together', () => {
  const KINDS = ['none', 'whitelist', 'allExcept', 'all'] as const;
  const policies = (key: typeof KINDS[number], origin: typeof KINDS[number]) => ({
    Cache: {
      Type: 'AWS::CloudFront::CachePolicy',
      Properties: {
        CachePolicyConfig: {
          Name: 'c',
          MinTTL: 0,
          DefaultTTL: 0,
          MaxTTL: 1,
          ParametersInCacheKeyAndForwardedToOrigin: {
            EnableAcceptEncodingGzip: false,
            HeadersConfig: { HeaderBehavior: 'none' },
            CookiesConfig: { CookieBehavior: key, Cookies: ['id'] },
            QueryStringsConfig: { QueryStringBehavior: key, QueryStrings: ['a'] },
          },
        },
      },
    },
    Origin: {
      Type: 'AWS::CloudFront::OriginRequestPolicy',
      Properties: {
        OriginRequestPolicyConfig: {
          Name: 'o',
          HeadersConfig: { HeaderBehavior: 'none' },
          CookiesConfig: { CookieBehavior: origin, Cookies: ['theme'] },
          QueryStringsConfig: { QueryStringBehavior: origin, QueryStrings: ['b'] },
        },
      },
    },
  });
  const has = (kind: typeof KINDS[number], listed: boolean) => ({ none: false, whitelist: listed, allExcept: !listed, all: true })[kind];

  test.each(KINDS.flatMap((key) => KINDS.map((origin) => [key, origin] as const)))('%s and %s', (key, origin) => {
    const { url, header: of } = reached({ CachePolicyId: { Ref: 'Cache' }, OriginRequestPolicyId: { Ref: 'Origin' } }, {}, policies(key, origin));
    const a = has(key, true) || has(origin, false);
    const b = has(key, false) || has(origin, true);
    const query = [...a ? ['a=1'] : [], ...b ? ['b=2'] : []].join('&');
    expect(url).toBe(`https://main.example.com/items${query === '' ? '' : `?${query}`}`);
    const cookies = [...a ? ['id=1'] : [], ...b ? ['theme=dark'] : []].join('; ');
    expect(of('cookie')).toBe(cookies === '' ? undefined : cookies);
  });
});

describe('origins', () => {
  test('the origin\'s path, headers, protocol and port', () => {
    const { url, header: of } = reached({}, {
      Origins: [customOrigin('Main', {
        OriginPath: '/v1/', OriginCustomHeaders: [{ HeaderName: 'X-Secret', HeaderValue: 's' }], CustomOriginConfig: { OriginProtocolPolicy: 'http-only', HTTPPort: 8080 },
      })],
    });
    expect([url, of('x-secret')]).toEqual(['http://main.example.com:8080/v1/items', 's']);
  });

  test.each([['timeout', 504], ['connection', 502]] as const)('a back end that fails by %s', (failed, status) => {
    const edge = new Edge(template(), { world: backEnd(() => ({ failed, message: '' })) });
    const answer = edge.send('GET', '/');
    expect([answer.status, header(answer, 'x-cache')]).toEqual([status, 'Error from cloudfront']);
  });

  test('a back end that nobody asks is unknown, `answer` stands in for it', () => {
    const edge = new Edge(template());
    expect(edge.send('GET', '/').status).toBe(OUTSIDE);
    const answer = edge.send('GET', '/', [], { answer: { status: 201, headers: [['X-A', 'b']] } });
    expect([answer.status, header(answer, 'x-a'), header(answer, 'x-cache')]).toEqual([201, 'b', 'Miss from cloudfront']);
  });

  const GROUP = {
    Origins: [customOrigin('First'), customOrigin('Second')],
    OriginGroups: { Items: [{ Id: 'Main', Members: { Items: [{ OriginId: 'First' }, { OriginId: 'Second' }] }, FailoverCriteria: { StatusCodes: { Items: [404, 503] } } }] },
  };
  test.each([['GET', 404, 200], ['GET', 500, 500], ['OPTIONS', 503, 200]])('an origin group: %s, the first says %s', (method, first, status) => {
    const edge = new Edge(template(GROUP), { world: backEnd(({ url }) => ({ status: url.includes('first') ? first : 200, headers: [] })) });
    expect(edge.send(method, '/').status).toBe(status);
  });

  test('rule 147: an origin group that takes POST can\'t be deployed', () => {
    expect(String(new Edge(template(GROUP), { world }).send('POST', '/').status)).toContain('CloudFront refuses a distribution whose origin group takes POST');
  });

  test('hop-by-hop headers stay behind', () => {
    const edge = new Edge(template(), { world: backEnd(() => ({ status: 200, headers: [['Connection', 'x'], ['Transfer-Encoding', 'chunked'], ['X-A', '1']] })) });
    const answer = edge.send('GET', '/');
    expect([header(answer, 'connection'), header(answer, 'transfer-encoding'), header(answer, 'x-a')]).toEqual([undefined, undefined, '1']);
  });

  test('what nobody told the domain of is unknown', () => {
    const edge = new Edge({ ...template({ Origins: [customOrigin('Main', { DomainName: { Ref: 'Host' } })] }), Parameters: { Host: { Type: 'String' } } }, { world });
    expect(String(edge.send('GET', '/').status)).toContain('Host');
  });
});

describe('an API behind the distribution', () => {
  const API = 'https://abc123.execute-api.eu-west-1.amazonaws.com/prod';
  const origin = { Origins: [customOrigin('Main', { DomainName: 'abc123.execute-api.eu-west-1.amazonaws.com', OriginPath: '/prod' })] };
  const edgeOf = (policy: string, answer = {}) => {
    const api = recordingEntrance(API, answer);
    return { api, edge: new Edge(template({ ...origin, DefaultCacheBehavior: behavior(orp(policy)) }), { entrances: () => [api.entrance] }) };
  };

  test('gets a request of its own, with CloudFront\'s headers', () => {
    const { api, edge } = edgeOf('b689b0a8-53d0-40ab-baf2-68738e2966ac', { headers: [['Via', '1.1 api'], ['X-From', 'api']] });
    const answer = edge.send('GET', '/items?a=1', [['Host', 'app.example.com'], ['Origin', APP], ['Via', '1.1 proxy']]);
    const [request] = api.requests;
    expect(request.url).toBe(`${API}/items?a=1`);
    expect(header(request, 'host')).toBe('abc123.execute-api.eu-west-1.amazonaws.com');
    expect(header(request, 'origin')).toBe(APP);
    const domain = edge.entrance.url.slice(8);
    expect(header(request, 'via')).toBe(`1.1 proxy, 2.0 ${domain} (CloudFront)`);
    expect(header(answer, 'via')).toBe(`1.1 api, 1.1 ${domain} (CloudFront)`);
    expect(answer.via.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['behavior *', 'origin Main', 'integration MOCK']);
  });

  test('rule 62: a Host of the viewer\'s is refused', () => {
    const { api, edge } = edgeOf('216adef6-5c7f-47e4-b989-5492eafa07d3');
    const answer = edge.send('GET', '/items', [['Host', 'app.example.com']]);
    expect([answer.status, textOf(answer.body), header(answer, 'x-amzn-errortype')]).toEqual([403, '{"message":"Forbidden"}', 'ForbiddenException']);
    expect(answer.notes.map(({ rule }) => rule)).toEqual([62]);
    expect(api.requests).toEqual([]);
    expect(edge.send('GET', '/items', [['Host', 'app.example.com']], { rules: { 62: 'accepted' } }).status).toBe(200);
  });

  test('rule 62: a Host that is another API\'s reaches that one', () => {
    const first = recordingEntrance(API);
    const second = recordingEntrance('https://api.example.com');
    const edge = new Edge(template({ ...origin, DefaultCacheBehavior: behavior(orp('216adef6-5c7f-47e4-b989-5492eafa07d3')) }),
      { entrances: () => [first.entrance, second.entrance] });
    edge.send('GET', '/items', [['Host', 'api.example.com']]);
    expect([first.requests.length, second.requests.map(({ url }) => url)]).toEqual([0, ['https://api.example.com/prod/items']]);
  });

  test('rule 52: errors are marked', () => {
    const { edge } = edgeOf('b689b0a8-53d0-40ab-baf2-68738e2966ac', { status: 404 });
    expect(header(edge.send('GET', '/'), 'x-cache')).toBe('Error from cloudfront');
  });

  test('a distribution that is its own origin comes to an end', () => {
    const config = { Origins: [customOrigin('Main', { DomainName: 'loop.example.com' })], Aliases: ['loop.example.com'] };
    const entrances: Edge['entrance'][] = [];
    const edge = new Edge(template(config), { entrances: () => entrances });
    entrances.push(edge.entrance);
    expect(edge.send('GET', '/').status).toBe(403);
  });

  test('unknown parts stay unknown, the rest stays known', () => {
    const because = OUTSIDE;
    const { edge } = edgeOf('b689b0a8-53d0-40ab-baf2-68738e2966ac', {
      status: because, headers: [['Access-Control-Allow-Origin', '*']], body: because, moreHeaders: { because, except: ['access-control-*'] },
    });
    const answer = edge.send('GET', '/');
    expect([answer.status, header(answer, 'access-control-allow-origin'), header(answer, 'x-cache')]).toEqual([because, '*', undefined]);
    expect(answer.moreHeaders?.except).toContain('access-control-*');
  });
});

test('any request gets an answer', () => {
  const edge = new Edge(template(), { world });
  const text = fc.string({ unit: 'binary', maxLength: 30 });
  const parts = [fc.string({ maxLength: 8 }), fc.webPath(), fc.webQueryParameters(), fc.array(fc.tuple(text, text))] as const;
  fc.assert(fc.property(...parts, (method, path, query, headers) => {
    expect(typeof edge.send(method, `${path.startsWith('/') ? path : `/${path}`}?${query}`, headers).status).toBe('number');
  }), { numRuns: 200 });
});

function bucketEdge(changes: object): Edge {
  return new Edge(template({
    DefaultCacheBehavior: behavior(changes),
    Origins: [{ Id: 'Main', DomainName: { 'Fn::GetAtt': ['Site', 'RegionalDomainName'] }, S3OriginConfig: { OriginAccessIdentity: '' }, OriginAccessControlId: 'oac' }],
  }, {
    Site: {
      Type: 'AWS::S3::Bucket',
      Properties: { AccessControl: 'PublicRead', CorsConfiguration: { CorsRules: [{ AllowedOrigins: [APP], AllowedMethods: ['GET'] }] } },
    },
  }), { world: objects('a') });
}

describe('rule 117: a bucket\'s CORS behind CloudFront', () => {
  test.each<[policy: string | undefined, method: string, status: number, allowed: string | undefined]>([
    [undefined, 'GET', 200, undefined],
    [undefined, 'OPTIONS', 400, undefined],
    ['88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', 'GET', 200, APP],
    ['88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', 'OPTIONS', 200, APP],
    ['59781a5b-3903-41f3-afcb-af62929ccde1', 'OPTIONS', 403, undefined], // Origin alone isn't enough for a preflight
  ])('%s %s', (OriginRequestPolicyId, method, status, allowed) => {
    const answer = bucketEdge({ OriginRequestPolicyId }).send(method, '/a', [['Origin', APP], ['Access-Control-Request-Method', 'GET']]);
    expect([answer.status, header(answer, 'access-control-allow-origin')]).toEqual([status, allowed]);
  });
});
