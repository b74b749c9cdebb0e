import { CfnParameter, Duration, Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import * as fc from 'fast-check';
import { CorsOrigin, CorsPolicy } from '../../../src';

/** A policy as plain data. A list of origins may have `TOKEN` for one that is known at deploy time. */
export interface PolicyPlan {
  readonly origins: '*' | string[];
  readonly allowMethods?: string[];
  readonly allowHeaders?: string[];
  readonly exposeHeaders?: string[];
  readonly allowCredentials?: boolean;
  readonly maxAgeSeconds?: number;
}

export interface PolicyPlanOptions {
  /** Whether patterns such as `https://*.example.com` are among the origins. */
  readonly patterns: boolean;
}

export const TOKEN = 'TOKEN';

// No label starts with "xn--", which is for encoded labels alone.
const label = fc.stringMatching(/^[a-z]([a-z0-9]{0,6}[a-z0-9])?$/);
const name = fc.tuple(label, label, fc.constantFrom('com', 'net', 'example', 'dev')).map((labels) => labels.join('.'));
const port = fc.option(fc.integer({ min: 1, max: 65_535 }).filter((number) => number !== 80 && number !== 443), { nil: undefined });
const authority = fc.tuple(name, port).map(([host, number]) => (number === undefined ? host : `${host}:${number}`));
const scheme = fc.constantFrom('https', 'https', 'http');

/** Origins as browsers send them. */
export const exactOrigin: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(scheme, authority).map(([protocol, host]) => `${protocol}://${host}`) },
  { weight: 1, arbitrary: fc.constantFrom('http://localhost:5173', 'http://127.0.0.1:3000', 'https://[2001:db8::1]:8443', 'capacitor://localhost') },
  { weight: 1, arbitrary: fc.constantFrom('https://xn--bcher-kva.example', 'https://a-b.c-d.example') },
);

/** Patterns of origins, as `CorsOrigin.parse` reads them. */
export const originPattern: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(scheme, fc.constantFrom('*', '**'), authority).map(([protocol, stars, host]) => `${protocol}://${stars}.${host}`),
  fc.tuple(scheme, fc.constantFrom('*--a', 'pr-*', 'app-*-team', '*b*'), authority).map(([protocol, part, host]) => `${protocol}://${part}.${host}`),
  fc.constantFrom('http://localhost:*', 'https://localhost:*', 'http://127.0.0.1:*'),
);

const methods = fc.shuffledSubarray([...CorsPolicy.ALL_METHODS], { minLength: 1 });
const requestHeaders = fc.shuffledSubarray(['Authorization', 'Content-Type', 'X-Api-Key', 'If-Match', 'x-tenant', 'X_Under.Score~1'], { minLength: 1 });
const responseHeaders = fc.shuffledSubarray(['ETag', 'Link', 'X-Total-Count', 'x-amzn-requestid', 'Retry-After'], { minLength: 1 });
const maxAgeSeconds = fc.constantFrom(0, 1, 600, 7200, 86_400);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Policies for listed origins. */
function listed({ patterns }: PolicyPlanOptions): fc.Arbitrary<PolicyPlan> {
  const origin = fc.oneof(
    { weight: 6, arbitrary: exactOrigin },
    { weight: patterns ? 3 : 0, arbitrary: originPattern },
    { weight: 1, arbitrary: fc.constant(TOKEN) },
  );
  return fc.record({
    origins: fc.uniqueArray(origin, { minLength: 1, maxLength: 5 }),
    allowMethods: optional(methods),
    allowHeaders: optional(requestHeaders),
    exposeHeaders: optional(responseHeaders),
    allowCredentials: optional(fc.boolean()),
    maxAgeSeconds: optional(maxAgeSeconds),
  });
}

/** Policies for any origin, which go without credentials and may have `*` for more. */
const anyOrigin: fc.Arbitrary<PolicyPlan> = fc.record({
  origins: fc.constant('*' as const),
  allowMethods: optional(fc.oneof(methods, fc.constant<string[]>(['*']))),
  allowHeaders: optional(fc.oneof(requestHeaders, fc.constant<string[]>(['*', 'Authorization']))),
  exposeHeaders: optional(fc.oneof(responseHeaders, fc.constant<string[]>(['*']))),
  maxAgeSeconds: optional(maxAgeSeconds),
});

export function policyPlans(options: PolicyPlanOptions = { patterns: true }): fc.Arbitrary<PolicyPlan> {
  return fc.oneof({ weight: 4, arbitrary: listed(options) }, { weight: 1, arbitrary: anyOrigin });
}

/** The policy of a plan. An origin that is known at deploy time is a parameter in the scope, or what is given. */
export function buildPolicy(scope: Construct, plan: PolicyPlan, tokenOrigin: (scope: Construct) => string = originParameter): CorsPolicy {
  const { origins, maxAgeSeconds: seconds, ...options } = plan;
  const props = { ...options, maxAge: seconds === undefined ? undefined : Duration.seconds(seconds) };
  if (origins === '*') return CorsPolicy.unsafelyAllowAnyOrigin(props);
  return new CorsPolicy({
    ...props,
    allowOrigins: origins.map((origin) => CorsOrigin.parse(origin === TOKEN ? tokenOrigin(scope) : origin)),
  });
}

/** A parameter that no layer uses would be a finding of its own: an import isn't. */
export const importedOrigin = () => Fn.importValue('PageOrigin');

function originParameter(scope: Construct): string {
  const existing = scope.node.tryFindChild('PageOrigin') as CfnParameter | undefined;
  return (existing ?? new CfnParameter(scope, 'PageOrigin', { default: 'https://app.example.com' })).valueAsString;
}
