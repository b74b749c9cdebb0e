import type { Clock } from '../../src/lambda-runtime';

/** A clock that stands still until a test advances it. */
export class ManualClock implements Clock {
  private time = 0;
  private readonly timers = new Set<{ readonly due: number; readonly callback: () => void }>();

  public now(): number {
    return this.time;
  }

  public later(milliseconds: number, callback: () => void): () => void {
    const timer = { due: this.time + Math.max(0, milliseconds), callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Lets time pass. What is due on the way is called at its time, also what is added on the way. */
  public advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const [next] = [...this.timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (next === undefined) break;
      this.timers.delete(next);
      this.time = next.due;
      next.callback();
    }
    this.time = end;
  }
}
