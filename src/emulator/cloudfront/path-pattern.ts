import { matchesWildcard } from '../../template';

/** Rule 81: `*` is any number of characters, also of slashes, `?` is one; the case counts, and the slash in front may be left out. */
export function matchesPathPattern(pattern: string, path: string): boolean {
  return matchesWildcard(pattern.startsWith('/') ? pattern : `/${pattern}`, path);
}
