/** What is wrong: something that was given to read (`input`), the value of an option (`option`), or how a command was called (`usage`). */
export type UserErrorKind = 'input' | 'option' | 'usage';

/**
 * An error of the user: the message says what is wrong and what to write instead. It is thrown where that is known; any other error is a mistake of
 * this library.
 */
export class UserError extends Error {
  constructor(public readonly kind: UserErrorKind, message: string) {
    super(message);
    this.name = 'UserError';
  }
}
