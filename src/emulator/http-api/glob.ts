/**
 * Whether a text matches a pattern of IAM: `*` is any run of characters, `?` is one. In time that grows with the product of their lengths at most,
 * unlike a regular expression with many stars.
 */
export function matchesGlob(text: string, pattern: string): boolean {
  let at = 0;
  let expected = 0;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    if (pattern[expected] === '*') {
      star = expected++;
      retry = at;
    } else if (pattern[expected] === '?' || pattern[expected] === text[at]) {
      at++;
      expected++;
    } else if (star >= 0) {
      expected = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[expected] === '*') {
    expected++;
  }
  return expected === pattern.length;
}
