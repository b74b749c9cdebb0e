/** What an earlier path pattern of a distribution does to a later one: CloudFront takes the first that matches (rule 81). */
export type Taking = 'all' | 'some' | 'none';

/** How much of the paths of a pattern go to one that stands before it. `*` is any text, `?` any character. */
export function takenBy(earlier: string, later: string): Taking {
  // A wildcard of the later pattern stands for every text, so that only a wildcard takes all of it.
  if (overlaps(earlier, later, false)) return 'all';
  // The usual order: /api/v2 before /api/*.
  return overlaps(earlier, later, true) && !overlaps(later, earlier, false) ? 'some' : 'none';
}

/** Whether two patterns have a path in common; where `both` is false, whether the first takes the second read as a path. */
function overlaps(one: string, other: string, both: boolean): boolean {
  if (one === '' && other === '') return true;
  if (one[0] === '*') return overlaps(one.slice(1), other, both) || (other !== '' && overlaps(one, other.slice(1), both));
  if (both && other[0] === '*') return overlaps(one, other.slice(1), both) || (one !== '' && overlaps(one.slice(1), other, both));
  if (one === '' || other === '') return false;
  const isSame = one[0] === other[0] || (one[0] === '?' && other[0] !== '*') || (both && other[0] === '?');
  return isSame && overlaps(one.slice(1), other.slice(1), both);
}
