import type { App, Cause, Rule } from '../app';
import { addressOf } from '../cases';
import { type ApiEdge, apiEdgesOf, edgeName, forwards, ownPage, targetsThrough } from '../edges';
import { routeName } from './evidence';

/** Rule 87: CloudFront hands on no Authorization unless it is in the cache key, or all headers are forwarded. */
export const authorizationNotForwarded: Rule = {
  id: 'authorization-not-forwarded',
  severity: 'error',
  title: 'the distribution keeps from the API a header that the API asks its callers for',
  fix: {
    cdk: "ApiBehavior.forRestApi(api).addTo(distribution, '/api');",
    cloudFormation: [
      'PathPattern: /api/*',
      'TargetOriginId: api',
      'ViewerProtocolPolicy: https-only',
      'AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]',
      'CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled',
      'OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac # AllViewerExceptHostHeader',
    ].join('\n'),
  },
  * inspect(app) {
    for (const edge of apiEdgesOf(app)) yield* lostAt(edge, app);
  },
};

function* lostAt(edge: ApiEdge, app: App): Generator<Cause> {
  const given = edge.origin.customHeaders.map(([name]) => name.toLowerCase());
  const tried = new Set<string>();
  for (const target of targetsThrough(edge)) {
    const name = target.route.headers.find((each) => !given.includes(each.toLowerCase()) && forwards(edge, each, target.method) === false);
    if (name === undefined || tried.has(name)) continue;
    tried.add(name);
    const { method, path, headers } = target;
    const verdict = app.ask({ page: ownPage(edge.entrance).origin, ...addressOf(edge.entrance, path), method, headers });
    if (verdict.status < 400 || !verdict.via.some(({ kind }) => kind === 'gateway-response' || kind === 'gateway')) continue;
    yield {
      resource: edge.entrance.resource,
      property: edge.property,
      message: `${edgeName(edge)} doesn't forward ${name}, which ${routeName({ target })} asks for: every call gets ${verdict.status}`,
      evidence: [verdict],
    };
  }
}
