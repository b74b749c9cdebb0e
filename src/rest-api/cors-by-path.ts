import { checkIsPolicy, type CorsPolicy, refuse, shown } from '../policy';

/**
 * The policies of an API by scope path: its own at `/`, others at the paths that have one. A scope is its path and all below it, down to the next scope.
 */
export type PolicyByPath = ReadonlyMap<string, CorsPolicy>;

export function policyByPath(policy: CorsPolicy, byPath: { [path: string]: CorsPolicy } = {}): PolicyByPath {
  checkIsPolicy(policy, 'the policy');
  const policies = new Map([['/', policy]]);
  for (const [path, override] of Object.entries(byPath)) {
    if (path === '/') {
      refuse('rootOverride', 'corsByPath must not contain "/": it is what the policy of the API is for; give that policy there');
    }
    if (!/^(\/[a-zA-Z0-9:._$-]+|\/\{[a-zA-Z0-9:._$-]+\})+$/.test(path)) {
      refuse('invalidPath', `corsByPath contains ${shown(path)}; a path starts with "/", has no trailing slash, wildcard or {proxy+}, such as "/public" or "/items/{id}"`);
    }
    checkIsPolicy(override, `corsByPath[${shown(path)}]`);
    policies.set(path, override);
  }
  return policies;
}
