import { isUnknown, Unknown } from '../../template';
import { bytesOfText } from '../kernel/bytes';
import type { HttpResponse } from '../kernel/message';
import { withCors } from './cors';
import type { Exchange } from './exchange';

/** An answer that Lambda makes itself. */
interface UrlError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const TROUBLESHOOT = 'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';

export const URL_ERRORS = {
  forbidden: { status: 403, type: 'AccessDeniedException', message: TROUBLESHOOT },
  unsignedBody: { status: 403, type: 'InvalidSignatureException', message: 'The request signature we calculated does not match the signature you provided.' },
  throttled: { status: 429, type: 'TooManyRequestsException', message: 'Rate Exceeded.' },
  tooLarge: { status: 413, type: 'RequestEntityTooLargeException', message: 'Request must be smaller than 6291456 bytes' },
  failed: { status: 502, type: 'InternalServerErrorException', message: 'Internal Server Error' },
} as const satisfies Readonly<Record<string, UrlError>>;

/** Lambda answers by itself: thrown wherever that is noticed, and made into an answer at the URL's entrance. */
export class UrlFault {
  constructor(public readonly error: UrlError) {}
}

/** The failures of gateways that a function URL has as well. */
const FAILURES: ReadonlyMap<string, UrlError> = new Map<string, UrlError>([
  ['THROTTLED', URL_ERRORS.throttled],
  ['REQUEST_TOO_LARGE', URL_ERRORS.tooLarge],
  ['INTEGRATION_FAILURE', URL_ERRORS.failed],
  ['INTEGRATION_TIMEOUT', URL_ERRORS.failed],
]);

/** Those of a URL that asks for a signature. */
const OF_IAM: ReadonlySet<string> = new Set(['ACCESS_DENIED', 'MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'EXPIRED_TOKEN']);

/** Fails a request as it is asked to, where a function URL can fail so. */
export function failAsAsked({ circumstances: { failure }, functionUrl: { authType } }: Exchange): void {
  if (failure === undefined) return;
  const error = FAILURES.get(failure) ?? (OF_IAM.has(failure) && authType === 'AWS_IAM' ? URL_ERRORS.forbidden : undefined);
  if (error !== undefined) throw new UrlFault(error);
}

/** The answer that an error is. Whether it has the configured CORS headers isn't documented (rule 153); without configuration it has none. */
export function errorAnswer({ status, type, message }: UrlError, exchange: Exchange): HttpResponse {
  exchange.step('gateway', `${status} ${type}`, exchange.functionUrl.resource);
  const body = bytesOfText(JSON.stringify({ Message: message }));
  const response: HttpResponse = { status, headers: [['content-type', 'application/json'], ['content-length', String(body.length)], ['x-amzn-errortype', type]], body };
  const { cors, resource } = exchange.functionUrl;
  if (cors === undefined || exchange.origin === undefined) return response;
  const known = withCors(response, cors, exchange);
  // an origin that isn't listed gets no header in any case
  if (!isUnknown(cors) && !known.headers.some(([name]) => name === 'access-control-allow-origin') && !cors.allowOrigins.some(isUnknown)) return known;
  switch (exchange.reading(153, 'no source shows whether the errors that Lambda makes itself carry the CORS headers of the URL')) {
    case 'bare': return response;
    case 'cors': return known;
    default: {
      const because = new Unknown(`${resource.path}/Properties/Cors`, 'whether errors that Lambda makes itself carry the CORS headers of the URL isn\'t documented (rule 153)');
      return { ...response, moreHeaders: { because, except: ['content-type', 'content-length', 'location', 'cache-control', 'set-cookie'] } };
    }
  }
}
