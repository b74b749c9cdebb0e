import { visible } from '../values';

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
 * A value as it stands in a message: quoted, with characters that don't show made visible and long values cut. Whatever a caller in plain JavaScript gives
 * can be shown: what has no JSON text, or throws as it is read, is shown by its kind.
 *
 * @internal
 */
export function shown(value: unknown): string {
  const text = visible(textOf(value));
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_name, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each)) ?? String(value);
  } catch {
    return Array.isArray(value) ? 'a list that has no JSON text' : 'an object that has no JSON text';
  }
}
