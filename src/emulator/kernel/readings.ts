import type { RuleSwitches } from './machine';

/** What a rule leaves open: it isn't recorded from AWS, or sources contradict each other. */
export interface Question<R extends string = string> {
  readonly about: string;
  /** The ways to read it, each with what it comes to; the first is the default. */
  readonly readings: ReadonlyArray<readonly [reading: R, meaning: string]>;
  /** What `true` and `false` choose. */
  readonly yesAndNo: readonly [R, R];
}

/** Questions by the number of their rule. */
export interface Questions {
  readonly [rule: number]: Question;
}

export type ReadingOf<Q> = Q extends Question<infer R> ? R : never;

/** A question with its readings, the default first. `true` chooses the first and `false` the second. */
export function question<R extends string>(about: string, ...readings: [R, string][]): Question<R> {
  return { about, readings, yesAndNo: [readings[0][0], readings[1][0]] };
}

/** The question with other readings for `true` and `false`. */
export function whether<R extends string>(asked: Question<R>, yes: NoInfer<R>, no: NoInfer<R>): Question<R> {
  return { ...asked, yesAndNo: [yes, no] };
}

/** The reading of a rule: what it is switched to where that is one of its readings, else the default. */
export function readingOf<Q extends Questions, N extends keyof Q & number>(questions: Q, switches: RuleSwitches, rule: N): ReadingOf<Q[N]> {
  const { readings, yesAndNo } = questions[rule];
  const choice = Object.hasOwn(switches, rule) ? switches[rule] : undefined;
  const named = typeof choice === 'boolean' ? yesAndNo[choice ? 0 : 1] : choice;
  const chosen = named === undefined ? undefined : readings.find(([reading]) => reading === named);
  return (chosen ?? readings[0])[0] as ReadingOf<Q[N]>;
}
