import { readFileSync, type Stats, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Emulator, type EmulatorOptions } from '../emulator';
import { firstLine, UserError } from '../errors';
import { parseTemplate, type StackSource, readAssembly } from '../template';
import { suggestion } from '../values';

/** CloudFormation takes 1 MB; what is larger than this isn't even read. */
const MAX_BYTES = 8 * 1024 * 1024;

/** An app, and where it is. */
export interface ReadApp {
  readonly emulator: Emulator;
  /** The template, where it is a single one. */
  readonly file?: string;
}

/** How an app is read. */
export interface Reading extends EmulatorOptions {
  /** The folder that the app's name is relative to. */
  readonly cwd: string;
}

/**
 * The app that a user named.
 *
 * @param app a cloud assembly's folder, or a template's file
 * @throws a UserError that says what is missing or wrong, and where
 */
export function readApp(app: string, { cwd, ...options }: Reading): ReadApp {
  if (app === '') throw new UserError('input', 'the name of the app is empty; leave it out for cdk.out, or name a cloud assembly or a template, such as path/to/cdk.out');
  const path = resolve(cwd, app);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError('input', `there is no ${app}; run "cdk synth" first, or name the folder that it wrote or a template, such as path/to/cdk.out`);
  const read = stats.isDirectory() ? ofAssembly(path, options) : ofTemplate(app, path, stats, options);
  refuseSam(read.emulator);
  return read;
}

function ofAssembly(path: string, options: EmulatorOptions): ReadApp {
  const { parameters = {} } = options;
  if (Object.keys(parameters).length > 0) {
    checkParameters(parameters, readAssembly(path).stacks);
  }
  return { emulator: Emulator.fromAssembly(path, options) };
}

function ofTemplate(app: string, path: string, stats: Stats, options: EmulatorOptions): ReadApp {
  if (!stats.isFile()) throw new UserError('input', `${app} is neither a folder nor a file`);
  if (stats.size > MAX_BYTES) throw new UserError('input', `${app} has ${stats.size} bytes, and CloudFormation takes a template of at most 1,000,000`);
  const template = parseTemplate(textOf(path, app), app);
  const stackName = basename(path).replace(/(?:\.template)?\.(?:json|ya?ml|template)$/i, '');
  checkParameters(options.parameters ?? {}, [{ name: stackName, stackName, template }]);
  return { emulator: Emulator.fromTemplate(template, { ...options, stackName, file: app }), file: path };
}

function textOf(path: string, app: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError('input', `${app} can't be read: ${firstLine(error)}`);
  }
}

type NamedTemplate = Pick<StackSource, 'name' | 'stackName' | 'template'>;

/** A parameter that no template has would be given in vain. */
function checkParameters(given: object, stacks: readonly NamedTemplate[]): void {
  const known = stacks.flatMap(({ name, stackName, template }) => Object.keys((template as { Parameters?: object }).Parameters ?? {})
    .flatMap((parameter) => [parameter, `${name}:${parameter}`, `${stackName}:${parameter}`]));
  const wrong = Object.keys(given).find((name) => !known.includes(name));
  if (wrong === undefined) return;
  const names = [...new Set(known.filter((name) => !name.includes(':')))];
  const instead = suggestion(wrong, names) || `; there is ${names.slice(0, 20).join(', ') || 'none'}`;
  throw new UserError('input', `no template has a parameter ${JSON.stringify(wrong)}${instead}`);
}

/** Of a SAM template nothing would be checked, or only a part. */
function refuseSam({ unsupported }: Emulator): void {
  const begun = (start: string) => unsupported.find(({ type }) => type.startsWith(start));
  const found = begun('AWS::Serverless-') ?? begun('AWS::Serverless::');
  if (found !== undefined) throw new UserError('input', found.message);
}
