import { headerOf } from '../http';
import type { LiveAnswer } from './live-answer';

/** Whether a cache on the way gave an answer that it had kept. */
export function isFromCache({ headers }: LiveAnswer): boolean {
  return /^(?:Refresh)?Hit/i.test(headerOf(headers, 'x-cache') ?? '') || Number(headerOf(headers, 'age') ?? 0) > 0;
}

/** Whether a browser or a cache on the way keeps it: it says so, or a cache did. */
export function mayBeKept(answer: LiveAnswer): boolean {
  const control = headerOf(answer.headers, 'cache-control') ?? '';
  if (/no-store|no-cache/i.test(control)) return false;
  return /(?:max-age|s-maxage)\s*=\s*"?[1-9]/i.test(control) || isFromCache(answer);
}

/** Whether an answer says that it depends on who asks. */
export function variesByOrigin({ headers }: Pick<LiveAnswer, 'headers'>): boolean {
  return /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(headerOf(headers, 'vary') ?? '');
}
