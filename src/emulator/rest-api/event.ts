import { recordOf, isUnknown, type Maybe } from '../../template';
import { textOfBytes } from '../kernel/bytes';
import { hasHeader, type HeaderList, isNamed } from '../kernel/message';
import { contextOf, stageVariablesOf } from './context';
import type { Exchange } from './exchange';
import { base64 } from './integration-request';
import { isBinaryRequest } from './media';
import { valueOf } from './request';
import { encodedParameters } from './router';

/** Makes the event of a Lambda proxy integration, in the only format that REST APIs have (rule 55). */
export function proxyEvent(exchange: Exchange): () => object {
  // At once: whether the body is binary may not be decided.
  const body = bodyOf(exchange);
  return () => Object.assign(requestParts(exchange), body);
}

/** The event of a REQUEST authorizer. It has no body. */
export function requestAuthorizerEvent(exchange: Exchange, methodArn: string): object {
  return { type: 'REQUEST', methodArn, ...requestParts(exchange) };
}

function requestParts(exchange: Exchange): object {
  const { request, method, path } = exchange;
  const headers = withForwarded(exchange);
  const pathParameters = method === undefined ? {} : encodedParameters(method, path);
  return {
    resource: method?.path ?? '',
    path,
    httpMethod: request.method,
    headers: recordOf(headers),
    multiValueHeaders: gathered(headers),
    queryStringParameters: request.query.length === 0 ? null : recordOf(request.query),
    multiValueQueryStringParameters: request.query.length === 0 ? null : gathered(request.query),
    pathParameters: Object.keys(pathParameters).length === 0 ? null : pathParameters,
    stageVariables: knownVariables(stageVariablesOf(exchange)),
    requestContext: contextOf(exchange),
  };
}

function withForwarded(exchange: Exchange): HeaderList {
  const { request } = exchange;
  const added = [['Host', request.host], ['X-Amzn-Trace-Id', traceId(exchange)], ['X-Forwarded-For', request.sourceIp], ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https']] as const;
  const own = request.headers.filter(([name]) => !isNamed(name, 'x-amzn-trace-id'));
  return [...own, ...added.filter(([name]) => !hasHeader(own, name))];
}

/** The trace of a request: the client's, with a parent where it names none (rule 140). */
export function traceId({ request, requestId }: Exchange): string {
  const digits = requestId.replaceAll('-', '').padEnd(32, '0');
  const given = valueOf(request.headers, 'x-amzn-trace-id');
  if (given === undefined) return `Root=1-${digits.slice(0, 8)}-${digits.slice(8, 32)}`;
  return /(?:^|;)Parent=/.test(given) ? given : `${given};Parent=${digits.slice(0, 16)};Sampled=0`;
}

function bodyOf(exchange: Exchange): { body: string | null; isBase64Encoded: boolean } {
  const { body } = exchange.request;
  const isBase64Encoded = body.length > 0 && isBinaryRequest(exchange);
  return { body: body.length === 0 ? null : isBase64Encoded ? base64(body) : textOfBytes(body), isBase64Encoded };
}

function knownVariables(variables: { readonly [name: string]: Maybe<string> }): { readonly [name: string]: string } | null {
  const entries = Object.entries(variables).filter((entry): entry is [string, string] => !isUnknown(entry[1]));
  return entries.length === 0 ? null : recordOf(entries);
}

function gathered(pairs: ReadonlyArray<readonly [string, string]>): { readonly [name: string]: string[] } {
  const lists = recordOf<string[]>([]);
  for (const [name, value] of pairs) {
    (lists[name] ??= []).push(value);
  }
  return lists;
}
