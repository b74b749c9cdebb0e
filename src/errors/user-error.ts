/** What is wrong: something that was given to read (`input`), the value of an option (`option`), or how a command was called (`usage`). */
export type UserErrorKind = 'input' | 'option' | 'usage';

/**
 * An error of the user: the message says what is wrong and what to write instead. It is thrown where that is known; any other error is a mistake of
 * this library.
 */
export class UserError extends Error {
  /** By name: the command and the rooms that it loads are bundled apart, each with a class of its own. */
  public static [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UserError';
  }

  constructor(public readonly kind: UserErrorKind, message: string) {
    super(message);
    this.name = 'UserError';
  }
}
