/** `a, b and c`. */
export function sentenceList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `a, b, c and 7 more`. */
export function firstFew(items: readonly string[], max: number): string {
  if (items.length <= max) return sentenceList(items);
  return `${items.slice(0, max).join(', ')} and ${(items.length - max).toLocaleString('en-US')} more`;
}
