/**
 * Whether a text matches a pattern in which `*` is any number of characters and, where asked, `?` is one.
 *
 * Written without regular expressions, so that no pattern can make it slow.
 */
export function matchesWildcard(pattern: string, text: string, questionMark = true): boolean {
  let star = -1;
  let resume = 0;
  let at = 0;
  let p = 0;
  while (at < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = at;
    } else if (p < pattern.length && (pattern[p] === text[at] || (questionMark && pattern[p] === '?'))) {
      p++;
      at++;
    } else if (star !== -1) {
      p = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') {
    p++;
  }
  return p === pattern.length;
}
