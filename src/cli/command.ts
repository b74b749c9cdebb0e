/** Where a command writes. */
export interface Output {
  /** Whether a person looks at it as it is written: then it may be coloured. */
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What a command has to do with the world, so that tests can be the world. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: { readonly [name: string]: string | undefined };
  /** All that stands on standard input. */
  readonly stdin: () => string;
  /** The folder that paths are relative to. */
  readonly cwd: string;
  /** Aborted when the user wants a command to end that otherwise wouldn't, with Ctrl+C. */
  readonly interrupted: AbortSignal;
}

/** An option of a command: what it is called, and what its help says. */
export interface Option {
  readonly name: string;
  /** What stands for its value in the help, such as `port`; an option without is a switch. */
  readonly value?: string;
  /** It may be given several times. */
  readonly multiple?: boolean;
  readonly about: string;
}

/** What was asked of a command, read by its table of options. */
export interface Args {
  readonly positionals: readonly string[];
  /** The last value of an option; undefined where it wasn't given. */
  text(option: string): string | undefined;
  /** All values of an option. */
  all(option: string): readonly string[];
  /** Whether a switch was given. */
  has(option: string): boolean;
}

/**
 * The exit code of a command: 0 where all is well, 1 where it found something, 2 where what it was given is wrong (a {@link UserError}), 3 where any other
 * error was thrown. Only findings give 1, so that a pipeline never takes a crash or a typing error for one.
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** What the list of commands says of one. */
export interface ListedCommand {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** It ends in its own way when it is interrupted; any other ends at once, as the system has it, also while it computes. */
  readonly heedsInterruption?: true;
  /** The command itself. It and what it needs are loaded here, so that the others don't wait for it. */
  load(): Command;
}

/** A command of `cdk-cors`. */
export interface Command {
  readonly name: string;
  /** What it takes besides options, as the help shows it: `[cdk.out]`. */
  readonly takes: string;
  /** How many of these it takes at most. */
  readonly most: number;
  readonly options: readonly Option[];
  /** Paragraphs below the options: what else a person should know, with examples. */
  readonly help: readonly string[];
  /**
   * @throws a UserError where it was called the wrong way, or can't do what it should with what it was given
   */
  run(args: Args, io: Io): Promise<ExitCode>;
}
