/** Who finds: tools that nobody here wrote. */
export type Oracle = 'cloudformation-validate' | 'cdk-preflight' | 'cdk-nag';

/** What an oracle finds in a template. */
export interface Finding {
  readonly oracle: Oracle;
  readonly rule: string;
  readonly severity: string;
  /** The id of the stack. */
  readonly stack: string;
  /** The logical id; empty where a finding is about the whole template. */
  readonly resource: string;
  readonly message: string;
}
