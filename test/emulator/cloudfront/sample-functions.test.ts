/** What the functions of aws-samples/amazon-cloudfront-functions and of AWS's documentation are for, in code of our own: each gives what is said of it. */
import { createHmac } from 'node:crypto';
import type { FetchResult } from '../../../src/emulator/kernel/machine';
import type { Answer, HeaderList } from '../../../src/emulator/kernel/message';
import { backEnd, customOrigin, Edge, header, NOW, withFunction } from './world';

const ALL_VIEWER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

interface Sample {
  readonly code: string;
  readonly event?: 'viewer-request' | 'viewer-response';
  readonly runtime?: string;
  readonly store?: { readonly [key: string]: string };
  readonly answer?: FetchResult;
}

interface Sent {
  readonly answer: Answer;
  /** The URL and the headers that reached the origin, if any. */
  readonly url: string | undefined;
  readonly headers: HeaderList;
}

function send({ code, event = 'viewer-request', runtime = 'cloudfront-js-2.0', store, answer = { status: 200, headers: [] } }: Sample, path: string, headers: HeaderList = [], sourceIp?: string): Sent {
  const source = withFunction(code, event, { Origins: [customOrigin(), customOrigin('Second')] }, runtime, { OriginRequestPolicyId: ALL_VIEWER }) as any;
  if (store !== undefined) {
    source.Resources.Store = { Type: 'AWS::CloudFront::KeyValueStore', Properties: { Name: 'store' } };
    source.Resources.Edge.Properties.FunctionConfig.KeyValueStoreAssociations = [{ KeyValueStoreARN: { 'Fn::GetAtt': ['Store', 'Arn'] } }];
  }
  const asked: { url: string; headers: HeaderList }[] = [];
  const world = backEnd((request) => {
    asked.push(request);
    return answer;
  });
  const edge = new Edge(source, { world, keyValueStore: () => store });
  const sent = edge.send('GET', path, headers, { sourceIp });
  return { answer: sent, url: asked[0]?.url.replace('https://main.example.com', ''), headers: asked[0]?.headers ?? [] };
}

describe('paths', () => {
  const INDEX = 'async function handler(event) { var r = event.request; if (r.uri.endsWith("/")) { r.uri += "index.html"; } else if (!r.uri.includes(".")) { r.uri += "/index.html"; } return r; }';

  test.each([['/', '/index.html'], ['/blog', '/blog/index.html'], ['/blog/', '/blog/index.html'], ['/blog/a.css', '/blog/a.css'], ['/blog?x=1', '/blog/index.html?x=1']])('index.html for %s', (path, url) => {
    expect(send({ code: INDEX }, path).url).toBe(url);
  });

  test('one page for all routes of an app', () => {
    const code = 'function handler(event) { if (!/[.][a-z0-9]+$/i.test(event.request.uri)) { event.request.uri = "/index.html"; } return event.request; }';
    expect([send({ code }, '/a/b').url, send({ code }, '/a/b.js').url]).toEqual(['/index.html', '/a/b.js']);
  });

  test('a prefix that is stripped', () => {
    const code = 'function handler(event) { event.request.uri = event.request.uri.replace(/^[/]api/, "") || "/"; return event.request; }';
    expect([send({ code }, '/api/items').url, send({ code }, '/api').url]).toEqual(['/items', '/']);
  });

  test('a path out of a key value store, and as it is where there is none', () => {
    const code = `import cf from 'cloudfront';
      const store = cf.kvs();
      async function handler(event) {
        const parts = event.request.uri.split('/');
        try { parts[1] = await store.get(parts[1]); event.request.uri = parts.join('/'); } catch (error) { console.log(\`\${event.request.uri}: \${error}\`); }
        return event.request;
      }`;
    expect([send({ code, store: { blog: 'blog-v2' } }, '/blog/a').url, send({ code, store: { blog: 'blog-v2' } }, '/shop/a').url]).toEqual(['/blog-v2/a', '/shop/a']);
    expect(send({ code }, '/blog/a').answer.status).toBe(503);
  });

  test.each([['{"a_share": 1, "a_url": "v1", "b_url": "v2"}', '/v1/x'], ['{"a_share": -1, "a_url": "v1", "b_url": "v2"}', '/v2/x'], ['{"a_share": "none"}', '/latest/x']])('two versions by their shares: %s', (value, url) => {
    const code = `import cf from 'cloudfront';
      async function versionOf(name) {
        const split = JSON.parse(await cf.kvs('STORE_ID').get(name));
        return !split || !isFinite(split.a_share) ? undefined : Math.random() <= split.a_share ? split.a_url : split.b_url;
      }
      async function handler(event) {
        const parts = event.request.uri.split('/');
        if (!parts[1] || (event.request.cookies.version || {}).value === parts[1]) { return event.request; }
        try { const version = await versionOf(parts[1]); if (version) { parts[1] = version; event.request.uri = parts.join('/'); } } catch (error) { console.log(String(error)); }
        return event.request;
      }`;
    expect(send({ code, store: { latest: value } }, '/latest/x').url).toBe(url);
    expect(send({ code, store: { latest: value } }, '/latest/x', [['Cookie', 'version=latest']]).url).toBe('/latest/x');
    expect(send({ code, store: {} }, '/latest/x').url).toBe('/latest/x');
  });
});

