import { isUnknown, partsOf } from '../../emulator';
import { behaviorFor } from '../../emulator/cloudfront';
import type { Rule } from '../app';
import { type ApiEdge, apiEdgesOf, askTarget, edgesOf, ownPage } from '../edges';
import { methodsOf, targetOf } from '../targets';

/** Rule 81: `/api/*` takes `/api/` and what is below, and not `/api`, which falls to the default behavior. */
export const apiPathFallsToSite: Rule = {
  id: 'api-path-falls-to-site',
  severity: 'error',
  title: 'a path of the API is taken by the behavior of the site',
  fix: {
    cdk: "ApiBehavior.forRestApi(api).addTo(distribution, '/api'); // takes /api and /api/*",
    cloudFormation: [
      'CacheBehaviors:',
      '  - { PathPattern: /orders, TargetOriginId: api, ViewerProtocolPolicy: https-only }',
      '  - { PathPattern: /orders/*, TargetOriginId: api, ViewerProtocolPolicy: https-only }',
    ].join('\n'),
  },
  * inspect(app) {
    for (const edge of apiEdgesOf(app)) {
      const path = missed(edge);
      const route = edge.api.routes.find((each) => path !== undefined && uriOf(each.path, edge) === path && methodsOf(each).length > 0);
      const taker = path === undefined ? undefined : behaviorFor(edge.distribution, path);
      if (path === undefined || route === undefined || taker === undefined || isUnknown(taker) || isUnknown(taker.origin)) continue;
      if (edgesOf(app).some(({ entrance, behavior, api }) => entrance === edge.entrance && behavior === taker && api !== undefined)) continue;
      const [method] = methodsOf(route);
      const target = targetOf(edge.entrance, { ...route, path, behavior: taker.pathPattern }, method);
      yield {
        resource: edge.entrance.resource,
        property: `${edge.property}/PathPattern`,
        message: `${edge.behavior.pathPattern} doesn't take ${path}: ${method} ${path} goes to ${taker.origin.origins[0].id}, which has no API`,
        evidence: [askTarget(app, target, ownPage(edge.entrance))],
      };
    }
  },
};

/** `/api` of a behavior `/api/*` that takes no prefix off. */
function missed({ behavior: { functions, pathPattern } }: ApiEdge): string | undefined {
  return /^\/?[^*?]+\/\*$/.test(pathPattern) && !functions.has('viewer-request') ? `/${pathPattern.replace(/^\/|\/\*$/g, '')}` : undefined;
}

/** The path of a route as the origin is asked for it, without the origin's own. */
function uriOf(path: string, { api, origin }: ApiEdge): string | undefined {
  const target = `${partsOf(api.url)!.pathname.replace(/\/$/, '')}${path}`;
  return target.startsWith(origin.originPath) ? target.slice(origin.originPath.length) : undefined;
}
