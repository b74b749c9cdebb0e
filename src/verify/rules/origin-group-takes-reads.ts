import { isUnknown } from '../../emulator';
import type { Rule } from '../app';
import { edgeName, edgesOf } from '../edges';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Rule 147: CloudFront refuses a behavior of an origin group that takes more than GET, HEAD and OPTIONS. */
export const originGroupTakesReads: Rule = {
  id: 'origin-group-takes-reads',
  severity: 'error',
  title: 'a behavior with an origin group takes methods that write, which CloudFront refuses',
  fix: {
    cdk: "ApiBehavior.forRestApi(api).addTo(distribution, '/api'); // one origin, all methods",
    cloudFormation: [
      'PathPattern: /api/*',
      'TargetOriginId: api # an origin, not a group',
      'AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]',
    ].join('\n'),
  },
  * inspect(app) {
    for (const edge of edgesOf(app)) {
      const { behavior: { origin, allowedMethods }, entrance, property } = edge;
      if (isUnknown(origin) || isUnknown(allowedMethods) || origin.failoverStatuses.length === 0) continue;
      const writes = allowedMethods.filter((method) => !READS.has(method));
      if (writes.length === 0) continue;
      yield {
        resource: entrance.resource,
        property: `${property}/AllowedMethods`,
        message: `${edgeName(edge)} allows ${writes.join(', ')} and has an origin group, which takes GET, HEAD and OPTIONS only, so CloudFront refuses the distribution`,
      };
    }
  },
};
