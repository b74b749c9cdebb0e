import { VelocityError } from './error';

const MAX_DEPTH = 100;
const BLANKS = /\s+/y;

/** A template with a position in it. Every pattern is tried at the position only, so reading takes time linear in the length. */
export class Scanner {
  public position = 0;
  private depth = 0;

  constructor(public readonly text: string) {}

  public get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  public startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Takes a text if it comes next. */
  public take(text: string): boolean {
    const here = this.startsWith(text);
    this.position += here ? text.length : 0;
    return here;
  }

  /** Takes what a sticky pattern matches here. */
  public match(pattern: RegExp): string | undefined {
    const start = this.position;
    pattern.lastIndex = start;
    if (!pattern.test(this.text)) return undefined;
    this.position = pattern.lastIndex;
    return this.text.slice(start, this.position);
  }

  public expect(text: string, where: string): void {
    if (!this.take(text)) {
      this.fail(`${JSON.stringify(text)} is missing in ${where}`);
    }
  }

  /** Takes all up to a text, and that text. */
  public until(end: string, what: string): string {
    const found = this.text.indexOf(end, this.position);
    if (found < 0) {
      this.fail(`${what} has no end`);
    }
    const taken = this.text.slice(this.position, found);
    this.position = found + end.length;
    return taken;
  }

  public space(): void {
    const next = this.text.charCodeAt(this.position);
    // No sign of these is a blank; most calls find one of them.
    if (next > 0x20 && next < 0x7f) return;
    this.match(BLANKS);
  }

  public deeper<T>(work: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      this.fail(`the template nests more than ${MAX_DEPTH} levels`);
    }
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  public fail(message: string): never {
    const before = this.text.slice(0, this.position);
    const line = before.split('\n').length;
    throw new VelocityError('syntax', `line ${line}, column ${this.position - before.lastIndexOf('\n')}: ${message}`);
  }
}
