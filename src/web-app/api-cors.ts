import { Token } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { CorsOrigin, CorsPolicy } from '../policy';

/** The part of a policy that both edge functions compare an origin with. */
interface EdgeOrigins {
  readonly anyOrigin: boolean;
  readonly exact: string[];
  readonly patterns: string[];
}

/** The configuration of edge/api-request.js. */
export function requestConfig(stripPrefix: string, cors?: CorsPolicy): object {
  return {
    stripPrefix,
    cors: cors === undefined ? null : {
      ...edgeOrigins(cors),
      preflight: lowerCased(cors._preflightHeaders()),
      // The response headers policy is added to what a function answers as well (rule 99). Where it might match more origins than the
      // policy, only the status still says no.
      foreignStatus: cors.allowOrigins.every((origin) => origin._exact !== undefined) ? 204 : 403,
    },
  };
}

/** The configuration of edge/api-response.js. */
export function responseConfig(cors: CorsPolicy): object {
  return { cors: { ...edgeOrigins(cors), response: lowerCased(cors._responseHeaders()) } };
}

function edgeOrigins(cors: CorsPolicy): EdgeOrigins {
  return {
    anyOrigin: cors.allowAnyOrigin,
    exact: cors.allowOrigins.filter((origin) => origin._exact !== undefined).map((origin) => origin._exact!),
    patterns: cors.allowAnyOrigin ? [] : cors.allowOrigins.filter((origin) => origin._exact === undefined).map((origin) => origin._pattern!),
  };
}

function lowerCased(headers: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * The policy as CloudFront's response headers policy can say it. It speaks for answers of status 400 and above, where no function runs
 * (rule 104); elsewhere the functions are exact. Undefined if CloudFront can match none of the origins.
 */
export function corsBehavior(cors: CorsPolicy): cloudfront.ResponseHeadersCorsBehavior | undefined {
  const origins = cors.allowOrigins.flatMap(cloudFrontOrigins);
  return origins.length === 0 ? undefined : {
    accessControlAllowOrigins: origins,
    accessControlAllowMethods: cors.allowMethods.includes('*') ? ['ALL'] : cors.allowMethods,
    accessControlAllowHeaders: cors.allowHeaders,
    accessControlExposeHeaders: cors.exposeHeaders.length === 0 ? undefined : cors.exposeHeaders,
    accessControlAllowCredentials: cors.allowCredentials,
    accessControlMaxAge: cors.maxAge,
    originOverride: true,
  };
}

/** Whether a response headers policy speaks for every origin of the policy. Of this machine it matches the name, and not the address 127.0.0.1. */
export function isMatchedByCloudFront(cors: CorsPolicy): boolean {
  return cors.allowOrigins.every((origin) => origin.value !== LOCALHOST && cloudFrontOrigins(origin).length > 0);
}

/** The value of `CorsOrigin.localhost()`. */
const LOCALHOST = 'http://localhost:*';

/** Rule 95: an exact origin, or `*` for the leftmost label or the port. Other entries might fail the deployment. */
function cloudFrontOrigins(origin: CorsOrigin): string[] {
  if (origin.value === '*' || Token.isUnresolved(origin.value)) return [origin.value];
  if (origin.value === LOCALHOST) return ['http://localhost', 'http://localhost:*', 'https://localhost', 'https://localhost:*'];
  const [scheme, authority] = origin.value.split('://');
  const host = authority.replace(/:([0-9]+|\*)$/, '');
  const nameOnHttp = (scheme === 'http' || scheme === 'https') && !host.startsWith('[') && !/^[0-9.]+$/.test(host);
  if (!nameOnHttp) return [];
  // a star for the port may not stand for none
  if (authority.endsWith(':*')) return [`${scheme}://${host}`, origin.value];
  // a star is the leftmost label as a whole
  return [authority.includes('*') ? `${scheme}://*.${authority.replace(/^.*\*[^.]*\./, '')}` : origin.value];
}
