/** An option names what isn't there, or says what can't be: told to the user in words. */
export class WrongOption extends Error {}

/**
 * What something gives that an option is about.
 *
 * @throws a WrongOption where it says in words what is wrong; anything but a plain Error is our own mistake
 */
export function ofOption<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Error && error.constructor === Error ? new WrongOption(error.message) : error;
  }
}