describe('redirects', () => {
  const COUNTRY = `async function handler(event) {
    var r = event.request, country = r.headers['cloudfront-viewer-country'];
    return country && country.value === 'DE' ? { statusCode: 302, statusDescription: 'Found', headers: { location: { value: \`https://\${r.headers.host.value}/de/index.html\` } } } : r;
  }`;

  test('by country, where a policy shows it', () => {
    const german = send({ code: COUNTRY }, '/index.html', [['Host', 'www.example.com'], ['CloudFront-Viewer-Country', 'DE']]);
    expect([german.answer.status, header(german.answer, 'location'), german.url]).toEqual([302, 'https://www.example.com/de/index.html', undefined]);
    expect(send({ code: COUNTRY }, '/index.html', [['CloudFront-Viewer-Country', 'GB']]).url).toBe('/index.html');
    expect(send({ code: COUNTRY }, '/index.html').url).toBe('/index.html');
  });

  test('to www, with the query as it came', () => {
    const code = `function handler(event) {
      const r = event.request, query = r.rawQueryString();
      if (r.headers.host.value.startsWith('www.')) { return r; }
      return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: 'https://www.' + r.headers.host.value + r.uri + (query ? '?' + query : '') } } };
    }`;
    const locations = ['/a?b=%20c&b', '/a'].map((path) => header(send({ code }, path, [['Host', 'example.com']]).answer, 'location'));
    expect(locations).toEqual(['https://www.example.com/a?b=%20c&b', 'https://www.example.com/a']);
  });

  test('a cookie with the redirect', () => {
    const code = `function handler(event) {
      return { statusCode: 302, cookies: { lang: { value: 'de', attributes: 'Path=/; Secure', multiValue: [{ value: 'de', attributes: 'Path=/; Secure' }, { value: 'x' }] } }, headers: { location: { value: '/de' } } };
    }`;
    expect(send({ code }, '/').answer.headers.filter(([name]) => name === 'Set-Cookie')).toEqual([['Set-Cookie', 'lang=de; Path=/; Secure'], ['Set-Cookie', 'lang=x']]);
  });
});

