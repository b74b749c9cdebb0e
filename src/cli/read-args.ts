import { parseArgs } from 'node:util';
import { UserError } from '../errors';
import { suggestion } from '../values';
import type { Args, Command, Option } from './command';

/**
 * Reads what stands behind a command's name, by its table of options.
 *
 * @throws a UserError that says what isn't an option, or lacks its value
 */
export function readArgs(command: Command, args: readonly string[]): Args {
  const { values, positionals } = parse(command, args);
  if (positionals.length > command.most) {
    throw new UserError('usage', `${command.name} takes ${command.takes === '' ? 'no argument besides options' : command.takes}; ${JSON.stringify(positionals[command.most])} is one too many`);
  }
  const all = (option: string): readonly string[] => values.get(option) ?? [];
  return { positionals, all, text: (option) => all(option).at(-1), has: (option) => values.has(option) };
}

function parse(command: Command, args: readonly string[]): { values: Map<string, string[]>; positionals: string[] } {
  const options = Object.fromEntries(command.options.map(({ name, value }) => [name, { type: value === undefined ? 'boolean' as const : 'string' as const }]));
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      positionals.push(token.value);
    }
    if (token.kind === 'option') {
      const option = command.options.find(({ name }) => token.rawName === `--${name}`);
      if (option === undefined) throw new UserError('usage', `${command.name} has no option ${token.rawName}${suggestion(token.rawName, command.options.map(({ name }) => `--${name}`))}`);
      values.set(option.name, [...values.get(option.name) ?? [], valueOf(option, token.value, token.inlineValue)]);
    }
  }
  return { values, positionals };
}

function valueOf({ name, value }: Option, given: string | undefined, inline: boolean | undefined): string {
  if (value === undefined) {
    if (given !== undefined) throw new UserError('usage', `--${name} is a switch and takes no value, got ${JSON.stringify(given)}`);
    return '';
  }
  // "--site --open" forgot the value: what begins with a dash must be written with "=", but a dash by itself, which is standard input
  if (given === undefined || given === '' || (inline !== true && /^-./.test(given))) {
    const dashed = given === undefined || given === '' ? '' : `; write --${name}=${given} where that is the value`;
    throw new UserError('usage', `--${name} needs a value: --${name} <${value}>${dashed}`);
  }
  return given;
}
