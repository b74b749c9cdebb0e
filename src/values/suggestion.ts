/** What the user probably meant, as the end of a sentence. */
export function suggestion(given: string, known: readonly string[]): string {
  const [near] = nearestFirst(given, known);
  return near !== undefined && farFrom(given, near) <= Math.max(2, given.length / 3) ? `; did you mean ${near}?` : '';
}

/** Names in the order of how much they are like the given one. */
export function nearestFirst(given: string, known: readonly string[]): string[] {
  return known.map((each) => ({ each, far: farFrom(given, each) })).sort((a, b) => a.far - b.far).map(({ each }) => each);
}

function farFrom(given: string, known: string): number {
  return distance(given.toLowerCase(), known.toLowerCase());
}

/** How many letters must be put in, left out or changed to get from one word to the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length];
}
