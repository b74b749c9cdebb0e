import { parseTemplate } from './parse-template';
import type { AppSource } from './source';

/** What templates that stand by themselves are called. */
interface PlainOptions {
  readonly stackName?: string;
  /** In errors, where there is one template. */
  readonly file?: string;
}

/** Templates that stand by themselves: each an object, or a text of JSON or YAML. */
export function plainTemplates(templates: readonly unknown[], { stackName = 'Stack', file = 'the template' }: PlainOptions = {}): AppSource {
  return {
    stacks: templates.map((template, index) => {
      const name = index === 0 ? stackName : `${stackName}${index + 1}`;
      const called = templates.length === 1 ? file : `template ${index + 1}`;
      return { name, stackName: name, template: parseTemplate(template, called), assets: [], localTemplates: new Map() };
    }),
  };
}
