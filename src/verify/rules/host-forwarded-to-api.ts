import { isUnknown, partsOf } from '../../emulator';
import { includes } from '../../emulator/cloudfront';
import type { Cause, Rule } from '../app';
import { type Edge, edgeName, edgeOf, edgesOf, hasApi, isApi } from '../edges';
import { API_BEHAVIOR, API_BEHAVIOR_CDK } from './fixes';

/** Rule 62: API Gateway and function URLs find the API by `Host`, and refuse the name of the distribution. */
export const hostForwardedToApi: Rule = {
  id: 'host-forwarded-to-api',
  severity: 'error',
  title: 'the distribution forwards the viewer\'s Host to an API, which refuses it',
  fix: {
    cdk: API_BEHAVIOR_CDK,
    cloudFormation: API_BEHAVIOR,
  },
  explain({ target, verdict }, app) {
    const edge = edgeOf(target, app);
    return edge !== undefined && verdict.via.some(({ kind, name }) => kind === 'gateway' && name === 'Host') ? causeOf(edge) : undefined;
  },
  // an API that isn't of the template, or has no path there, isn't asked, and refuses it all the same
  inspect: (app) => edgesOf(app).filter((edge) => isApi(edge) && isUnasked(edge) && forwardsHost(edge)).map(causeOf),
};

function isUnasked(edge: Edge): boolean {
  return !hasApi(edge) || edge.targets().length === 0;
}

function forwardsHost({ behavior: { forwarding }, entrance: { aliases }, origin, api }: Edge): boolean {
  const names = [String(origin?.customDomain ?? origin?.domainName), ...api?.aliases.map((url) => partsOf(url)!.hostname) ?? []];
  if (isUnknown(forwarding) || names.some((name) => aliases.includes(`https://${name}`))) return false;
  return includes(forwarding.cache.key.headers, 'host') || includes(forwarding.origin.headers, 'host');
}

function causeOf(edge: Edge): Cause {
  const { behavior: { forwarding }, entrance, origin, property } = edge;
  const byKey = !isUnknown(forwarding) && includes(forwarding.cache.key.headers, 'host');
  const name = isUnknown(forwarding) ? '' : forwarding.isLegacy ? 'ForwardedValues' : byKey ? 'CachePolicyId' : 'OriginRequestPolicyId';
  return {
    resource: entrance.resource,
    property: `${property}/${name}`,
    message: `${edgeName(edge)} forwards the viewer's Host to ${String(origin?.domainName)}, which answers every request but its own name's with 403 Forbidden`,
  };
}
