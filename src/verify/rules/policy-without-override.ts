import { isUnknown } from '../../emulator';
import type { Case, Rule } from '../app';
import { edgeName, edgeOf } from '../edges';
import { askedOf, lastHeader } from './evidence';
import { HEADERS_POLICY } from './fixes';

/** Rule 96: a response headers policy that doesn't override leaves what the origin wrote, and adds the rest. */
export const policyWithoutOverride: Rule = {
  id: 'policy-without-override',
  severity: 'error',
  title: 'the origin and a response headers policy both write CORS headers, and disagree',
  fix: {
    cdk: "ApiBehavior.forRestApi(api, { cors: CorsPolicy.forOrigins('https://app.example.com', 'https://admin.example.com') }).addTo(distribution, '/api');",
    cloudFormation: HEADERS_POLICY,
  },
  explain(trouble, app) {
    const edge = edgeOf(trouble.target, app);
    const policy = edge?.behavior.responseHeadersPolicy;
    if (trouble.expected !== 'allowed' || edge === undefined || policy === undefined || isUnknown(policy) || policy.cors?.originOverride !== false) return undefined;
    const { cors: { allowOrigins } } = policy;
    const says = lastHeader(trouble, 'access-control-allow-origin');
    if (!DISAGREE.test(trouble.verdict.error ?? '') || says === undefined || isUnknown(allowOrigins) || !letsIn(allowOrigins, trouble)) return undefined;
    const { resource } = policy;
    return {
      resource: resource ?? edge.entrance.resource,
      property: resource === undefined ? `${edge.property}/ResponseHeadersPolicyId` : 'Properties/ResponseHeadersPolicyConfig/CorsConfig/OriginOverride',
      message: `the policy ${policy.name} at ${edgeName(edge)} lets ${trouble.page.origin} in and doesn't override: ${askedOf(trouble)} keeps the origin's Access-Control-Allow-Origin: ${says}`,
    };
  },
};

const DISAGREE = /AllowOriginMismatch$|WildcardOriginNotAllowed$|InvalidAllowOriginValue$/;

function letsIn(origins: readonly string[], { page, variant }: Case): boolean {
  return origins.includes(page.origin) || (origins.includes('*') && !variant.credentials) || origins.some((each) => each.includes('*.'));
}
