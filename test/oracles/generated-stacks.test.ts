import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { httpApiPlans } from '../support/arbitraries/http-api';
import { buildHttpApi } from '../support/arbitraries/http-api-stack';
import { restApiPlans } from '../support/arbitraries/rest-api';
import { buildRestApi } from '../support/arbitraries/rest-api-stack';
import { specRestApiPlans } from '../support/arbitraries/spec-rest-api';
import { buildSpecRestApi } from '../support/arbitraries/spec-rest-api-stack';
import { webAppPlans } from '../support/arbitraries/web-app';
import { buildWebApp } from '../support/arbitraries/web-app-stack';
import { NEW_APP_FLAGS } from '../support/flags';
import { type Finding, findingsOf } from '../support/oracles';

/** Another seed makes other stacks: CDK_CORS_SEED=1 npx jest test/oracles/generated-stacks */
const SEED = Number(process.env.CDK_CORS_SEED ?? 20_261_122);

interface Room<Plan> {
  /** In each of the apps. */
  readonly count: number;
  readonly plans: fc.Arbitrary<Plan>;
  readonly build: (stack: Stack, plan: Plan) => void;
}

const room = <Plan>(count: number, plans: fc.Arbitrary<Plan>, build: (stack: Stack, plan: Plan) => void): Room<unknown> =>
  ({ count, plans, build: build as Room<unknown>['build'] });

const ROOMS: Record<string, Room<unknown>> = {
  'rest-api': room(50, restApiPlans, buildRestApi),
  'http-api': room(35, httpApiPlans, buildHttpApi),
  'spec-rest-api': room(25, specRestApiPlans, buildSpecRestApi),
  'web-app': room(30, webAppPlans, buildWebApp),
};

/** The feature flags of apps: what `cdk init` writes today, and none but the one without which an API can't have two request validators. */
const APPS = {
  'a new app': NEW_APP_FLAGS,
  'an old app': { '@aws-cdk/aws-apigateway:requestValidatorUniqueId': true },
};

test('at least 200 stacks are generated', () => {
  const perApp = Object.values(ROOMS).reduce((sum, { count }) => sum + count, 0);
  expect(perApp * Object.keys(APPS).length).toBeGreaterThanOrEqual(200);
});

const PAIRS = Object.keys(APPS).flatMap((app) => Object.keys(ROOMS).map((name) => [name, app as keyof typeof APPS] as const));

describe.each(PAIRS)('%s in %s', (name, appName) => {
  const { plans, build, count } = ROOMS[name];
  const seed = SEED + Object.keys(APPS).indexOf(appName);

  test(`nothing would stop the deployment of ${count} generated stacks`, () => {
    const app = new App({ context: APPS[appName] });
    const samples = new Map(fc.sample(plans, { seed, numRuns: count }).map((plan, index) => [`${name}-${index}`, plan]));
    const explain = (stack: string) => `${stack} of ${appName}, seed ${SEED}: ${JSON.stringify(samples.get(stack))}`;
    for (const [id, plan] of samples) {
      try {
        build(new Stack(app, id), plan);
      } catch (error) {
        throw new Error(`can't build ${explain(id)}`, { cause: error });
      }
    }

    const findings = findingsOf(app);

    const problem = ({ oracle, rule, resource, message, stack }: Finding) => `${oracle} ${rule} ${resource}: ${message}\n  ${explain(stack)}`;
    expect(findings.map(problem)).toEqual([]);
  }, 120_000);
});
