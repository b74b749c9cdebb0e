import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { httpApiPlans } from '../support/arbitraries/http-api';
import { buildHttpApi } from '../support/arbitraries/http-api-stack';
import { restApiPlans } from '../support/arbitraries/rest-api';
import { buildRestApi } from '../support/arbitraries/rest-api-stack';
import { findingsOf } from '../support/oracles';

/** Another seed makes other stacks: CDK_CORS_SEED=1 npx jest test/oracles/generated-stacks */
const SEED = Number(process.env.CDK_CORS_SEED ?? 20_261_122);

/** Several request validators in an API need it. */
const FLAGS = { '@aws-cdk/aws-apigateway:requestValidatorUniqueId': true };

interface Room<Plan> {
  readonly plans: fc.Arbitrary<Plan>;
  readonly build: (stack: Stack, plan: Plan) => void;
  readonly count: number;
}

const room = <Plan>(count: number, plans: fc.Arbitrary<Plan>, build: (stack: Stack, plan: Plan) => void): Room<unknown> =>
  ({ count, plans, build: build as Room<unknown>['build'] });

const ROOMS: Record<string, Room<unknown>> = {
  'rest-api': room(120, restApiPlans, buildRestApi),
  'http-api': room(80, httpApiPlans, buildHttpApi),
};

test('at least 200 stacks are generated', () => {
  expect(Object.values(ROOMS).reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(200);
});

describe.each(Object.entries(ROOMS))('%s', (name, { plans, build, count }) => {
  test(`nothing would stop the deployment of ${count} generated stacks`, () => {
    const app = new App({ context: FLAGS });
    const samples = fc.sample(plans, { seed: SEED, numRuns: count }).map((plan, index) => ({ plan, id: `${name}-${index}` }));
    samples.forEach(({ plan, id }) => buildOrExplain(build, new Stack(app, id), plan));
    const planOf = new Map(samples.map(({ plan, id }) => [id, plan]));

    const problems = findingsOf(app).map(({ oracle, rule, stack, resource, message }) =>
      `${oracle} ${rule} ${resource}: ${message}\n  ${explained(stack, planOf.get(stack))}`);

    expect(problems).toEqual([]);
  }, 120_000);
});

function buildOrExplain(build: Room<unknown>['build'], stack: Stack, plan: unknown): void {
  try {
    build(stack, plan);
  } catch (error) {
    throw new Error(`${explained(stack.stackName, plan)} can't be built`, { cause: error });
  }
}

/** What is needed to make a stack again. */
function explained(stack: string, plan: unknown): string {
  return `${stack} of seed ${SEED}: ${JSON.stringify(plan)}`;
}
