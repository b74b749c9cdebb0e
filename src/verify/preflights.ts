import type { Step } from '../emulator';
import type { AskResponse } from './answers';
import type { App, Case } from './app';
import { withPreflight } from './questions';

/** A plain case of a page that may call, and what its preflight is answered. */
export interface AskedPreflight {
  readonly of: Case;
  readonly preflight: AskResponse;
  /** Who answered it, from the outside in. */
  readonly via: readonly Step[];
}

/** The preflights of all targets that a page may call, one for those that are configured alike; a method that needs none is asked for one all the same. */
export function preflightsOf(app: App): readonly AskedPreflight[] {
  return app.once(askPreflights);
}

function askPreflights(app: App): AskedPreflight[] {
  return [...plainCases(app).values()].map((of) => ({ of, ...preflightOf(of, app) }));
}

function plainCases({ cases }: App): ReadonlyMap<string, Case> {
  const found = new Map<string, Case>();
  for (const each of cases) {
    const { page, variant, target: { entrance, route, method } } = each;
    if (page.role !== 'declared' || variant.failure !== undefined || variant.credentials) continue;
    const key = [entrance.resource.path, method, route.fingerprint.key].join(' ');
    if (!found.has(key)) {
      found.set(key, each);
    }
  }
  return found;
}

function preflightOf({ question, verdict }: Case, app: App): Omit<AskedPreflight, 'of'> {
  const { exchanges: [first], viaOf } = verdict.exchanges[0]?.preflight === true ? verdict : app.ask(withPreflight(question));
  return first?.preflight === true ? { preflight: first.response, via: viaOf[0] } : { preflight: undefined, via: [] };
}
