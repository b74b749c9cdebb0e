import { isToken } from '../../http';
import { isUnknown, type Maybe, type TemplateResource } from '../../template';
import { bytesOfText } from '../kernel/bytes';
import type { InvokeResult, Machine } from '../kernel/machine';
import type { HeaderList, HttpRequest, HttpResponse } from '../kernel/message';
import { known } from '../kernel/unknown-response';
import { type EventContext, isDisallowed } from './function-event';
import type { EdgeRequest } from './origin-request';

/** Milliseconds that a Lambda@Edge function has, by the kind of its event. */
const TIMEOUT = { viewer: 5000, origin: 30_000 };

/** What a Lambda@Edge function is given besides the request. */
export interface LambdaEvent {
  readonly config: Omit<EventContext, 'eventType'> & { readonly eventType: string };
  readonly request: EdgeRequest;
  readonly includesBody?: boolean;
  readonly origin?: object;
  readonly response?: HttpResponse;
}

/** What came of it: what the function returned, or the status of CloudFront's error page. */
export type LambdaOutcome = { readonly returned: { readonly [name: string]: unknown } } | { readonly errorStatus: 502 | 503 };

/** Runs a Lambda@Edge function on an event of CloudFront. */
export function* runLambda(resource: TemplateResource, event: LambdaEvent): Machine<LambdaOutcome> {
  const timeout = event.config.eventType.startsWith('viewer') ? TIMEOUT.viewer : TIMEOUT.origin;
  const result = known((yield {
    effect: 'invoke', function: resource, event: { Records: [{ cf: recordOf(event) }] }, purpose: 'integration', timeout,
  }) as Maybe<InvokeResult>);
  if ('error' in result || 'timedOut' in result) return { errorStatus: 503 };
  const { payload } = result;
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload)
    ? { returned: payload as { [name: string]: unknown } }
    : { errorStatus: 502 };
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html */
function recordOf({ config, request, includesBody, origin, response }: LambdaEvent): object {
  return {
    config,
    request: {
      clientIp: request.sourceIp,
      headers: lambdaHeaders(request.headers),
      method: request.method,
      querystring: request.query,
      uri: request.uri,
      ...includesBody ? { body: { inputTruncated: false, action: 'read-only', encoding: 'base64', data: Buffer.from(request.body ?? []).toString('base64') } } : {},
      ...origin === undefined ? {} : { origin },
    },
    ...response === undefined ? {} : {
      response: { status: String(isUnknown(response.status) ? 200 : response.status), statusDescription: '', headers: lambdaHeaders(response.headers) },
    },
  };
}

function lambdaHeaders(headers: HeaderList): { [name: string]: { key: string; value: string }[] } {
  const grouped = new Map<string, { key: string; value: string }[]>();
  for (const [key, value] of headers.filter(([name]) => !isDisallowed(name))) {
    grouped.set(key.toLowerCase(), [...grouped.get(key.toLowerCase()) ?? [], { key, value }]);
  }
  return Object.fromEntries(grouped);
}

/** Header lines of `{ name: [{ key?, value }] }`; undefined where CloudFront wouldn't take them. */
export function headersReturned(headers: unknown): HeaderList | undefined {
  if (headers === undefined) return [];
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return undefined;
  const lines: [string, string][] = [];
  for (const [name, values] of Object.entries(headers)) {
    for (const each of Array.isArray(values) ? values as unknown[] : [undefined]) {
      const { key = name, value } = (typeof each === 'object' && each !== null ? each : {}) as { key?: unknown; value?: unknown };
      if (typeof key !== 'string' || typeof value !== 'string' || key.toLowerCase() !== name.toLowerCase() || isDisallowed(name) ||
        !isToken(name) || /[\r\n\u0000]/.test(value)) {
        return undefined;
      }
      lines.push([key, value]);
    }
  }
  return lines;
}

/** An answer that a function made at a request, where it returned one: it has a `status`. Undefined where CloudFront wouldn't take it. */
export function generatedByLambda(returned: { readonly [name: string]: unknown }): HttpResponse | undefined {
  const status = Number(returned.status);
  const headers = headersReturned(returned.headers);
  const body = returned.body === undefined ? '' : returned.body;
  if (!Number.isInteger(status) || status < 200 || status > 599 || headers === undefined || typeof body !== 'string') {
    return undefined;
  }
  const bytes = returned.bodyEncoding === 'base64' ? Uint8Array.from(Buffer.from(body, 'base64')) : bytesOfText(body);
  return { status, headers: [['Server', 'CloudFront'], ['Content-Length', String(bytes.length)], ...headers], body: bytes };
}

/** The request as a function returned it; undefined where CloudFront wouldn't take it. */
export function requestByLambda(returned: { readonly [name: string]: unknown }, request: EdgeRequest): EdgeRequest | undefined {
  const { uri, querystring = '' } = returned;
  const headers = headersReturned(returned.headers);
  if (typeof uri !== 'string' || typeof querystring !== 'string' || headers === undefined || !uri.startsWith('/') ||
    /[\u0000-\u0020?#]/.test(uri) || /[\u0000-\u0020#]/.test(querystring)) {
    return undefined;
  }
  const unseen = request.headers.filter(([name]) => isDisallowed(name));
  return { ...request, uri, query: querystring, headers: [...headers, ...unseen], body: bodyByLambda(returned.body, request.body) };
}

function bodyByLambda(body: unknown, otherwise: Uint8Array | undefined): Uint8Array | undefined {
  const { action, data, encoding } = (typeof body === 'object' && body !== null ? body : {}) as { [name: string]: unknown };
  return action === 'replace' && typeof data === 'string' ? Uint8Array.from(Buffer.from(data, encoding === 'text' ? 'utf8' : 'base64')) : otherwise;
}

/** The response as a function at a response event returned it: only at the origin's may it change the status. */
export function responseByLambda(
  returned: { readonly [name: string]: unknown }, response: HttpResponse, event: 'origin-response' | 'viewer-response',
): HttpResponse | undefined {
  const headers = headersReturned(returned.headers);
  const status = Number(returned.status ?? response.status);
  if (headers === undefined || (event === 'origin-response' && (!Number.isInteger(status) || status < 200 || status > 599))) {
    return undefined;
  }
  const unseen = response.headers.filter(([name]) => isDisallowed(name));
  const replaced = event === 'origin-response' && typeof returned.body === 'string'
    ? Uint8Array.from(Buffer.from(returned.body, returned.bodyEncoding === 'base64' ? 'base64' : 'utf8'))
    : response.body;
  return { ...response, status: event === 'origin-response' ? status : response.status, headers: [...headers, ...unseen], body: replaced };
}

/** The origin of an event as the function sees it. */
export function originOfRequest(
  request: HttpRequest, origin: { readonly isS3: boolean; readonly originPath: string; readonly readTimeout: number },
): object {
  const url = new URL(request.url);
  const common = { domainName: url.hostname, path: origin.originPath, customHeaders: {} };
  return origin.isS3 ? { s3: { ...common, region: '', authMethod: 'none' } } : {
    custom: {
      ...common,
      port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
      protocol: url.protocol.slice(0, -1),
      readTimeout: origin.readTimeout / 1000,
      keepaliveTimeout: 5,
      sslProtocols: ['TLSv1.2'],
    },
  };
}
