import type { Rule } from '../app';
import { edgeName, edgeOf, forwards } from '../edges';
import { flawOf } from '../origin-value';
import { failedAtPreflight, routeName, stepOf } from './evidence';
import { API_BEHAVIOR, API_BEHAVIOR_CDK, BUCKET_BEHAVIOR, BUCKET_BEHAVIOR_CDK } from './fixes';

/** Rules 67, 87, 90, 117: what is in no policy doesn't reach the origin, which then takes a page for somebody who doesn't ask for CORS. */
export const originNotForwarded: Rule = {
  id: 'origin-not-forwarded',
  severity: 'error',
  title: 'the distribution keeps the Origin header from the API or bucket that decides by it',
  fix: {
    cdk: API_BEHAVIOR_CDK,
    cloudFormation: API_BEHAVIOR,
  },
  explain(trouble, app) {
    const { expected, page, target, verdict } = trouble;
    const edge = edgeOf(target, app);
    if (expected !== 'allowed' || page.role !== 'declared' || edge === undefined || stepOf(trouble, 'gateway-response') !== undefined) return undefined;
    if (!verdict.via.some(({ kind }) => kind === 'origin') || !ORIGIN_ERRORS.test(verdict.error ?? '')) return undefined;
    // an origin that is written wrong matches nothing, forwarded or not
    if (page.written !== undefined && flawOf(page.written) !== undefined) return undefined;
    const isPreflight = failedAtPreflight(trouble);
    const lost = ['Origin', ...isPreflight ? PREFLIGHT_HEADERS : []].filter((name) => forwards(edge, name, isPreflight ? 'OPTIONS' : target.method) === false);
    if (lost.length === 0) return undefined;
    return {
      resource: edge.entrance.resource,
      property: edge.property,
      message: `${edgeName(edge)} doesn't forward ${lost.join(' or ')}, so what is behind it doesn't know that ${page.origin} asks: ${
        isPreflight ? 'the preflight' : 'the response'} of ${routeName(trouble)} can't allow it`,
      ...(edge.origin?.bucket !== undefined && { fix: { cdk: BUCKET_BEHAVIOR_CDK, cloudFormation: BUCKET_BEHAVIOR } }),
    };
  },
};

const ORIGIN_ERRORS = /(?:MissingAllowOriginHeader|AllowOriginMismatch|^PreflightInvalidStatus)$/;
const PREFLIGHT_HEADERS = ['Access-Control-Request-Method', 'Access-Control-Request-Headers'];
