import { isRecord, Unknown } from '../../template';
import { invoke } from '../kernel/effects';
import type { Machine } from '../kernel/machine';
import { known } from '../kernel/unknown-response';
import type { ApiFunctions } from '../lambda/find-function';
import type { Authorizer } from './api';
import { requestAuthorizerEvent } from './event';
import type { Exchange } from './exchange';
import { GatewayFault } from './fault';
import { mayCall } from './functions';
import { evaluatePolicy } from './policy-document';
import { methodArn } from './resource-policy';

/** How long API Gateway waits for an authorizer. */
const TIMEOUT = 10_000;

/** Asks the function of a TOKEN or REQUEST authorizer (rules 57, 58). Results aren't cached between requests. */
export function* askAuthorizer(authorizer: Authorizer, type: 'TOKEN' | 'REQUEST', identity: readonly string[], exchange: Exchange, functions: ApiFunctions): Machine<void> {
  const fn = known(functions.find(authorizer.uri));
  if (!mayCall(fn, functions, exchange)) throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR');
  exchange.step('function', fn.logicalId, fn);
  const arn = methodArn(exchange);
  const event = type === 'TOKEN' ? { type, authorizationToken: identity[0] ?? '', methodArn: arn } : requestAuthorizerEvent(exchange, arn);
  const result = known(yield* invoke(fn, () => event, 'authorizer', TIMEOUT));
  if ('payload' in result) return accept(result.payload, arn, exchange);
  if ('error' in result && result.error.errorMessage === 'Unauthorized') throw new GatewayFault('UNAUTHORIZED');
  const reading = exchange.reading(57, 'the body of the answer to an authorizer that fails is reported, not recorded');
  throw new GatewayFault('AUTHORIZER_FAILURE', reading === 'null' ? null : undefined);
}

function accept(payload: unknown, arn: string, exchange: Exchange): void {
  const verdict = isRecord(payload) && typeof payload.principalId === 'string'
    ? evaluatePolicy(payload.policyDocument, { arn, holds: () => new Unknown(arn, 'the conditions of the authorizer\'s policy aren\'t evaluated') }) : undefined;
  if (verdict === undefined) throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR');
  if (known(verdict) !== 'allowed') {
    const reading = exchange.reading(58, 'the message of a denial is reported, not recorded');
    const how = verdict === 'explicit-deny' && reading === 'explicit' ? ' with an explicit deny' : '';
    throw new GatewayFault('ACCESS_DENIED', `User is not authorized to access this resource${how}`);
  }
  const { principalId, context, usageIdentifierKey } = payload as { [name: string]: unknown };
  // Only texts, numbers and truth values reach the integration, all as texts; anything else isn't a valid answer.
  const entries = isRecord(context) ? Object.entries(context) : [];
  if (entries.some(([, value]) => typeof value === 'object' && value !== null)) {
    throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR');
  }
  exchange.authorizer = { principalId, ...Object.fromEntries(entries.map(([name, value]) => [name, String(value)])) };
  if (typeof usageIdentifierKey === 'string') {
    exchange.usageKey = usageIdentifierKey;
  }
}
