import { isUnknown, Unknown } from '../../template';
import type { FetchEffect } from '../kernel/machine';
import { type HeaderList, headerOf } from '../kernel/message';
import { known, Undecided } from '../kernel/unknown-response';
import type { Integration } from './api';
import type { BackendRequest } from './backend-request';
import type { RoutedCall } from './exchange';

/** The request that an HTTP integration sends to its back end; undecided where the back end isn't known or can't be reached from here. */
export function forwarded(call: RoutedCall, integration: Integration, request: BackendRequest): FetchEffect {
  const { exchange: { request: incoming } } = call;
  const { resource } = integration;
  const uri = known(integration.uri);
  const method = known(integration.method);
  if (!/^https?:\/\/[^/]/i.test(uri)) {
    throw new Undecided(new Unknown(`${resource.path}/Properties/IntegrationUri`, `${JSON.stringify(uri)} is reached through a VPC link; say what it answers`));
  }
  const url = targetOf(uri, call, request);
  if (!URL.canParse(url)) throw new Undecided(new Unknown(`${resource.path}/Properties/IntegrationUri`, `${JSON.stringify(url)} isn't a URL`));
  return {
    effect: 'fetch',
    from: resource,
    timeout: integration.timeout,
    request: {
      method: method === undefined || method.toUpperCase() === 'ANY' ? incoming.method : method.toUpperCase(),
      url,
      headers: headersFor(new URL(url).host, call, request),
      body: request.body,
      sourceIp: incoming.sourceIp,
    },
  };
}

/**
 * A route with variables sends what they stand for in the URL; nothing is appended, but with `$default`, which appends the path. A mapped path
 * (`overwrite:path`) takes the place of the URL's.
 */
function targetOf(uri: string, call: RoutedCall, request: BackendRequest): string {
  const [, origin, path, ownQuery] = /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(uri)!;
  const query = [ownQuery, request.query].filter((each) => each !== undefined && each !== '').join('&');
  return `${origin}${pathOf(path, call, request)}${query === '' ? '' : `?${query}`}`;
}

function pathOf(path: string, call: RoutedCall, request: BackendRequest): string {
  const { integration } = call.route;
  const isMapped = integration !== undefined && !isUnknown(integration) && integration.requestParameters.some(([key]) => key === 'overwrite:path');
  if (isMapped) return request.path;
  if (call.route.path === undefined) return path.replace(/\/$/, '') + call.path;
  return path.replace(/\{([^{}+]+)\+?\}/g, (text, name: string) => call.rawParameters[name] ?? text);
}

// The back end's own host, and what names the gateway: Forwarded and Via instead of X-Forwarded-*.
function headersFor(host: string, { exchange }: RoutedCall, request: BackendRequest): HeaderList {
  const { sourceIp } = exchange.request;
  const dropped = /^(?:host|forwarded|via|x-forwarded-(?:for|port|proto)|content-length)$/i;
  return [
    ['host', host],
    ...request.headers.filter(([name]) => !dropped.test(name)),
    ...(request.body === undefined ? [] : [['content-length', String(request.body.length)] as const]),
    ['forwarded', [headerOf(exchange.request.headers, 'forwarded'), `for=${sourceIp ?? '127.0.0.1'};host=${exchange.url.host};proto=https`]
      .filter((each) => each !== undefined).join(', ')],
    ['via', [headerOf(exchange.request.headers, 'via'), 'HTTP/1.1 AmazonAPIGateway'].filter((each) => each !== undefined).join(', ')],
  ];
}
