import { extendedId } from './context';
import { traceId } from './event';
import { Exchange } from './exchange';
import { Outgoing } from './outgoing';
import { Answer } from '../message';
import { isUnknown } from '../unknown';

/** Statuses whose answers have no body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** Adds what every answer has, and leaves out the body where HTTP has none. Lines of the transport, such as Content-Length and Date, are its own. */
export function finish(outgoing: Outgoing, exchange: Exchange, method: string): Answer {
  const { status } = outgoing;
  outgoing.append('x-amzn-RequestId', exchange.requestId);
  outgoing.append('x-amz-apigw-id', extendedId(exchange.requestId));
  // A MOCK's answer has no trace (rule 34).
  if (exchange.via.some(({ kind, name }) => kind === 'integration' && name !== 'MOCK')) {
    outgoing.append('X-Amzn-Trace-Id', traceId(exchange.requestId));
  }
  if (exchange.api.endpointType === 'EDGE' && !isUnknown(status)) {
    addEdgeHeaders(outgoing, exchange, status);
  }
  if (method === 'HEAD' || !isUnknown(status) && WITHOUT_BODY.has(status)) {
    outgoing.body = new Uint8Array();
  }
  return { ...outgoing.response(), via: exchange.via, notes: exchange.notes };
}

/** An edge-optimized API stands behind a CloudFront distribution of AWS's own, which leaves its marks (rule 52). */
function addEdgeHeaders(outgoing: Outgoing, { requestId }: Exchange, status: number): void {
  const id = requestId.replaceAll('-', '');
  outgoing.append('X-Cache', status >= 400 ? 'Error from cloudfront' : 'Miss from cloudfront');
  outgoing.append('Via', `1.1 ${id}.cloudfront.net (CloudFront)`);
  outgoing.append('X-Amz-Cf-Pop', 'FRA56-P1');
  outgoing.append('X-Amz-Cf-Id', `${id}==`);
}
