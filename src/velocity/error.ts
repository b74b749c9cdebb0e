import type { Unknown } from '../template';

/** What is wrong with a template or with what it did. */
export type VelocityErrorKind = 'syntax' | 'limit' | 'evaluation' | 'body-not-json' | 'override-twice';

/** A template that can't be read, or that fails while it runs. API Gateway answers 500, or 400 where it was the body's fault. */
export class VelocityError extends Error {
  constructor(public readonly kind: VelocityErrorKind, message: string) {
    super(message);
    this.name = 'VelocityError';
  }
}

/** Thrown where a template looks at an unknown value. It never leaves this folder: the result of the template is that `Unknown`. */
export class Undecidable extends Error {
  constructor(public readonly unknown: Unknown) {
    super(unknown.toString());
  }
}
