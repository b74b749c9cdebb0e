import { Token } from 'aws-cdk-lib';
import type { CorsPolicy } from '../policy';
import { refuse } from '../policy';

/** What all variables of a function may have together, in bytes. */
const ENVIRONMENT_LIMIT = 4096;

/** The policy as the environment variable CORS_POLICY has it. */
export function policyText(policy: CorsPolicy): string {
  const { allowMethods, allowHeaders, exposeHeaders, allowCredentials } = policy;
  const document = {
    allowOrigins: exactOrigins(policy),
    allowOriginPattern: originPattern(policy),
    allowMethods,
    allowHeaders,
    exposeHeaders: exposeHeaders.length === 0 ? undefined : exposeHeaders,
    allowCredentials,
  };
  // Seconds that are only known at deploy time are a text with a token in it, which stands for a number.
  return `${JSON.stringify(document).slice(0, -1)},"maxAge":${maxAgeOf(policy)}}`;
}

/** The same as plain variables, for what has no JSON at hand. Lists are separated by commas, which no origin and no header has. */
export function plainVariables(policy: CorsPolicy): { [name: string]: string } {
  const pattern = originPattern(policy);
  const origins = exactOrigins(policy);
  return {
    ...(origins.length === 0 ? {} : { CORS_ALLOW_ORIGINS: origins.join(',') }),
    ...(pattern === undefined ? {} : { CORS_ALLOW_ORIGIN_PATTERN: pattern }),
    CORS_ALLOW_METHODS: policy.allowMethods.join(','),
    CORS_ALLOW_HEADERS: policy.allowHeaders.join(','),
    ...(policy.exposeHeaders.length === 0 ? {} : { CORS_EXPOSE_HEADERS: policy.exposeHeaders.join(',') }),
    CORS_ALLOW_CREDENTIALS: String(policy.allowCredentials),
    CORS_MAX_AGE: maxAgeOf(policy),
  };
}

/** Refuses variables that would leave a function no room. */
export function checkSize(variables: { [name: string]: string }): void {
  const size = Object.entries(variables).reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(Token.isUnresolved(value) ? '' : value), 0);
  if (size > ENVIRONMENT_LIMIT) {
    refuse('environmentTooLarge',
      `the policy would have ${size} bytes in the function's environment, but Lambda takes ${ENVIRONMENT_LIMIT} for all variables together; ` +
      'name fewer origins, e.g. by CorsOrigin.subdomainsOf, or fewer headers');
  }
}

function exactOrigins(policy: CorsPolicy): string[] {
  return policy.allowAnyOrigin ? ['*'] : policy.allowOrigins.map((origin) => origin._exact).filter((origin) => origin !== undefined);
}

// Anchored, so that it is right also where somebody searches with it instead of matching the whole.
function originPattern(policy: CorsPolicy): string | undefined {
  const patterns = policy.allowAnyOrigin ? [] : policy.allowOrigins.map((origin) => origin._pattern).filter((pattern) => pattern !== undefined);
  return patterns.length === 0 ? undefined : `^(?:${patterns.join('|')})$`;
}

function maxAgeOf(policy: CorsPolicy): string {
  return policy._preflightHeaders()['Access-Control-Max-Age'];
}
