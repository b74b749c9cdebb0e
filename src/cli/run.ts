import { UserError } from '../errors';
import { inert, packageVersion, suggestion } from '../values';
import type { ExitCode, Io, ListedCommand } from './command';
import { helpOf, overview } from './help';
import { readArgs } from './read-args';

/**
 * Runs `cdk-cors` with its arguments. Errors are messages on stderr, with the stack only if CDK_CORS_DEBUG is set.
 *
 * @param argv what stands behind `cdk-cors`
 */
export async function run(argv: readonly string[], io: Io, commands: readonly ListedCommand[]): Promise<ExitCode> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') return help(rest[0], io, commands);
  if (name === '--version' || name === '-v') return print(`${packageVersion()}\n`, io);
  const command = commands.find((each) => each.name === name);
  if (command === undefined) return unknownCommand(name, io, commands);
  const end = rest.indexOf('--');
  if (rest.slice(0, end < 0 ? undefined : end).some((each) => each === '--help' || each === '-h')) return print(helpOf(command), io);
  try {
    const loaded = command.load();
    return await loaded.run(readArgs(loaded, rest), io);
  } catch (error) {
    return failed(asUserError(error), command, io);
  }
}

function help(name: string | undefined, io: Io, commands: readonly ListedCommand[]): ExitCode {
  const command = commands.find((each) => each.name === name);
  if (name !== undefined && command === undefined && !name.startsWith('-')) return unknownCommand(name, io, commands);
  return print(command === undefined ? overview(commands) : helpOf(command), io);
}

function print(text: string, io: Io): ExitCode {
  io.stdout.write(text);
  return 0;
}

function unknownCommand(name: string, io: Io, commands: readonly ListedCommand[]): ExitCode {
  const names = commands.map((each) => each.name);
  const what = name.startsWith('-') ? `unknown option ${name} before a command` : `unknown command ${JSON.stringify(name)}`;
  io.stderr.write(inert(`cdk-cors: ${what}${suggestion(name, names) || `; there is ${names.join(', ')}`}\nSee cdk-cors --help.\n`));
  return 2;
}

/** What was read can be nested so deeply that the stack overflows: that isn't a mistake of this library. */
function asUserError(error: unknown): unknown {
  return error instanceof RangeError && error.message.includes('call stack')
    ? new UserError('input', 'what was read is nested too deeply, or has a chain of too many resources; a deployed app has neither') : error;
}

function failed(error: unknown, { name }: ListedCommand, io: Io): ExitCode {
  io.stderr.write(`${inert(`cdk-cors ${name}: ${error instanceof Error ? error.message : String(error)}`)}\n`);
  if (error instanceof UserError && error.kind !== 'input') {
    io.stderr.write(`See cdk-cors ${name} --help.\n`);
  }
  if (io.env.CDK_CORS_DEBUG !== undefined) {
    io.stderr.write(`${inert(error instanceof Error ? String(error.stack) : '')}\n`);
  } else if (!(error instanceof UserError)) {
    io.stderr.write('This is a mistake in cdk-cors. Please report it, with what CDK_CORS_DEBUG=1 shows.\n');
  }
  return error instanceof UserError ? 2 : 3;
}
