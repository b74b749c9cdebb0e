/**
 * What a policy says, what the synthesized template answers and what a browser makes of it are the same: for random policies and requests, on every
 * kind of entrance. CDK_CORS_SEED makes others, CDK_CORS_ROUND_TRIPS more.
 */
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import { ApiBehavior, CorsHttpApi, CorsPolicy, CorsRestApi, RestApiCors, WebApp } from '../../src';
import { type Answer, fetchFromPage } from '../../src/browser';
import { type Circumstances, Emulator, isUnknown } from '../../src/emulator';
import { buildPolicy, exactOrigin, policyPlans } from '../support/arbitraries/policy';
import { newFunction } from '../support/rest-api';

const SEED = Number(process.env.CDK_CORS_SEED ?? 20_261_122);
const POLICIES = Number(process.env.CDK_CORS_ROUND_TRIPS ?? 400) / 20;
const BACKEND = 'https://backend.example.net';

interface PageRequest {
  readonly page: string;
  readonly method: string;
  readonly headers: { [name: string]: string };
  readonly credentials: 'omit' | 'include';
}

type Ask = (request: PageRequest, circumstances?: Partial<Circumstances>) => ReturnType<typeof fetchFromPage>;

/** An entrance with a policy, and what asks it. */
interface Kind {
  readonly patterns: boolean;
  readonly make: (stack: Stack, id: string, cors: CorsPolicy) => { entrance: () => string; path: string };
}

const KINDS: { [kind: string]: Kind } = {
  'CorsRestApi': {
    patterns: true,
    make: (stack, id, cors) => {
      const api = new CorsRestApi(stack, id, { cors, handler: newFunction(stack, `${id}Handler`), binaryMediaTypes: ['*/*'] });
      return { entrance: () => stack.getLogicalId(api.node.defaultChild as apigateway.CfnRestApi), path: '/items/7' };
    },
  },
  'RestApiCors on a LambdaRestApi': {
    patterns: true,
    make: (stack, id, cors) => {
      const api = new apigateway.LambdaRestApi(stack, id, { handler: newFunction(stack, `${id}Handler`), proxy: false });
      api.root.addResource('{tenant}').addResource('items').addMethod('ANY');
      api.with(new RestApiCors(cors));
      return { entrance: () => stack.getLogicalId(api.node.defaultChild as apigateway.CfnRestApi), path: '/acme/items' };
    },
  },
  'CorsHttpApi': {
    patterns: false,
    make: (stack, id, cors) => {
      const api = new CorsHttpApi(stack, id, { cors, handler: newFunction(stack, `${id}Handler`) });
      return { entrance: () => stack.getLogicalId(api.node.defaultChild as any), path: '/items/7' };
    },
  },
  'WebApp before a back end that says * to everybody': {
    patterns: true,
    make: (stack, id, cors) => {
      const app = new WebApp(stack, id, { apis: { '/api': ApiBehavior.forUrl(BACKEND) }, cors });
      return { entrance: () => stack.getLogicalId(app.distribution.node.defaultChild as any), path: '/api/items' };
    },
  },
};

/** What the policy says by itself, in the words of the Fetch standard. */
function mayCall(policy: CorsPolicy, { page, method, headers, credentials }: PageRequest): boolean {
  const include = credentials === 'include';
  const origin = policy.allows(page) && (!include || (policy.allowCredentials && !policy.allowAnyOrigin));
  const safeMethod = ['GET', 'HEAD', 'POST'].includes(method);
  const unsafeHeaders = Object.keys(headers);
  const preflighted = (safeMethod || policy.allowMethods.includes(method) || (!include && policy.allowMethods.includes('*')))
    && unsafeHeaders.every((name) => policy.allowHeaders.some((allowed) => allowed.toLowerCase() === name.toLowerCase())
      || (!include && policy.allowHeaders.includes('*') && name.toLowerCase() !== 'authorization'));
  return origin && preflighted;
}

function pagesFor(policy: CorsPolicy): fc.Arbitrary<string> {
  const allowed = policy.allowOrigins.map(({ value }) => value.replace('*://', 'https://').replace('**.', 'a.b.').replace('*.', 'pr-7.').replace(':*', ':5173'))
    .filter((value) => value !== '*' && value.startsWith('http'));
  const near = allowed
    .flatMap((origin) => [`${origin.replace(/:[0-9]+$/, '')}.evil.net`, ...['x.', 'evil'].map((text) => origin.replace('://', `://${text}`)), origin.replace('https', 'http')])
    .filter((origin) => URL.canParse(origin));
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...allowed, 'https://app.example.com') },
    { weight: 3, arbitrary: fc.constantFrom(...near, 'null') }, exactOrigin.filter((origin) => origin.startsWith('http')))
    .map((origin) => (origin === 'null' ? origin : new URL(origin).origin));
}

