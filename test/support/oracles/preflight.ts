// `Preflight.apply(app)` validates constructs of the aws-cdk-lib that it was installed with; the plugin behind it reads template files.
import { PreflightEnforcePlugin } from 'cdk-preflight/lib/private/enforce';
import { BUNDLED_RULES } from 'cdk-preflight/lib/rules.generated';
import type { AssemblyTemplate } from './assembly';
import type { Finding } from './finding';
import { askPlugin } from './policy-plugin';

/** All rules of cdk-preflight, in its strict mode: with the errors of the engine's own rules. */
export function askPreflight(templates: AssemblyTemplate[]): Finding[] {
  return askPlugin('cdk-preflight', new PreflightEnforcePlugin(BUNDLED_RULES, true), templates);
}
