/**
 * One defect in what the constructs make is found by its name, and nothing else is taken for an error.
 *
 * CDK_CORS_MUTATIONS makes about as many as it says, and CDK_CORS_SEED others.
 */
import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { Emulator } from '../../src/emulator';
import { type Report, verify } from '../../src/verify';
import { type HttpApiPlan, httpApiPlans } from '../support/arbitraries/http-api';
import { buildHttpApi } from '../support/arbitraries/http-api-stack';
import { exactOrigin, type PolicyPlan } from '../support/arbitraries/policy';
import { type RestApiPlan, restApiPlans } from '../support/arbitraries/rest-api';
import { buildRestApi } from '../support/arbitraries/rest-api-stack';
import { NEW_APP_FLAGS } from '../support/flags';
import { HTTP_MUTATIONS, type Mutation, REST_MUTATIONS, type Template } from '../support/mutations';

const SEED = Number(process.env.CDK_CORS_SEED ?? 20_261_201);
/** A template has about six of the defects. */
const TEMPLATES = Math.ceil(Number(process.env.CDK_CORS_MUTATIONS ?? 60) / 12);

/** A policy that lets pages do all that the generated routes ask for. */
const policies: fc.Arbitrary<PolicyPlan> = fc.uniqueArray(exactOrigin, { minLength: 1, maxLength: 2 })
  .map((origins) => ({ origins, allowHeaders: ['Authorization', 'X-Api-Key', 'X-Tenant', 'Content-Type'] }));

const REST = fc.tuple(restApiPlans, policies).map(([plan, policy]): RestApiPlan => ({ ...plan, policy, policyOfFirstPath: undefined }));
const HTTP = fc.tuple(httpApiPlans, policies).map(([plan, policy]): HttpApiPlan => ({ ...plan, policy, defaultStage: true }));

function templateOf(build: (stack: Stack) => void): string {
  const app = new App({ context: { ...NEW_APP_FLAGS, 'aws:cdk:disable-asset-staging': true } });
  build(new Stack(app, 'Stack'));
  return JSON.stringify(app.synth().getStackByName('Stack').template);
}

/** The texts of templates of which verify asks something: what has no stage, none of their pages calls. */
function templatesOf<Plan>(plans: fc.Arbitrary<Plan>, build: (stack: Stack, plan: Plan) => void): string[] {
  const made = fc.sample(plans, { numRuns: TEMPLATES * 2, seed: SEED }).map((plan) => templateOf((stack) => build(stack, plan)));
  return made.filter((text) => reportOf(JSON.parse(text) as Template).matrix.length > 0);
}

function reportOf(template: Template): Report {
  return verify(Emulator.fromTemplate(template));
}

/** What is found besides the defect: nothing where its rule finds it. */
function othersThan({ rule }: Mutation, { findings }: Report): string[] {
  const others = findings.filter((finding) => finding.rule !== rule && finding.severity === 'error').map(({ rule: other, path, message }) => `${other} at ${path}: ${message}`);
  return findings.some((finding) => finding.rule === rule) ? others : [`${rule} isn't found`, ...others];
}

const ROOMS: ReadonlyArray<readonly [string, () => string[], readonly Mutation[]]> = [
  ['a REST API', () => templatesOf(REST, buildRestApi), REST_MUTATIONS],
  ['an HTTP API', () => templatesOf(HTTP, buildHttpApi), HTTP_MUTATIONS],
];

describe.each(ROOMS)('of %s', (_name, make, mutations) => {
  let texts: string[];

  beforeAll(() => {
    texts = make();
  }, 600_000);

  test.each(mutations.map((mutation) => [mutation.what, mutation.rule, mutation] as const))('%s: %s', (_what, _rule, mutation) => {
    const spoilt = texts.map((text) => JSON.parse(text) as Template).filter(mutation.spoil);
    expect(spoilt.length).toBeGreaterThan(0);
    expect(spoilt.map((template) => othersThan(mutation, reportOf(template)))).toEqual(spoilt.map(() => []));
  }, 600_000);
});
