import { Stack, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { refusal, shown } from '../policy';

// Rule 90. They forward the Host header of the browser's request.
const HOST_FORWARDING: { [id: string]: string } = {
  '216adef6-5c7f-47e4-b989-5492eafa07d3': 'AllViewer',
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': 'AllViewerAndCloudFrontHeaders-2022-06',
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': 'HostHeaderOnly',
};

// Rule 89. Their key has neither Origin nor Authorization nor the query string.
const KEYLESS_CACHING: { [id: string]: string } = {
  '658327ea-f89d-4fab-a63d-7e88639e58f6': 'CachingOptimized',
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': 'CachingOptimizedForUncompressedObjects',
};

// Rule 89. Host stands in their key, and CloudFront forwards what stands in the key.
const HOST_CACHING: { [id: string]: string } = {
  '2e54312d-136d-493c-8eb9-b001f22f67d2': 'Amplify',
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': 'UseOriginCacheControlHeaders',
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': 'UseOriginCacheControlHeaders-QueryStrings',
};

/** What is wrong with letting these methods through to an API. */
export function allowedMethodsFinding(methods: string[]): string | undefined {
  const missing = cloudfront.AllowedMethods.ALLOW_ALL.methods.filter((method) => !methods.includes(method));
  return missing.length === 0 ? undefined : refusal('tooFewMethods',
    `allowedMethods ${shown(methods)} lacks ${missing.join(', ')}: CloudFront answers these with 403 before the API sees them` +
    `${missing.includes('OPTIONS') ? ', preflights too' : ''}; use AllowedMethods.ALLOW_ALL`);
}

/** What is wrong with this origin request policy for an origin that needs its own Host. */
export function originRequestPolicyFinding(id: string, policy?: cloudfront.IOriginRequestPolicy): string | undefined {
  const name = HOST_FORWARDING[id];
  if (name === undefined && !(policy instanceof cloudfront.OriginRequestPolicy && forwardsHost(policy))) return undefined;
  return refusal('forwardsHost',
    `the origin request policy ${name ?? shown(policy!.node.path)} forwards the Host header of the browser's request, but API Gateway answers 403 ` +
    'to a host name that isn\'t its own; use OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER');
}

/** What is wrong with this cache policy for an API. */
export function cachePolicyFinding(id: string, needsOwnHost: boolean, policy?: cloudfront.ICachePolicy): string | undefined {
  if (KEYLESS_CACHING[id] !== undefined) {
    return refusal('cachesApi',
      `the cache policy ${KEYLESS_CACHING[id]} keeps answers of the API and gives them to everybody, whatever Authorization, Origin and query string ` +
      'a request has; use CachePolicy.CACHING_DISABLED, or a CachePolicy with these in its key');
  }
  if (needsOwnHost && HOST_CACHING[id] !== undefined) return hostInKey(HOST_CACHING[id]);
  return policy instanceof cloudfront.CachePolicy ? keyFinding(policy, needsOwnHost) : undefined;
}

function hostInKey(name: string): string {
  return refusal('forwardsHost',
    `the cache policy ${name} has Host in its key and so forwards it, but API Gateway answers 403 to a host name that isn't its own; ` +
    'use CachePolicy.CACHING_DISABLED, or a CachePolicy without Host');
}

function forwardsHost(policy: cloudfront.OriginRequestPolicy): boolean {
  const config = resolvedConfig<{ headersConfig?: HeadersConfig }>(policy.node.defaultChild as cloudfront.CfnOriginRequestPolicy, 'originRequestPolicyConfig');
  const listed = lowerCased(config?.headersConfig?.headers).includes('host');
  switch (config?.headersConfig?.headerBehavior) {
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return true;
    case 'allExcept':
      return !listed;
    default:
      return listed;
  }
}

function keyFinding(policy: cloudfront.CachePolicy, needsOwnHost: boolean): string | undefined {
  const config = resolvedConfig<CacheConfig>(policy.node.defaultChild as cloudfront.CfnCachePolicy, 'cachePolicyConfig');
  const key = config?.parametersInCacheKeyAndForwardedToOrigin;
  const headers = lowerCased(key?.headersConfig?.headers);
  if (needsOwnHost && headers.includes('host')) return hostInKey(shown(policy.node.path));
  const missing = ['Authorization', 'Origin'].filter((name) => !headers.includes(name.toLowerCase()));
  if (key?.queryStringsConfig?.queryStringBehavior === 'none') {
    missing.push('the query string');
  }
  return config?.maxTtl === 0 || missing.length === 0 ? undefined : refusal('cacheKeyTooSmall',
    `the cache policy ${shown(policy.node.path)} keeps answers of the API without ${missing.join(', ')} in its key, so that one caller gets another's answer; ` +
    'add CacheHeaderBehavior.allowList("Authorization", "Origin") and a CacheQueryStringBehavior, or use CachePolicy.CACHING_DISABLED');
}

interface HeadersConfig {
  readonly headerBehavior: string;
  readonly headers?: string[];
}

interface CacheConfig {
  readonly maxTtl?: number;
  readonly parametersInCacheKeyAndForwardedToOrigin?: {
    readonly headersConfig?: HeadersConfig;
    readonly queryStringsConfig?: { readonly queryStringBehavior: string };
  };
}

function resolvedConfig<T>(resource: cloudfront.CfnOriginRequestPolicy | cloudfront.CfnCachePolicy, property: string): T | undefined {
  return Stack.of(resource).resolve((resource as unknown as { [name: string]: unknown })[property]) as T | undefined;
}

function lowerCased(names: string[] = []): string[] {
  return names.filter((name) => typeof name === 'string' && !Token.isUnresolved(name)).map((name) => name.toLowerCase());
}
