import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** How deep a document stands in a template: Resources, the API, Properties, Body. */
const DEPTH = 4;

/** About how many bytes a document takes in the template of a stack, which is indented unless the stack says otherwise. */
export function bytesInTemplate(document: unknown, scope: IConstruct): number {
  const { _suppressTemplateIndentation: suppressed } = Stack.of(scope) as unknown as { _suppressTemplateIndentation?: boolean };
  const text = JSON.stringify(document, undefined, suppressed === true ? undefined : 1);
  const lines = suppressed === true ? 0 : text.split('\n').length;
  return Buffer.byteLength(text) + DEPTH * lines;
}
