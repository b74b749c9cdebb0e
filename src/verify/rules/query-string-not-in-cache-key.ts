import { CloudFrontCache, isUnknown } from '../../emulator';
import type { App, Rule } from '../app';
import { ask } from '../ask';
import { type ApiEdge, apiEdgesOf, edgeName, keeps, ownPage } from '../edges';
import { addressOf } from '../questions';
import { routeName } from './evidence';

/** The CDK's default cache policy is for files: it keeps answers for a day, by their path alone. */
export const queryStringNotInCacheKey: Rule = {
  id: 'query-string-not-in-cache-key',
  severity: 'warning',
  title: 'the distribution keeps answers of an API by their path alone',
  fix: {
    cdk: "ApiBehavior.forRestApi(api).addTo(distribution, '/api');",
    cloudFormation: [
      'CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled',
      'OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac # AllViewerExceptHostHeader',
    ].join('\n'),
  },
  * inspect(app) {
    for (const edge of apiEdgesOf(app).filter(isLikeAFileServer)) {
      const target = edge.targets().find(({ method }) => method === 'GET');
      const verdict = target === undefined ? undefined : secondPage(edge, target.path, app);
      if (target === undefined || verdict?.via.some(({ kind }) => kind === 'cache') !== true) continue;
      yield {
        resource: edge.entrance.resource,
        property: `${edge.property}/CachePolicyId`,
        message: `${edgeName(edge)} keeps what ${routeName({ target })} answers by its path alone: ?page=2 gets what was answered to ?page=1, and one caller what was answered to another`,
        evidence: [verdict],
      };
    }
  },
};

/** A behavior that lets callers write is for an API with state; one for reading alone may be meant so. */
function isLikeAFileServer(edge: ApiEdge): boolean {
  const { behavior: { allowedMethods, forwarding } } = edge;
  return keeps(edge) && !isUnknown(allowedMethods) && allowedMethods.includes('POST') && !isUnknown(forwarding) && forwarding.cache.defaultTtl > 0
    && forwarding.cache.key.queryStrings.kind === 'none';
}

function secondPage(edge: ApiEdge, path: string, { emulator }: App) {
  const world = emulator.with({ cache: new CloudFrontCache() });
  const [, second] = [1, 2].map((page) => ask(world, {
    page: ownPage(edge.entrance).origin, ...addressOf(edge.entrance, `${path}?page=${page}`), answer: { status: 200, headers: { 'content-type': 'application/json' } },
  }));
  return second;
}
