/** What came of a call: its value, or the error that it threw. */
export interface Attempt<T> {
  readonly value?: T;
  readonly error?: unknown;
}

/** Calls a function that may throw, so that a test expects one thing of either outcome, and its own expectations are caught by nothing. */
export function attempt<T>(run: () => T): Attempt<T> {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

/** The message of an error, or the text of whatever else was thrown; undefined where nothing was. */
export function messageOf({ error }: Attempt<unknown>): string | undefined {
  return error === undefined ? undefined : error instanceof Error ? error.message : `not an Error: ${String(error)}`;
}
