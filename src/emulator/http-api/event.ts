import { recordOf, isUnknown } from '../../template';
import { textOfBytes } from '../kernel/bytes';
import { headerOf } from '../kernel/message';
import type { BackendRequest } from './backend-request';
import type { RoutedCall } from './exchange';
import { factsOf } from './request-context';
import { queryPairs } from './url';

type Texts = { readonly [name: string]: string };

/** The event that a function gets in payload format 2.0 (rule 76). What a request doesn't have is left out. */
export function eventV2(call: RoutedCall, request: BackendRequest, authorizer?: object): object {
  const { method } = call.exchange.request;
  const { path, sourceIp, userAgent, time, timeEpoch, ...facts } = factsOf(call);
  return {
    version: '2.0',
    routeKey: call.route.key,
    rawPath: request.path,
    ...requestParts(request),
    requestContext: {
      ...facts,
      ...(authorizer === undefined ? {} : { authorizer }),
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent },
      time,
      timeEpoch,
    },
    ...unlessEmpty('pathParameters', recordOf(Object.entries(call.pathParameters))),
    ...unlessEmpty('stageVariables', stageVariables(call)),
    ...bodyOf(request),
  };
}

/** The event that a Lambda authorizer gets in payload format 2.0. */
export function authorizerEventV2(call: RoutedCall, request: BackendRequest, identitySource: readonly string[], routeArn: string): object {
  const { body, isBase64Encoded, ...event } = eventV2(call, request) as { body?: string; isBase64Encoded: boolean };
  return { ...event, type: 'REQUEST', routeArn, identitySource };
}

/** The event that a function gets in payload format 1.0: that of REST APIs, in which what a request doesn't have is null. */
export function eventV1(call: RoutedCall, request: BackendRequest, authorizer?: object): object {
  const { exchange: { request: { method } }, route } = call;
  const { sourceIp, userAgent, path, time, timeEpoch, routeKey, ...facts } = factsOf(call);
  const resource = route.path ?? '$default';
  const query = queryPairs(request.query);
  return {
    version: '1.0',
    resource,
    path: request.path,
    httpMethod: method,
    headers: recordOf(request.headers),
    multiValueHeaders: gathered(request.headers),
    queryStringParameters: query.length === 0 ? null : recordOf(query),
    multiValueQueryStringParameters: query.length === 0 ? null : gathered(query),
    requestContext: {
      ...facts,
      ...(authorizer === undefined ? {} : { authorizer }),
      extendedRequestId: facts.requestId,
      httpMethod: method,
      identity: { ...NO_IDENTITY, sourceIp, userAgent },
      path,
      protocol: 'HTTP/1.1',
      requestTime: time,
      requestTimeEpoch: timeEpoch,
      resourceId: routeKey,
      resourcePath: resource,
    },
    pathParameters: orNull(recordOf(Object.entries(call.pathParameters))),
    stageVariables: orNull(stageVariables(call)),
    body: null,
    ...bodyOf(request),
  };
}

/** The event that a Lambda authorizer gets in payload format 1.0. */
export function authorizerEventV1(call: RoutedCall, request: BackendRequest, identitySource: readonly string[], methodArn: string): object {
  const { body, isBase64Encoded, ...event } = eventV1(call, request) as { body: string | null; isBase64Encoded: boolean };
  const identity = identitySource.join(',');
  return { ...event, type: 'REQUEST', methodArn, identitySource: identity, authorizationToken: identity };
}

const NO_IDENTITY = Object.fromEntries(['accessKey', 'accountId', 'caller', 'cognitoAuthenticationProvider', 'cognitoAuthenticationType',
  'cognitoIdentityId', 'cognitoIdentityPoolId', 'principalOrgId', 'user', 'userArn'].map((name) => [name, null]));

/** The parts of an event in format 2.0 that a request has, whichever entrance got it. */
export function eventParts(request: BackendRequest): { readonly parts: object; readonly body: object } {
  return { parts: requestParts(request), body: bodyOf(request) };
}

// Header names in lower case and what comes twice joined by a comma; cookies apart.
function requestParts({ headers, query }: BackendRequest) {
  const cookies = (headerOf(headers, 'cookie') ?? '').split(';').map((each) => each.trim()).filter((each) => each !== '');
  const others = headers.filter(([name]) => name.toLowerCase() !== 'cookie').map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  return {
    rawQueryString: query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: joined(others),
    ...unlessEmpty('queryStringParameters', joined(queryPairs(query))),
  };
}

function joined(pairs: ReadonlyArray<readonly [string, string]>): Texts {
  return recordOf(Object.entries(gathered(pairs)).map(([name, values]) => [name, values.join(',')]));
}

function gathered(pairs: ReadonlyArray<readonly [string, string]>): { readonly [name: string]: string[] } {
  const lists = recordOf<string[]>([]);
  for (const [name, value] of pairs) {
    (lists[name] ??= []).push(value);
  }
  return lists;
}

function stageVariables({ stage }: RoutedCall): Texts {
  return recordOf(stage.variables.filter((pair): pair is readonly [string, string] => !isUnknown(pair[1])));
}

function unlessEmpty(name: string, value: Texts): { [name: string]: Texts } {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}

function orNull(value: Texts): Texts | null {
  return Object.keys(value).length === 0 ? null : value;
}

// Text goes as text, anything else as base64. No rule has the list of types; forms, known to arrive as base64, aren't in it.
function bodyOf({ body, headers }: BackendRequest): { body?: string; isBase64Encoded: boolean } {
  if (body === undefined || body.length === 0) return { isBase64Encoded: false };
  const type = headerOf(headers, 'content-type') ?? '';
  const isText = /^\s*(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml)\b|application\/javascript\b)/i.test(type)
    && headerOf(headers, 'content-encoding') === undefined;
  return isText ? { body: textOfBytes(body), isBase64Encoded: false }
    : { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}
