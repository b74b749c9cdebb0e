import { type AssemblyTemplate, readAssembly } from './oracles/assembly';
import type { Finding, Oracle } from './oracles/finding';
import { askNag } from './oracles/nag';
import { askPreflight } from './oracles/preflight';
import { askStrictValidation } from './oracles/strict-validation';

export type { Finding, Oracle } from './oracles/finding';

/** What the oracles can be asked about: an app, whichever release of aws-cdk-lib it comes from, or the directory of a cloud assembly. */
export type Synthesized = string | { synth(): { readonly directory: string } };

const ORACLES: Record<Oracle, (templates: AssemblyTemplate[]) => Finding[]> = {
  'cloudformation-validate': askStrictValidation,
  'cdk-preflight': askPreflight,
  'cdk-nag': askNag,
};

/** The oracles that say what can't be deployed, as opposed to what a user should decide. */
export const DEPLOYMENT_ORACLES: Oracle[] = ['cloudformation-validate', 'cdk-preflight'];

/**
 * All that the oracles find in the templates of an app, warnings included.
 *
 * They read the synthesized templates and always run with the newest aws-cdk-lib, also when the app was made with an older one. An
 * engine takes about two seconds to start, and a template about 25 ms: put many stacks into one app.
 */
export function findingsOf(synthesized: Synthesized, oracles: Oracle[] = DEPLOYMENT_ORACLES): Finding[] {
  const directory = typeof synthesized === 'string' ? synthesized : synthesized.synth().directory;
  const templates = readAssembly(directory);
  return oracles.flatMap((oracle) => ORACLES[oracle](templates));
}
