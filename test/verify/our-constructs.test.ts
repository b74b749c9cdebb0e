/** Nothing is found in what the constructs make, and what they make keeps its policy: no more and no less. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as fc from 'fast-check';
import { CorsHttpApi, CorsOrigin, CorsPolicy, CorsRestApi, CorsSpecRestApi } from '../../src';
import { Emulator } from '../../src/emulator';
import { type Finding, verify } from '../../src/verify';
import { handler } from '../jest/support';
import { type HttpApiPlan, httpApiPlans } from '../support/arbitraries/http-api';
import { buildHttpApi } from '../support/arbitraries/http-api-stack';
import { exactOrigin, type PolicyPlan } from '../support/arbitraries/policy';
import { type RestApiPlan, restApiPlans } from '../support/arbitraries/rest-api';
import { buildRestApi } from '../support/arbitraries/rest-api-stack';
import { type WebAppPlan, webAppPlans } from '../support/arbitraries/web-app';
import { buildWebApp } from '../support/arbitraries/web-app-stack';
import { exampleApp, STACKS } from '../support/examples';
import { NEW_APP_FLAGS } from '../support/flags';

const text = ({ rule, path, message }: Finding) => `${rule} at ${path}: ${message}`;

function emulatorOf(build: (stack: Stack) => void): Emulator {
  const app = new App({ context: { ...NEW_APP_FLAGS, 'aws:cdk:disable-asset-staging': true } });
  build(new Stack(app, 'Stack'));
  return Emulator.fromAssembly(app.synth().directory);
}

test.each(Object.keys(STACKS))('no finding in the example %s', (example) => {
  const app = exampleApp(example, mkdtempSync(join(tmpdir(), 'cdk-cors-')), {});
  expect(verify(Emulator.fromAssembly(app.synth().directory)).findings.map(text)).toEqual([]);
});

/** What the generated routes ask their callers for, and what bodies have. A policy that doesn't let pages send it is a defect, and found to be one. */
const ASKED_FOR = ['Authorization', 'X-Api-Key', 'X-Tenant', 'Content-Type'];

function withHeaders(policy: PolicyPlan): PolicyPlan {
  const { allowHeaders } = policy;
  const missing = (headers: string[]) => ASKED_FOR.filter((name) => !headers.some((each) => each.toLowerCase() === name.toLowerCase()));
  return { ...policy, allowHeaders: [...allowHeaders ?? CorsPolicy.DEFAULT_HEADERS, ...missing(allowHeaders ?? CorsPolicy.DEFAULT_HEADERS)] };
}

/**
 * A route whose method the policy leaves out may be meant so: it is a warning, which nothing but the policy tells from a mistake. And a page at an IPv6 address can't read
 * errors at the edge: no response headers policy of CloudFront matches such an origin.
 */
function expected(plan: unknown): (finding: Finding) => boolean {
  // A plan has its policies at several places; what isn't said is left out of the text.
  const restricts = JSON.stringify(plan).includes('"allowMethods":[');
  return ({ rule, severity, message }) => (restricts && rule === 'method-not-allowed' && severity === 'warning')
    || (rule === 'edge-headers-missing-on-errors' && message.includes('https://['));
}

const REST = restApiPlans.map((plan): RestApiPlan =>
  ({ ...plan, policy: withHeaders(plan.policy), ...(plan.policyOfFirstPath && { policyOfFirstPath: withHeaders(plan.policyOfFirstPath) }) }));
// without a stage nothing answers, and that is found
const HTTP = httpApiPlans.map((plan): HttpApiPlan =>
  ({ ...plan, policy: withHeaders(plan.policy), defaultStage: plan.defaultStage || plan.namedStage === undefined }));

