/** `a, b and c`. */
export function sentenceList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `a, b, c and 7 more`. */
export function firstFew(items: readonly string[], max: number): string {
  if (items.length <= max) return sentenceList(items);
  return `${items.slice(0, max).join(', ')} and ${shownCount(items.length - max)} more`;
}

/** A number as people read it: 1,000. Not by toLocaleString, which loads the data of every language at its first call. */
export function shownCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
