import type { AskResponse } from './answers';

/** The value of a header of an answer, its lines joined as HTTP joins them; undefined where there is none, or it isn't known. */
export function headerValue(answer: AskResponse, name: string): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { headers } = answer;
  const lines = Array.isArray(headers) ? headers as ReadonlyArray<readonly [string, string | undefined]> : Object.entries(headers);
  const values = lines.filter(([each, value]) => each.toLowerCase() === name.toLowerCase() && value !== undefined).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}
