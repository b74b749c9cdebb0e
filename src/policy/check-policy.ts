import { CorsPolicy } from './cors-policy';
import { refuse, shown } from './refusal';

/** Throws for what isn't a policy; `name` is how the caller knows it, such as `cors`. */
export function checkIsPolicy(policy: unknown, name: string): asserts policy is CorsPolicy {
  if (!(policy instanceof CorsPolicy)) {
    refuse('notACorsPolicy', `${name} must be a CorsPolicy, got ${shown(policy)}; write CorsPolicy.forOrigins('https://app.example.com')`);
  }
}
