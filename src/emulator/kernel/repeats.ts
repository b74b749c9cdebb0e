import type { Answer } from './message';

const repeats = new WeakMap<Answer, (now: number) => Answer>();

/**
 * Marks an answer that comes of the request and the template alone, so that the same request has it at any time.
 *
 * @param again makes it once more, with ids of its own
 */
export function repeatable(answer: Answer, again: (now: number) => Answer): Answer {
  repeats.set(answer, again);
  return answer;
}

/** The answer to the same request once more, at a time; undefined where something else may come of it. */
export function repeated(answer: Answer, now: number): Answer | undefined {
  return repeats.get(answer)?.(now);
}
