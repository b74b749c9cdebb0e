import { wrap } from '../terminal';
import type { Command, ListedCommand } from './command';

const WIDTH = 100;

/** What `cdk-cors --help` says. */
export function overview(commands: readonly ListedCommand[]): string {
  return [
    'CORS on AWS, proven before you deploy and explained when it fails.',
    '',
    'Usage: cdk-cors <command> [options]',
    '',
    'Commands:',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Options:',
    ...columns([['--help', 'what there is, or what a command does: cdk-cors serve --help'], ['--version', 'the version of cdk-cors']]),
    '',
    'Exit codes: 0 all is well; 1 something was found; 2 what it was given is wrong; 3 it is itself mistaken.',
    '',
  ].join('\n');
}

/** What `cdk-cors <command> --help` says. */
export function helpOf({ summary, load }: ListedCommand): string {
  const { name, takes, options, help }: Command = load();
  const written = options.map((option): [string, string] =>
    [`--${option.name}${option.value === undefined ? '' : ` <${option.value}>`}`, `${option.about}${option.multiple === true ? ' (may be repeated)' : ''}`]);
  return [
    ...indented(`${summary[0].toUpperCase()}${summary.slice(1)}.`, 0),
    '',
    `Usage: cdk-cors ${[name, takes, '[options]'].filter((each) => each !== '').join(' ')}`,
    '',
    'Options:',
    ...columns([...written, ['--help', 'this text']]),
    '',
    ...help.flatMap((paragraph) => [...paragraph.split('\n').flatMap((line) => indented(line, 0)), '']),
  ].join('\n');
}

function columns(rows: ReadonlyArray<readonly [string, string]>): string[] {
  const width = Math.min(34, Math.max(...rows.map(([name]) => name.length)) + 4);
  return rows.flatMap(([name, about]) => {
    const [first, ...rest] = indented(about, width);
    const fits = name.length + 3 <= width;
    return fits ? [`  ${name.padEnd(width - 2)}${first.trimStart()}`, ...rest] : [`  ${name}`, first, ...rest];
  });
}

/** Lines of at most {@link WIDTH} characters, indented; a line that is indented already is an example, and left alone. */
function indented(text: string, indent: number): string[] {
  return text.startsWith(' ') ? [text] : wrap(text, WIDTH - indent).map((line) => `${' '.repeat(indent)}${line}`);
}
