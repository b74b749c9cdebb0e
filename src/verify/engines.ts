import { type Engine, ENGINES } from '../browser';
import type { Case } from './app';
import { askedVerdict } from './translated';

/** In which browsers a call works, and in which it fails; a browser of which that isn't known is in neither. */
export function enginesOf(examined: Case): { readonly allowed: readonly Engine[]; readonly blocked: readonly Engine[] } {
  const { browsers } = askedVerdict(examined);
  const of = (outcome: string) => ENGINES.filter((engine) => browsers[engine].outcome === outcome);
  return { allowed: of('allowed'), blocked: of('blocked') };
}