describe('headers of requests', () => {
  test('the viewer\'s address', () => {
    const code = 'async function handler(event) { event.request.headers["true-client-ip"] = { value: event.viewer.ip }; return event.request; }';
    expect(send({ code }, '/', [], '203.0.113.9').headers).toContainEqual(['True-Client-Ip', '203.0.113.9']);
  });

  test.each<[headers: HeaderList, origin: string]>([[[], 'https://www.example.com'], [[['Origin', 'https://app.example.com']], 'https://app.example.com']])('an Origin where there is none: %j', (headers, origin) => {
    const code = 'async function handler(event) { var h = event.request.headers; if (!h.origin) { h.origin = { value: `https://${h.host.value}` }; } return event.request; }';
    expect(header({ headers: send({ code }, '/', [['Host', 'www.example.com'], ...headers]).headers }, 'origin')).toBe(origin);
  });

  test.each([
    ['/?z=1&b=2&a=3', '/?a=3&b=2&z=1'],
    ['/?b=2&a=1&b=1', '/?a=1&b=1&b=2'],
    ['/?x=%20y&c', '/?c=&x=%20y'],
    ['/', '/'],
  ])('a query in its order: %s', (path, url) => {
    const code = `function handler(event) {
      var parts = [], q = event.request.querystring;
      for (var name in q) { (q[name].multiValue || [q[name]]).forEach((each) => { parts.push(name + '=' + each.value); }); }
      event.request.querystring = parts.sort().join('&');
      return event.request;
    }`;
    expect(['cloudfront-js-1.0', 'cloudfront-js-2.0'].map((runtime) => send({ code, runtime }, path).url)).toEqual([url, url]);
  });

  test('what a policy shows of the viewer is there', () => {
    const code = 'function handler(event) { event.request.headers["x-seen"] = { value: Object.keys(event.request.headers).filter((n) => n.startsWith("cloudfront-")).join() }; return event.request; }';
    const policy = {
      Type: 'AWS::CloudFront::OriginRequestPolicy',
      Properties: {
        OriginRequestPolicyConfig: {
          Name: 'p',
          HeadersConfig: { HeaderBehavior: 'allViewerAndWhitelistCloudFront', Headers: ['CloudFront-Forwarded-Proto', 'CloudFront-Viewer-Address'] },
          CookiesConfig: { CookieBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'none' },
        },
      },
    };
    const source = withFunction(code, 'viewer-request', {}, undefined, { OriginRequestPolicyId: { Ref: 'Policy' } }) as any;
    source.Resources.Policy = policy;
    const edge = new Edge(source, { world: backEnd(() => ({ status: 200, headers: [] })) });
    edge.send('GET', '/');
    expect(header(edge.reached, 'x-seen')).toBe('cloudfront-forwarded-proto,cloudfront-viewer-address');
  });
});

describe('headers of responses', () => {
  const CORS = `async function handler(event) {
    var origin = event.request.headers.origin, headers = event.response.headers;
    if (!headers['access-control-allow-origin'] && origin) { headers['access-control-allow-origin'] = { value: origin.value }; console.log('added'); }
    return event.response;
  }`;

  test.each<[about: string, sent: HeaderList, answered: HeaderList, allowed: string | undefined]>([
    ['added', [['Origin', 'https://a.example']], [], 'https://a.example'],
    ['kept', [['Origin', 'https://a.example']], [['Access-Control-Allow-Origin', '*']], '*'],
    ['none without Origin', [], [], undefined],
  ])('CORS: %s', (_about, sent, answered, allowed) => {
    expect(header(send({ code: CORS, event: 'viewer-response', answer: { status: 200, headers: answered } }, '/', sent).answer, 'access-control-allow-origin')).toBe(allowed);
  });

  test('security headers, whatever the origin said', () => {
    const code = `async function handler(event) {
      var h = event.response.headers;
      h['strict-transport-security'] = { value: 'max-age=63072000; includeSubdomains; preload' };
      h['content-security-policy'] = { value: "default-src 'none'" };
      h['x-content-type-options'] = { value: 'nosniff' };
      h['x-frame-options'] = { value: 'DENY' };
      return event.response;
    }`;
    const { answer } = send({ code, event: 'viewer-response', answer: { status: 200, headers: [['X-Frame-Options', 'SAMEORIGIN']] } }, '/');
    expect(['strict-transport-security', 'content-security-policy', 'x-content-type-options', 'x-frame-options'].map((name) => header(answer, name)))
      .toEqual(['max-age=63072000; includeSubdomains; preload', 'default-src \'none\'', 'nosniff', 'DENY']);
  });

  test.each<[status: number, control: string | undefined]>([[200, 'public, max-age=60'], [301, 'public, max-age=60'], [404, undefined], [500, undefined]])('how long to keep a %d', (status, control) => {
    const code = 'async function handler(event) { var r = event.response; if (r.statusCode >= 200 && r.statusCode < 400) { r.headers["cache-control"] = { value: "public, max-age=60" }; } return r; }';
    expect(header(send({ code, event: 'viewer-response', answer: { status, headers: [] } }, '/').answer, 'cache-control')).toBe(control);
  });

  test('a header that is taken away, and one of several values', () => {
    const code = 'function handler(event) { delete event.response.headers["x-powered-by"]; event.response.headers.link = { value: "a", multiValue: [{ value: "a" }, { value: "b" }] }; return event.response; }';
    const { answer } = send({ code, event: 'viewer-response', answer: { status: 200, headers: [['X-Powered-By', 'x']] } }, '/');
    expect([header(answer, 'x-powered-by'), answer.headers.filter(([name]) => name === 'Link')]).toEqual([undefined, [['Link', 'a'], ['Link', 'b']]]);
  });
});

