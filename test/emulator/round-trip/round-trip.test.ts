/**
 * What a policy says, what the synthesized template answers and what a browser makes of it are the same: for random policies and requests, on every
 * kind of entrance, also where the request fails. CDK_CORS_SEED makes others, CDK_CORS_ROUND_TRIPS more, and `npm run soak` 10,000 of each kind.
 */
import { App, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import type { CorsPolicy } from '../../../src';
import { Emulator, type RuleSwitches } from '../../../src/emulator';
import { originOfPage } from '../../../src/http';
import { ask } from '../../../src/verify';
import { buildPolicy, exactOrigin, policyPlans, type PolicyPlan } from '../../support/arbitraries/policy';
import { FAILURES, BACKEND, type Kind, KINDS, type Made, type PageRequest } from './kinds';

const SEED = Number(process.env.CDK_CORS_SEED ?? 20_261_122);
const TRIPS = Number(process.env.CDK_CORS_ROUND_TRIPS ?? 200);
const REQUESTS = 20;
const POLICIES = Math.ceil(TRIPS / REQUESTS);
/** A stack holds so many entrances at most. */
const BATCH = 10;

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
  const allowed = policy.allowOrigins.filter(({ value }) => value !== '*').map(({ value }) => value.replace('*://', 'https://').replace('**.', 'a.b.').replace('*.', 'pr-7.').replace(':*', ':5173').replace(/\*/g, '7'));
  const near = allowed
    .flatMap((origin) => [`${origin.replace(/:[0-9]+$/, '')}.evil.net`, ...['x.', 'evil'].map((text) => origin.replace('://', `://${text}`)), origin.replace('https', 'http')])
    .filter((origin) => URL.canParse(origin));
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...allowed, 'https://app.example.com') },
    { weight: 3, arbitrary: fc.constantFrom(...near, 'null') }, exactOrigin)
    .map((origin) => (origin === 'null' ? origin : originOfPage(origin)!));
}

const requestsFor = (policy: CorsPolicy, seed: number): PageRequest[] => fc.sample(fc.record({
  page: pagesFor(policy),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
  headers: fc.subarray(['authorization', 'content-type', 'x-tenant', 'if-match']).map((names) =>
    Object.fromEntries(names.map((name) => [name, name === 'content-type' ? 'application/json' : '1']))),
  credentials: fc.constantFrom('omit' as const, 'include' as const),
}), { seed, numRuns: REQUESTS });

interface Entrance extends Made {
  readonly plan: PolicyPlan;
  readonly cors: CorsPolicy;
  readonly id: string;
}

/** Some policies on an entrance each, in one app. */
class Batch {
  public readonly healthy: Emulator;
  public readonly failing: Emulator;
  public readonly entrances: readonly Entrance[];

  constructor({ make, isBare }: Kind, plans: readonly PolicyPlan[]) {
    const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
    this.entrances = plans.map((plan, index) => {
      const cors = buildPolicy(stack, plan);
      const id = `P${index}`;
      return { plan, cors, id, ...make(stack, id, cors) };
    });
    const template = (stack.node.root as App).synth().getStackByName('Stack').template;
    const functionId = (id: string) => {
      const fn = stack.node.tryFindChild(id)?.node.defaultChild as CfnFunction | undefined;
      return fn && stack.getLogicalId(fn);
    };
    const functions = Object.fromEntries(this.entrances.flatMap(({ id, cors }) => [
      // A Lambda function behind a REST API sends the headers itself; here it does, as the policy says.
      [functionId(`${id}Handler`), (event: any) => ({ statusCode: 200, headers: isBare ? {} : cors.headersFor({ origin: event.headers?.origin }), body: '{}' })],
      [functionId(`${id}Guard`), () => ({ principalId: 'me', policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] } })],
    ]).filter(([logicalId]) => logicalId !== undefined));
    const open = { headers: { 'access-control-allow-origin': '*' }, body: '{}' };
    [this.healthy, this.failing] = [200, 503].map((status) =>
      Emulator.fromTemplate(template, { functions, backends: { [BACKEND]: () => ({ ...open, status }) } }));
  }
}

function* batches(kind: Kind): Generator<Batch> {
  const plans = fc.sample(policyPlans(kind).filter(({ origins }) => !origins.includes('TOKEN')), { seed: SEED, numRuns: POLICIES });
  for (let at = 0; at < plans.length; at += BATCH) {
    yield new Batch(kind, plans.slice(at, at + BATCH));
  }
}

function outcomeOf(emulator: Emulator, { entrance, path, url }: Entrance, request: PageRequest, failure?: string, rules?: RuleSwitches) {
  const where = url === undefined ? { entrance: entrance(), path } : { url };
  const failing = failure !== undefined && { failure, onlyGuarded: true };
  const { outcome, error, reason, notes } = ask(emulator, { ...request, ...where, ...failing, ...rules && { rules } });
  return { outcome, error, reason, notes };
}

describe.each(Object.entries(KINDS))('%s', (_name, kind) => {
  test('policy, template and browser agree', () => {
    const disagreements: object[] = [];
    const asked = { allowed: 0, blocked: 0 };
    const compare = (entrance: Entrance, request: PageRequest, expected: string, emulator: Emulator, failure?: string) => {
      const found = outcomeOf(emulator, entrance, request, failure);
      if (found.outcome !== expected) {
        disagreements.push({ plan: entrance.plan, request, failure, expected, ...found });
      }
    };
    let seed = SEED;
    for (const { healthy, failing, entrances } of batches(kind)) {
      for (const entrance of entrances) {
        for (const request of requestsFor(entrance.cors, seed++)) {
          const expected = mayCall(entrance.cors, request) ? 'allowed' : 'blocked';
          asked[expected] += 1;
          if (expected === 'allowed' || !kind.isRefused?.(request)) {
            compare(entrance, request, expected, healthy);
          }
          if (expected === 'blocked') continue;
          // What a page may call it can also read when it fails. What it mayn't, it may read of some layers: see the decision on gateway errors.
          const failed = (failure: string) => kind.failing(failure, request, entrance.cors);
          for (const failure of FAILURES) {
            compare(entrance, request, failed(failure), healthy, failure);
          }
          // Where the edge can't speak for a page, an error is what the back end makes it.
          if (failed('INTEGRATION_FAILURE') === 'allowed') {
            compare(entrance, request, 'allowed', failing);
          }
        }
      }
    }
    expect(disagreements.slice(0, 5)).toEqual([]);
    expect(asked.allowed).toBeGreaterThan(TRIPS / 20);
    expect(asked.blocked).toBeGreaterThan(TRIPS / 4);
  }, TRIPS > 1000 ? 3_600_000 : 120_000);
});

test('what an HTTP API\'s errors carry hangs on rule 72', () => {
  const [batch] = batches(KINDS.CorsHttpApi);
  const entrance = batch.entrances.find(({ cors }) => cors.allowOrigins.length > 1)!;
  const request: PageRequest = { page: 'https://app.example.com', method: 'GET', headers: {}, credentials: 'omit' };
  const allowed = requestsFor(entrance.cors, 7).find((each) => mayCall(entrance.cors, each)) ?? request;
  expect(['unknown', 'cors', 'bare'].map((reading) => outcomeOf(batch.healthy, entrance, allowed, 'THROTTLED', { 72: reading }).outcome))
    .toEqual(['unknown', 'allowed', 'blocked']);
});
