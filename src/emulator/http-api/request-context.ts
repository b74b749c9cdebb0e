import { headerOf } from '../kernel/message';
import type { RoutedCall } from './exchange';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What an event says of its call, in either format. */
export interface CallFacts {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly domainPrefix: string;
  readonly path: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly requestId: string;
  readonly routeKey: string;
  readonly stage: string;
  readonly time: string;
  readonly timeEpoch: number;
}

/** The facts of a call. */
export function factsOf(call: RoutedCall): CallFacts {
  const { exchange, stage, route } = call;
  const { request, url, circumstances: { now } } = exchange;
  return {
    accountId: exchange.api.account,
    apiId: exchange.api.id,
    domainName: url.host,
    domainPrefix: url.host.split('.', 1)[0],
    path: rawPathOf(call),
    sourceIp: request.sourceIp ?? '127.0.0.1',
    userAgent: headerOf(request.headers, 'user-agent') ?? '',
    requestId: exchange.requestId,
    routeKey: route.key,
    stage: stage.name,
    time: timeOf(now),
    timeEpoch: Math.trunc(now),
  };
}

/** The path in a function's event: with the stage or the mapping before it (rule 78). */
export function rawPathOf({ exchange, path }: RoutedCall): string {
  return exchange.reading(78) === 'without-stage' ? path : exchange.url.path;
}

/** A `$context` variable, of those that a request has from the start. */
export function contextValue(name: string, call: RoutedCall): string | undefined {
  const facts = factsOf(call);
  const { method } = call.exchange.request;
  const values = new Map<string, string>([
    ['accountId', facts.accountId], ['apiId', facts.apiId], ['domainName', facts.domainName], ['domainPrefix', facts.domainPrefix],
    ['httpMethod', method], ['identity.sourceIp', facts.sourceIp], ['identity.userAgent', facts.userAgent], ['path', facts.path],
    ['protocol', 'HTTP/1.1'], ['requestId', facts.requestId], ['extendedRequestId', facts.requestId], ['requestTime', facts.time],
    ['requestTimeEpoch', String(facts.timeEpoch)], ['routeKey', facts.routeKey], ['stage', facts.stage],
  ]);
  return values.get(name);
}

// 12/Mar/2020:19:03:58 +0000
function timeOf(now: number): string {
  const date = new Date(now);
  if (Number.isNaN(date.getTime())) return timeOf(0);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
