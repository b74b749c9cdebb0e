import type { Variant } from './app';

/** The ways in which a gateway may fail a request, by gateway response type. */
export const FAILURES = [
  'UNAUTHORIZED', 'ACCESS_DENIED', 'EXPIRED_TOKEN', 'INVALID_SIGNATURE', 'MISSING_AUTHENTICATION_TOKEN', 'AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR',
  'INVALID_API_KEY', 'QUOTA_EXCEEDED', 'THROTTLED', 'WAF_FILTERED', 'BAD_REQUEST_PARAMETERS', 'BAD_REQUEST_BODY', 'REQUEST_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE',
  'INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT',
] as const;

/** With all that the route asks for. */
export const FULL: Variant = { headers: 'asked-for', credentials: false };
/** Without what makes browsers send a preflight. */
export const SIMPLE: Variant = { headers: 'none', credentials: false };
export const WITH_CREDENTIALS: Variant = { headers: 'asked-for', credentials: true };
/** Each failure of a gateway. */
export const FAILING = {
  without: FAILURES.map((failure): Variant => ({ headers: 'asked-for', credentials: false, failure })),
  withCredentials: FAILURES.map((failure): Variant => ({ headers: 'asked-for', credentials: true, failure })),
};