/** CloudFront matches no addresses and no other schemes, so that such pages can't read the errors of some APIs: see ApiBehaviorOptions.cors. */
function matchable(policy: PolicyPlan | undefined): PolicyPlan | undefined {
  if (policy === undefined || policy.origins === '*') return policy;
  const origins = policy.origins.filter((origin) => !/:\/\/(?:\[|[\d.]+(?::|$))|^(?!http|TOKEN)/.test(origin));
  return { ...policy, origins: origins.length === 0 ? ['https://app.example.com'] : origins };
}

const EDGE = webAppPlans.map((plan): WebAppPlan =>
  ({ ...plan, policy: matchable(plan.policy), apis: plan.apis.map((api) => ({ ...api, policy: matchable(api.policy) })) }));

const ROOMS: ReadonlyArray<readonly [string, number, fc.Arbitrary<any>, (stack: Stack, plan: any) => void]> = [
  ['REST APIs', 100, REST, buildRestApi],
  ['HTTP APIs', 80, HTTP, buildHttpApi],
  ['distributions', 20, EDGE, buildWebApp],
];

// Few stacks a test, so that its time limit means something.
const BATCHES = ROOMS.flatMap(([name, count, plans, build]) =>
  Array.from({ length: count / 20 }, (_, batch) => [name, batch + 1, plans, build] as const));

test.each(BATCHES)('no finding in generated %s: the twenty of batch %d', (_name, batch, plans, build) => {
  const seed = (fc.readConfigureGlobal()?.seed ?? 0) + batch - 1;
  for (const plan of fc.sample(plans, { numRuns: 20, seed })) {
    const findings = verify(emulatorOf((stack) => build(stack, plan))).findings.filter((each) => !expected(plan)(each));
    expect([findings.map(text), findings.length > 0 && plan]).toEqual([[], false]);
  }
}, 60_000);

type Build = (stack: Stack, cors: CorsPolicy) => void;

/** Constructs that project a policy as it is, patterns or not. */
const CONSTRUCTS: ReadonlyArray<readonly [string, Build]> = [
  ['CorsRestApi', (stack, cors) => {
    const api = new CorsRestApi(stack, 'Api', { cors, defaultIntegration: new apigateway.HttpIntegration('https://backend.example.com', { proxy: false }) });
    for (const method of ['GET', 'PUT', 'DELETE']) {
      api.root.addMethod(method);
    }
  }],
  ['CorsHttpApi', (stack, cors) => {
    new CorsHttpApi(stack, 'Api', { cors, routes: { 'GET /items': handler(stack), 'PUT /items/{id}': stack.node.findChild('Handler') as any } });
  }],
  ['CorsSpecRestApi', (stack, cors) => {
    new CorsSpecRestApi(stack, 'Api', { cors, routes: { 'GET /items': handler(stack), 'PUT /items/{id}': stack.node.findChild('Handler') as any } });
  }],
];

describe.each(CONSTRUCTS)('verify with a policy is a proof: %s', (_name, build) => {
  const policies = fc.record({
    origins: fc.uniqueArray(exactOrigin, { minLength: 2, maxLength: 4 }),
    allowCredentials: fc.boolean(),
  });
  const policyOf = (origins: readonly string[], allowCredentials: boolean) =>
    new CorsPolicy({ allowOrigins: origins.map((origin) => CorsOrigin.exact(origin)), allowCredentials });

  test.each([
    ['exactly its own: kept', (origins: string[]) => origins, true],
    ['one origin more: broken', (origins: string[]) => [...origins, 'https://another.example.org'], false],
    ['one origin less: broken', (origins: string[]) => origins.slice(1), false],
  ])('%s', (_what, change, kept) => {
    for (const { origins, allowCredentials } of fc.sample(policies, { numRuns: 4 })) {
      const emulator = emulatorOf((stack) => build(stack, policyOf(origins, allowCredentials)));
      const { findings } = verify(emulator, { policy: policyOf(change(origins), allowCredentials) });
      expect([origins, findings.length === 0 ? 'kept' : 'broken']).toEqual([origins, kept ? 'kept' : 'broken']);
    }
  });
});
