import fc from 'fast-check';
import { matchesOrigin } from '../../../src/emulator/cloudfront/response-headers-policy';
import type { HeaderList } from '../../../src/emulator/kernel/message';
import { APP, backEnd, behavior, corsOf, Edge, header, OUTSIDE, template, withFunction } from './world';

const PREFLIGHT: HeaderList = [['Origin', APP], ['Access-Control-Request-Method', 'PUT']];
const CORS = {
  AccessControlAllowOrigins: { Items: [APP, 'https://*.example.net'] },
  AccessControlAllowMethods: { Items: ['GET', 'PUT'] },
  AccessControlAllowHeaders: { Items: ['X-A', 'X-B'] },
  AccessControlExposeHeaders: { Items: ['X-Total'] },
  AccessControlAllowCredentials: true,
  AccessControlMaxAgeSec: 600,
  OriginOverride: true,
};

function policyTemplate(config: object, changes: object = {}, more: object = {}): object {
  return template({ DefaultCacheBehavior: behavior({ ResponseHeadersPolicyId: { Ref: 'Headers' }, ...changes }), ...more }, {
    Headers: { Type: 'AWS::CloudFront::ResponseHeadersPolicy', Properties: { ResponseHeadersPolicyConfig: { Name: 'headers', ...config } } },
  });
}

function withPolicy(config: object, headers: HeaderList = [], status = 200, changes: object = {}): Edge {
  return new Edge(policyTemplate(config, changes), { world: backEnd(() => ({ status, headers })) });
}

function managed(ResponseHeadersPolicyId: string, headers: HeaderList = []): Edge {
  return new Edge(template({ DefaultCacheBehavior: behavior({ ResponseHeadersPolicyId }) }), { world: backEnd(() => ({ status: 200, headers })) });
}

describe('rule 94: which headers to which request', () => {
  test('rule 94: a CORS request', () => {
    expect(corsOf(withPolicy({ CorsConfig: CORS }).send('GET', '/', [['Origin', APP]]))).toEqual({
      'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true', 'access-control-expose-headers': 'X-Total',
    });
  });

  test('rule 94: a preflight', () => {
    expect(corsOf(withPolicy({ CorsConfig: CORS }).send('OPTIONS', '/', PREFLIGHT))).toEqual({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'X-Total',
      'access-control-allow-headers': 'X-A, X-B',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-max-age': '600',
    });
  });

  test.each<[why: string, headers: HeaderList]>([['no Origin', []], ['an Origin that isn\'t listed', [['Origin', 'https://evil.example']]]])('rule 94: %s', (_why, headers) => {
    expect(corsOf(withPolicy({ CorsConfig: CORS }).send('GET', '/', headers))).toEqual({});
  });

  test('rule 94: OPTIONS without Access-Control-Request-Method, both readings', () => {
    const edge = withPolicy({ CorsConfig: CORS });
    const answer = edge.send('OPTIONS', '/', [['Origin', APP]]);
    expect([corsOf(answer)['access-control-allow-methods'], answer.notes.map(({ rule }) => rule)]).toEqual(['GET, PUT', expect.arrayContaining([94])]);
    expect(corsOf(edge.send('OPTIONS', '/', [['Origin', APP]], { rules: { 94: 'request-method' } }))['access-control-allow-methods']).toBeUndefined();
  });
});

