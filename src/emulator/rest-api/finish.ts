import { isUnknown } from '../../template';
import { NO_BYTES } from '../kernel/bytes';
import type { Answer, HeaderList } from '../kernel/message';
import { extendedId } from './context';
import type { DraftResponse } from './draft-response';
import { traceId } from './event';
import type { Exchange } from './exchange';

/** Statuses whose answers have no body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** Adds what every answer has, and leaves out the body where HTTP has none. Lines of the transport, such as Content-Length and Date, are its own. */
export function finish(draft: DraftResponse, exchange: Exchange, method: string, requestId: string): Answer {
  const { status, headers, body, moreHeaders } = draft.response(linesOf(draft, exchange, requestId));
  const hasBody = method !== 'HEAD' && (isUnknown(status) || !WITHOUT_BODY.has(status));
  return { status, headers, body: hasBody ? body : NO_BYTES, moreHeaders, via: exchange.via, notes: exchange.notes };
}

function linesOf({ status }: DraftResponse, exchange: Exchange, requestId: string): HeaderList {
  const { via, api } = exchange;
  return [
    ['x-amzn-RequestId', requestId],
    ['x-amz-apigw-id', extendedId(requestId)],
    // The answers of a MOCK and of HTTP_PROXY have no trace of API Gateway's (rules 34, 141).
    ...via.some(({ kind, name }) => kind === 'integration' && name !== 'MOCK' && name !== 'HTTP_PROXY') ? [['X-Amzn-Trace-Id', traceId(exchange)] as const] : [],
    ...api.endpointType === 'EDGE' && !isUnknown(status) ? edgeLines(requestId, status) : [],
  ];
}

/** An edge-optimized API stands behind a CloudFront distribution of AWS's own, which leaves its marks (rule 52). */
function edgeLines(requestId: string, status: number): HeaderList {
  const id = requestId.replaceAll('-', '');
  return [
    ['X-Cache', status >= 400 ? 'Error from cloudfront' : 'Miss from cloudfront'],
    ['Via', `1.1 ${id}.cloudfront.net (CloudFront)`],
    ['X-Amz-Cf-Pop', 'FRA56-P1'],
    ['X-Amz-Cf-Id', `${id}==`],
  ];
}
