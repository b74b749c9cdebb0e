/**
 * What a template can't tell: a parameter without a value, an attribute of a resource that isn't emulated, a function's own answer.
 *
 * It stands in the place of the value, so that what doesn't depend on it stays known.
 */
export class Unknown {
  /**
   * @param path the property that it comes from, such as `Stack/ApiF70053CD/Properties/Name`
   * @param reason why it isn't known and what would decide it, as a clause: "the parameter Origin has no default; give it a value"
   * @param kind `parameter` where the value of a parameter would decide it
   */
  constructor(public readonly path: string, public readonly reason: string, public readonly kind?: 'parameter') {}

  public toString(): string {
    return `unknown (${this.path}: ${this.reason})`;
  }
}

/** A value that may be unknown. */
export type Maybe<T> = T | Unknown;

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}
