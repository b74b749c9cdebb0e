import { type TemplateResource, isUnknown, type Maybe, type Unknown } from '../../template';
import type { InvokeResult } from '../kernel/machine';
import type { ApiFunctions } from '../lambda/find-function';
import type { Exchange } from './exchange';
import { GatewayFault } from './fault';

/** Whether API Gateway may call a function as itself (rule 54). */
export function mayCall(fn: TemplateResource, functions: ApiFunctions, exchange: Exchange): boolean {
  if (functions.mayBeCalled(fn)) return true;
  return exchange.reading(54, `no AWS::Lambda::Permission lets API Gateway call ${fn.logicalId}`) === 'allowed';
}

/** What a call gave, or the fault that the gateway makes of a time-out. */
export function inTime(result: Maybe<InvokeResult>): Unknown | Exclude<InvokeResult, { readonly timedOut: true }> {
  if (!isUnknown(result) && 'timedOut' in result) throw new GatewayFault('INTEGRATION_TIMEOUT');
  return result;
}
