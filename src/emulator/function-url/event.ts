import { eventParts } from '../http-api';
import { headerOf } from '../kernel/message';
import { partsOf } from '../kernel/url';
import type { Exchange } from './exchange';

/** The event that a function gets from its URL: payload format 2.0 of HTTP APIs, with the route and the stage `$default` (rule 76). */
export function eventOf({ request, functionUrl: { host, account }, circumstances: { now } }: Exchange): object {
  const { pathname = '/', search = '' } = partsOf(request.url) ?? {};
  const { parts, body } = eventParts({ path: pathname, query: search.slice(1), headers: request.headers, body: request.body });
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    ...parts,
    requestContext: {
      accountId: account,
      apiId: host.split('.')[0],
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: request.method, path: pathname, protocol: 'HTTP/1.1', sourceIp: request.sourceIp ?? '127.0.0.1', userAgent: headerOf(request.headers, 'user-agent') ?? '',
      },
      requestId: '00000000-0000-4000-8000-000000000000',
      routeKey: '$default',
      stage: '$default',
      time: new Date(now).toUTCString(),
      timeEpoch: Math.trunc(now),
    },
    ...body,
  };
}
