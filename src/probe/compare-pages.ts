import type { PageRequest } from '../browser';
import { headerOf } from '../http';
import type { Conversation, Heard } from './conversation';
import { findingOf, type ProbeFinding } from './finding';
import { isFromCache, mayBeKept, variesByOrigin } from './kept';
import type { LiveAnswer } from './live-answer';
import { originOf } from './scene';

/**
 * Asks once more as the first page did, after others have asked: an answer that was right and isn't any more comes out of a cache that doesn't tell origins apart. And
 * an answer that depends on the origin must say so where it may be kept.
 */
export async function compareAsked(conversation: Conversation, first: Heard, others: readonly Heard[]): Promise<ProbeFinding[]> {
  if (first.verdict.outcome !== 'allowed' || others.length === 0) return [];
  const again = await conversation.ask(first.page as PageRequest);
  if (again.verdict.outcome === 'blocked' && again.exchanges.at(-1)?.answer !== undefined) {
    const isPreflight = again.exchanges.at(-1)?.request.preflight === true;
    const what = `${isPreflight ? 'the preflight of ' : ''}${first.page.method ?? 'GET'} ${first.page.url}`;
    const message = `a page of ${originOf(first)} was let in at first, and isn't any more after ${originOf(others[0])} asked: a cache gives ${what} to one origin as it kept it for another`;
    return [findingOf(isPreflight ? 'preflight-cached-for-others' : 'origin-not-in-cache-key', message, [first, again], { severity: 'error' })];
  }
  return [...keptForAll(first, others), ...missingVary(first, others)];
}

/** An answer that says it depends on Origin, and is given to another origin out of a cache. */
function keptForAll(first: Heard, others: readonly Heard[]): ProbeFinding[] {
  const other = others.find((each) => {
    const theirs = answerItself(each);
    if (theirs === undefined || originOf(each) === originOf(first)) return false;
    return isFromCache(theirs) && variesByOrigin(theirs) && allowOrigin(theirs) === originOf(first);
  });
  if (other === undefined) return [];
  const message = `${originOf(other)} gets what ${first.page.url} answered to ${originOf(first)}, out of a cache, though the answer has Vary: Origin`;
  return [findingOf('origin-not-in-cache-key', message, [first, other])];
}

function missingVary(first: Heard, others: readonly Heard[]): ProbeFinding[] {
  const answer = answerItself(first);
  const other = others.find((each) => {
    const theirs = answerItself(each);
    return answer !== undefined && theirs !== undefined && allowOrigin(theirs) !== allowOrigin(answer);
  });
  if (answer === undefined || other === undefined || !mayBeKept(answer) || variesByOrigin(answer)) return [];
  const message = `${first.page.url} answers ${originOf(first)} and ${originOf(other)} differently, may be kept, and has no Vary: Origin`;
  return [findingOf('missing-vary-with-caching', message, [first, other])];
}

/** The answer to the request itself, not to its preflight. */
function answerItself({ exchanges }: Heard): LiveAnswer | undefined {
  return exchanges.find(({ request }) => !request.preflight)?.answer;
}

function allowOrigin(answer: LiveAnswer): string | undefined {
  return headerOf(answer.headers, 'access-control-allow-origin');
}