describe('tokens', () => {
  const seconds = Math.floor(NOW / 1000);
  const token = (claims: object, secret = 'secret') => {
    const signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map((each) => Buffer.from(JSON.stringify(each)).toString('base64url')).join('.');
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const CURRENT = `import crypto from 'crypto';
    import cf from 'cloudfront';
    function claimsOf(token, secret) {
      const parts = token.split('.');
      if (parts.length !== 3) { throw new Error('not three parts'); }
      if (crypto.createHmac('sha256', secret).update(parts[0] + '.' + parts[1]).digest('base64url') !== parts[2]) { throw new Error('the signature'); }
      const claims = JSON.parse(Buffer.from(parts[1], 'base64url'));
      if (claims.nbf && Date.now() < claims.nbf * 1000) { throw new Error('not yet'); }
      if (claims.exp && Date.now() > claims.exp * 1000) { throw new Error('no more'); }
      return claims;
    }
    async function handler(event) {
      try {
        claimsOf(event.request.querystring.jwt.value, await cf.kvs().get('jwt.secret'));
      } catch (error) { return { statusCode: 401, statusDescription: 'Unauthorized' }; }
      delete event.request.querystring.jwt;
      return event.request;
    }`;
  const OLD = `var crypto = require('crypto');
    function handler(event) {
      var jwt = event.request.querystring.jwt, refused = { statusCode: 401, statusDescription: 'Unauthorized' };
      if (!jwt) { return refused; }
      var parts = jwt.value.split('.');
      if (crypto.createHmac('sha256', 'secret').update([parts[0], parts[1]].join('.')).digest('base64url') !== parts[2]) { return refused; }
      var claims = JSON.parse(String.bytesFrom(parts[1], 'base64url'));
      if (claims.nbf && Date.now() < claims.nbf * 1000 || claims.exp && Date.now() > claims.exp * 1000) { return refused; }
      delete event.request.querystring.jwt;
      return event.request;
    }`;

  test.each<[about: string, query: string, status: number, url: string | undefined]>([
    ['right', `?jwt=${token({ sub: 'ann', exp: seconds + 60, nbf: seconds - 60 })}&a=1`, 200, '/x?a=1'],
    ['over', `?jwt=${token({ exp: seconds - 60 })}`, 401, undefined],
    ['too early', `?jwt=${token({ nbf: seconds + 60 })}`, 401, undefined],
    ['of another secret', `?jwt=${token({}, 'other')}`, 401, undefined],
    ['none', '?a=1', 401, undefined],
    ['no token', '?jwt=a.b', 401, undefined],
  ])('a JWT that is %s', (_about, query, status, url) => {
    const samples: Sample[] = [{ code: CURRENT, store: { 'jwt.secret': 'secret' } }, { code: OLD, runtime: 'cloudfront-js-1.0' }];
    const results = samples.map((sample) => send(sample, `/x${query}`)).map((sent) => [sent.answer.status, sent.url]);
    expect(results).toEqual([[status, url], [status, url]]);
  });

  test('a URL that is signed by HMAC, and good for a time', () => {
    const code = `import crypto from 'crypto';
      function handler(event) {
        const { uri, querystring } = event.request;
        const until = querystring.until && querystring.until.value, given = querystring.sig && querystring.sig.value;
        const right = crypto.createHmac('sha256', 'key').update(uri + until).digest('hex');
        return given === right && Number(until) > Date.now() / 1000 ? event.request : { statusCode: 403, statusDescription: 'Forbidden', body: { encoding: 'text', data: 'no' } };
      }`;
    const path = (until: number) => `/film.mp4?until=${until}&sig=${createHmac('sha256', 'key').update(`/film.mp4${until}`).digest('hex')}`;
    expect([send({ code }, path(seconds + 60)).answer.status, send({ code }, path(seconds - 60)).answer.status, send({ code }, '/film.mp4').answer.status]).toEqual([200, 403, 403]);
  });

  test('a password', () => {
    const code = `function handler(event) {
      const given = event.request.headers.authorization;
      return given && given.value === 'Basic ' + btoa('ann:secret') ? event.request
        : { statusCode: 401, statusDescription: 'Unauthorized', headers: { 'www-authenticate': { value: 'Basic' } } };
    }`;
    const refused = send({ code }, '/').answer;
    expect([refused.status, header(refused, 'www-authenticate'), send({ code }, '/', [['Authorization', 'Basic YW5uOnNlY3JldA==']]).answer.status]).toEqual([401, 'Basic', 200]);
  });
});

describe('origins', () => {
  const BY_COUNTRY = `import cf from 'cloudfront';
    function handler(event) {
      const country = event.request.headers['cloudfront-viewer-country'];
      const region = (country && { DE: 'eu-central-1', JP: 'ap-northeast-1' }[country.value]) || 'us-east-1';
      cf.updateRequestOrigin({
        domainName: \`content-in-\${region}.s3.\${region}.amazonaws.com\`,
        originAccessControlConfig: { enabled: true, region, signingBehavior: 'always', signingProtocol: 'sigv4', originType: 's3' },
      });
      return event.request;
    }`;

  test.each([['DE', 'eu-central-1'], ['JP', 'ap-northeast-1'], ['BR', 'us-east-1']])('the bucket that is nearest to %s', (country, region) => {
    const { url, headers } = send({ code: BY_COUNTRY }, '/a', [['Host', 'www.example.com'], ['CloudFront-Viewer-Country', country]]);
    const host = `content-in-${region}.s3.${region}.amazonaws.com`;
    expect([url, header({ headers }, 'host')]).toEqual([`https://${host}/a`, host]);
  });

  test('an origin of the distribution by the path, and a group with a second', () => {
    const code = `import cf from 'cloudfront';
      function handler(event) {
        if (event.request.uri.startsWith('/second')) { cf.selectRequestOriginById('Second'); }
        if (event.request.uri.startsWith('/both')) {
          cf.createRequestOriginGroup({ originIds: [{ originId: 'Second' }, { originId: 'Main' }], failoverCriteria: { statusCodes: [500, 502, 503, 504] } });
        }
        return event.request;
      }`;
    expect(['/a', '/second/a', '/both/a'].map((path) => send({ code }, path).url)).toEqual(['/a', 'https://second.example.com/second/a', 'https://second.example.com/both/a']);
  });

  test('the edge that runs it, and no tenant', () => {
    const code = `import cf from 'cloudfront';
      function handler(event) {
        let tenant = 'none';
        try { tenant = cf.distributionTenant.id; } catch (error) { tenant = error.message; }
        return { statusCode: 200, headers: { 'x-region': { value: cf.edgeLocation.region }, 'x-tenant': { value: tenant } } };
      }`;
    const { answer } = send({ code }, '/');
    expect([header(answer, 'x-region'), header(answer, 'x-tenant')]).toEqual([expect.stringMatching(/^[a-z]{2}-[a-z]+-\d$/), 'distributionTenant module is not available']);
  });
});
