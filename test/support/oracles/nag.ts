import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { AssemblyTemplate } from './assembly';
import type { Finding } from './finding';

/**
 * cdk-nag's AwsSolutions rules. They look at constructs, so each template is read back into constructs of the newest aws-cdk-lib;
 * acknowledgements, which templates don't have, have no effect.
 */
export function askNag(templates: AssemblyTemplate[]): Finding[] {
  return templates.flatMap(({ stack, path, account, region }) => {
    const app = new App();
    const scope = new Stack(app, 'Nag', account && region ? { env: { account, region } } : {});
    new CfnInclude(scope, 'Template', { templateFile: path });
    return new AwsSolutionsChecks().validateScope(app).violations.flatMap(({ ruleName, severity, description, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({
        oracle: 'cdk-nag' as const,
        rule: ruleName,
        severity: severity ?? 'unknown',
        stack,
        resource: constructPath!.split('/').at(-1)!,
        message: description,
      })));
  });
}
