import type { TemplateResource } from '../../emulator';
import type { Cause, Rule } from '../app';

/** A rule that throws finds nothing more. The others are asked all the same. */
export const ruleFailed: Rule = {
  id: 'rule-failed',
  severity: 'warning',
  title: 'a rule failed, so that what it looks for isn\'t known',
  fix: {
    cdk: "new CorsVerifier({ excludeRules: ['preflight-behind-authorizer'] }); // the rule that failed, until it is mended",
    cloudFormation: '# nothing: report the template, or the part of it that the finding names, at https://github.com/cdk-cors/cdk-cors/issues',
  },
};

/** What a rule that threw is reported as. */
export function failureOf({ id }: Rule, error: unknown, resource: TemplateResource): Cause {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    resource,
    sameAs: id,
    message: `the rule ${id} failed (${reason}), so what it looks for isn't known; this is a defect of cdk-cors: please report it with the template`,
  };
}
