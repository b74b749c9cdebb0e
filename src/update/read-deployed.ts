import { existsSync, readFileSync, statSync } from 'node:fs';
import { UserError } from '../errors';
import { type AppSource, plainTemplates, readAssembly } from '../template';

const TAKES = 'give a cdk.out, a template, or what "aws cloudformation get-template" prints';

/**
 * What is deployed: the folder of a cloud assembly, the file of a template, the text of one, an object, or what `aws cloudformation get-template` prints, which has
 * the template in `TemplateBody`, as a text or as an object. Several templates are a list.
 *
 * @param stackName of a template, which tells none itself
 * @throws an Error that says what is wrong with it
 */
export function readDeployed(deployed: unknown, stackName?: string): AppSource {
  if (typeof deployed === 'string' && !isText(deployed)) {
    if (!existsSync(deployed)) throw new UserError('input', `there is no ${deployed}; ${TAKES}`);
    if (statSync(deployed).isDirectory()) return readAssembly(deployed);
    return readDeployed(checkText(readFileSync(deployed, 'utf8'), deployed), stackName);
  }
  const templates = Array.isArray(deployed) ? deployed as unknown[] : [deployed];
  return plainTemplates(templates, { stackName });
}

/** A text of several lines, or one that begins as JSON does, is no path. */
function isText(text: string): boolean {
  return /^\s*[{[]|[\n\r]/.test(text);
}

function checkText(text: string, file: string): string {
  if (!isText(text)) throw new UserError('input', `${file} ${text.trim() === '' ? 'is empty' : 'is no template'}; ${TAKES}`);
  return text;
}
