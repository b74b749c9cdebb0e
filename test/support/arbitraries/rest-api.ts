import * as fc from 'fast-check';
import { type PolicyPlan, policyPlans } from './policy';

/** How a method is answered. */
export type IntegrationKind = 'inherited' | 'lambda' | 'mock' | 'http' | 'http-proxy' | 'aws' | 'step-functions';
/** Who may call. */
export type AuthorizationKind = 'inherited' | 'none' | 'iam' | 'cognito' | 'token' | 'request';

export interface MethodPlan {
  readonly verb: string;
  readonly integration: IntegrationKind;
  readonly authorization: AuthorizationKind;
  readonly apiKeyRequired?: boolean;
  readonly requiredHeader?: boolean;
  readonly validator?: boolean;
  /** OAuth scopes, where a Cognito authorizer can ask for them. */
  readonly scopes?: boolean;
}

export interface ResourcePlan {
  /** `items`, `{id}` or `{proxy+}`. */
  readonly part: string;
  readonly methods: MethodPlan[];
  readonly children: ResourcePlan[];
}

/** A REST API as plain data. */
export interface RestApiPlan {
  readonly policy: PolicyPlan;
  /** A policy of its own for the first resource with a fixed name. */
  readonly policyOfFirstPath?: PolicyPlan;
  readonly via: 'CorsRestApi' | 'RestApi with mixin' | 'LambdaRestApi with mixin' | 'imported with mixin';
  /** For `CorsRestApi`: whether the handler answers, and whether also what isn't defined. */
  readonly handler: 'none' | 'handler' | 'proxy';
  readonly resources: ResourcePlan[];
  readonly rootMethods: MethodPlan[];
  readonly defaultAuthorization: AuthorizationKind;
  readonly binaryMediaTypes?: string[];
  readonly usagePlan: boolean;
  readonly resourcePolicy: boolean;
  readonly gatewayResponses: { readonly type: string; readonly statusCode?: string; readonly template: boolean }[];
  readonly extraStage: boolean;
  readonly endpoint?: 'EDGE' | 'REGIONAL' | 'PRIVATE';
}

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'ANY'];

const method = (verbs: string[]): fc.Arbitrary<MethodPlan> => fc.record({
  verb: fc.constantFrom(...verbs),
  integration: fc.constantFrom<IntegrationKind>('inherited', 'inherited', 'lambda', 'mock', 'http', 'http-proxy', 'aws', 'step-functions'),
  authorization: fc.constantFrom<AuthorizationKind>('inherited', 'inherited', 'none', 'iam', 'cognito', 'token', 'request'),
  apiKeyRequired: fc.option(fc.boolean(), { nil: undefined }),
  requiredHeader: fc.boolean(),
  validator: fc.boolean(),
  scopes: fc.boolean(),
});

const methods = fc.uniqueArray(method(VERBS), { maxLength: 3, selector: ({ verb }) => verb });

/** Resources side by side: names differ, and one of them at most is a variable, as API Gateway wants it. */
function resources(depth: number): fc.Arbitrary<ResourcePlan[]> {
  const child = (part: fc.Arbitrary<string>): fc.Arbitrary<ResourcePlan> => fc.record({
    part,
    methods,
    children: depth === 0 ? fc.constant<ResourcePlan[]>([]) : resources(depth - 1),
  });
  const fixed = fc.uniqueArray(child(fc.constantFrom('items', 'v1', 'users', 'a.b_c-1')), { maxLength: 2, selector: ({ part }) => part });
  const greedy = fc.record({ part: fc.constant('{proxy+}'), methods, children: fc.constant<ResourcePlan[]>([]) });
  const variable = fc.option(fc.oneof(child(fc.constant('{id}')), greedy), { nil: undefined });
  return fc.tuple(fixed, variable).map(([named, one]) => (one === undefined ? named : [...named, one]));
}

const anyPlan: fc.Arbitrary<RestApiPlan> = fc.record({
  policy: policyPlans(),
  policyOfFirstPath: fc.option(policyPlans(), { nil: undefined, freq: 3 }),
  via: fc.constantFrom<RestApiPlan['via']>(
    'CorsRestApi', 'CorsRestApi', 'CorsRestApi', 'RestApi with mixin', 'RestApi with mixin', 'LambdaRestApi with mixin', 'imported with mixin'),
  handler: fc.constantFrom<RestApiPlan['handler']>('none', 'handler', 'proxy'),
  resources: resources(2),
  rootMethods: methods,
  defaultAuthorization: fc.constantFrom<AuthorizationKind>('none', 'none', 'iam', 'cognito', 'token', 'request'),
  binaryMediaTypes: fc.option(fc.constantFrom(['*/*'], ['image/png', 'application/pdf']), { nil: undefined }),
  usagePlan: fc.boolean(),
  resourcePolicy: fc.boolean(),
  gatewayResponses: fc.uniqueArray(fc.record({
    type: fc.constantFrom('DEFAULT_4XX', 'DEFAULT_5XX', 'UNAUTHORIZED', 'THROTTLED', 'WAF_FILTERED', 'INTEGRATION_TIMEOUT'),
    statusCode: fc.constantFrom(undefined, '418'),
    template: fc.boolean(),
  }), { maxLength: 3, selector: ({ type }) => type }),
  extraStage: fc.boolean(),
  endpoint: fc.constantFrom(undefined, 'EDGE', 'REGIONAL', 'PRIVATE'),
});

/** Plans for REST APIs. An authorizer that is the default needs a method that has it, or the CDK refuses it; an API without any method is refused, too. */
export const restApiPlans: fc.Arbitrary<RestApiPlan> = anyPlan.map((plan) => {
  const needsMethod = ['cognito', 'token', 'request'].includes(plan.defaultAuthorization) || !plan.resources.some(hasMethod);
  return needsMethod ? { ...plan, rootMethods: [DEFAULT_GET, ...plan.rootMethods.filter(({ verb }) => verb !== 'GET')] } : plan;
});

const DEFAULT_GET: MethodPlan = { verb: 'GET', integration: 'inherited', authorization: 'inherited' };

function hasMethod({ methods: own, children }: ResourcePlan): boolean {
  return own.length > 0 || children.some(hasMethod);
}
