import { UnreadableApp } from '../serve/read-app';
import { WrongOption } from '../serve/wrong-option';
import { InputError, UsageError } from './command';

/** What a room below says is wrong, as a command tells it: what was asked by one exit code, whatever command it was asked of. */
export function told(error: unknown): unknown {
  if (error instanceof UnreadableApp) return new InputError(error.message);
  if (error instanceof WrongOption) return new UsageError(error.message);
  return error;
}
