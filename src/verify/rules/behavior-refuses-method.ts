import { isUnknown } from '../../emulator';
import type { App, Cause, Rule, Target } from '../app';
import {
  type ApiEdge, apiEdgesOf, askTarget, type Edge, edgeName, edgeOf, edgesOf, allowedPagesOf, isBackEnd, keeps, ownPage, servesPages,
} from '../edges';
import { questionOf } from '../questions';
import { targetOf } from '../targets';
import { FULL } from '../variants';
import { routeName } from './evidence';
import { API_BEHAVIOR, API_BEHAVIOR_CDK } from './fixes';

/** Rule 83: a behavior lets through GET and HEAD by default, and CloudFront answers 403 to the rest. */
export const behaviorRefusesMethod: Rule = {
  id: 'behavior-refuses-method',
  severity: 'error',
  title: 'the distribution refuses a method that the API behind it has',
  fix: {
    cdk: API_BEHAVIOR_CDK,
    cloudFormation: API_BEHAVIOR,
  },
  explain(trouble, app) {
    const edge = edgeOf(trouble.target, app);
    const method = trouble.verdict.exchanges.at(-1)?.preflight === true ? 'OPTIONS' : trouble.target.method;
    return edge === undefined || !refuses(edge, method) ? undefined
      : causeOf(edge, method, `the preflight of ${routeName(trouble)} from ${trouble.page.origin} ends there`);
  },
  * inspect(app) {
    for (const edge of apiEdgesOf(app)) {
      yield* refused(edge, app);
    }
    yield* edgesOf(app).filter((edge) => edge.api === undefined && isBackEnd(edge) && servesPages(edge) && isLeftAtDefaults(edge)).map(guessed);
  },
};

/** What an API outside the template has is unknown here; where nothing is said of the behavior, it was hardly meant. */
function isLeftAtDefaults(edge: Edge): boolean {
  const { behavior: { forwarding, pathPattern } } = edge;
  return pathPattern !== '*' && refuses(edge, 'POST') && refuses(edge, 'OPTIONS') && !isUnknown(forwarding) && keeps(edge)
    && forwarding.cache.key.queryStrings.kind === 'none' && forwarding.origin.queryStrings.kind === 'none';
}

function guessed(edge: Edge): Cause {
  return { ...causeOf(edge, 'POST', `the pages beside it can read from ${String(edge.origin?.domainName)}, without query strings, and do nothing else`), severity: 'warning' };
}

function refuses({ behavior: { allowedMethods } }: Edge, method: string): boolean {
  return !isUnknown(allowedMethods) && !allowedMethods.includes(method);
}

function* refused(edge: ApiEdge, app: App): Generator<Cause> {
  const targets = edge.targets();
  const own = targets.find((target) => refuses(edge, target.method) && isMeant(target, edge));
  if (own !== undefined) {
    yield { ...causeOf(edge, own.method, `${routeName({ target: own })} can't be called there`), evidence: [askTarget(app, own, ownPage(edge.entrance))] };
    return;
  }
  if (!refuses(edge, 'OPTIONS')) return;
  for (const target of targets.slice(0, MAX_TRIED)) {
    const [page] = allowedPagesOf(edge, target.route, app);
    const verdict = page && askTarget(app, target, page);
    if (verdict?.exchanges[0].preflight === true && verdict.outcome === 'blocked') {
      yield { ...causeOf(edge, 'OPTIONS', `the preflight of ${routeName({ target })} from ${page.origin} ends there`), evidence: [verdict] };
      return;
    }
  }
  yield* unreachable(edge, app);
}

/** Headers that an API may allow to calls that need no preflight without them. */
const OPTIONAL_HEADERS = ['authorization', 'content-type'];

/** A preflight that the API answers, and that no page gets through the behavior: a page that sets a header which it allows is refused. */
function* unreachable(edge: ApiEdge, app: App): Generator<Cause> {
  for (const target of edge.targets().slice(0, MAX_TRIED)) {
    const [page] = allowedPagesOf(edge, target.route, app);
    const own = edge.api.routes.find(({ resource }) => resource === target.route.resource);
    if (page === undefined || own === undefined) continue;
    for (const name of OPTIONAL_HEADERS) {
      const headers = { [name]: 'application/json' };
      const atApi = app.ask({ ...questionOf(targetOf(edge.api, own, target.method), page, FULL), headers });
      if (atApi.exchanges[0]?.preflight !== true || atApi.exchanges.length < 2) continue;
      const verdict = app.ask({ ...questionOf(target, page, FULL), headers });
      yield { ...causeOf(edge, 'OPTIONS', `${routeName({ target })} with ${name}, which the API allows to pages of ${page.origin}, ends there`), evidence: [verdict] };
      return;
    }
  }
}

/** Routes are many; those of an API mostly ask for the same. */
const MAX_TRIED = 50;

/** A method that a route names is one that somebody calls. Of ANY that can be told beside pages which call it. */
function isMeant({ route }: Target, edge: ApiEdge): boolean {
  return route.method !== '*' || servesPages(edge);
}

function causeOf(edge: Edge, method: string, effect: string): Cause {
  const { allowedMethods } = edge.behavior;
  const allowed = isUnknown(allowedMethods) ? '' : allowedMethods.join(', ');
  return {
    resource: edge.entrance.resource,
    property: `${edge.property}/AllowedMethods`,
    message: `${edgeName(edge)} allows ${allowed}, so CloudFront answers ${method} with 403 before the API sees it: ${effect}`,
  };
}
