import { join } from 'node:path';
import { type App, Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import fc from 'fast-check';
import { cloudFrontEntrance } from '../../../src/emulator/cloudfront';
import type { EmulatedEntrance } from '../../../src/emulator/kernel/emulated-entrance';
import type { Circumstances } from '../../../src/emulator/kernel/machine';
import type { Answer, HeaderList } from '../../../src/emulator/kernel/message';
import { siteOf } from '../../../src/emulator/s3';
import { readSiteObject } from '../../../src/emulator/s3/site-files';
import { CorsOrigin, CorsPolicy } from '../../../src/policy';
import { AssetFiles, templateModel } from '../../../src/template';
import { readAssembly } from '../../../src/template/read-assembly';
import { ApiBehavior, PathPrefix, Site, SiteRouting, WebApp } from '../../../src/web-app';
import { APP, behavior, corsOf, customOrigin, drive, Edge, header, newStack, NOW, OUTSIDE, recordingEntrance, textOf, withFunction } from './world';

const FIXTURES = join(__dirname, '../../web-app/fixtures');

interface Options {
  readonly cors?: CorsPolicy;
  readonly routing?: SiteRouting;
  readonly folder?: string;
  readonly prefix?: PathPrefix;
  /** What the API behind answers. */
  readonly api?: Partial<Answer>;
}

/** A `WebApp` as its template alone tells of it, with an API behind it that is somebody else's. */
function emulate(options: Options = {}) {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Api', { endpointTypes: [apigateway.EndpointType.REGIONAL], cloudWatchRole: false });
  restApi.root.addResource('items').addMethod('GET', new apigateway.MockIntegration());
  new WebApp(stack, 'Web', {
    site: Site.fromFolder(join(FIXTURES, options.folder ?? 'spa')),
    routing: options.routing,
    cors: options.cors,
    apis: { '/api': ApiBehavior.forRestApi(restApi, { prefix: options.prefix }) },
  });
  const model = templateModel(readAssembly((stack.node.root as App).synth().directory));
  const resource = model.ofType('AWS::ApiGateway::RestApi')[0];
  const api = recordingEntrance(`https://${resource.physicalId}.execute-api.eu-west-1.amazonaws.com/prod`, options.api, [
    { method: 'GET', path: '/items' }, { method: '*', path: '/orders/{id}' }, { method: 'GET', path: '/{proxy+}' },
  ]);
  const entrances: EmulatedEntrance[] = [];
  const entrance = cloudFrontEntrance(model.ofType('AWS::CloudFront::Distribution')[0], model, { entrances: () => entrances });
  entrances.push(entrance, api.entrance);
  const send = (method: string, path: string, headers: HeaderList = [], circumstances: Partial<Circumstances> = {}): Answer =>
    drive(entrance.handle({ method, url: entrance.url + path, headers }, { now: NOW, rules: {}, ...circumstances }),
      (effect) => effect.effect === 'object' ? readSiteObject(siteOf(effect.bucket, model), effect.key, new AssetFiles().read) : OUTSIDE);
  return { send, entrance, api };
}

describe('the site', () => {
  const { send } = emulate();

  test.each<[path: string, status: number, contentType: string, control: string]>([
    ['/', 200, 'text/html', 'no-cache'],
    ['/index.html', 200, 'text/html', 'no-cache'],
    ['/assets/index-BxY3k9aZ.js', 200, 'application/javascript', 'public, max-age=31536000, immutable'],
    ['/assets/logo.svg', 200, 'image/svg+xml', 'no-cache'],
    ['/users/7/edit', 200, 'text/html', 'no-cache'], // a route of the front end
    ['/.well-known/apple-app-site-association', 200, 'binary/octet-stream', 'no-cache'],
  ])('%s', (path, status, contentType, control) => {
    const answer = send('GET', path);
    expect([answer.status, header(answer, 'content-type'), header(answer, 'cache-control')]).toEqual([status, contentType, control]);
    expect(header(answer, 'x-content-type-options')).toBe('nosniff');
    expect(header(answer, 'strict-transport-security')).toContain('max-age=');
  });

  test.each(['/missing.js', '/.env', '/assets/gone.css', '/.well-known/none'])('%s is an honest 404', (path) => {
    expect(send('GET', path).status).toBe(404);
  });

  test.each(['/../package.json', '/%2e%2e/package.json', '/..%2f..%2fpackage.json', '/assets/..%5c..%5cpackage.json', '/%00.js'])('%s reaches nothing outside', (path) => {
    const answer = send('GET', path);
    expect(textOf(answer.body) ?? '').not.toContain('"name"');
  });

  test('a page of the site is read over HTTPS only, and written by nobody', () => {
    expect(send('POST', '/').status).toBe(403);
  });

  test('folders of a generated site', () => {
    const pages = emulate({ folder: 'pages', routing: SiteRouting.DIRECTORY_INDEX }).send;
    expect([pages('GET', '/docs/').status, pages('GET', '/docs').status, header(pages('GET', '/docs?a=1'), 'location'), pages('GET', '/none/').status])
      .toEqual([200, 302, './docs/?a=1', 404]);
  });
});

describe('the API behind it', () => {
  test.each<[prefix: PathPrefix | undefined, path: string, inner: string]>([
    [undefined, '/api/items?a=1', '/prod/items?a=1'],
    [PathPrefix.KEEP, '/api/items?a=1', '/prod/api/items?a=1'],
    [PathPrefix.STRIP, '/api', '/prod/'],
    [PathPrefix.STRIP, '/api/', '/prod/'],
  ])('%s %s', (prefix, path, inner) => {
    const { send, api } = emulate({ prefix });
    expect(send('POST', path, [['Origin', APP], ['Authorization', 'x']]).status).toBe(200);
    const [request] = api.requests;
    expect([request.method, request.url.slice(request.url.indexOf('/prod'))]).toEqual(['POST', inner]);
    expect([header(request, 'authorization'), header(request, 'host')]).toEqual(['x', new URL(request.url).host]);
  });

  test.each([401, 403, 404, 429, 500, 504])('its %s stays its own', (status) => {
    const { send } = emulate({ api: { status } });
    const answer = send('GET', '/api/items');
    expect([answer.status, textOf(answer.body), answer.via.some(({ kind }) => kind === 'error-page')]).toEqual([status, 'api', false]);
  });

  test('rule 118: the default root object isn\'t asked of it, unless switched', () => {
    const { send, api } = emulate();
    const answer = send('GET', '/api');
    expect(answer.notes.map(({ rule }) => rule)).toContain(118);
    send('GET', '/api', [], { rules: { 118: 'rewritten-uri' } });
    expect(api.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/prod/', '/prod/index.html']);
  });

  test('its routes are those of the API below the prefix', () => {
    const routes = emulate({ prefix: PathPrefix.STRIP }).entrance.routes.map(({ method, path }) => `${method} ${path}`);
    expect(routes).toEqual(expect.arrayContaining(['GET /api/items', '* /api/orders/{id}', 'GET /api/{proxy+}', 'GET /{proxy+}', 'HEAD /{proxy+}']));
    expect(routes).not.toContain('POST /{proxy+}');
  });

  test('with the prefix kept, those that are below it in the API', () => {
    const routes = emulate({ prefix: PathPrefix.KEEP }).entrance.routes.map(({ method, path }) => `${method} ${path}`);
    expect(routes).not.toContain('GET /api/items');
    expect(routes).toContain('GET /api/{proxy+}');
  });
});

describe('the routes of an API behind a path pattern', () => {
  const GREEDY = [{ method: '*', path: '/{proxy+}' }];
  const CANONICAL = "function handler(event) { var r = event.request; return r.headers.host.value === 'www.example.com' ? r : { statusCode: 301 }; }";

  test.each<[string, string | undefined, string[]]>([
    ['a greedy one takes what keeps its prefix', undefined, ['* /api/{proxy+}']],
    ['a greedy one isn\'t reached where a function makes a page of each path', 'function handler(event) { event.request.uri = "/index.html"; return event.request; }', []],
    ['a function sees the host that people know', CANONICAL, ['* /api/{proxy+}']],
  ])('%s', (_name, code, expected) => {
    const origin = { Id: 'Api', DomainName: 'api.test', OriginPath: '/prod', CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } };
    const source = withFunction(code ?? '', 'viewer-request', {
      Aliases: ['*.example.com', 'www.example.com'],
      Origins: [customOrigin(), origin],
      CacheBehaviors: [behavior({
        PathPattern: '/api/*',
        TargetOriginId: 'Api',
        ...(code !== undefined && { FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Edge', 'FunctionARN'] } }] }),
      })],
    });
    const { entrance: api } = recordingEntrance('https://api.test/prod', {}, GREEDY);
    const { entrance } = new Edge(source, { entrances: () => [api] });
    expect(entrance.routes.filter(({ logicalId }) => logicalId === 'Api').map(({ method, path }) => `${method} ${path}`)).toEqual(expected);
  });
});

describe('pages elsewhere', () => {
  const POLICIES: ReadonlyArray<[string, CorsPolicy]> = [
    ['one origin', CorsPolicy.forOrigins(APP)],
    ['several', CorsPolicy.forOrigins(APP, 'https://other.example', 'http://localhost:3000')],
    ['patterns', CorsPolicy.forOrigins('https://*.example.net', 'http://localhost:*')],
    ['any', CorsPolicy.unsafelyAllowAnyOrigin({ exposeHeaders: ['X-Total'] })],
    ['with credentials', new CorsPolicy({
      allowOrigins: [CorsOrigin.exact(APP), CorsOrigin.subdomainsOf('https://preview.example.com')],
      allowMethods: ['GET', 'PUT'],
      allowHeaders: ['Content-Type', 'X-Tenant'],
      exposeHeaders: ['X-Total', 'ETag'],
      allowCredentials: true,
      maxAge: Duration.minutes(10),
    })],
  ];
  const origins = fc.constantFrom(APP, 'https://other.example', 'http://localhost:3000', 'http://localhost', 'https://a.example.net',
    'https://a.b.example.net', 'https://x.preview.example.com', 'https://preview.example.com', 'https://evil.example', 'https://app.example.com.evil.example', 'null', 'http://app.example.com');
  const expected = (policy: CorsPolicy, origin: string, preflight: boolean) => Object.fromEntries(
    Object.entries(policy.headersFor({ origin, preflight })).map(([name, value]): [string, string] => [name.toLowerCase(), value]).filter(([name]) => name.startsWith('access-control-')));

  describe.each(POLICIES)('%s', (_name, policy) => {
    const apps = new Map([200, 204, 404, 429, 504].map((status) => [status, emulate({
      cors: policy, api: { status, headers: [['Access-Control-Allow-Origin', 'https://what-the-api-says.example'], ['Vary', 'Accept']] },
    })]));

    test('an answer below 400 has what the policy says, whatever the API says', () => {
      fc.assert(fc.property(origins, fc.constantFrom(200, 204), fc.constantFrom('GET', 'POST', 'DELETE'), (origin, status, method) => {
        const answer = apps.get(status)!.send(method, '/api/items', [['Origin', origin]]);
        expect(answer.status).toBe(status);
        expect(corsOf(answer)).toEqual(expected(policy, origin, false));
        expect(header(answer, 'vary')).toBe(policy.allowAnyOrigin ? 'Accept' : 'Accept, Origin');
      }), { numRuns: 30 });
    });

    test('a preflight never reaches the API', () => {
      fc.assert(fc.property(origins, (origin) => {
        const { send, api } = apps.get(404)!;
        const before = api.requests.length;
        const answer = send('OPTIONS', '/api/items', [['Origin', origin], ['Access-Control-Request-Method', 'PUT'], ['Access-Control-Request-Headers', 'content-type']]);
        expect(api.requests).toHaveLength(before);
        // Where CloudFront's own matching takes in more origins than the policy, the status says no.
        expect(answer.status === 204 && isFor(corsOf(answer), origin)).toBe(policy.allows(origin));
        const { 'access-control-expose-headers': _, ...headers } = corsOf(answer);
        const wanted = expected(policy, origin, true);
        expect(isFor(headers, origin) && answer.status === 204 ? [headers['access-control-allow-origin'], listsOf(headers)] : 'refused')
          .toEqual(policy.allows(origin) ? [wanted['access-control-allow-origin'], listsOf(wanted)] : 'refused');
      }), { numRuns: 30 });
    });

    test('an error is readable where the policy allows the origin and CloudFront can match it', () => {
      fc.assert(fc.property(origins.filter((origin) => policy.allows(origin)), fc.constantFrom(404, 429, 504), (origin, status) => {
        const answer = apps.get(status)!.send('GET', '/api/items', [['Origin', origin]]);
        expect([answer.status, listsOf(corsOf(answer))]).toEqual([status, listsOf(expected(policy, origin, false))]);
      }), { numRuns: 30 });
    });
  });

  test('without a policy nobody elsewhere may call', () => {
    const { send } = emulate({ api: { headers: [] } });
    expect(corsOf(send('GET', '/api/items', [['Origin', APP]]))).toEqual({});
  });
});

/** Whether the headers let pages of an origin in. */
function isFor(headers: { [name: string]: string }, origin: string): boolean {
  return ['*', origin].includes(headers['access-control-allow-origin']);
}

/** Lists compare without regard to the space after their commas. */
function listsOf(headers: { [name: string]: string }): { [name: string]: string[] } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.split(/, ?/)]));
}
