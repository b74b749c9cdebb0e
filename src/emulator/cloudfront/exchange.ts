import type { TemplateResource } from '../../template';
import type { Circumstances } from '../machine';
import { type RuleNote, type Step, stepOf } from '../message';
import { readingOf } from '../readings';
import type { EdgeRequest } from './origin-request';
import { READINGS, type SwitchedRule } from './readings';

/**
 * One request of a viewer while it is answered: who had a hand in it, and on which rules it rests.
 */
export class Exchange {
  public readonly via: Step[] = [];
  public readonly notes: RuleNote[] = [];

  constructor(public readonly viewer: EdgeRequest, public readonly circumstances: Circumstances, public readonly requestId: string) {}

  public step(kind: Step['kind'], name: string, resource?: TemplateResource): void {
    this.via.push(stepOf(kind, name, resource));
  }

  /** Notes that the answer rests on a rule which isn't recorded from AWS. */
  public note(rule: number, text: string): void {
    if (!this.notes.some((note) => note.rule === rule && note.text === text)) {
      this.notes.push({ rule, text });
    }
  }

  /** The reading of a rule that isn't recorded from AWS, noted. */
  public reading<R extends SwitchedRule>(rule: R, text: string) {
    const reading = readingOf(READINGS, this.circumstances.rules, rule);
    this.note(rule, `${text} (reading: ${reading})`);
    return reading;
  }
}
