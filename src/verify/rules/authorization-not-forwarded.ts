import type { App, Cause, Rule } from '../app';
import { type ApiEdge, apiEdgesOf, edgeName, forwards, ownPage } from '../edges';
import { addressOf } from '../questions';
import { routeName } from './evidence';
import { API_BEHAVIOR, API_BEHAVIOR_CDK } from './fixes';

/** Rule 87: CloudFront hands on no Authorization unless it is in the cache key, or all headers are forwarded. */
export const authorizationNotForwarded: Rule = {
  id: 'authorization-not-forwarded',
  severity: 'error',
  title: 'the distribution keeps from the API a header that the API asks its callers for',
  fix: {
    cdk: API_BEHAVIOR_CDK,
    cloudFormation: API_BEHAVIOR,
  },
  * inspect(app) {
    for (const edge of apiEdgesOf(app)) {
      yield* lostAt(edge, app);
    }
  },
};

function* lostAt(edge: ApiEdge, app: App): Generator<Cause> {
  const given = edge.origin.customHeaders.map(([name]) => name.toLowerCase());
  const tried = new Set<string>();
  for (const target of edge.targets()) {
    const name = target.route.headers.find((each) => !given.includes(each.toLowerCase()) && forwards(edge, each, target.method) === false);
    if (name === undefined || tried.has(name)) continue;
    tried.add(name);
    const { method, path, headers } = target;
    const verdict = app.ask({ page: ownPage(edge.entrance).origin, ...addressOf(edge.entrance, path), method, headers });
    if ((verdict.status ?? 0) < 400 || !verdict.via.some(({ kind }) => kind === 'gateway-response' || kind === 'gateway')) continue;
    yield {
      resource: edge.entrance.resource,
      property: edge.property,
      message: `${edgeName(edge)} doesn't forward ${name}, which ${routeName({ target })} asks for: every call gets ${verdict.status}`,
      evidence: [verdict],
    };
  }
}
