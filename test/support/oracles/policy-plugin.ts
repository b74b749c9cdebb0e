import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { App } from 'aws-cdk-lib';
import type { AssemblyTemplate } from './assembly';
import type { Finding, Oracle } from './finding';

/** Runs a validation plugin over templates as the CDK would, but reports what the plugin says, without making warnings of errors. */
export function askPlugin(oracle: Oracle, plugin: IPolicyValidationPlugin, templates: AssemblyTemplate[]): Finding[] {
  const stackOfTemplate = new Map(templates.map(({ path, stack }) => [path, stack]));
  const report = plugin.validate({
    templatePaths: templates.map(({ path }) => path),
    stackTemplates: templates.map(({ stack, path, account, region }) => ({
      stackConstructPath: stack,
      templatePath: path,
      accountId: account,
      region,
    })),
    accountId: common(templates.map(({ account }) => account)),
    region: common(templates.map(({ region }) => region)),
    appConstruct: new App(),
  });
  return report.violations.flatMap(({ ruleName, severity, description, violatingResources }) =>
    violatingResources.map(({ resourceLogicalId, templatePath }) => ({
      oracle,
      rule: ruleName,
      severity: severity ?? 'unknown',
      stack: stackOfTemplate.get(templatePath!) ?? 'unknown',
      resource: resourceLogicalId ?? '',
      message: description,
    })));
}

/** The value that all have, as the CDK hands it to plugins. */
function common(values: (string | undefined)[]): string | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}
