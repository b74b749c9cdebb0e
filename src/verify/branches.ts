import { Unknown, type World } from '../emulator';
import type { AskVerdict } from './answers';

/** A verdict under an assumption. */
export interface Branch {
  /** Undefined where there is nothing to ask. */
  readonly verdict: AskVerdict | undefined;
  /** The assumption: `IsProd holds`. */
  readonly when: string;
}

/** What all branches agree on: the first verdict where they come to the same, else that it is unknown, with what it depends on. */
export function agreed(own: AskVerdict, branches: readonly Branch[]): AskVerdict {
  const [first] = branches;
  const outcomes = new Set(branches.map(({ verdict }) => verdict?.outcome));
  const reads = new Set(branches.map(({ verdict }) => verdict?.exposedHeaders.join()));
  if (first.verdict !== undefined && outcomes.size === 1 && (first.verdict.outcome !== 'allowed' || reads.size === 1)) return first.verdict;
  const story = branches.map(({ verdict, when }) => `${verdict?.outcome ?? 'not there'} where ${when}`).join(', ');
  const because = new Unknown(first.when, `it depends on what the template leaves open: ${story}`);
  const verdict: AskVerdict = {
    ...own,
    outcome: 'unknown',
    type: 'unknown',
    status: undefined,
    exposedHeaders: [],
    console: {},
    error: undefined,
    parameter: undefined,
    step: undefined,
    reason: String(because),
    unknown: because,
  } as AskVerdict;
  return Object.defineProperty(verdict, 'browsers', { get: () => own.browsers });
}

/** Which conditions a world rests on. */
export function whenOf({ conditions }: World): string {
  return [...conditions].map(([path, holds]) => `${path.replace(/^.*\/Conditions\//, '')} ${holds ? 'holds' : 'doesn\'t hold'}`).join(' and ');
}
