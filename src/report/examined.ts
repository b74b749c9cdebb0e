import type { Entrance } from '../emulator';
import type { ExpectedPolicy, Finding, Report } from '../verify';

/** A report, with what its readers should know of where it comes from. */
export interface Examined {
  readonly report: Report;
  /** What was read, as the user called it: `cdk.out`. */
  readonly app: string;
  /** The entrances that were asked. */
  readonly entrances: readonly Entrance[];
  /** What was to be proven, if anything. */
  readonly policy?: ExpectedPolicy;
  /** The version of cdk-cors. */
  readonly version: string;
  /** Where a finding is in a file; undefined where that isn't known. */
  placeOf(finding: Finding): Place | undefined;
}

/** A place in a template. */
export interface Place {
  /** With slashes, relative to the folder that the command ran in where it is below, else absolute. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

/** How a report is written down. */
export interface Format {
  /** For the help. */
  readonly about: string;
  write(examined: Examined, options: WriteOptions): string;
}

export interface WriteOptions {
  /** Whether a person looks at it, on a terminal that has colours. */
  readonly colour: boolean;
  /** Whether only what is wrong is of interest. */
  readonly quiet: boolean;
}
