import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Comparison, probe, type Side } from '../../src/probe';
import { type RunningServer, startServer } from '../../src/serve';
import { PAGE } from './answers';
import { type Planted, PlantedApp } from './planted-app';

const PATIENT = { timeout: 60_000, totalTimeout: 600_000 };
const app = new PlantedApp();

type Kind = 'rest-api' | 'http-api' | 'function-url' | 'cloudfront';

async function compared(url: string, entrance: Kind): Promise<Comparison> {
  const report = await probe({ url, pages: [], assembly: { emulator: app.emulator, entrance }, ...PATIENT });
  return report.comparison!;
}

async function serving<T>(file: string, use: (server: RunningServer) => Promise<T>): Promise<T> {
  const server = await startServer({ app: file, port: 0, watch: false });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

function comparedWith(kind: Kind, change: (planted: Planted) => void): Promise<Comparison> {
  return serving(app.changed(change), (server) => compared(server.entrance(kind).url, kind));
}

test.each<[kind: Kind]>([['rest-api'], ['http-api'], ['function-url'], ['cloudfront']])('of an equal app nothing differs: %s', async (kind) => {
  const { differences, questions, undecided, notAsked } = await comparedWith(kind, () => undefined);
  expect({ differences, notAsked }).toEqual({ differences: [], notAsked: 0 });
  expect(questions).toBeGreaterThan(5);
  expect(undecided).toBeLessThan(questions / 2);
});

interface Plant {
  readonly name: string;
  readonly kind: Kind;
  readonly change: (planted: Planted) => void;
  readonly side: Side;
  readonly message: RegExp;
  /** What differs first. */
  readonly aspect: string;
}

const preflights = (planted: Planted) => planted.all('AWS::ApiGateway::Method', /"HttpMethod":"OPTIONS"/);
const behaviors = (planted: Planted) => planted.one('AWS::CloudFront::Distribution').DistributionConfig.CacheBehaviors as any[];

/** Changes each of several things alike. */
function swapAll(planted: Planted, all: readonly any[], from: string | RegExp, to: string): void {
  for (const each of all) {
    planted.swap(each, from, to);
  }
}

const REST: readonly Plant[] = [
  {
    name: 'an older policy lets other pages in',
    kind: 'rest-api',
    change: (planted) => swapAll(planted, preflights(planted), new RegExp(PAGE, 'g'), 'https://old.example.com'),
    side: 'stage',
    message: /the stage serves another deployment: its method OPTIONS \/\{proxy\+\} is another/,
    aspect: 'access-control-allow-origin',
  },
  {
    name: 'an older policy has fewer methods',
    kind: 'rest-api',
    change: (planted) => swapAll(planted, preflights(planted), 'GET,POST,PUT', 'GET,POST'),
    side: 'stage',
    message: /the stage serves another deployment/,
    aspect: 'access-control-allow-methods',
  },
  {
    name: 'an older policy has fewer headers',
    kind: 'rest-api',
    change: (planted) => swapAll(planted, preflights(planted), 'Content-Type,Authorization', 'Content-Type'),
    side: 'stage',
    message: /the stage serves another deployment/,
    aspect: 'access-control-allow-headers',
  },
  {
    name: 'another max-age',
    kind: 'rest-api',
    change: (planted) => swapAll(planted, preflights(planted), '\'600\'', '\'60\''),
    side: 'stage',
    message: /the stage serves another deployment/,
    aspect: 'access-control-max-age',
  },
  {
    name: 'no credentials',
    kind: 'rest-api',
    change: (planted) => swapAll(planted, preflights(planted), '"method.response.header.Access-Control-Allow-Credentials":"\'true\'",', ''),
    side: 'stage',
    message: /the stage serves another deployment/,
    aspect: 'access-control-allow-credentials',
  },
  {
    name: 'a preflight without Vary',
    kind: 'rest-api',
    change: (planted) => swapAll(planted, preflights(planted), ',"method.response.header.Vary":"\'Origin\'"', ''),
    side: 'stage',
    message: /the stage serves another deployment/,
    aspect: 'vary',
  },
  {
    name: 'errors without CORS headers',
    kind: 'rest-api',
    change: (planted) => planted.remove(planted.one('AWS::ApiGateway::GatewayResponse', /DEFAULT_4XX/)),
    side: 'stage',
    message: /its gateway response \w+ is another/,
    aspect: 'access-control-allow-origin',
  },
  {
    name: 'no preflight method',
    kind: 'rest-api',
    change: (planted) => preflights(planted).forEach((each) => planted.remove(each)),
    side: 'stage',
    message: /the stage serves another deployment: it has no method for OPTIONS \/prod\/items/,
    aspect: 'status',
  },
  {
    name: 'a preflight that needs an API key',
    kind: 'rest-api',
    change: (planted) => swapAll(planted, preflights(planted), '"ApiKeyRequired":false', '"ApiKeyRequired":true'),
    side: 'stage',
    message: /403 "Forbidden"/,
    aspect: 'status',
  },
  {
    name: 'a preflight behind an authorizer',
    kind: 'rest-api',
    change: (planted) => swapAll(planted, preflights(planted), '"AuthorizationType":"NONE"', '"AuthorizationType":"AWS_IAM"'),
    side: 'stage',
    message: /it has no method for OPTIONS \/prod\/items, or one that asks for a signature/,
    aspect: 'status',
  },
  {
    name: 'preflights that go to the function',
    kind: 'rest-api',
    change: (planted) => {
      const { Integration } = planted.all('AWS::ApiGateway::Method', /"HttpMethod":"GET"/)[0];
      preflights(planted).forEach((each) => Object.assign(each, { Integration, MethodResponses: [] }));
    },
    side: 'function',
    message: /the function answers itself: OPTIONS \/prod\/items reaches it, and in the template method OPTIONS \/\{proxy\+\} answers/,
    aspect: 'status',
  },
  {
    name: 'a route that isn\'t signed for any more',
    kind: 'rest-api',
    change: (planted) => planted.swap(planted.one('AWS::ApiGateway::Method', /"AuthorizationType":"AWS_IAM"/), 'AWS_IAM', 'NONE'),
    side: 'function',
    message: /the function answers itself: GET \/prod\/secret reaches it/,
    aspect: 'status',
  },
];

const HTTP: readonly Plant[] = [
  {
    name: 'an older CORS configuration lets other pages in',
    kind: 'http-api',
    change: (planted) => planted.swap(planted.one('AWS::ApiGatewayV2::Api'), PAGE, 'https://old.example.com'),
    side: 'api',
    message: /its CORS configuration is another/,
    aspect: 'access-control-allow-origin',
  },
  {
    name: 'an older CORS configuration has fewer methods',
    kind: 'http-api',
    change: (planted) => planted.swap(planted.one('AWS::ApiGatewayV2::Api'), '"GET","POST","PUT"', '"GET"'),
    side: 'api',
    message: /its CORS configuration is another/,
    aspect: 'access-control-allow-methods',
  },
  {
    name: 'no CORS configuration',
    kind: 'http-api',
    change: (planted) => {
      delete planted.one('AWS::ApiGatewayV2::Api').CorsConfiguration;
    },
    side: 'api',
    message: /its CORS configuration is another, or it has none/,
    aspect: 'access-control-allow-origin',
  },
  {
    name: 'a route that takes preflights',
    kind: 'http-api',
    change: (planted) => planted.swap(planted.one('AWS::ApiGatewayV2::Route', /POST \/tasks/), 'POST /tasks', 'ANY /tasks'),
    side: 'function',
    message: /the function answers itself: OPTIONS \/tasks reaches it, and in the template the CORS configuration answers/,
    aspect: 'status',
  },
];

const FUNCTION_URL: readonly Plant[] = [
  {
    name: 'an older CORS configuration lets other pages in',
    kind: 'function-url',
    change: (planted) => planted.swap(planted.one('AWS::Lambda::Url'), PAGE, 'https://old.example.com'),
    side: 'function-url',
    message: /its CORS configuration is another/,
    aspect: 'access-control-allow-origin',
  },
  {
    name: 'no CORS configuration',
    kind: 'function-url',
    change: (planted) => {
      delete planted.one('AWS::Lambda::Url').Cors;
    },
    side: 'function',
    message: /the function answers itself/,
    aspect: 'access-control-allow-origin',
  },
];

const CLOUDFRONT: readonly Plant[] = [
  {
    name: 'a behavior that takes reads alone',
    kind: 'cloudfront',
    change: (planted) => behaviors(planted).forEach((each) => {
      each.AllowedMethods = ['GET', 'HEAD'];
    }),
    side: 'distribution',
    message: /the distribution isn't updated yet: CloudFront's error page answers OPTIONS \/api\/items with 403/,
    aspect: 'status',
  },
  {
    name: 'no behavior for the API',
    kind: 'cloudfront',
    change: (planted) => {
      delete planted.one('AWS::CloudFront::Distribution').DistributionConfig.CacheBehaviors;
    },
    side: 'distribution',
    message: /the distribution isn't updated yet/,
    aspect: 'status',
  },
  {
    name: 'an older response headers policy',
    kind: 'cloudfront',
    change: (planted) => planted.swap(planted.one('AWS::CloudFront::ResponseHeadersPolicy', /CORS headers/), PAGE, 'https://old.example.com'),
    side: 'distribution',
    message: /the response headers policy of \/api\/\* is another/,
    aspect: 'access-control-allow-origin',
  },
  {
    name: 'Host is forwarded',
    kind: 'cloudfront',
    change: (planted) => behaviors(planted).forEach((each) => {
      each.OriginRequestPolicyId = '216adef6-5c7f-47e4-b989-5492eafa07d3';
    }),
    side: 'distribution',
    message: /the API refuses the host name that it is asked by, so another origin request policy is in use at \/api\/\*/,
    aspect: 'answered by',
  },
  {
    name: 'no function takes the prefix off',
    kind: 'cloudfront',
    change: (planted) => planted.all('AWS::CloudFront::Function', /stripPrefix/).forEach((each) => planted.swap(each, '\\"stripPrefix\\":\\"/api\\"', '\\"stripPrefix\\":\\"\\"')),
    side: 'distribution',
    message: /sends GET \/api\/items on under another path/,
    aspect: 'answered by',
  },
  {
    name: 'a function at the edge with an older policy',
    kind: 'cloudfront',
    change: (planted) => planted.all('AWS::CloudFront::Function', /stripPrefix/).forEach((each) => planted.swap(each, '\\"foreignStatus\\":204', '\\"foreignStatus\\":403')),
    side: 'distribution',
    message: /the distribution isn't updated yet: a function at CloudFront answers OPTIONS \/api\/items/,
    aspect: 'status',
  },
  {
    name: 'the API behind it has another deployment',
    kind: 'cloudfront',
    change: (planted) => planted.swap(planted.one('AWS::ApiGateway::Method', /"AuthorizationType":"AWS_IAM"/), 'AWS_IAM', 'NONE'),
    side: 'function',
    message: /the function answers itself: GET \/api\/secret reaches it/,
    aspect: 'status',
  },
];

describe.each([['a REST API', REST], ['an HTTP API', HTTP], ['a function URL', FUNCTION_URL], ['a distribution', CLOUDFRONT]] as const)('planted in %s', (_, plants) => {
  test.each(plants.map((plant) => [plant.name, plant] as const))('%s', async (_name, { kind, change, side, message, aspect }) => {
    const { differences } = await comparedWith(kind, change);
    expect([...new Set(differences.map((each) => each.side))]).toEqual([side]);
    expect(differences.map((each) => each.message)).toContainEqual(expect.stringMatching(message));
    expect(differences.flatMap(({ aspects }) => aspects.map(({ name }) => name))).toContain(aspect);
  });
});

interface Instead {
  /** Left out: the server's own answer, with other headers. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

type Relay = (incoming: IncomingMessage) => Instead | 'as ever' | 'nothing';

/** Stands before a server, and answers some requests by itself. */
async function relaying<T>(target: string, relay: Relay, use: (url: string) => Promise<T>): Promise<T> {
  const pass = (incoming: IncomingMessage, reply: ServerResponse) => {
    const own = relay(incoming);
    if (own === 'nothing') {
      reply.destroy();
    } else if (own !== 'as ever' && own.status !== undefined) {
      reply.writeHead(own.status, own.headers).end(own.body);
    } else {
      const { url, method, headers } = incoming;
      incoming.pipe(requestHttp(new URL(url!, target), { method, headers: { ...headers, host: new URL(target).host } }, (answer) => {
        reply.writeHead(answer.statusCode!, { ...answer.headers, ...own !== 'as ever' && own.headers });
        answer.pipe(reply);
      }));
    }
  };
  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(target).pathname.replace(/\/$/, '')}`);
  } finally {
    server.close();
  }
}

/** What no template has: what stands between the app and who asks it. */
const ON_THE_WAY: ReadonlyArray<readonly [name: string, kind: Kind, relay: Relay, side: Side, message: RegExp]> = [
  [
    'a cache that has an old answer', 'cloudfront',
    ({ url, method }) => (method === 'GET' && url!.startsWith('/api/items') && !url!.includes('cdk-cors-probe=')
      ? { status: 200, headers: { 'x-cache': 'Hit from cloudfront', 'age': '7', 'via': '1.1 a.cloudfront.net (CloudFront)', 'x-amz-apigw-id': 'a=', 'x-amzn-trace-id': 'Root=1' }, body: '{}' } : 'as ever'),
    'cache', /a cache still gives what it kept of GET \/api\/items from before: invalidate the path/,
  ],
  ['another server in the place of a REST API', 'rest-api', () => ({ status: 404, headers: { server: 'nginx' }, body: 'not here' }), 'server', /the server answers, not a REST API: the name leads elsewhere/],
  ['another server in the place of an HTTP API', 'http-api', () => ({ status: 503, headers: { server: 'awselb/2.0' } }), 'server', /the load balancer answers, not an HTTP API/],
  ['another server in the place of a distribution', 'cloudfront', () => ({ status: 200, headers: { server: 'nginx' }, body: 'hello' }), 'server', /the server answers, not CloudFront/],
  ['nothing at all', 'rest-api', () => 'nothing', 'network', /no answer comes: 127\.0\.0\.1:\d+ closed the connection/],
  [
    'an HTTP API that leaves the function\'s headers beside its own', 'http-api',
    ({ headers, method }) => (method === 'GET' && headers.origin === PAGE ? { headers: { 'access-control-allow-origin': [PAGE, PAGE] } } : 'as ever'),
    'function', /Access-Control-Allow-Origin is there twice/,
  ],
];

describe('planted on the way', () => {
  test.each(ON_THE_WAY)('%s', async (_name, kind, relay, side, message) => {
    const { differences } = await serving(app.file, (server) => relaying(server.entrance(kind).url, relay, (url) => compared(url, kind)));
    expect([...new Set(differences.map((each) => each.side))]).toEqual([side]);
    expect(differences[0].message).toMatch(message);
  });
});
