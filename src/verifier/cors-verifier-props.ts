import type { CorsPolicy } from '../policy';

/** From which severity on a finding fails the synthesis. */
export enum FailOn {
  /** Errors fail the synthesis, warnings are reported. */
  ERROR = 'error',

  /** Warnings fail it as errors do. */
  WARNING = 'warning',

  /** Findings of any severity fail it, and so does what isn't known: answers that no template tells, entrances that no page was asked for. */
  UNKNOWN = 'unknown',

  /** Nothing fails it: errors are reported as warnings. */
  NEVER = 'never',
}

/** What a verifier should look for. */
export interface CorsVerifierProps {
  /**
   * What should be allowed, no more and no less. It is compared with what every API and distribution of the app does.
   *
   * Throws for origins that are only known at deploy time, as which no question can be asked.
   *
   * @default - what the templates declare themselves: that works, and nothing else does
   */
  readonly policy?: CorsPolicy;

  /**
   * Origins whose pages call, besides those that the templates declare, such as `https://app.example.com`.
   *
   * Throws for what browsers don't send as an origin, such as `https://app.example.com/`.
   *
   * @default - only those that the templates declare
   */
  readonly pageOrigins?: string[];

  /**
   * From which severity on a finding fails the synthesis.
   *
   * With a policy, what isn't known is reported in any case: a proof that leaves something open is none.
   *
   * @default FailOn.ERROR
   */
  readonly failOn?: FailOn;

  /**
   * Rules that are never wanted, such as `max-age-above-browsers`. To leave out a finding in one place, acknowledge it there.
   *
   * Throws for what isn't a rule's name.
   *
   * @see https://github.com/cdk-cors/cdk-cors/blob/main/docs/rules/README.md
   * @default - all rules are wanted
   */
  readonly excludeRules?: string[];

  /**
   * Values of CloudFormation parameters: by name for all stacks, or as `Stack:Name` for one.
   *
   * @default - the defaults that the templates give; what depends on a parameter without one is unknown, and nothing is said of it
   */
  readonly parameters?: { [name: string]: string };
}