describe('rule 95: origins', () => {
  test.each<[entry: string, origin: string, matches: boolean]>([
    [APP, APP, true],
    [APP, 'http://app.example.com', false],
    [APP, 'https://app.example.com.evil.example', false],
    ['https://*.example.org', 'https://a.example.org', true],
    ['https://*.example.org', 'https://a.b.example.org', true],
    ['https://*.example.org', 'https://example.org', false],
    ['https://*.example.org', 'http://a.example.org', false],
    ['*.example.org', 'https://a.example.org', true],
    ['*.example.org', 'http://a.example.org', true],
    ['https://example.*', 'https://example.org', false],
    ['https://test.*.example.org', 'https://test.a.example.org', false],
    ['https://exa*mple.org', 'https://exaXmple.org', false],
    ['http://localhost:*', 'http://localhost:3000', true],
    ['http://localhost:*', 'http://localhost', false],
    ['http://localhost:3000', 'http://localhost:3000', true],
    ['http://localhost:3000', 'http://localhost:3001', false],
  ])('%s %s', (entry, origin, matches) => expect(matchesOrigin(entry, origin, { schemeless: true })).toBe(matches));

  test('rule 95: an entry without a scheme, the other reading', () => {
    const edge = withPolicy({ CorsConfig: { ...CORS, AccessControlAllowOrigins: { Items: ['*.example.com'] } } });
    const answer = edge.send('GET', '/', [['Origin', APP]]);
    expect([corsOf(answer)['access-control-allow-origin'], answer.notes.map(({ rule }) => rule)]).toEqual([APP, expect.arrayContaining([95])]);
    expect(corsOf(edge.send('GET', '/', [['Origin', APP]], { rules: { 95: 'literal' } }))).toEqual({});
  });

  test('rule 95: the literal * for a list that has it', () => {
    expect(corsOf(withPolicy({ CorsConfig: { ...CORS, AccessControlAllowOrigins: { Items: ['*'] } } }).send('GET', '/', [['Origin', APP]]))['access-control-allow-origin']).toBe('*');
  });

  test('an entry without a wildcard matches itself alone', () => {
    const origin = fc.webUrl({ withFragments: false, withQueryParameters: false }).map((url) => new URL(url).origin);
    fc.assert(fc.property(origin, origin, (a, b) => expect(matchesOrigin(a, b, { schemeless: true })).toBe(a === b)));
  });
});

describe('rule 96: overriding, adding and removing', () => {
  const OWN: HeaderList = [['Access-Control-Allow-Origin', 'https://own.example'], ['X-A', 'origin']];

  test.each([[true, APP], [false, 'https://own.example']])('OriginOverride %s', (OriginOverride, expected) => {
    const answer = withPolicy({ CorsConfig: { ...CORS, OriginOverride } }, OWN).send('GET', '/', [['Origin', APP]]);
    expect(answer.headers.filter(([name]) => name.toLowerCase() === 'access-control-allow-origin').map(([, value]) => value)).toEqual([expected]);
    // What the origin didn't send is added either way.
    expect(header(answer, 'access-control-allow-credentials')).toBe('true');
  });

  test('rule 96: ALL methods', () => {
    const answer = withPolicy({ CorsConfig: { ...CORS, AccessControlAllowMethods: { Items: ['ALL'] } } }).send('OPTIONS', '/', PREFLIGHT);
    expect(corsOf(answer)['access-control-allow-methods']).toBe('DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT');
  });

  test('rule 96: removed first, then added', () => {
    const config = {
      RemoveHeadersConfig: { Items: [{ Header: 'X-A' }, { Header: 'X-B' }] },
      CustomHeadersConfig: { Items: [{ Header: 'X-B', Value: 'policy', Override: false }] },
    };
    const answer = withPolicy(config, [...OWN, ['X-B', 'origin']]).send('GET', '/');
    expect([header(answer, 'x-a'), header(answer, 'x-b')]).toEqual([undefined, 'policy']);
  });

  test('security headers', () => {
    const answer = withPolicy({
      SecurityHeadersConfig: {
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63072000, IncludeSubdomains: true, Preload: true, Override: true },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: false },
        XSSProtection: { Protection: true, ModeBlock: true, Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'same-origin', Override: true },
        ContentSecurityPolicy: { ContentSecurityPolicy: 'default-src \'self\'', Override: true },
      },
    }, [['X-Frame-Options', 'SAMEORIGIN'], ['Referrer-Policy', 'origin']]).send('GET', '/');
    expect(['strict-transport-security', 'x-content-type-options', 'x-frame-options', 'x-xss-protection', 'referrer-policy', 'content-security-policy']
      .map((name) => header(answer, name)))
      .toEqual(['max-age=63072000; includeSubDomains; preload', 'nosniff', 'SAMEORIGIN', '1; mode=block', 'same-origin', 'default-src \'self\'']);
  });
});

