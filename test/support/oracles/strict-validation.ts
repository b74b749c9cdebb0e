import { CloudFormationValidatePlugin } from 'aws-cdk-lib';
import type { AssemblyTemplate } from './assembly';
import type { Finding } from './finding';
import { askPlugin } from './policy-plugin';

let plugin: CloudFormationValidatePlugin | undefined;

/**
 * The CDK's own validation of templates. At synthesis its errors are warnings unless the feature flag
 * `@aws-cdk/core:validateAgainstDefaultRules` is set; here they are what they are.
 */
export function askStrictValidation(templates: AssemblyTemplate[]): Finding[] {
  plugin ??= new CloudFormationValidatePlugin();
  return askPlugin('cloudformation-validate', plugin, templates);
}
