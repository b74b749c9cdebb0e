import { type Resolved, type TemplateModel, booleanOf, wholeListOf, numberOf, field, textOf, wholeTextsOf, isUnknown, type Maybe, Unknown } from '../../template';
import { ALL, type Items, NONE, type Selection, selectionOf, these } from './items';
import { type CachePolicy, INFERRED_CACHE_POLICIES, MANAGED_CACHE_POLICIES, MANAGED_ORIGIN_REQUEST_POLICIES, type OriginRequestPolicy } from './managed-policies';

/** What of a request is in the cache key, and what reaches the origin. */
export interface Forwarding {
  readonly cache: CachePolicy;
  /** Besides what is in the key: the origin gets the union of both policies (rule 91). */
  readonly origin: OriginRequestPolicy;
  /** The settings from before there were policies, under which headers that aren't named reach the origin (rule 87). */
  readonly isLegacy: boolean;
  /** Whether the cache policy rests on an inference (rule 89). */
  readonly isInferred: boolean;
}

const NOTHING: OriginRequestPolicy = { headers: NONE, cookies: NONE, queryStrings: NONE, cloudFrontHeaders: [] };

/** The forwarding of a cache behavior: by policies (rules 89 and 90), else by `ForwardedValues`. */
export function forwardingOf(behavior: Resolved, model: TemplateModel, path: string): Maybe<Forwarding> {
  const cacheId = field(behavior, 'CachePolicyId');
  if (cacheId === undefined || cacheId === null || cacheId === '') return legacyForwarding(behavior);
  const cache = policyOf(cacheId, model, 'AWS::CloudFront::CachePolicy', MANAGED_CACHE_POLICIES, customCachePolicy, `${path}/CachePolicyId`);
  const originId = field(behavior, 'OriginRequestPolicyId');
  const origin = originId === undefined || originId === null || originId === '' ? NOTHING
    : policyOf(originId, model, 'AWS::CloudFront::OriginRequestPolicy', MANAGED_ORIGIN_REQUEST_POLICIES, customOriginRequestPolicy,
      `${path}/OriginRequestPolicyId`);
  if (isUnknown(cache) || isUnknown(origin)) return [cache, origin].find(isUnknown)!;
  return { cache, origin, isLegacy: false, isInferred: INFERRED_CACHE_POLICIES.has(String(cacheId)) };
}

/**
 * A policy by its id: one of the template's, else a managed one.
 *
 * @param path of the property that has the id
 */
export function policyOf<T>(
  id: Resolved, model: TemplateModel, type: string, managed: ReadonlyMap<string, T>, custom: (config: Resolved, path: string) => Maybe<T>,
  path: string,
): Maybe<T> {
  if (isUnknown(id)) return id;
  const resource = model.referent(id, type);
  if (resource !== undefined) {
    const name = `${type.slice(type.lastIndexOf(':') + 1)}Config`;
    return custom(resource.properties[name], `${resource.path}/Properties/${name}`);
  }
  return managed.get(String(id)) ??
    new Unknown(path, `the policy ${String(id)} is neither in the template nor one that AWS manages and this emulator knows`);
}

function customCachePolicy(config: Resolved, path: string): Maybe<CachePolicy> {
  const parameters = field(config, 'ParametersInCacheKeyAndForwardedToOrigin');
  const key = selectionOf(parameters, path);
  const ttls = ['MinTTL', 'DefaultTTL', 'MaxTTL'].map((name) => numberOf(field(config, name)));
  const gzip = booleanOf(field(parameters, 'EnableAcceptEncodingGzip'));
  const brotli = booleanOf(field(parameters, 'EnableAcceptEncodingBrotli'));
  const unknown = [key, ...ttls, gzip, brotli].find(isUnknown);
  if (unknown !== undefined) return unknown;
  const [minTtl, defaultTtl, maxTtl] = ttls as (number | undefined)[];
  return { ...ttlsOf(minTtl, defaultTtl, maxTtl), key: key as Selection, encodings: [...gzip ? ['gzip' as const] : [], ...brotli ? ['br' as const] : []] };
}

function ttlsOf(min = 0, usual = Math.max(86_400, min), max = Math.max(31_536_000, usual)) {
  return { minTtl: min, defaultTtl: usual, maxTtl: max };
}

const CLOUDFRONT_HEADER = /^cloudfront-/;

function customOriginRequestPolicy(config: Resolved, path: string): Maybe<OriginRequestPolicy> {
  const selection = selectionOf(config, path);
  const named = wholeTextsOf(field(config, 'HeadersConfig', 'Headers'));
  if (isUnknown(selection) || isUnknown(named)) return [selection, named].find(isUnknown)!;
  const excepted = textOf(field(config, 'HeadersConfig', 'HeaderBehavior')) === 'allExcept';
  return { ...selection, cloudFrontHeaders: excepted ? [] : named.map((name) => name.toLowerCase()).filter((name) => CLOUDFRONT_HEADER.test(name)) };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-forwardedvalues.html */
function legacyForwarding(behavior: Resolved): Maybe<Forwarding> {
  const values = field(behavior, 'ForwardedValues');
  const headers = wholeTextsOf(field(values, 'Headers'));
  const forwardsQuery = booleanOf(field(values, 'QueryString'));
  const queryKeys = wholeTextsOf(field(values, 'QueryStringCacheKeys'));
  const cookies = legacyCookies(field(values, 'Cookies'));
  const ttls = ['MinTTL', 'DefaultTTL', 'MaxTTL'].map((name) => numberOf(field(behavior, name)));
  const unknown = [wholeListOf(values), headers, forwardsQuery, queryKeys, cookies, ...ttls].find(isUnknown);
  if (unknown !== undefined) return unknown;
  const names = (headers as string[]).map((name) => name.toLowerCase());
  const allQueryStrings: Items = forwardsQuery ? ALL : NONE;
  const keys = queryKeys as string[];
  const [minTtl, defaultTtl, maxTtl] = ttls as (number | undefined)[];
  return {
    cache: {
      // All headers in the key means that nothing is cached.
      ...names.includes('*') ? ttlsOf(0, 0, 0) : ttlsOf(minTtl, defaultTtl, maxTtl),
      key: {
        headers: names.includes('*') ? ALL : these(...names),
        cookies: cookies as Items,
        queryStrings: forwardsQuery && keys.length > 0 ? these(...keys) : allQueryStrings,
      },
      encodings: ['gzip'],
    },
    origin: { ...NOTHING, queryStrings: allQueryStrings, cloudFrontHeaders: names.filter((name) => CLOUDFRONT_HEADER.test(name)) },
    isLegacy: true,
    isInferred: false,
  };
}

function legacyCookies(cookies: Resolved): Maybe<Items> {
  const forward = textOf(field(cookies, 'Forward'));
  const names = wholeTextsOf(field(cookies, 'WhitelistedNames'));
  if (isUnknown(forward) || isUnknown(names)) return [forward, names].find(isUnknown)!;
  return forward === 'all' ? ALL : forward === 'whitelist' ? these(...names) : NONE;
}
