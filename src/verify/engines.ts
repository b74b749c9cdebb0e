import { BROWSER_NAMES, type Engine, ENGINES } from '../browser';
import { sentenceList } from '../values';
import type { AskVerdict } from './answers';
import type { Case } from './app';
import { askedVerdict } from './translated';

/** In which browsers a call works, and in which it fails; a browser of which that isn't known is in neither. */
export function enginesOf(examined: Case): { readonly allowed: readonly Engine[]; readonly blocked: readonly Engine[] } {
  const { browsers } = askedVerdict(examined);
  const of = (outcome: string) => ENGINES.filter((engine) => browsers[engine].outcome === outcome);
  return { allowed: of('allowed'), blocked: of('blocked') };
}

/** `, not in Firefox`. */
export function exceptIn(engines: readonly Engine[]): string {
  return engines.length === 0 ? '' : `, not in ${sentenceList(engines.map((engine) => BROWSER_NAMES[engine]))}`;
}

/** The engines that decide otherwise than a verdict says; where one of the two isn't known, it isn't said. */
export function enginesOtherThan({ outcome, browsers }: Pick<AskVerdict, 'outcome' | 'browsers'>): readonly Engine[] {
  const other = { allowed: 'blocked', blocked: 'allowed', unknown: undefined }[outcome];
  return ENGINES.filter((engine) => browsers[engine].outcome === other);
}

/** The outcome of a question, and the browsers in which it is another: `allowed, not in Firefox`, `blocked, not in Chromium and WebKit`. */
export function outcomeText(verdict: Pick<AskVerdict, 'outcome' | 'browsers'>): string {
  return `${verdict.outcome}${exceptIn(enginesOtherThan(verdict))}`;
}
