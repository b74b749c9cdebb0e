import { docsOf, RULES } from '../verify';
import type { Heard } from './conversation';

/** Something that is wrong with what a server answers. */
export interface ProbeFinding {
  /** The id of a rule of `check`, which has a page of its own. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Rules that leave the same answer behind, the likelier first. */
  readonly also: readonly string[];
  readonly fix: { readonly cdk: string; readonly cloudFormation: string };
  /** The page of the rule. */
  readonly docs: string;
  /** What was asked and answered. */
  readonly evidence: readonly Heard[];
}

/** A finding of a rule, with the rule's own severity unless it is given. */
export function findingOf(
  id: string, message: string, evidence: readonly Heard[], { severity, also = [] }: { readonly severity?: ProbeFinding['severity']; readonly also?: readonly string[] } = {},
): ProbeFinding {
  const rule = RULES.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`unknown rule ${id}`);
  return { rule: id, severity: severity ?? rule.severity, message, also, fix: rule.fix, docs: docsOf(id), evidence };
}
