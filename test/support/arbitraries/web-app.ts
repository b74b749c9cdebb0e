import * as fc from 'fast-check';
import { type PolicyPlan, policyPlans } from './policy';

export type ApiKind = 'rest' | 'cors-rest' | 'http' | 'cors-http' | 'imported-rest' | 'imported-http' | 'custom-domain' | 'url';

/** An API behind a distribution. */
export interface ApiPlan {
  readonly prefix: string;
  readonly kind: ApiKind;
  readonly keepsPrefix?: boolean;
  readonly policy?: PolicyPlan;
  readonly customHeader: boolean;
  readonly tuned: boolean;
}

/** A site with APIs, or APIs on a distribution of one's own, as plain data. */
export interface WebAppPlan {
  readonly via: 'WebApp' | 'additionalBehaviors' | 'addTo';
  readonly apis: ApiPlan[];
  readonly policy?: PolicyPlan;
  readonly site: 'none' | 'folder' | 'bucket' | 'later';
  readonly routing?: 'SINGLE_PAGE' | 'DIRECTORY_INDEX' | 'NONE';
  readonly domainNames?: string[];
  readonly webAcl: boolean;
  readonly accessLogs: 'none' | 'own bucket' | 'given bucket';
  readonly accessLogsPrefix?: string;
  readonly priceClass?: 'PriceClass_100' | 'PriceClass_200' | 'PriceClass_All';
  readonly countries?: string[];
  readonly contentSecurityPolicy?: string;
  readonly hstsSeconds?: number;
  readonly comment?: string;
  readonly enableIpv6?: boolean;
  readonly destroy: boolean;
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const api: fc.Arbitrary<ApiPlan> = fc.record({
  prefix: fc.constantFrom('/api', '/v2/items', '/graphql', '/a.b_c-1~2'),
  kind: fc.constantFrom<ApiKind>('rest', 'cors-rest', 'http', 'cors-http', 'imported-rest', 'imported-http', 'custom-domain', 'url'),
  keepsPrefix: optional(fc.boolean()),
  policy: optional(policyPlans()),
  customHeader: fc.boolean(),
  tuned: fc.boolean(),
});

export const webAppPlans: fc.Arbitrary<WebAppPlan> = fc.record({
  via: fc.constantFrom<WebAppPlan['via']>('WebApp', 'WebApp', 'WebApp', 'additionalBehaviors', 'addTo'),
  apis: fc.uniqueArray(api, { maxLength: 3, selector: ({ prefix }) => prefix }),
  policy: optional(policyPlans()),
  site: fc.constantFrom<WebAppPlan['site']>('none', 'folder', 'bucket', 'later'),
  routing: fc.constantFrom(undefined, 'SINGLE_PAGE', 'DIRECTORY_INDEX', 'NONE'),
  domainNames: fc.constantFrom(undefined, ['app.example.com'], ['*.example.com', 'example.com']),
  webAcl: fc.boolean(),
  accessLogs: fc.constantFrom<WebAppPlan['accessLogs']>('none', 'own bucket', 'given bucket'),
  accessLogsPrefix: fc.constantFrom(undefined, 'edge/'),
  priceClass: fc.constantFrom(undefined, 'PriceClass_100', 'PriceClass_200', 'PriceClass_All'),
  countries: fc.constantFrom(undefined, ['DE', 'FR']),
  contentSecurityPolicy: fc.constantFrom(undefined, "default-src 'self'; img-src *"),
  hstsSeconds: fc.constantFrom(undefined, 0, 63_072_000),
  comment: fc.constantFrom(undefined, 'Bücher & more'),
  enableIpv6: optional(fc.boolean()),
  destroy: fc.boolean(),
});
