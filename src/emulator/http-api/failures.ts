import { Unknown } from '../../template';
import { known, Undecided } from '../kernel/unknown-response';
import type { Route } from './api';
import type { Exchange } from './exchange';
import { GATEWAY_ERRORS, type GatewayError, GatewayFault } from './gateway-errors';
import { bearerChallenge } from './jwt';

interface Failure {
  /** Which routes can fail so. */
  readonly where: 'any' | 'JWT' | 'CUSTOM' | 'AWS_IAM' | 'authorized' | 'identified';
  readonly error: GatewayError;
}

/**
 * The gateway response types of REST APIs that HTTP APIs have the same failure of.
 *
 * | failure | routes | answer |
 * |---|---|---|
 * | UNAUTHORIZED | with a JWT or Lambda authorizer | 401 Unauthorized (for a JWT with `www-authenticate`) |
 * | EXPIRED_TOKEN | with a JWT authorizer | 401 Unauthorized |
 * | ACCESS_DENIED | with any authorization | 403 Forbidden |
 * | MISSING_AUTHENTICATION_TOKEN, INVALID_SIGNATURE | with AWS_IAM | 403 Forbidden |
 * | AUTHORIZER_FAILURE, AUTHORIZER_CONFIGURATION_ERROR | with a Lambda authorizer | 500 Internal Server Error |
 * | RESOURCE_NOT_FOUND | any | 404 Not Found |
 * | REQUEST_TOO_LARGE | any | 413 Request Entity Too Large |
 * | THROTTLED | any | 429 Too Many Requests |
 * | INTEGRATION_FAILURE, API_CONFIGURATION_ERROR | any | 500 Internal Server Error |
 * | INTEGRATION_TIMEOUT | any | 503 Service Unavailable |
 *
 * A route that can't fail so fails all the same, with a note, unless only what is guarded is asked for. What HTTP APIs don't have is refused: see `REFUSED`.
 */
const FAILURES: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ['UNAUTHORIZED', { where: 'identified', error: GATEWAY_ERRORS.unauthorized }],
  ['EXPIRED_TOKEN', { where: 'JWT', error: { ...GATEWAY_ERRORS.unauthorized, headers: bearerChallenge('the token has expired') } }],
  ['ACCESS_DENIED', { where: 'authorized', error: GATEWAY_ERRORS.forbidden }],
  ['MISSING_AUTHENTICATION_TOKEN', { where: 'AWS_IAM', error: GATEWAY_ERRORS.forbidden }],
  ['INVALID_SIGNATURE', { where: 'AWS_IAM', error: GATEWAY_ERRORS.forbidden }],
  ['AUTHORIZER_FAILURE', { where: 'CUSTOM', error: GATEWAY_ERRORS.internalError }],
  ['AUTHORIZER_CONFIGURATION_ERROR', { where: 'CUSTOM', error: GATEWAY_ERRORS.internalError }],
  ['RESOURCE_NOT_FOUND', { where: 'any', error: GATEWAY_ERRORS.notFound }],
  ['REQUEST_TOO_LARGE', { where: 'any', error: GATEWAY_ERRORS.tooLarge }],
  ['THROTTLED', { where: 'any', error: GATEWAY_ERRORS.tooManyRequests }],
  ['INTEGRATION_FAILURE', { where: 'any', error: GATEWAY_ERRORS.internalError }],
  ['API_CONFIGURATION_ERROR', { where: 'any', error: GATEWAY_ERRORS.internalError }],
  ['INTEGRATION_TIMEOUT', { where: 'any', error: GATEWAY_ERRORS.unavailable }],
]);

/** Failures that only REST APIs know, and why an HTTP API doesn't. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['WAF_FILTERED', 'AWS WAF can\'t be put on an HTTP API; put it on a CloudFront distribution before it'],
  ['INVALID_API_KEY', 'HTTP APIs have no API keys'],
  ['QUOTA_EXCEEDED', 'HTTP APIs have no usage plans'],
  ['BAD_REQUEST_BODY', 'HTTP APIs don\'t validate requests'],
  ['BAD_REQUEST_PARAMETERS', 'HTTP APIs don\'t validate requests'],
  ['UNSUPPORTED_MEDIA_TYPE', 'HTTP APIs have no mapping templates'],
  ['DEFAULT_4XX', 'it stands for all of its kind; ask for one, such as THROTTLED'],
  ['DEFAULT_5XX', 'it stands for all of its kind; ask for one, such as INTEGRATION_TIMEOUT'],
]);

/**
 * Fails a request that is asked to fail, where its route can fail so. What HTTP APIs have no such failure of is undecided.
 *
 * A preflight isn't the request that was asked to fail, but an authorizer stands before it all the same: it fails where authorization does.
 */
export function failAsAsked({ authorization }: Route, exchange: Exchange): void {
  const name = exchange.circumstances.failure;
  const failure = name === undefined ? undefined : FAILURES.get(name);
  if (name === undefined || (exchange.isPreflight && (failure === undefined || failure.where === 'any'))) return;
  if (failure === undefined) {
    throw new Undecided(new Unknown(exchange.api.resource.path,
      `an HTTP API can't fail as ${name}: ${REFUSED.get(name) ?? 'there is no such failure'}; it has ${[...FAILURES.keys()].join(', ')}`));
  }
  if (failure.where === 'any') throw new GatewayFault(failure.error);
  const type = known(authorization.type);
  const fails = failure.where === 'authorized' ? type !== 'NONE'
    : failure.where === 'identified' ? type === 'JWT' || type === 'CUSTOM' : type === failure.where;
  const isHonoured = !exchange.isPreflight && exchange.circumstances.onlyGuarded !== true;
  if (!fails && isHonoured) {
    exchange.remark(77, `nothing in the template is known to make the gateway fail this route as ${name}; it fails so since that was asked`);
  }
  if (fails || isHonoured) throw new GatewayFault(name === 'UNAUTHORIZED' && type === 'JWT' ? { ...failure.error, headers: bearerChallenge() } : failure.error);
}
