import { isUnknown, Unknown } from '../../template';
import { known, Undecided } from '../kernel/unknown-response';
import type { Method } from './api';
import type { Exchange } from './exchange';
import { failAt } from './failures';
import { GatewayFault } from './fault';
import { valueOf } from './request';

/**
 * Refuses a request without a key where the method requires one (rule 56). Browsers never put one into a preflight, so an OPTIONS that requires
 * a key always fails.
 */
export function checkApiKey(method: Method, exchange: Exchange): void {
  failAt('api-key', exchange);
  if (!known(method.apiKeyRequired)) return;
  if (exchange.assumesCaller) return;
  const { apiKeySource, apiKeys, resource } = exchange.api;
  const key = apiKeySource === 'AUTHORIZER' ? exchange.usageKey : valueOf(exchange.request.headers, 'x-api-key');
  exchange.remark(56, 'the answer to a missing API key is known from other emulators only');
  if (key === undefined || key === '') throw new GatewayFault('INVALID_API_KEY');
  const own = apiKeys.find(({ value, enabled }) => enabled && value === key);
  if (own !== undefined) {
    exchange.apiKey = { id: own.resource.physicalId, value: key };
    return;
  }
  const made = apiKeys.find(({ value, enabled }) => enabled && isUnknown(value));
  if (made !== undefined) {
    throw new Undecided(new Unknown(made.resource.path, `whether the key is right: AWS makes it up when ${resource.logicalId} is deployed`));
  }
  if (apiKeys.length === 0) {
    throw new Undecided(new Unknown(resource.path, `whether the API key is right: ${resource.logicalId} has none in the template, so it is made elsewhere`));
  }
  throw new GatewayFault('INVALID_API_KEY');
}
