import type { Answer } from '../browser';
import type { App, Case } from './app';
import { withPreflight } from './cases';

/** A plain case of a page that may call, and what its preflight is answered. */
export interface AskedPreflight {
  readonly of: Case;
  readonly preflight: Answer;
}

const asked = new WeakMap<App, readonly AskedPreflight[]>();

/** The preflights of all targets that a page may call, one for those that are configured alike; a method that needs none is asked for one all the same. */
export function preflightsOf(app: App): readonly AskedPreflight[] {
  const known = asked.get(app) ?? [...plainCases(app).values()].map((of) => ({ of, preflight: preflightOf(of, app) }));
  asked.set(app, known);
  return known;
}

function plainCases({ cases }: App): ReadonlyMap<string, Case> {
  const found = new Map<string, Case>();
  for (const each of cases) {
    const { page, variant, target: { entrance, route, method } } = each;
    if (page.role !== 'declared' || variant.failure !== undefined || variant.credentials) continue;
    const key = [entrance.resource.path, method, route.behavior, route.alike].join(' ');
    if (!found.has(key)) found.set(key, each);
  }
  return found;
}

function preflightOf({ question, verdict }: Case, app: App): Answer {
  const [first] = verdict.exchanges;
  if (first?.preflight === true) return first.response;
  const [again] = app.ask(withPreflight(question)).exchanges;
  return again?.preflight === true ? again.response : undefined;
}
