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
  if (typeof deployed !== 'string' || isText(deployed)) return ofTemplates(deployed, stackName, 'what is deployed');
  if (!existsSync(deployed)) throw new UserError('input', `there is no ${deployed}; ${TAKES}`);
  if (statSync(deployed).isDirectory()) return readAssembly(deployed);
  const text = readFileSync(deployed, 'utf8');
  if (!isText(text)) throw new UserError('input', `${deployed} ${text.trim() === '' ? 'is empty' : 'isn\'t a template'}; ${TAKES}`);
  return ofTemplates(text, stackName, deployed);
}

function ofTemplates(given: unknown, stackName: string | undefined, file: string): AppSource {
  return plainTemplates(Array.isArray(given) ? given as unknown[] : [given], { stackName, file });
}

/** A text of several lines, or one that begins as JSON does, isn't a path. */
function isText(text: string): boolean {
  return /^\s*[{[]|[\n\r]/.test(text);
}
