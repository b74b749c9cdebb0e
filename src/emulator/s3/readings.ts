import { RuleSwitches } from '../machine';

/**
 * Rules of S3 that nobody recorded from AWS, with the readings they can be switched to; the first is the default.
 *
 * | rule | about | readings |
 * |---|---|---|
 * | 110 | a key that the bucket doesn't have | `by-listing`: 404 to who may list the bucket, else 403; `not-found`: 404 |
 * | 118 | a preflight to a private bucket | `unsigned`: needs no right to read; `denied`: 403 |
 */
export const READINGS = {
  110: ['by-listing', 'not-found'],
  118: ['unsigned', 'denied'],
} as const;

/** Readings by rule: the first is the default. */
export interface Readings {
  readonly [rule: number]: readonly string[];
}

/** The reading of a rule: what it is switched to, where that is one of its readings, else the default. true is the default, false the other one. */
export function readingOf<T extends Readings, R extends keyof T & number>(readings: T, rules: RuleSwitches, rule: R): T[R][number] {
  const choice = rules[rule];
  const [first, second] = readings[rule];
  const named = typeof choice === 'boolean' ? (choice ? first : second) : choice;
  return readings[rule].find((each) => each === named) ?? first;
}
