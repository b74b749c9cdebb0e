import { isUnknown } from '../../emulator';
import type { Rule } from '../app';
import { type Edge, edgeName, edgesOf, forwards } from '../edges';
import { addressOf } from '../questions';
import { samplePath } from '../targets';
import { BUCKET_RULE, BUCKET_RULE_CDK } from './fixes';

/** Fonts, modules and what is fetched are read with CORS: a distribution that forwards Origin to a bucket is made for that, and the bucket isn't. */
export const bucketWithoutCors: Rule = {
  id: 'bucket-without-cors',
  severity: 'warning',
  title: 'the distribution forwards Origin to a bucket that has no CORS rules',
  fix: {
    cdk: BUCKET_RULE_CDK,
    cloudFormation: BUCKET_RULE,
  },
  * inspect(app) {
    for (const edge of edgesOf(app).filter(isMeantForPages)) {
      const { entrance, origin } = edge;
      const route = entrance.routes.find(({ behavior }) => behavior === edge.behavior.pathPattern);
      const verdict = app.ask({ page: 'https://page.example', ...addressOf(entrance, samplePath(route?.path ?? '/')), answer: 'unspecified' });
      if (verdict.outcome !== 'blocked') continue;
      yield {
        resource: origin!.bucket!.bucket.resource,
        property: 'Properties/CorsConfiguration',
        message: `${edgeName(edge)} forwards Origin to the bucket, which has no CORS rules: fonts, modules and what pages of other origins fetch can't be read`,
        evidence: [verdict],
      };
    }
  },
};

/** A site's own pages need none of it, and forwarding does no harm there. */
function isMeantForPages(edge: Edge): boolean {
  const { behavior: { pathPattern, responseHeadersPolicy, functions }, distribution: { defaultRootObject }, origin } = edge;
  const rules = origin?.bucket?.bucket.corsRules;
  const isBare = responseHeadersPolicy === undefined || (!isUnknown(responseHeadersPolicy) && responseHeadersPolicy.cors === undefined);
  return rules !== undefined && !isUnknown(rules) && rules.length === 0 && isBare && functions.size === 0 && forwards(edge, 'origin') === true
    && (pathPattern !== '*' || defaultRootObject === undefined);
}
