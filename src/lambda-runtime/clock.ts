/** The time, and timers. Tests give one of their own, so that nothing waits and nothing depends on the speed of the machine. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls back when so many milliseconds have passed. The function that it returns cancels that. */
  later(milliseconds: number, callback: () => void): () => void;
}

/** The clock of this process. */
export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  later(milliseconds, callback) {
    let immediate: NodeJS.Immediate | undefined;
    // Messages that arrived while this thread was busy are read before the callback runs: an answer that came in time isn't a time-out.
    const timer = setTimeout(() => { immediate = setImmediate(callback); }, milliseconds);
    return () => {
      clearTimeout(timer);
      clearImmediate(immediate);
    };
  },
};