const requests = (policy: CorsPolicy): fc.Arbitrary<PageRequest> => fc.record({
  page: pagesFor(policy),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
  headers: fc.subarray(['authorization', 'content-type', 'x-tenant', 'if-match']).map((names) =>
    Object.fromEntries(names.map((name) => [name, name === 'content-type' ? 'application/json' : '1']))),
  credentials: fc.constantFrom('omit', 'include'),
});

/** Puts the emulator's answers before the browser. */
function asker(emulator: Emulator, logicalId: string, path: string): Ask {
  const { url } = emulator.entrances.find((entrance) => entrance.logicalId === logicalId)!;
  return ({ page, method, headers, credentials }, circumstances = {}) => fetchFromPage(
    { page, url: `${url}${path}`, method, headers, credentials },
    (request): Answer => {
      const sent = { method: request.method, url: request.url, headers: request.headers.map(([name, value]) => [name, value] as const) };
      const { status, headers: answered } = emulator.send(sent, request.preflight ? {} : circumstances);
      return isUnknown(status) ? 'unknown' : { status, headers: answered.map(([name, value]) => [name, value] as [string, string]) };
    },
  );
}

describe.each(Object.entries(KINDS))('%s', (_name, { patterns, make }) => {
  const stack = new Stack(new App(), 'Stack');
  const plans = fc.sample(policyPlans({ patterns }).filter(({ origins }) => !origins.includes('TOKEN')), { seed: SEED, numRuns: POLICIES });
  const made = plans.map((plan, index) => {
    const cors = buildPolicy(stack, plan);
    return { plan, cors, id: `P${index}`, ...make(stack, `P${index}`, cors) };
  });
  const template = (stack.node.root as App).synth().getStackByName('Stack').template;
  // A Lambda function behind a REST API sends the headers itself; here it does, as the policy says.
  const functions = Object.fromEntries(made.flatMap(({ id, cors }) => {
    const handler = stack.node.tryFindChild(`${id}Handler`)?.node.defaultChild as CfnFunction | undefined;
    const answer = (event: any) => ({ statusCode: 200, headers: cors.headersFor({ origin: event.headers?.origin }), body: '{}' });
    return handler === undefined ? [] : [[stack.getLogicalId(handler), answer]];
  }));
  const open = { headers: { 'access-control-allow-origin': '*' }, body: '{}' };
  const [healthy, failing] = [200, 503].map((status) =>
    Emulator.fromTemplate(template, { functions, backends: { [BACKEND]: () => ({ ...open, status }) } }));

  test('both answers are asked for', () => {
    const expected = made.flatMap(({ cors }) => fc.sample(requests(cors), { seed: SEED, numRuns: 20 }).map((request) => mayCall(cors, request)));
    expect(expected.filter(Boolean).length).toBeGreaterThan(expected.length / 10);
    expect(expected.filter((each) => !each).length).toBeGreaterThan(expected.length / 4);
  });

  test('a page may call exactly where the policy says so', () => {
    const disagreements = made.flatMap(({ plan, cors, entrance, path }) => {
      const ask = asker(healthy, entrance(), path);
      return fc.sample(requests(cors), { seed: SEED, numRuns: 20 }).flatMap((request) => {
        const verdict = ask(request);
        const expected = mayCall(cors, request) ? 'allowed' : 'blocked';
        const { outcome, error, reason } = verdict;
        return outcome === expected ? [] : [{ plan, request, expected, outcome, error, reason }];
      });
    });
    expect(disagreements).toEqual([]);
  });

  test('and can read the errors, where the layer makes or passes them on', () => {
    const unreadable = made.flatMap(({ plan, cors, entrance, path }) => {
      const isHttpApi = healthy.entrances.find(({ logicalId }) => logicalId === entrance())!.kind === 'http-api';
      const ask = asker(failing, entrance(), path);
      return fc.sample(requests(cors), { seed: SEED + 1, numRuns: 10 }).filter((request) => mayCall(cors, request)).flatMap((request) => {
        // CloudFront matches no addresses: see ApiBehaviorOptions.cors.
        const matched = !/^https?:\/\/(\[|[0-9.]+(:|$))/.test(request.page);
        const { outcome, error, reason } = ask(request, { failure: 'THROTTLED' });
        return outcome === 'allowed' || isHttpApi || !matched ? [] : [{ plan, request, outcome, error, reason }];
      });
    });
    expect(unreadable).toEqual([]);
  });
});
