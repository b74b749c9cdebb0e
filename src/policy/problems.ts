import { refusal } from './refusal';

/**
 * What is wrong with what the user wrote, collected to be reported together. Each problem is kept once.
 *
 * @internal
 */
export class Problems {
  private readonly found = new Set<string>();

  public add(code: string, message: string): void {
    this.found.add(refusal(code, message));
  }

  /** Takes over problems that were collected elsewhere. */
  public addAll(problems: readonly string[]): void {
    problems.forEach((problem) => this.found.add(problem));
  }

  public get all(): string[] {
    return [...this.found];
  }
}
