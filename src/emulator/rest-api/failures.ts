import { GATEWAY_RESPONSE_TYPES, type GatewayResponseType, isGatewayResponseType } from '../../api-gateway';
import { isSafeMethod } from '../../http';
import { isUnknown, type Maybe, Unknown } from '../../template';
import { known, Undecided } from '../kernel/unknown-response';
import type { Method } from './api';
import type { Exchange } from './exchange';
import { GatewayFault } from './fault';

/** Where on its way a request fails, in the order of rule 60. */
export type Point = 'edge' | 'authorization' | 'api-key' | 'validation' | 'integration';

interface Failure {
  readonly point: Point;
  /** Whether a method can fail so; an Unknown where the template leaves it open. */
  readonly can: (method: Method, exchange: Exchange) => Maybe<boolean>;
  /** What the gateway makes of it, where that isn't the type's usual answer. */
  readonly fault?: (method: Method, exchange: Exchange) => GatewayFault;
}

const always = () => true;
const guardedBy = (...types: string[]) => ({ authorization }: Method) => (isUnknown(authorization) ? authorization : types.includes(authorization));
const hasPolicy = ({ api }: Exchange) => api.policy !== undefined && api.policy !== null;
const isMock = ({ integration }: Method): Maybe<boolean> => {
  const type = integration?.type ?? 'MOCK';
  return isUnknown(type) ? type : type === 'MOCK';
};
const not = (value: Maybe<boolean>): Maybe<boolean> => (isUnknown(value) ? value : !value);

/** An expired token of Cognito is a 401 (rule 59), one of IAM is EXPIRED_TOKEN. */
export function expired({ authorization }: Method, exchange: Exchange): GatewayFault {
  if (authorization !== 'COGNITO_USER_POOLS') return new GatewayFault('EXPIRED_TOKEN');
  const reading = exchange.reading(59, 'how a user pool\'s token that has expired is refused is documented in part');
  return reading === 'unauthorized' ? new GatewayFault('UNAUTHORIZED', 'The incoming token has expired') : new GatewayFault('EXPIRED_TOKEN');
}

/**
 * Where the gateway can fail a request, by gateway response type:
 *
 * | type | requests |
 * |---|---|
 * | WAF_FILTERED, THROTTLED | all, preflights too (rules 27, 28) |
 * | REQUEST_TOO_LARGE | all that can have a body: no GET, HEAD or OPTIONS |
 * | UNAUTHORIZED | methods with a Lambda or Cognito authorizer |
 * | ACCESS_DENIED | methods with any authorization, all where the API has a resource policy |
 * | EXPIRED_TOKEN | methods with IAM, and with Cognito, where it is the 401 of rule 59 |
 * | INVALID_SIGNATURE, MISSING_AUTHENTICATION_TOKEN | methods with IAM |
 * | AUTHORIZER_FAILURE | methods with a Lambda authorizer |
 * | AUTHORIZER_CONFIGURATION_ERROR | methods with a Lambda or Cognito authorizer |
 * | RESOURCE_NOT_FOUND | methods with any authorization (rule 23) |
 * | INVALID_API_KEY, QUOTA_EXCEEDED | methods that require an API key |
 * | BAD_REQUEST_PARAMETERS | methods whose validator looks at required parameters |
 * | BAD_REQUEST_BODY | methods whose validator looks at a model of the body |
 * | UNSUPPORTED_MEDIA_TYPE | integrations that aren't proxies and don't pass everything through |
 * | INTEGRATION_FAILURE, INTEGRATION_TIMEOUT | integrations other than MOCK |
 * | API_CONFIGURATION_ERROR, DEFAULT_4XX, DEFAULT_5XX | all methods |
 */
