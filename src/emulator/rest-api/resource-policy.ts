import { isRecord, isUnknown, Unknown } from '../../template';
import { known, Undecided } from '../kernel/unknown-response';
import type { Exchange } from './exchange';
import { GatewayFault } from './fault';
import { evaluatePolicy } from './policy-document';

/** The ARN of a request: what policies are about. */
export function methodArn({ api, stage, request, path }: Exchange): string {
  const partition = api.region.startsWith('cn-') ? 'aws-cn' : 'aws';
  return `arn:${partition}:execute-api:${api.region}:${api.account}:${api.resource.physicalId}/${stage?.name ?? '*'}/${request.method}${path}`;
}

/**
 * Refuses what the API's resource policy doesn't allow, before routing and whatever authorizes the method (rule 60).
 *
 * Conditions (addresses, VPC endpoints) and principals other than everybody depend on who calls: taken as fulfilled where the caller is taken as
 * authorized, else unknown. Browsers sign no preflight, which is anonymous to the API: no account, user or role.
 */
export function checkResourcePolicy(exchange: Exchange): void {
  const { api: { policy, resource }, request: { isPreflight } } = exchange;
  if (policy === undefined || policy === null) return;
  const depends = (what: string) => exchange.assumesCaller || new Unknown(`${resource.path}/Properties/Policy`, `${what} of the policy depend on who calls`);
  const verdict = evaluatePolicy(known(policy), {
    arn: methodArn(exchange),
    isPrincipal: (principal) => isEverybody(principal) || (!(isPreflight && isSomebody(principal)) && depends('the principals')),
    holds: () => depends('the conditions'),
  });
  if (isUnknown(verdict)) {
    const { policy: assumed } = exchange.circumstances;
    if (assumed === 'allows') return;
    if (assumed === undefined) throw new Undecided(verdict);
  }
  if (verdict !== 'allowed' && verdict !== undefined) {
    const reason = verdict === 'explicit-deny' ? ' with an explicit deny' : '';
    throw new GatewayFault('ACCESS_DENIED', `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${methodArn(exchange)}${reason}`);
  }
}

function isEverybody(principal: unknown): boolean {
  return principalsIn(principal).includes('*');
}

/** Whether all that a principal names is known, and so none of it everybody. */
function isSomebody(principal: unknown): boolean {
  const names = principalsIn(principal);
  return names.length > 0 && names.every((name) => typeof name === 'string');
}

function principalsIn(principal: unknown): unknown[] {
  return [isRecord(principal) ? principal.AWS : principal].flat();
}
