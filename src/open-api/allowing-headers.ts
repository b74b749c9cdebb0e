import { isForbiddenRequestHeaderName } from '../http';
import { CorsPolicy } from '../policy';

/** What a page sends with a signed request (Signature Version 4). */
export const SIGNATURE_HEADERS = ['Authorization', 'X-Amz-Date', 'X-Amz-Security-Token'];

/** The policy with request headers allowed besides, which operations take; those that browsers set themselves need no permission. */
export function allowingHeaders(policy: CorsPolicy, names: readonly string[]): CorsPolicy {
  const known = new Set(policy.allowHeaders.map((name) => name.toLowerCase()));
  if (known.has('*')) return policy;
  const added = names.filter((name) => {
    const lower = name.toLowerCase();
    const isNew = !known.has(lower) && !isForbiddenRequestHeaderName(lower);
    known.add(lower);
    return isNew;
  });
  return added.length === 0 ? policy : new CorsPolicy({
    allowOrigins: policy.allowOrigins,
    allowMethods: policy.allowMethods,
    allowHeaders: [...policy.allowHeaders, ...added],
    exposeHeaders: nonEmpty(policy.exposeHeaders),
    allowCredentials: policy.allowCredentials,
    maxAge: policy.maxAge,
  });
}

function nonEmpty(names: string[]): string[] | undefined {
  return names.length > 0 ? names : undefined;
}
