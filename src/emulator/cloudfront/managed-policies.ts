import { ALL, allExcept, NONE, type Selection, these } from './items';

/** What a cache policy says. */
export interface CachePolicy {
  /** Seconds. */
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
  /** The cache key besides the path; all of it reaches the origin, too. */
  readonly key: Selection;
  /** Whether `Accept-Encoding`, reduced to these, is in the key. */
  readonly encodings: ReadonlyArray<'gzip' | 'br'>;
}

/** What an origin request policy says: what reaches the origin besides the cache key. */
export interface OriginRequestPolicy extends Selection {
  /** Headers that CloudFront makes itself, in lower case. */
  readonly cloudFrontHeaders: readonly string[];
}

const NOTHING: Selection = { headers: NONE, cookies: NONE, queryStrings: NONE };
const YEAR = 31_536_000;
const BOTH = ['gzip', 'br'] as const;
const ORIGIN_CACHE_CONTROL: CachePolicy = {
  minTtl: 0,
  defaultTtl: 0,
  maxTtl: YEAR,
  key: { headers: these('host', 'origin', 'x-http-method', 'x-http-method-override', 'x-method-override'), cookies: ALL, queryStrings: NONE },
  encodings: BOTH,
};

/** Rule 89. */
export const MANAGED_CACHE_POLICIES: ReadonlyMap<string, CachePolicy> = new Map<string, CachePolicy>([
  // CachingDisabled
  ['4135ea2d-6df8-44a3-9df3-4b5a84be39ad', { minTtl: 0, defaultTtl: 0, maxTtl: 0, key: NOTHING, encodings: [] }],
  // CachingOptimized
  ['658327ea-f89d-4fab-a63d-7e88639e58f6', { minTtl: 1, defaultTtl: 86_400, maxTtl: YEAR, key: NOTHING, encodings: BOTH }],
  // CachingOptimizedForUncompressedObjects
  ['b2884449-e4de-46a7-ac36-70bc7f1ddd6d', { minTtl: 1, defaultTtl: 86_400, maxTtl: YEAR, key: NOTHING, encodings: [] }],
  // UseOriginCacheControlHeaders
  ['83da9c7e-98b4-4e11-a168-04f0df8e2c65', ORIGIN_CACHE_CONTROL],
  // UseOriginCacheControlHeaders-QueryStrings
  ['4cc15a8a-d715-48a4-82b8-cc0b614638fe', { ...ORIGIN_CACHE_CONTROL, key: { ...ORIGIN_CACHE_CONTROL.key, queryStrings: ALL } }],
  // Amplify
  ['2e54312d-136d-493c-8eb9-b001f22f67d2', {
    minTtl: 2,
    defaultTtl: 2,
    maxTtl: 600,
    key: { headers: these('authorization', 'cloudfront-viewer-country', 'host'), cookies: ALL, queryStrings: ALL },
    encodings: BOTH,
  }],
  // Elemental-MediaPackage
  ['08627262-05a9-4f76-9ded-b50ca2e3a84f', {
    minTtl: 0,
    defaultTtl: 86_400,
    maxTtl: YEAR,
    key: { headers: these('origin'), cookies: NONE, queryStrings: these('aws.manifestfilter', 'start', 'end', 'm') },
    encodings: ['gzip'],
  }],
]);

const plain = (selection: Selection): OriginRequestPolicy => ({ ...selection, cloudFrontHeaders: [] });

/** The managed policies whose TTLs rule 89 infers. */
export const INFERRED_CACHE_POLICIES: ReadonlySet<string> = new Set(
  ['83da9c7e-98b4-4e11-a168-04f0df8e2c65', '4cc15a8a-d715-48a4-82b8-cc0b614638fe']);

/** Rule 90. */
export const MANAGED_ORIGIN_REQUEST_POLICIES: ReadonlyMap<string, OriginRequestPolicy> = new Map<string, OriginRequestPolicy>([
  // AllViewer
  ['216adef6-5c7f-47e4-b989-5492eafa07d3', plain({ headers: ALL, cookies: ALL, queryStrings: ALL })],
  // AllViewerExceptHostHeader
  ['b689b0a8-53d0-40ab-baf2-68738e2966ac', plain({ headers: allExcept('host'), cookies: ALL, queryStrings: ALL })],
  // AllViewerAndCloudFrontHeaders-2022-06
  ['33f36d7e-f396-46d9-90e0-52428a34d9dc', {
    headers: ALL, cookies: ALL, queryStrings: ALL, cloudFrontHeaders: ['cloudfront-forwarded-proto', 'cloudfront-viewer-address'],
  }],
  // CORS-CustomOrigin
  ['59781a5b-3903-41f3-afcb-af62929ccde1', plain({ headers: these('origin'), cookies: NONE, queryStrings: NONE })],
  // CORS-S3Origin
  ['88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', plain({
    headers: these('origin', 'access-control-request-headers', 'access-control-request-method'), cookies: NONE, queryStrings: NONE,
  })],
  // UserAgentRefererHeaders
  ['acba4595-bd28-49b8-b9fe-13317c0390fa', plain({ headers: these('user-agent', 'referer'), cookies: NONE, queryStrings: NONE })],
  // Elemental-MediaTailor-PersonalizedManifests
  ['775133bc-15f2-49f9-abea-afb2e0bf67d2', plain({
    headers: these('origin', 'access-control-request-headers', 'access-control-request-method', 'user-agent', 'x-forwarded-for'),
    cookies: NONE,
    queryStrings: ALL,
  })],
  // HostHeaderOnly
  ['bf0718e1-ba1e-49d1-88b1-f726733018ae', plain({ headers: these('host'), cookies: NONE, queryStrings: NONE })],
]);
