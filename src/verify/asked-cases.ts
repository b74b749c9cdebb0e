import type { AskVerdict } from './answers';
import type { Case, Variant } from './app';
import type { CaseKey } from './case-key';
import { Fingerprints, type Probe } from './fingerprints';
import { Translations } from './translated';

/** A case that was asked, and the probe of its target. */
export interface AnsweredCase {
  readonly asked: Case;
  readonly probe: Probe;
}

/** What was asked of an app so far, for the targets whose answers can't be others. */
export class AskedCases {
  public readonly fingerprints = new Fingerprints();
  /** The failures that gateways make of calls, by the group and the credentials of the calls. */
  public readonly failing = new Map<string, readonly Variant[]>();
  private readonly cases = new Map<CaseKey, AnsweredCase>();
  private readonly preflights = new Map<string, AskVerdict>();
  private readonly translations = new Translations();

  /** @param exhaustive whether each case is asked, so that none is known */
  constructor(public readonly exhaustive: boolean) {}

  /** The case of a key; undefined where it is to be asked. */
  public known(key: CaseKey | undefined): AnsweredCase | undefined {
    return key === undefined || this.exhaustive ? undefined : this.cases.get(key);
  }

  /** The first case of a key stays. */
  public remember(key: CaseKey, answered: AnsweredCase): void {
    if (!this.cases.has(key)) {
      this.cases.set(key, answered);
    }
  }

  /** The verdict of a case, as it would be on another target. */
  public verdictAt(probe: Probe, { asked, probe: from }: AnsweredCase): AskVerdict {
    return this.translations.translated(asked.verdict, from, probe);
  }

  /** The verdict on a call of a group with a preflight that it doesn't need. */
  public preflight(group: string, ask: () => AskVerdict): AskVerdict {
    const known = this.preflights.get(group) ?? ask();
    this.preflights.set(group, known);
    return known;
  }
}
