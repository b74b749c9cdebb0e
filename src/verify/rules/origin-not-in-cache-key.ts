import { isUnknown } from '../../emulator';
import type { App, Cause, Page, Rule, Target } from '../app';
import type { Question } from '../ask';
import { type ApiEdge, type Edge, edgeName, edgesOf, forwards, allowedPagesOf, hasApi, isInKey, keeps, ownPage } from '../edges';
import { questionOf, addressOf } from '../questions';
import { blockedAfter } from '../shared-cache';
import { samplePath } from '../targets';

/** Rules 86, 115: where the answer depends on who asks and the cache doesn't, the answer to one is given to another. */
export const originNotInCacheKey: Rule = {
  id: 'origin-not-in-cache-key',
  severity: 'error',
  title: 'the distribution keeps answers that depend on Origin, and gives them to other origins',
  fix: {
    cdk: [
      "new cloudfront.CachePolicy(this, 'ByOrigin', {",
      "  headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin'),",
      '  queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),',
      '}); // or CachePolicy.CACHING_DISABLED, as ApiBehavior has it',
    ].join('\n'),
    cloudFormation: [
      'ParametersInCacheKeyAndForwardedToOrigin:',
      '  EnableAcceptEncodingGzip: true',
      '  CookiesConfig: { CookieBehavior: none }',
      '  QueryStringsConfig: { QueryStringBehavior: all }',
      '  HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin] }',
    ].join('\n'),
  },
  * inspect(app) {
    for (const edge of edgesOf(app).filter((each) => keeps(each) && isInKeyOf(each) === false && forwards(each, 'origin') !== false)) {
      yield* poisonedBy(hasApi(edge) ? apiPairs(edge, app) : bucketPairs(edge, app), edge, app);
    }
  },
};

function isInKeyOf({ behavior: { forwarding } }: Edge): boolean | undefined {
  return isUnknown(forwarding) ? undefined : isInKey(forwarding, 'origin');
}

interface Pair {
  readonly first: Question;
  readonly second: Question;
  readonly story: string;
}

function* poisonedBy(pairs: Iterable<Pair>, edge: Edge, app: App): Generator<Cause> {
  for (const { first, second, story } of pairs) {
    const verdict = blockedAfter(app, first, second);
    if (verdict === undefined) continue;
    const { behavior: { forwarding } } = edge;
    yield {
      resource: edge.entrance.resource,
      property: `${edge.property}/${!isUnknown(forwarding) && forwarding.isLegacy ? 'ForwardedValues' : 'CachePolicyId'}`,
      message: `${edgeName(edge)} keeps answers, and Origin isn't in its cache key: ${story}`,
      evidence: [verdict],
    };
    return;
  }
}

/** Two pages one after the other; for an API that answers by Origin itself, also one after a caller that has none. */
function* apiPairs(edge: ApiEdge, app: App): Generator<Pair> {
  const target = edge.targets().find(({ method, route }) => method === 'GET' && allowedPagesOf(edge, route, app).length > 0);
  if (target === undefined) return;
  const [a, b] = allowedPagesOf(edge, target.route, app);
  const own = ownPage(edge.entrance);
  if (b !== undefined) {
    yield { first: echoed(target, a), second: echoed(target, b), story: `${b.origin} gets what was answered to ${a.origin}` };
  }
  if (edge.api.kind === 'http-api') {
    yield { first: answered(target, own), second: answered(target, a), story: `${a.origin} gets what was answered to a caller without Origin, such as the distribution's own page` };
  }
}

/** As a function would answer that knows several origins: each page with its own. */
function echoed(target: Target, page: Page): Question {
  return { ...answered(target, page), answer: { status: 200, headers: { 'access-control-allow-origin': page.origin } } };
}

function answered(target: Target, page: Page): Question {
  return { ...questionOf(target, page, { headers: 'none', credentials: false }), answer: { status: 200 } };
}

function* bucketPairs(edge: Edge, app: App): Generator<Pair> {
  const { behavior: { pathPattern }, entrance, origin } = edge;
  const route = entrance.routes.find(({ behavior, resource }) => behavior === pathPattern && resource === entrance.resource);
  const [allowed] = route === undefined ? [] : allowedPagesOf(edge, route, app);
  if (origin?.bucket === undefined || route === undefined || allowed === undefined) return;
  const address = addressOf(entrance, `${samplePath(route.path)}.woff2`);
  yield {
    first: { ...address, page: ownPage(entrance).origin },
    second: { ...address, page: allowed.origin },
    story: `${allowed.origin} gets what was answered to a request without Origin, which has no Access-Control-Allow-Origin`,
  };
}
