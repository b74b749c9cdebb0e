import { VelocityError } from './error';

/** How much a template may do. */
export interface Limits {
  /** Evaluated nodes, compared characters of regular expressions and copied list items together. */
  readonly steps: number;
  /** Characters of any text that a template makes, its output included. */
  readonly text: number;
  /** Blocks, macros and parentheses in each other. */
  readonly depth: number;
  /** Rounds of one #foreach. API Gateway documents 1,000. */
  readonly rounds: number;
}

export const LIMITS: Limits = { steps: 1_000_000, text: 10 * 1024 * 1024, depth: 100, rounds: 1000 };

/** Counts what a template does, and ends it with an error when it is too much: a template never hangs and never fills the memory. */
export class Budget {
  private steps = 0;
  private depth = 0;
  private firstDoubt: string | undefined;

  constructor(public readonly limits: Limits = LIMITS) {}

  /** What Velocity 1.7 would have refused first, and this engine took (rule 134). */
  public get doubt(): string | undefined {
    return this.firstDoubt;
  }

  /** Takes what Velocity 1.7 refuses. */
  public take(doubt: string): void {
    this.firstDoubt ??= doubt;
  }

  public spend(steps = 1): void {
    this.steps += steps;
    if (this.steps > this.limits.steps) {
      throw new VelocityError('limit', `the template takes more than ${this.limits.steps} steps`);
    }
  }

  /** Passes a text on if it isn't too long. */
  public text(text: string): string {
    this.checkLength(text.length);
    return text;
  }

  public checkLength(length: number): void {
    if (length > this.limits.text) {
      throw new VelocityError('limit', `the template makes a text of more than ${this.limits.text} characters`);
    }
    this.spend(1 + length / 1024);
  }

  /** Does something one level deeper. */
  public deeper<T>(work: () => T): T {
    this.enter();
    try {
      return work();
    } finally {
      this.leave();
    }
  }

  /** Goes one level deeper, up to `leave`. */
  public enter(): void {
    if (++this.depth > this.limits.depth) {
      throw new VelocityError('limit', `the template nests more than ${this.limits.depth} levels`);
    }
  }

  public leave(): void {
    this.depth--;
  }
}
