import { isUnknown, type Maybe, type Unknown } from '../../template';
import type { Machine } from './machine';
import type { HttpResponse } from './message';

/*
 * What isn't known, and what ends a request early, is thrown in every layer, wherever it is noticed, and caught once: where the layer is entered (an
 * entrance's `handle`, the edge, `askBucket`), or by `orUnknown` where an unknown answer goes on through the rest of the layer. Nothing that is thrown so is
 * an `Error`: these are answers like others, and the trace of the calls, which takes longer to write down than all else, tells nothing.
 *
 * What only one part of the answer depends on isn't thrown but stays in its place as an `Unknown`.
 */

/** The answer depends on what isn't known. */
export class Undecided {
  constructor(public readonly because: Unknown) {}

  public toString(): string {
    return this.because.toString();
  }
}

/**
 * A value that must be known for the request to go on.
 *
 * @throws Undecided where it isn't known
 */
export function known<T>(value: Maybe<T>): T {
  if (isUnknown(value)) throw new Undecided(value);
  return value;
}

/**
 * An answer of which nothing is known.
 *
 * @param except names of headers that are settled all the same, as in `MoreHeaders`
 */
export function unknownResponse(because: Unknown, except: readonly string[] = []): HttpResponse {
  return { status: because, headers: [], body: because, moreHeaders: { because, except } };
}

/** What a part of a layer answers; unknown where it throws that it is undecided. */
export function* orUnknown(part: Machine<HttpResponse>, except?: readonly string[]): Machine<HttpResponse> {
  try {
    return yield* part;
  } catch (error) {
    return unknownFrom(error, except);
  }
}

/** The answer that what was thrown comes to. What isn't `Undecided` is thrown on. */
export function unknownFrom(error: unknown, except?: readonly string[]): HttpResponse {
  if (error instanceof Undecided) return unknownResponse(error.because, except);
  throw error;
}
