/**
 * Throws what a user reads when an input is refused. The code in brackets is stable: it can be searched for and is
 * never reused for another reason.
 *
 * @internal
 */
export function refuse(code: string, message: string): never {
  throw new Error(refusal(code, message));
}

/**
 * The text of a refusal, for those that are collected and reported by the CDK's validation instead of thrown.
 *
 * @internal
 */
export function refusal(code: string, message: string): string {
  return `${message} [cdk-cors:${code}]`;
}

/**
 * A value as it stands in a message: quoted, with control characters made visible and long values cut.
 *
 * @internal
 */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