const FAILURES: { readonly [type in GatewayResponseType]: Failure } = {
  WAF_FILTERED: { point: 'edge', can: always },
  THROTTLED: { point: 'edge', can: always },
  REQUEST_TOO_LARGE: { point: 'edge', can: (_, { request }) => !isSafeMethod(request.method) },
  UNAUTHORIZED: { point: 'authorization', can: guardedBy('CUSTOM', 'COGNITO_USER_POOLS') },
  ACCESS_DENIED: { point: 'authorization', can: (method, exchange) => hasPolicy(exchange) || not(guardedBy('NONE')(method)) },
  EXPIRED_TOKEN: { point: 'authorization', can: guardedBy('AWS_IAM', 'COGNITO_USER_POOLS'), fault: expired },
  INVALID_SIGNATURE: { point: 'authorization', can: guardedBy('AWS_IAM') },
  MISSING_AUTHENTICATION_TOKEN: { point: 'authorization', can: guardedBy('AWS_IAM') },
  AUTHORIZER_FAILURE: { point: 'authorization', can: guardedBy('CUSTOM') },
  AUTHORIZER_CONFIGURATION_ERROR: { point: 'authorization', can: guardedBy('CUSTOM', 'COGNITO_USER_POOLS') },
  RESOURCE_NOT_FOUND: { point: 'authorization', can: (method) => not(guardedBy('NONE')(method)) },
  INVALID_API_KEY: { point: 'api-key', can: ({ apiKeyRequired }) => apiKeyRequired },
  QUOTA_EXCEEDED: { point: 'api-key', can: ({ apiKeyRequired }) => apiKeyRequired },
  BAD_REQUEST_PARAMETERS: {
    point: 'validation',
    can: ({ validates, requestParameters }) => [...requestParameters.values()].some((required) => required !== false) && validates.parameters,
  },
  BAD_REQUEST_BODY: { point: 'validation', can: ({ validates, requestModels }) => requestModels.size > 0 && validates.body },
  UNSUPPORTED_MEDIA_TYPE: {
    point: 'integration',
    can: ({ integration }) => integration !== undefined && !String(integration.type).endsWith('PROXY') && (integration.passthroughBehavior === 'NEVER'
      || integration.passthroughBehavior === 'WHEN_NO_TEMPLATES' && integration.requestTemplates.size > 0),
  },
  INTEGRATION_FAILURE: { point: 'integration', can: (method) => not(isMock(method)) },
  INTEGRATION_TIMEOUT: { point: 'integration', can: (method) => not(isMock(method)) },
  API_CONFIGURATION_ERROR: { point: 'integration', can: always },
  DEFAULT_4XX: { point: 'integration', can: always },
  DEFAULT_5XX: { point: 'integration', can: always },
};

/**
 * Fails a request that is asked to fail at a point. Where nothing in the template makes the gateway fail so, a note says it; a preflight goes on then, and any request
 * where only what is guarded is asked for.
 */
export function failAt(point: Point, exchange: Exchange): void {
  const { failure } = exchange.circumstances;
  if (failure === undefined) return;
  if (!isGatewayResponseType(failure)) {
    const types = GATEWAY_RESPONSE_TYPES.join(', ');
    throw new Undecided(new Unknown(exchange.api.resource.path, `${failure} isn't a gateway response type; there are ${types}`));
  }
  const { point: own, can, fault } = FAILURES[failure];
  // What comes before routing doesn't need a method.
  if (own !== point || exchange.method === undefined && point !== 'edge') return;
  const method = exchange.method!;
  const isPossible = can(method, exchange);
  const isHonoured = !exchange.request.isPreflight && exchange.circumstances.onlyGuarded !== true;
  if (isHonoured ? isPossible === true : known(isPossible)) throw fault?.(method, exchange) ?? new GatewayFault(failure);
  if (!isHonoured) return;
  exchange.remark(12, `nothing in the template is known to make the gateway fail ${method.httpMethod} ${method.path} as ${failure}; it fails so since that was asked`);
  throw fault?.(method, exchange) ?? new GatewayFault(failure);
}
