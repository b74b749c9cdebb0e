import type { TemplateResource } from '../../template';
import type { RuleSwitches } from './machine';
import type { Answer, RuleNote } from './message';
import { type Questions, type ReadingOf, readingOf } from './readings';
import { type PlainStepKind, type Step, stepOf } from './step';

/** What a request leaves behind in a layer: what had a part in its answer, and the rules that the answer rests on. */
export class Trail<Q extends Questions> {
  public readonly via: Step[] = [];
  public readonly notes: RuleNote[] = [];

  constructor(private readonly questions: Q, private readonly switches: RuleSwitches) {}

  /** Says what had a part in the answer. */
  public passed(step: Step): void {
    this.via.push(step);
  }

  /** Says what had a part in the answer, where its name and its resource tell it. */
  public step(kind: PlainStepKind, name: string, resource?: TemplateResource): void {
    this.passed(stepOf(kind, name, resource));
  }

  /** Says that the answer rests on a rule that isn't recorded from AWS, whichever its reading. Each note is given once. */
  public remark(rule: number, text: string): void {
    if (!this.notes.some((note) => note.rule === rule && note.text === text)) {
      this.notes.push({ rule, text });
    }
  }

  /**
   * The reading of a rule that can be switched.
   *
   * @param because why the answer rests on it, which is noted; left out where that isn't certain yet
   */
  public reading<R extends keyof Q & number>(rule: R, because?: string): ReadingOf<Q[R]> {
    const reading = readingOf(this.questions, this.switches, rule);
    if (because !== undefined) {
      this.remark(rule, `${because} (reading: ${reading})`);
    }
    return reading;
  }

  /** Takes over what the layer behind this one left. */
  public goesOn({ via, notes }: Pick<Answer, 'via' | 'notes'>): void {
    this.via.push(...via);
    notes.forEach(({ rule, text }) => this.remark(rule, text));
  }
}
