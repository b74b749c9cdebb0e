import type { Scene } from './scene';

/** A way in which an answer is wrong, and the rule of `check` that is about it. */
export interface Diagnosis {
  readonly rule: string;
  readonly severity?: 'error' | 'warning';
  /** Rules that leave the same answer behind, in the order in which they are likely. */
  readonly also?: readonly string[];
  readonly when: (scene: Scene) => boolean;
  /** What is wrong, in a sentence without a full stop. */
  readonly says: (scene: Scene) => string;
}

/** The first of some diagnoses that fits: the more particular ones stand first. */
export function firstThatFits(diagnoses: readonly Diagnosis[], scene: Scene): Diagnosis | undefined {
  return diagnoses.find(({ when }) => when(scene));
}
