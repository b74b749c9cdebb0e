import { Unknown } from './unknown';

/** The cells of an app that are being computed, from the first that was asked for to the last. */
export type Pending = string[];

/** A value that is computed when it is first asked for, and knows when it would need itself. */
export class Cell<T> {
  private state: 'new' | 'busy' | 'done' = 'new';
  private value?: T | Unknown;

  /** @param name the path of what it is the value of */
  constructor(private readonly name: string, private readonly pending: Pending, private readonly compute: () => T) {}

  /**
   * The value. Where values refer to each other in a circle, which CloudFormation refuses, each of them is an `Unknown` that names them all.
   */
  public get(): T | Unknown {
    if (this.state === 'done') return this.value as T | Unknown;
    const circle = this.circle();
    if (circle !== undefined) return circle;
    this.state = 'busy';
    this.pending.push(this.name);
    try {
      this.value = this.compute();
    } finally {
      this.pending.pop();
      this.state = 'done';
    }
    return this.value;
  }

  /** Why the value can't be had while it is being computed: the reader is a part of the computation. */
  public circle(): Unknown | undefined {
    if (this.state !== 'busy') return undefined;
    const names = this.pending.slice(this.pending.lastIndexOf(this.name));
    return new Unknown(this.name, `${[...names, this.name].join(' → ')} refer to each other in a circle, which CloudFormation refuses`);
  }
}
