import { isUnknown } from '../../template';
import type { HeaderList, HttpResponse } from '../kernel/message';
import type { EdgeRequest } from './origin-request';

/** A header, cookie or query string of an event (rule 105): `multiValue` only where it was repeated. */
interface EventValue {
  readonly value: string;
  readonly multiValue?: ReadonlyArray<{ readonly value: string }>;
  readonly attributes?: string;
}
type EventValues = { [name: string]: EventValue };

/** Rule 106: neither shown to functions nor accepted from them. */
const DISALLOWED = new RegExp('^(?:connection|expect|keep-alive|proxy-.*|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-auth|x-amzn-cf-.*|' +
  'x-amzn-errortype|x-amzn-fle-profile|x-amzn-header-count|x-amzn-header-order|x-amzn-lambda-integration-tag|x-amzn-requestid|x-cache|' +
  'x-edge-.*|x-forwarded-proto|x-real-ip)$');

/** Rule 106: functions may read but not write these. */
export const READ_ONLY = {
  'viewer-request': ['content-length', 'host', 'transfer-encoding', 'via'],
  'viewer-response': ['warning', 'via'],
} as const;

export function isDisallowed(name: string): boolean {
  return DISALLOWED.test(name.toLowerCase());
}

/** As names that functions wrote are sent (rule 105). */
export function titleCased(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** What `statusDescription` says of usual statuses (rule 105). */
const STATUS_TEXT: { readonly [status: number]: string } = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** What of an event doesn't come from the request. */
export interface EventContext {
  readonly distributionDomainName: string;
  readonly distributionId: string;
  readonly eventType: 'viewer-request' | 'viewer-response';
  readonly requestId: string;
}

/** The event of a CloudFront Function (rule 105). */
export function functionEvent(context: EventContext, request: EdgeRequest, response?: HttpResponse): object {
  return {
    version: '1.0',
    context,
    viewer: { ip: request.sourceIp },
    request: {
      method: request.method,
      uri: request.uri,
      querystring: queryValues(request),
      // The prelude makes a method of it, which what a function returns hasn't got (rule 146).
      ...request.query === '' ? {} : { rawQueryString: request.query },
      headers: headersOf(request.headers, 'cookie'),
      cookies: grouped(request.headers.filter(([name]) => name.toLowerCase() === 'cookie').flatMap(([, value]) => value.split(';')).map(pair)),
    },
    ...response === undefined ? {} : {
      response: {
        statusCode: isUnknown(response.status) ? 200 : response.status,
        statusDescription: isUnknown(response.status) ? '' : STATUS_TEXT[response.status] ?? '',
        headers: headersOf(response.headers, 'set-cookie'),
        cookies: responseCookies(response.headers),
      },
    },
  };
}

/** Names in lower case; cookies stand elsewhere. */
function headersOf(headers: HeaderList, cookies: string): EventValues {
  return grouped(headers.map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => name !== cookies && !isDisallowed(name)));
}

/** The query as an event has it. */
export function queryValues({ query }: EdgeRequest): EventValues {
  return query === '' ? {} : grouped(queryPairs(query));
}

function grouped(pairs: ReadonlyArray<readonly [name: string, value: string]>): EventValues {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs.filter(([each]) => each !== '')) {
    values.set(name, [...values.get(name) ?? [], value]);
  }
  return Object.fromEntries([...values].map(([name, all]) =>
    [name, all.length === 1 ? { value: all[0] } : { value: all[0], multiValue: all.map((value) => ({ value })) }]));
}

/** The parameters of a query, as they are encoded. */
export function queryPairs(query: string): [string, string][] {
  return query.split('&').filter((part) => part !== '').map(pair);
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function responseCookies(headers: HeaderList): EventValues {
  const cookies = new Map<string, EventValue>();
  for (const [, line] of headers.filter(([name]) => name.toLowerCase() === 'set-cookie')) {
    const [first, ...attributes] = line.split(';');
    const [name, value] = pair(first);
    const one: EventValue = attributes.length === 0 ? { value } : { value, attributes: attributes.join(';').trim() };
    const before = cookies.get(name);
    cookies.set(name, before === undefined ? one : { ...before, multiValue: [...before.multiValue ?? [before], one] });
  }
  return Object.fromEntries(cookies);
}
