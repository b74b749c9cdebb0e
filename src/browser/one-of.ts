/** A value, if it is one of those allowed; else an error that says which are. */
export function oneOf(what: string, value: string, allowed: readonly string[]): string {
  if (!allowed.includes(value)) throw new Error(`${what} must be one of ${allowed.join(', ')}, got ${JSON.stringify(value)}`);
  return value;
}
