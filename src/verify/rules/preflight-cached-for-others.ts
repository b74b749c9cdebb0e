import { isUnknown } from '../../emulator';
import type { App, Page, Rule, Target } from '../app';
import type { Question } from '../ask';
import { type ApiEdge, apiEdgesOf, edgeName, allowedPagesOf, keeps } from '../edges';
import { questionOf } from '../questions';
import { blockedAfter } from '../shared-cache';
import { routeName } from './evidence';

/** Rule 86: kept preflights need what they are about in the key: the origin, the method and the headers that are asked for. */
export const preflightCachedForOthers: Rule = {
  id: 'preflight-cached-for-others',
  severity: 'error',
  title: 'the distribution keeps preflights, and gives them to other origins or for other methods',
  fix: {
    cdk: [
      "new cloudfront.CachePolicy(this, 'Preflights', {",
      "  headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'),",
      '}); // or CachedMethods.CACHE_GET_HEAD, the default',
    ].join('\n'),
    cloudFormation: [
      'HeadersConfig:',
      '  HeaderBehavior: whitelist',
      '  Headers: [Origin, Access-Control-Request-Method, Access-Control-Request-Headers]',
    ].join('\n'),
  },
  * inspect(app) {
    for (const edge of apiEdgesOf(app).filter((each) => keepsPreflights(each))) {
      for (const [first, second, story] of pairs(edge, app)) {
        const verdict = blockedAfter(app, first, second);
        if (verdict === undefined || verdict.exchanges.length > 1) continue;
        yield {
          resource: edge.entrance.resource,
          property: `${edge.property}/CachedMethods`,
          message: `${edgeName(edge)} keeps preflights, and its cache key doesn't tell one from another: ${story}`,
          evidence: [verdict],
        };
        break;
      }
    }
  },
};

function keepsPreflights(edge: ApiEdge): boolean {
  const { cachedMethods } = edge.behavior;
  return keeps(edge) && !isUnknown(cachedMethods) && cachedMethods.includes('OPTIONS');
}

/** One path, since that is in every key: two pages, then two methods. */
function* pairs(edge: ApiEdge, app: App): Generator<[Question, Question, string]> {
  for (const target of edge.targets().slice(0, MAX_TRIED)) {
    const [a, b] = allowedPagesOf(edge, target.route, app);
    if (a === undefined) continue;
    if (b !== undefined) {
      yield [asked(target, a), asked(target, b), `${b.origin} gets the preflight of ${a.origin} for ${routeName({ target })}`];
    }
    const other = edge.targets().find((each) => each.path === target.path && each.method !== target.method);
    if (other !== undefined) {
      yield [asked(other, a), asked(target, a), `${routeName({ target })} gets the preflight of ${other.method}`];
    }
  }
}

const MAX_TRIED = 20;

function asked(target: Target, page: Page): Question {
  return { ...questionOf(target, page, { headers: 'asked-for', credentials: false }), answer: { status: 200, headers: { 'access-control-allow-origin': page.origin } } };
}
