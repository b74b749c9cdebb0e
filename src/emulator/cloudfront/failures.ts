import type { Circumstances } from '../kernel/machine';
import { known } from '../kernel/unknown-response';
import type { Distribution } from './distribution';
import type { Exchange } from './exchange';
import type { EdgeError } from './pages';

/**
 * How a request fails at a distribution that is asked to, preflights too, since nothing comes before these:
 *
 * | failure | distributions | answer |
 * |---|---|---|
 * | WAF_FILTERED | with a web ACL | 403 with CloudFront's page |
 * | GEO_RESTRICTED | with a geographic restriction | 403 with CloudFront's page |
 *
 * Undefined where the distribution can't fail so: the failure may be one of what stands behind it.
 */
export function requestedFailure({ hasFirewall, refusesCountries }: Distribution, exchange: Exchange): EdgeError | undefined {
  const { failure } = exchange.circumstances;
  const can = failure === 'WAF_FILTERED' ? hasFirewall : failure === GEO_RESTRICTED ? refusesCountries : false;
  return known(can) ? { status: 403, reason: failure === GEO_RESTRICTED ? 'country' : 'blocked' } : undefined;
}

const GEO_RESTRICTED = 'GEO_RESTRICTED';

/** What is the case for an origin: it can't fail as only distributions do. */
export function behindEdge(circumstances: Circumstances): Circumstances {
  return circumstances.failure === GEO_RESTRICTED ? { ...circumstances, failure: undefined } : circumstances;
}

/** How a back end fails that isn't in the template. */
export function failureOfBackend({ circumstances: { failure } }: Exchange): 'timeout' | 'connection' | undefined {
  return failure === 'INTEGRATION_TIMEOUT' ? 'timeout' : failure === 'INTEGRATION_FAILURE' ? 'connection' : undefined;
}
