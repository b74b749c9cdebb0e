import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Emulator, type EmulatorOptions } from '../emulator';
import { suggestion } from '../report/suggestion';
import { parseTemplate, type StackSource, readAssembly } from '../template';

const MAX_BYTES = 8 * 1024 * 1024;

/** The app isn't there, or is none: told to the user in words. */
export class UnreadableApp extends Error {}

/** An app, and where it is. */
export interface ReadApp {
  readonly emulator: Emulator;
  /** The template, where it is a single one. */
  readonly file?: string;
}

/** How an app is read. */
export interface Reading extends EmulatorOptions {
  /** What reads it, for what to write instead. */
  readonly command: 'check' | 'serve';
  /** The folder that the app's name is relative to. */
  readonly cwd: string;
}

/**
 * The app that a user named.
 *
 * @param app a cloud assembly's folder, or a template's file
 * @throws an UnreadableApp that says what is missing or wrong, and where
 */
export function readApp(app: string, { command, cwd, ...options }: Reading): ReadApp {
  if (app === '') throw new UnreadableApp(`the name of the app is empty; leave it out for cdk.out, or write cdk-cors ${command} path/to/cdk.out`);
  const path = resolve(cwd, app);
  if (!existsSync(path)) {
    const instead = `run "cdk synth" first, or name the folder that it wrote or a template: cdk-cors ${command} path/to/cdk.out`;
    throw new UnreadableApp(`there is no ${app}; ${instead}`);
  }
  const read = readable(() => (statSync(path).isDirectory() ? ofAssembly(path, options) : ofTemplate(app, path, options)));
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

function ofTemplate(app: string, path: string, options: EmulatorOptions): ReadApp {
  const { size } = statSync(path);
  if (!statSync(path).isFile()) throw new Error(`${app} is neither a folder nor a file`);
  if (size > MAX_BYTES) throw new Error(`${app} has ${size} bytes, and CloudFormation takes a template of at most 1,000,000`);
  const template = parseTemplate(readFileSync(path, 'utf8'), app);
  const stackName = basename(path).replace(/(?:\.template)?\.(?:json|ya?ml|template)$/i, '');
  checkParameters(options.parameters ?? {}, [{ name: stackName, stackName, template }]);
  try {
    return { emulator: Emulator.fromTemplate(template, { ...options, stackName }), file: path };
  } catch (error) {
    if (error instanceof Error && error.constructor === Error) throw new Error(error.message.replace(/^the template\b/, app));
    throw error;
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    // anything but a plain Error is our own mistake, unless a file told it
    throw error instanceof Error && (error.constructor === Error || 'syscall' in error) ? new UnreadableApp(error.message) : error;
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
  throw new Error(`no template has a parameter ${JSON.stringify(wrong)}${instead}`);
}

/** Of a SAM template nothing would be checked, or only a part. */
function refuseSam({ unsupported }: Emulator): void {
  const begun = (start: string) => unsupported.find(({ type }) => type.startsWith(start));
  const found = begun('AWS::Serverless-') ?? begun('AWS::Serverless::');
  if (found !== undefined) throw new UnreadableApp(found.message);
}
