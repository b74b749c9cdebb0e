/** The gateway response types that a REST API has (rule 12). */
export const GATEWAY_RESPONSE_TYPES = [
  'ACCESS_DENIED', 'API_CONFIGURATION_ERROR', 'AUTHORIZER_CONFIGURATION_ERROR', 'AUTHORIZER_FAILURE', 'BAD_REQUEST_BODY', 'BAD_REQUEST_PARAMETERS', 'DEFAULT_4XX',
  'DEFAULT_5XX', 'EXPIRED_TOKEN', 'INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'INVALID_API_KEY', 'INVALID_SIGNATURE', 'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED', 'REQUEST_TOO_LARGE', 'RESOURCE_NOT_FOUND', 'THROTTLED', 'UNAUTHORIZED', 'UNSUPPORTED_MEDIA_TYPE', 'WAF_FILTERED',
] as const;

/** The name of a gateway response type. */
export type GatewayResponseType = typeof GATEWAY_RESPONSE_TYPES[number];

const KNOWN: ReadonlySet<string> = new Set(GATEWAY_RESPONSE_TYPES);

/** Whether a REST API has a gateway response type of this name. */
export function isGatewayResponseType(name: string): name is GatewayResponseType {
  return KNOWN.has(name);
}
