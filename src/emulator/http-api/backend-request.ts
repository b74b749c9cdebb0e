import { HOP_BY_HOP } from '../../http';
import { type HeaderList, headerOf } from '../kernel/message';
import type { RoutedCall } from './exchange';
import { rawPathOf } from './request-context';

/** A request as an integration is to get it, after parameter mapping. */
export interface BackendRequest {
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: HeaderList;
  readonly body?: Uint8Array;
}

/** What ends at the gateway: it answers `Expect` itself. */
const NOT_FORWARDED = new Set([...HOP_BY_HOP, 'expect']);

/** What a function gets of the request: its headers, and those that API Gateway adds. */
export function backendRequest(call: RoutedCall): BackendRequest {
  const { request, url, requestId } = call.exchange;
  const received = request.headers.filter(([name]) => !NOT_FORWARDED.has(name.toLowerCase()) && !/^x-forwarded-(?:for|port|proto)$/i.test(name));
  const forwardedFor = headerOf(request.headers, 'x-forwarded-for');
  const sourceIp = request.sourceIp ?? '127.0.0.1';
  const added: HeaderList = [
    ['host', url.host],
    ['content-length', String(request.body?.length ?? 0)],
    ['x-amzn-trace-id', traceIdOf(call.exchange.circumstances.now, requestId)],
  ];
  return {
    path: rawPathOf(call),
    query: url.query,
    headers: [
      ...received,
      ...added.filter(([name]) => headerOf(received, name) === undefined),
      ['x-forwarded-for', forwardedFor === undefined ? sourceIp : `${forwardedFor}, ${sourceIp}`],
      ['x-forwarded-port', '443'],
      ['x-forwarded-proto', 'https'],
    ],
    body: request.body,
  };
}

// Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e: seconds, then 24 digits.
function traceIdOf(now: number, requestId: string): string {
  const seconds = Math.max(0, Math.trunc(now / 1000) || 0).toString(16).padStart(8, '0').slice(-8);
  const digits = [...atob(requestId)].map((each) => each.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return `Root=1-${seconds}-${digits.padEnd(24, '0').slice(0, 24)}`;
}
