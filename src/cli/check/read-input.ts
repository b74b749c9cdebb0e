import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Emulator } from '../../emulator';
import { parseTemplate, type StackSource } from '../../emulator/template';
import { readAssembly } from '../../emulator/template/read-assembly';
import { InputError } from '../command';
import { suggestion } from '../read-args';

const MAX_BYTES = 8 * 1024 * 1024;

/** What a check reads. */
export interface Input {
  readonly emulator: Emulator;
  /** The template, where it is a single one. */
  readonly file?: string;
}

/**
 * The app that a user named.
 *
 * @param app a cloud assembly's folder, or a template's file
 * @throws an InputError that says what is missing or wrong, and where
 */
export function readInput(app: string, cwd: string, parameters: Readonly<Record<string, string>>): Input {
  const path = resolve(cwd, app);
  if (!existsSync(path)) {
    throw new InputError(`there is no ${app}; run "cdk synth" first, or name the folder that it wrote or a template: cdk-cors check path/to/cdk.out`);
  }
  const input = readable(() => (statSync(path).isDirectory() ? ofAssembly(path, parameters) : ofTemplate(app, path, parameters)));
  refuseSam(input.emulator);
  return input;
}

function ofAssembly(path: string, parameters: Readonly<Record<string, string>>): Input {
  if (Object.keys(parameters).length > 0) checkParameters(parameters, readAssembly(path).stacks);
  return { emulator: Emulator.fromAssembly(path, { parameters }) };
}

function ofTemplate(app: string, path: string, parameters: Readonly<Record<string, string>>): Input {
  const { size } = statSync(path);
  if (!statSync(path).isFile()) throw new Error(`${app} is neither a folder nor a file`);
  if (size > MAX_BYTES) throw new Error(`${app} has ${size} bytes, and CloudFormation takes a template of at most 1,000,000`);
  const template = parseTemplate(readFileSync(path, 'utf8'), app);
  const stackName = basename(path).replace(/(?:\.template)?\.(?:json|ya?ml|template)$/i, '');
  checkParameters(parameters, [{ name: stackName, stackName, template }]);
  try {
    return { emulator: Emulator.fromTemplate(template, { parameters, stackName }), file: path };
  } catch (error) {
    throw new Error((error as Error).message.replace(/^the template\b/, app));
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

type NamedTemplate = Pick<StackSource, 'name' | 'stackName' | 'template'>;

/** A parameter that no template has would be given in vain. */
function checkParameters(given: Readonly<Record<string, string>>, stacks: readonly NamedTemplate[]): void {
  const known = stacks.flatMap(({ name, stackName, template }) =>
    Object.keys((template as { Parameters?: object }).Parameters ?? {}).flatMap((parameter) => [parameter, `${name}:${parameter}`, `${stackName}:${parameter}`]));
  const wrong = Object.keys(given).find((name) => !known.includes(name));
  if (wrong === undefined) return;
  const names = [...new Set(known.filter((name) => !name.includes(':')))];
  throw new Error(`no template has a parameter ${JSON.stringify(wrong)}${suggestion(wrong, names) || `; ${names.length === 0 ? 'there is none' : `there is ${names.slice(0, 20).join(', ')}`}`}`);
}

/** Of a SAM template nothing would be checked, or only a part. */
function refuseSam({ unsupported }: Emulator): void {
  const found = unsupported.find(({ type }) => type.startsWith('AWS::Serverless-')) ?? unsupported.find(({ type }) => type.startsWith('AWS::Serverless::'));
  if (found !== undefined) throw new InputError(found.message);
}
