import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Args, ListedCommand } from '../../src/cli/command';
import { COMMANDS } from '../../src/cli/commands';
import { UserError, type UserErrorKind } from '../../src/errors';
import { cdkCors } from './world';

/** A command that does as it is told. */
function command(does: (args: Args) => number | void = () => undefined): ListedCommand {
  const load = () => ({
    name: 'check',
    takes: '[cdk.out]',
    most: 1,
    options: [
      { name: 'format', value: 'text|json', about: 'how findings are written' },
      { name: 'origin', value: 'origin', multiple: true, about: 'an origin' },
      { name: 'strict', about: 'warnings count as well' },
    ],
    help: ['For example:\n  cdk-cors check cdk.out'],
    run: async (args: Args) => (does(args) ?? 0) as 0,
  });
  return { name: 'check', summary: 'looks for what is wrong', load };
}

describe('help', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']]])('%j lists every command and what exit codes mean', async (argv) => {
    const { code, stdout, stderr } = await cdkCors(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name, summary } of COMMANDS) {
      expect(stdout.replace(/\s+/g, ' ')).toContain(` ${name} ${summary} `);
    }
    expect(stdout).toMatch(/0 all is well; 1 .*; 2 /);
  });

  test.each([[['check', '--help']], [['check', '-h']], [['help', 'check']], [['check', 'somewhere', '--strict', '--help']]])('%j is that of the command, which does not run', async (argv) => {
    const run = jest.fn();
    const { code, stdout } = await cdkCors(argv, { commands: [command(run)] });
    expect(code).toBe(0);
    expect(run).not.toHaveBeenCalled();
    expect(stdout).toContain('Looks for what is wrong.\n\nUsage: cdk-cors check [cdk.out] [options]');
    expect(stdout).toMatch(/ {2}--format <text\|json> +how findings are written/);
    expect(stdout).toMatch(/ {2}--origin <origin> +an origin \(may be repeated\)/);
    expect(stdout).toContain('  cdk-cors check cdk.out\n');
  });

  test('of every command fits a terminal, and explains every option', async () => {
    for (const { name, options } of COMMANDS.map((each) => each.load())) {
      const { stdout } = await cdkCors([name, '--help']);
      // an example is a line to copy, however long it is
      const lines = stdout.split('\n').filter((line) => !line.startsWith('  cdk-cors'));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
      for (const option of options) {
        expect(stdout).toContain(`--${option.name}`);
      }
    }
  });
});

test('--version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(await cdkCors(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('wrong use is told with what to write, and is exit code 2', () => {
  test.each<[string[], string]>([
    [['chekc'], 'unknown command "chekc"; did you mean check?'],
    [['deploy'], 'unknown command "deploy"; there is check'],
    [['help', 'deploy'], 'unknown command "deploy"; there is check'],
    [['--verbose'], 'unknown option --verbose before a command'],
    [['check', '--formt', 'json'], 'check has no option --formt; did you mean --format?'],
    [['check', '-x'], 'check has no option -x'],
    [['check', '--constructor'], 'check has no option --constructor'],
    [['check', '--format'], '--format needs a value: --format <text|json>'],
    [['check', '--format', '--strict'], '--format needs a value: --format <text|json>'],
    [['check', '--format', '-1'], '--format needs a value: --format <text|json>; write --format=-1 where that is the value'],
    [['check', '--format', ''], '--format needs a value: --format <text|json>\n'],
    [['check', '--strict=yes'], '--strict is a switch and takes no value, got "yes"'],
    [['check', 'one', 'two'], 'check takes [cdk.out]; "two" is one too many'],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await cdkCors(argv, { commands: [command()] });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nSee cdk-cors (check )?--help\.\n$/);
  });
});

test('options are read by the command\'s table', async () => {
  const seen: unknown[] = [];
  const { code } = await cdkCors(['check', '--origin', 'https://a.example', 'out', '--format=json', '--origin=https://b.example', '--strict', '--format=-'], {
    commands: [command((args) => {
      seen.push(args.positionals, args.all('origin'), args.text('format'), args.has('strict'), args.has('format'), args.text('constructor'));
      return 1;
    })],
  });
  expect(code).toBe(1);
  expect(seen).toEqual([['out'], ['https://a.example', 'https://b.example'], '-', true, true, undefined]);
});

describe('what goes wrong in a command', () => {
  const fail = (error: unknown) => [command(() => {
    throw error;
  })];

  test.each<[kind: UserErrorKind, pointsToHelp: boolean]>([['input', false], ['option', true], ['usage', true]])(
    'that is the user\'s, of the kind %s, is said without a stack, with exit code 2', async (kind, pointsToHelp) => {
      const stderr = `cdk-cors check: cdk.out is empty\n${pointsToHelp ? 'See cdk-cors check --help.\n' : ''}`;
      expect(await cdkCors(['check'], { commands: fail(new UserError(kind, 'cdk.out is empty')) })).toEqual({ code: 2, stdout: '', stderr });
    });

  test.each<[what: string, error: unknown]>([
    ['a TypeError', new TypeError('x is undefined')], ['an Error of a dependency', new Error('x is undefined')], ['no Error', 'x is undefined'],
  ])('that is anything else asks to be reported, with exit code 3: %s', async (_, error) => {
    expect(await cdkCors(['check'], { commands: fail(error) })).toEqual({
      code: 3, stdout: '', stderr: 'cdk-cors check: x is undefined\nThis is a mistake in cdk-cors. Please report it, with what CDK_CORS_DEBUG=1 shows.\n',
    });
  });

  test('shows its stack to whoever asks for it', async () => {
    const { stderr } = await cdkCors(['check'], { commands: fail(new TypeError('x is undefined')), env: { CDK_CORS_DEBUG: '1' } });
    expect(stderr).toMatch(/\n {4}at .*run\.test\.ts/);
  });
});
