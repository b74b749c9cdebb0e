import { isCorsSafelistedMethod } from '../http';
import type { Case, ExpectedPolicy, Page, Target, Variant } from './app';

/** What should come out: what the policy says, else what the template declares. */
export function expectation(
  { method, headers }: Target, { origin, role }: Page, variant: Variant,
  { open, policy }: { readonly open: boolean; readonly policy?: ExpectedPolicy },
): Case['expected'] {
  if (role === 'site') return 'allowed';
  if (policy === undefined) return role === 'declared' ? 'allowed' : open && !variant.credentials ? 'either' : 'blocked';
  const listed = (list: readonly string[], value: string) => list.some((each) => each === '*' || each.toLowerCase() === value.toLowerCase());
  const methodAllowed = isCorsSafelistedMethod(method) || listed(policy.allowMethods, method);
  const headersAllowed = variant.headers === 'none' || Object.keys(headers).every((name) => listed(policy.allowHeaders, name));
  return policy.allows(origin) && methodAllowed && headersAllowed && (!variant.credentials || policy.allowCredentials) ? 'allowed' : 'blocked';
}
