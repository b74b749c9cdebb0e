import * as fc from 'fast-check';
import { type PolicyPlan, policyPlans } from './policy';

export type SpecIntegrationKind = 'handler' | 'route' | 'http-proxy' | 'mock' | 'aws';
export type SpecSecurityKind = 'none' | 'handler' | 'iam' | 'api-key' | 'cognito' | 'lambda';

export interface SpecOperationPlan {
  readonly path: string;
  readonly method: string;
  readonly integration: SpecIntegrationKind;
  readonly security: SpecSecurityKind;
  readonly header: boolean;
  readonly body: boolean;
}

/** A document, and what stands beside it, as plain data. */
export interface SpecRestApiPlan {
  readonly policy: PolicyPlan;
  /** A policy of its own for `/items`. */
  readonly policyOfItems?: PolicyPlan;
  readonly version: '3.0.3' | '3.1.0';
  readonly operations: SpecOperationPlan[];
  /** Routes that the document doesn't have. */
  readonly routes: string[];
  readonly options: 'none' | 'described' | 'answered';
  readonly rootSecurity: SpecSecurityKind;
  readonly gatewayResponses: string[];
  readonly validator: boolean;
  readonly binaryMediaTypes?: string[];
  readonly endpoint?: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  readonly handlerCors: boolean;
}

const PATHS = ['/', '/items', '/items/{id}', '/items/{id}/parts', '/v1/events:batch', '/files/{path+}', '/any'];

const operation: fc.Arbitrary<SpecOperationPlan> = fc.record({
  path: fc.constantFrom(...PATHS),
  method: fc.constantFrom('get', 'head', 'post', 'put', 'patch', 'delete', 'x-amazon-apigateway-any-method'),
  integration: fc.constantFrom<SpecIntegrationKind>('handler', 'handler', 'route', 'http-proxy', 'mock', 'aws'),
  security: fc.constantFrom<SpecSecurityKind>('none', 'none', 'handler', 'iam', 'api-key', 'cognito', 'lambda'),
  header: fc.boolean(),
  body: fc.boolean(),
});

export const specRestApiPlans: fc.Arbitrary<SpecRestApiPlan> = fc.record({
  policy: policyPlans(),
  policyOfItems: fc.option(policyPlans(), { nil: undefined, freq: 3 }),
  version: fc.constantFrom<SpecRestApiPlan['version']>('3.0.3', '3.1.0'),
  operations: fc.uniqueArray(operation, { minLength: 1, maxLength: 8, selector: ({ path, method }) => `${method} ${path}` }),
  routes: fc.subarray(['GET /health', 'ANY /admin/{proxy+}', 'POST /items/search']),
  options: fc.constantFrom<SpecRestApiPlan['options']>('none', 'described', 'answered'),
  rootSecurity: fc.constantFrom<SpecSecurityKind>('none', 'none', 'iam', 'cognito', 'lambda'),
  gatewayResponses: fc.subarray(['DEFAULT_4XX', 'UNAUTHORIZED', 'THROTTLED']),
  validator: fc.boolean(),
  binaryMediaTypes: fc.option(fc.constantFrom(['*/*'], ['image/png']), { nil: undefined }),
  endpoint: fc.constantFrom(undefined, 'EDGE', 'REGIONAL', 'PRIVATE'),
  handlerCors: fc.boolean(),
});
