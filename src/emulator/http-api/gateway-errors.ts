import { bytesOfText } from '../kernel/bytes';
import type { HeaderList, HttpResponse } from '../kernel/message';
import { onGatewayError } from './cors';
import type { Exchange } from './exchange';

/** A response that the gateway makes itself. HTTP APIs have no gateway responses, so that it can't be configured (rule 72). */
export interface GatewayError {
  readonly status: number;
  readonly message: string;
  readonly headers?: HeaderList;
}

/**
 * What HTTP APIs answer by themselves. Texts of 404, 500 and 503 are recorded (rule 64), those of 401 and 403 documented (rules 72, 77); no rule has
 * those of 400, 413, 429 and 431.
 */
export const GATEWAY_ERRORS = {
  badRequest: { status: 400, message: 'Bad Request' },
  unauthorized: { status: 401, message: 'Unauthorized' },
  forbidden: { status: 403, message: 'Forbidden' },
  notFound: { status: 404, message: 'Not Found' },
  tooLarge: { status: 413, message: 'Request Entity Too Large' },
  tooManyRequests: { status: 429, message: 'Too Many Requests' },
  headersTooLarge: { status: 431, message: 'Request Header Fields Too Large' },
  internalError: { status: 500, message: 'Internal Server Error' },
  unavailable: { status: 503, message: 'Service Unavailable' },
} as const satisfies { [name: string]: GatewayError };

/** The gateway answers by itself: thrown wherever that is noticed, and made into an answer at the API's entrance. */
export class GatewayFault {
  constructor(public readonly error: GatewayError) {}
}

/** The response that such an error is. Unlike those of REST APIs it has no x-amzn-ErrorType (rule 64). */
export function gatewayResponse(error: GatewayError, exchange: Exchange): HttpResponse {
  exchange.step('gateway', `${error.status} ${error.message}`);
  const body = bytesOfText(JSON.stringify({ message: error.message }));
  const headers: HeaderList = [['content-type', 'application/json'], ['content-length', String(body.length)], ...error.headers ?? []];
  return onGatewayError({ status: error.status, headers, body }, exchange);
}