describe('rule 92: managed policies', () => {
  test('rule 92: SimpleCORS', () => {
    expect(corsOf(managed('60669652-455b-4ae9-85a4-c4c02393f86c').send('GET', '/', [['Origin', APP]]))).toEqual({ 'access-control-allow-origin': '*' });
    const own = managed('60669652-455b-4ae9-85a4-c4c02393f86c', [['Access-Control-Allow-Origin', APP]]).send('GET', '/', [['Origin', APP]]);
    expect(corsOf(own)).toEqual({ 'access-control-allow-origin': APP });
  });

  test('rule 92: CORS-With-Preflight adds the origin alone to other requests', () => {
    const edge = managed('5cc3b908-e619-4b99-88e5-2cf7f45965bd');
    expect(corsOf(edge.send('GET', '/', [['Origin', APP]]))).toEqual({ 'access-control-allow-origin': '*' });
  });

  test('rule 93: its table, both readings', () => {
    const edge = managed('5cc3b908-e619-4b99-88e5-2cf7f45965bd');
    const answer = edge.send('OPTIONS', '/', PREFLIGHT);
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': '*', 'access-control-expose-headers': '*', 'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
    });
    expect(answer.notes.map(({ rule }) => rule)).toContain(93);
    expect(corsOf(edge.send('OPTIONS', '/', PREFLIGHT, { rules: { 93: 'with-allow-headers' } }))['access-control-allow-headers']).toBe('*');
  });

  test('rule 92: the policies with security headers', () => {
    for (const id of ['67f7725c-6f97-4210-82d7-5512b31e9d03', 'e61eb60c-9c35-4d20-a928-2b84e02af89c', 'eaab4381-ed33-4a86-88ca-d9558dc6cd63']) {
      const answer = managed(id, [['X-Content-Type-Options', 'x'], ['X-Frame-Options', 'DENY']]).send('GET', '/', [['Origin', APP]]);
      expect([header(answer, 'x-content-type-options'), header(answer, 'x-frame-options')]).toEqual(['nosniff', 'DENY']);
      expect(header(answer, 'access-control-allow-origin')).toBe(id.startsWith('67f') ? undefined : '*');
    }
  });
});

