/**
 * When what has arrived by now is dealt with. Answers that are ready at the same time are written together then: a write that wakes a waiting client costs as
 * much as the rest of an answer, and the first one wakes it for all.
 */
export class EndOfTurn {
  private pending: Promise<void> | undefined;

  public reached(): Promise<void> {
    return this.pending ??= new Promise((resolve) => setImmediate(() => {
      this.pending = undefined;
      resolve();
    }));
  }
}
