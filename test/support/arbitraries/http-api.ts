import * as fc from 'fast-check';
import { type PolicyPlan, policyPlans } from './policy';

export type HttpIntegrationKind = 'lambda' | 'shared-lambda' | 'url';
export type HttpAuthorizationKind = 'inherited' | 'none' | 'iam' | 'jwt' | 'lambda';

export interface RoutePlan {
  readonly path: string;
  readonly methods: string[];
  readonly integration: HttpIntegrationKind;
  readonly authorization: HttpAuthorizationKind;
  readonly scopes: boolean;
}

/** An HTTP API as plain data. */
export interface HttpApiPlan {
  readonly policy: PolicyPlan;
  readonly via: 'CorsHttpApi' | 'HttpApi with mixin';
  /** Who answers what no route takes: nobody, the API's default integration, or a `$default` route. */
  readonly fallback: 'none' | 'handler' | 'route';
  readonly routes: RoutePlan[];
  readonly optionsRoute: boolean;
  readonly defaultAuthorization: HttpAuthorizationKind;
  readonly defaultStage: boolean;
  readonly namedStage?: string;
  readonly domainName?: string;
  readonly disableExecuteApiEndpoint?: boolean;
}

const PATHS = ['/', '/items', '/items/{id}', '/v1/{proxy+}', '/{proxy+}', '/a.b_c-1~2'];

const route: fc.Arbitrary<RoutePlan> = fc.record({
  path: fc.constantFrom(...PATHS),
  methods: fc.oneof(fc.constant<string[]>(['ANY']), fc.shuffledSubarray(['GET', 'POST', 'DELETE', 'PATCH'], { minLength: 1, maxLength: 3 })),
  integration: fc.constantFrom<HttpIntegrationKind>('lambda', 'shared-lambda', 'url'),
  authorization: fc.constantFrom<HttpAuthorizationKind>('inherited', 'none', 'iam', 'jwt', 'lambda'),
  scopes: fc.boolean(),
});

const anyPlan: fc.Arbitrary<HttpApiPlan> = fc.record({
  policy: policyPlans({ patterns: false }),
  via: fc.constantFrom<HttpApiPlan['via']>('CorsHttpApi', 'HttpApi with mixin'),
  fallback: fc.constantFrom<HttpApiPlan['fallback']>('none', 'handler', 'route'),
  routes: fc.uniqueArray(route, {
    minLength: 1,
    maxLength: 5,
    // A path has ANY or methods once; both together are two routes of the same path.
    selector: ({ path, methods }) => `${path} ${methods.includes('ANY')}`,
  }),
  optionsRoute: fc.boolean(),
  defaultAuthorization: fc.constantFrom<HttpAuthorizationKind>('none', 'iam', 'jwt', 'lambda'),
  defaultStage: fc.boolean(),
  namedStage: fc.constantFrom(undefined, 'beta', 'v1'),
  domainName: fc.constantFrom(undefined, undefined, 'api.example.com'),
  disableExecuteApiEndpoint: fc.option(fc.boolean(), { nil: undefined }),
});

const takesAll = (routes: RoutePlan[], wanted: string) => routes.some(({ path, methods }) => path === wanted && methods.includes('ANY'));

/** Plans for HTTP APIs, which know no patterns of origins. Where `/` and `/{proxy+}` take every method, a fallback is refused: it has nothing left. */
export const httpApiPlans: fc.Arbitrary<HttpApiPlan> = anyPlan.map((plan) =>
  (takesAll(plan.routes, '/') && takesAll(plan.routes, '/{proxy+}') ? { ...plan, fallback: 'none' } : plan));
