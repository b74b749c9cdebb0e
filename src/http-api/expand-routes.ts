import { shapeOf } from '../api-gateway';
import { refusal, shown } from '../policy';
import { EXPANDED_METHODS, parseRouteKey } from './route-key';

/** A route as far as expansion is concerned. */
export interface RouteLike {
  /** `GET /items`, `ANY /items` or `$default`. */
  readonly key: string;
  /** The CloudFormation condition on which it exists; compared by identity. */
  readonly condition?: object;
}

/** The routes that take the place of one `ANY` or `$default` route. */
export interface Expansion<R extends RouteLike> {
  readonly route: R;
  /** What the route itself becomes. */
  readonly keep: string;
  /** What is added beside it, with an id that is unique among them. */
  readonly add: { readonly id: string; readonly key: string }[];
}

/** What to do with the routes of an API, and what can't be done. */
export interface ExpansionPlan<R extends RouteLike> {
  readonly expansions: Expansion<R>[];
  /** Why a route can't be expanded. */
  readonly problems: string[];
}

interface Slot {
  readonly id: string;
  readonly key: string;
  readonly shape: string;
}

// A route that was there before stays the same resource and becomes one of the methods. HEAD comes first because people
// hardly ever write it out: to add "GET /items" beside "ANY /items" later takes a resource away, and doesn't make
// this one swap its key with another, which CloudFormation can't deploy.
const KEEP_ORDER = ['HEAD', 'DELETE', 'PATCH', 'PUT', 'POST', 'GET'];

/**
 * Plans explicit methods for the routes that would take OPTIONS.
 *
 * API Gateway answers preflights itself only where no route takes OPTIONS (rule 70), so `ANY` and `$default` must not stay. What a route answers
 * doesn't change: a method's own route wins over ANY, a full match over a greedy variable, and a greedy variable over `$default` (rule 63).
 * Only where `ANY` of a literal path competes with a method of a variable path isn't it documented which one wins today; the literal path does after that.
 */
export function planExpansions<R extends RouteLike>(routes: readonly R[]): ExpansionPlan<R> {
  const taken = new Map<string, R[]>();
  for (const route of routes) {
    const { method, path } = parseRouteKey(route.key) ?? { method: 'ANY' };
    if (method !== 'ANY') {
      take(taken, `${method} ${shapeOf(path!)}`, route);
    }
  }
  const plan: ExpansionPlan<R> = { expansions: [], problems: [] };
  const any = routes.filter((route) => /^ANY ./s.test(route.key));
  const greedy = routes.map((route) => parseRouteKey(route.key)?.path).find((path) => path !== undefined && shapeOf(path) === '/{+}');
  for (const route of any) {
    expand(route, slotsOf(parseRouteKey(route.key)!.path!), taken, plan);
  }
  // "/{proxy+}" takes no empty rest, so "/" needs routes of its own. Where the API has a greedy variable of another name, that one is used:
  // two names on one level conflict at deploy.
  for (const route of routes.filter((each) => each.key === '$default')) {
    expand(route, [...slotsOf(greedy ?? '/{proxy+}'), ...slotsOf('/', 'root')], taken, plan);
  }
  return plan;
}

function slotsOf(path: string, suffix?: string): Slot[] {
  return EXPANDED_METHODS.map((method) => ({
    id: suffix === undefined ? method : `${method}-${suffix}`, key: `${method} ${path}`, shape: `${method} ${shapeOf(path)}`,
  }));
}

function expand<R extends RouteLike>(route: R, slots: Slot[], taken: Map<string, R[]>, plan: ExpansionPlan<R>): void {
  for (const { shape } of slots) {
    const other = taken.get(shape)?.find((each) => each.condition !== undefined && each.condition !== route.condition);
    if (other !== undefined) {
      plan.problems.push(refusal('conditionalRoute',
        `the route ${shown(route.key)} would take over ${shown(other.key)} where that one's condition doesn't hold, and two routes can't have one key; ` +
        `give both the same condition, or write ${shown(route.key)} out as ${EXPANDED_METHODS.join(', ')}`));
      return;
    }
  }
  const free = slots.filter(({ shape }) => !taken.has(shape));
  if (free.length === 0) {
    plan.problems.push(refusal('unreachableRoute',
      `the route ${shown(route.key)} has nothing left to answer but OPTIONS, since other routes take ${EXPANDED_METHODS.join(', ')}, ` +
      'and API Gateway must answer OPTIONS itself; remove the route'));
    return;
  }
  free.forEach(({ shape }) => take(taken, shape, route));
  const kept = KEEP_ORDER.map((method) => free.find(({ key }) => key.startsWith(`${method} `))).find((slot) => slot !== undefined)!;
  plan.expansions.push({ route, keep: kept.key, add: free.filter((slot) => slot !== kept).map(({ id, key }) => ({ id, key })) });
}

function take<R>(taken: Map<string, R[]>, shape: string, route: R): void {
  taken.set(shape, [...taken.get(shape) ?? [], route]);
}