describe('on whose answers', () => {
  test('rule 97: no Vary by default', () => {
    const edge = withPolicy({ CorsConfig: CORS });
    expect(header(edge.send('GET', '/', [['Origin', APP]]), 'vary')).toBeUndefined();
    expect(header(edge.send('GET', '/', [['Origin', APP]], { rules: { 97: 'vary' } }), 'vary')).toBe('Origin');
  });

  test.each([403, 404, 405, 503])('rule 98: an OPTIONS that the origin answers with %s keeps that status, with the headers', (status) => {
    const answer = withPolicy({ CorsConfig: CORS }, [], status).send('OPTIONS', '/', PREFLIGHT);
    expect([answer.status, corsOf(answer)['access-control-allow-origin']]).toEqual([status, APP]);
  });

  const GENERATED = { Edge: { Type: 'AWS::CloudFront::Function', Properties: { FunctionCode: 'function handler() { return { statusCode: 204 }; }', FunctionConfig: { Runtime: 'cloudfront-js-2.0' } } } };
  const ASSOCIATION = { FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Edge', 'FunctionARN'] } }] };

  test('rule 99: on a function\'s answer, after CloudFront\'s own headers', () => {
    const source = policyTemplate({ SecurityHeadersConfig: { ContentTypeOptions: { Override: true } } }, ASSOCIATION) as { Resources: object };
    Object.assign(source.Resources, GENERATED);
    const names = new Edge(source).send('GET', '/').headers.map(([name]) => name.toLowerCase());
    expect(names.slice(-2)).toEqual(['x-amz-cf-id', 'x-content-type-options']);
  });

  test('rule 99: its CORS section, both readings', () => {
    const source = policyTemplate({ CorsConfig: CORS }, ASSOCIATION) as { Resources: object };
    Object.assign(source.Resources, GENERATED);
    const edge = new Edge(source);
    expect(corsOf(edge.send('OPTIONS', '/', PREFLIGHT))['access-control-allow-origin']).toBe(APP);
    expect(corsOf(edge.send('OPTIONS', '/', PREFLIGHT, { rules: { 99: 'bare' } }))).toEqual({});
  });

  test('rule 100: before the function at the response, or after it', () => {
    const code = 'function handler(e) { e.response.headers["x-saw"] = { value: Object.keys(e.response.headers).indexOf("x-p") === -1 ? "no" : "yes" }; return e.response; }';
    const source = withFunction(code, 'viewer-response', {}, undefined, { ResponseHeadersPolicyId: { Ref: 'Headers' } }) as { Resources: object };
    Object.assign(source.Resources, {
      Headers: { Type: 'AWS::CloudFront::ResponseHeadersPolicy', Properties: { ResponseHeadersPolicyConfig: { CustomHeadersConfig: { Items: [{ Header: 'X-P', Value: '1', Override: true }] } } } },
    });
    const edge = new Edge(source, { world: backEnd(() => ({ status: 200, headers: [] })) });
    expect(['policy-first', 'function-first'].map((reading) => header(edge.send('GET', '/', [], { rules: { 100: reading } }), 'x-saw'))).toEqual(['yes', 'no']);
  });

  test('rule 101: on CloudFront\'s own errors, both readings', () => {
    const edge = withPolicy({ CorsConfig: CORS }, [], 200, { AllowedMethods: ['GET', 'HEAD'] });
    const answer = edge.send('OPTIONS', '/', PREFLIGHT);
    expect([answer.status, corsOf(answer)['access-control-allow-origin'], answer.notes.map(({ rule }) => rule)]).toEqual([403, APP, expect.arrayContaining([83, 101])]);
    expect(corsOf(edge.send('OPTIONS', '/', PREFLIGHT, { rules: { 101: 'bare' } }))).toEqual({});
  });
});

describe('what isn\'t known', () => {
  const unknown = (config: object) => new Edge({ ...policyTemplate(config), Parameters: { Origin: { Type: 'String' } } },
    { world: backEnd(() => ({ status: 200, headers: [['Vary', 'Accept']] })) });

  test('origins that aren\'t known leave the CORS headers open, and nothing else', () => {
    const answer = unknown({ CorsConfig: { ...CORS, AccessControlAllowOrigins: { Items: [{ Ref: 'Origin' }] } } }).send('GET', '/', [['Origin', APP]]);
    expect([answer.status, header(answer, 'vary'), corsOf(answer)]).toEqual([200, 'Accept', {}]);
    expect(answer.moreHeaders?.except).toEqual(expect.arrayContaining(['vary', 'content-type', 'access-control-allow-methods']));
    expect(answer.moreHeaders?.except).not.toContain('access-control-allow-origin');
    expect(answer.moreHeaders?.except).not.toContain('access-control-*');
  });

  test('a policy that overrides decides for an origin that nobody knows', () => {
    const answer = new Edge(policyTemplate({ CorsConfig: CORS })).send('GET', '/', [['Origin', APP]]);
    expect(answer.status).toBe(OUTSIDE);
    expect(corsOf(answer)['access-control-allow-origin']).toBe(APP);
    expect(answer.moreHeaders?.except).toContain('access-control-allow-origin');
  });

  test('one that doesn\'t override leaves it open', () => {
    const answer = new Edge(policyTemplate({ CorsConfig: { ...CORS, OriginOverride: false } })).send('GET', '/', [['Origin', APP]]);
    expect([corsOf(answer), answer.moreHeaders?.except.includes('access-control-allow-origin')]).toEqual([{}, false]);
  });

  test('a function at the response decides what it sets whatever the origin says', () => {
    const code = `function handler(e) {
      var headers = e.response.headers;
      delete headers['access-control-allow-credentials'];
      headers['access-control-allow-origin'] = { value: '*' };
      if (headers.vary) { headers.vary.value += ', Origin'; }
      return e.response;
    }`;
    const answer = new Edge(withFunction(code, 'viewer-response'), { world: backEnd(() => ({ status: 200, headers: [], moreHeaders: { because: OUTSIDE, except: [] } })) })
      .send('GET', '/', [['Origin', APP]]);
    expect(corsOf(answer)).toEqual({ 'access-control-allow-origin': '*' });
    expect(answer.moreHeaders?.except).toEqual(expect.arrayContaining(['access-control-allow-origin', 'access-control-allow-credentials']));
    expect(answer.moreHeaders?.except).not.toContain('vary');
  });

  test('rule 104: where the status isn\'t known, it isn\'t known whether it runs', () => {
    const code = 'function handler(e) { e.response.headers["access-control-allow-origin"] = { value: "*" }; return e.response; }';
    const answer = new Edge(withFunction(code, 'viewer-response')).send('GET', '/', [['Origin', APP]]);
    expect([corsOf(answer), answer.moreHeaders?.except.includes('access-control-allow-origin')]).toEqual([{}, false]);
  });
});
