import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readApp, type ReadApp } from '../../app';
import { firstLine, UserError } from '../../errors';
import { type Examined, FORMATS, NO_ENTRANCE } from '../../report';
import { inert, isColoured } from '../../terminal';
import { packageVersion } from '../../values';
import { type ExpectedPolicy, isOpen, type Report, verify } from '../../verify';
import { entranceNamed } from '../../verify';
import type { Command, ExitCode, Io } from '../command';
import { type CheckOptions, checkOptions, OPTIONS } from './options';
import { Places } from './places';
import { Progress } from './progress';
import { readPolicy } from './read-policy';

/** `cdk-cors check`. */
export const check: Command = {
  name: 'check',
  takes: '[cdk.out | template]',
  most: 1,
  options: OPTIONS,
  help: [
    'It reads what "cdk synth" wrote (cdk.out by default), or a CloudFormation template in JSON or YAML, made by any tool. Nothing is deployed or called.',
    'For example:\n  cdk-cors check\n  cdk-cors check cdk.out --policy cors.json --fail-on warning\n  cdk-cors check template.yaml --page-origin https://app.example.com\n  cdk-cors check --output report.html\n  cdk-cors check --deployed ../main/cdk.out',
    'Exit codes: 0 nothing is wrong, or nothing as severe as --fail-on; 1 something is; 2 it was called the wrong way, or can\'t read what it was given; 3 it is itself mistaken. A template without anything to check is 0, and said.',
  ],
  run: async ({ positionals: [app = 'cdk.out'], ...args }, io) => {
    const options = checkOptions({ positionals: [], ...args });
    const policy = options.policy === undefined ? undefined : readPolicy(options.policy, io.cwd);
    refuseOverwriting(app, options, io);
    const deployed = options.deployed === undefined ? undefined : deployedAt(options.deployed, io);
    const input = readApp(app, { cwd: io.cwd, parameters: options.parameters, deployed });
    const examined = examine(app, input, options, policy, io);
    write(examined, options, io);
    if (examined.entrances.length === 0 && (options.quiet || options.format !== 'text' || options.output !== undefined)) {
      io.stderr.write(`${inert(`${app}: ${NO_ENTRANCE}`)}\n`);
    }
    return exitCode(examined.report, options);
  },
};

/** A path, or the text that stands on standard input. */
function deployedAt(deployed: string, { cwd, stdin }: Io): string {
  if (deployed !== '-') {
    const path = resolve(cwd, deployed);
    if (!existsSync(path)) throw new UserError('usage', `--deployed: there is no ${deployed}; name a cdk.out or a template, or - for standard input`);
    return path;
  }
  const text = stdin().trim();
  if (text === '') throw new UserError('input', '--deployed -: standard input is empty; pipe "aws cloudformation get-template --stack-name …" into it');
  // a text by itself may look like a path
  return `${text}\n`;
}

function examine(app: string, { emulator, file }: ReadApp, options: CheckOptions, policy: ExpectedPolicy | undefined, io: Io): Examined {
  const { questions, rules, quiet } = options;
  const now = emulator.updated;
  const chosen = namedEntrances(now, questions.entrances);
  const progress = new Progress(io.stderr, !quiet);
  try {
    const entrances = chosen.map(({ resource }) => resource.path);
    const report = verify(emulator, { questions: { ...questions, entrances }, policy, rules, onProgress: progress.tell });
    const places = new Places(now, file, io.cwd);
    return { report, app, entrances: chosen, policy, version: packageVersion(), placeOf: (finding) => places.of(finding) };
  } finally {
    progress.end();
  }
}

function namedEntrances(emulator: ReadApp['emulator'], names: readonly string[] | undefined) {
  if (names === undefined) return emulator.entrances;
  try {
    return [...new Set(names.map((name) => entranceNamed(emulator, name)))];
  } catch (error) {
    throw new UserError('usage', `--entrance: ${(error as Error).message}`);
  }
}

/** A report in the place of what it is about would be the end of it. */
function refuseOverwriting(app: string, { output, policy, deployed }: CheckOptions, { cwd }: Io): void {
  if (output === undefined) return;
  const taken = [app, policy, deployed].find((each) => each !== undefined && resolve(cwd, each) === resolve(cwd, output));
  if (taken !== undefined) throw new UserError('usage', `--output ${output} would overwrite what is read; name another file`);
}

function write(examined: Examined, { format, output, quiet }: CheckOptions, io: Io): void {
  const colour = output === undefined && isColoured(io.stdout, io.env);
  const written = FORMATS[format].write(examined, { colour, quiet });
  if (output === undefined) {
    io.stdout.write(written);
    return;
  }
  const path = resolve(io.cwd, output);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, written);
  } catch (error) {
    throw new UserError('input', `${output} can't be written: ${firstLine(error)}`);
  }
  if (!quiet) {
    io.stderr.write(`${inert(`the report is in ${output}`)}\n`);
  }
}

function exitCode(report: Report, { failOn }: CheckOptions): ExitCode {
  const { findings } = report;
  switch (failOn) {
    case 'never': return 0;
    case 'error': return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
    case 'warning': return findings.length > 0 ? 1 : 0;
    case 'unknown': return findings.length > 0 || isOpen(report) ? 1 : 0;
  }
}
