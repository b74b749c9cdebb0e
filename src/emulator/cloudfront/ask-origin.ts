import { HOP_BY_HOP } from '../../http';
import { isUnknown, type Maybe } from '../../template';
import { CLOUDFRONT_CREDENTIAL } from '../function-url';
import { bytesOfText } from '../kernel/bytes';
import type { EmulatedEntrance } from '../kernel/emulated-entrance';
import type { FetchResult, Machine } from '../kernel/machine';
import { headerOf, type HttpRequest, type HttpResponse, withHeader } from '../kernel/message';
import { known, orUnknown, unknownResponse } from '../kernel/unknown-response';
import { partsOf } from '../kernel/url';
import { askBucket } from '../s3';
import type { EdgeContext } from './context';
import { behindEdge, failureOfBackend } from './failures';
import { runAtOriginRequest, runAtOriginResponse } from './origin-functions';
import { type EdgeRequest, originRequest, type OriginTarget } from './origin-request';
import type { Origin } from './origins';
import { errorPage } from './pages';

/** Asks an origin, with the functions at its request and response. */
export function askOrigin(origin: Origin, request: EdgeRequest, edge: EdgeContext): Machine<HttpResponse> {
  return orUnknown(answerOf(origin, request, edge));
}

function* answerOf(origin: Origin, request: EdgeRequest, edge: EdgeContext): Machine<HttpResponse> {
  const domainName = known(origin.domainName);
  const target = targetOf(origin, domainName, request);
  const built = originRequest(request, edge.forwarding, target, {
    via: viaOf(request, edge),
    requestId: edge.exchange.requestId,
    legacyForwardsOrigin: !edge.forwarding.isLegacy || headerOf(request.headers, 'Origin') === undefined ||
      edge.exchange.reading(87, 'the sources disagree whether Origin reaches the origin under legacy settings that don\'t name it') === 'forwarded',
  });
  const changed = yield* runAtOriginRequest(built, request, origin, edge);
  if ('response' in changed) return changed.response;
  edge.exchange.step('origin', origin.id, edge.distribution.resource);
  const isOwnBucket = origin.bucket !== undefined && partsOf(changed.request.url)?.hostname === domainName;
  const response = isOwnBucket
    ? yield* fromBucket(origin.bucket!, changed.request, edge)
    : yield* fromHost(origin, changed.request, edge);
  return yield* runAtOriginResponse(withoutHopByHop(response, request.method), request, edge);
}

function targetOf(origin: Origin, domainName: string, request: EdgeRequest): OriginTarget {
  const protocol = origin.protocolPolicy === 'match-viewer' ? request.protocol : origin.protocolPolicy === 'http-only' ? 'http' : 'https';
  const port = protocol === 'http' ? origin.httpPort : origin.httpsPort;
  return {
    domainName,
    originPath: origin.originPath,
    host: origin.host,
    protocol,
    port: port === (protocol === 'http' ? 80 : 443) ? undefined : port,
    customHeaders: origin.customHeaders,
    isS3: origin.isS3,
  };
}

/** A request that came through others keeps their names. */
function viaOf(request: EdgeRequest, edge: EdgeContext): string {
  return [headerOf(request.headers, 'Via'), `2.0 ${edge.distribution.domainName} (CloudFront)`].filter((each) => each !== undefined).join(', ');
}

function* fromBucket(bucket: NonNullable<Origin['bucket']>, request: HttpRequest, edge: EdgeContext): Machine<HttpResponse> {
  const { via, notes, ...response } = yield* askBucket(bucket.bucket, { request, caller: bucket.caller, endpoint: bucket.endpoint },
    edge.exchange.circumstances);
  edge.exchange.goesOn({ via, notes });
  return response;
}

function* fromHost(origin: Origin, request: HttpRequest, edge: EdgeContext): Machine<HttpResponse> {
  const entrance = entranceOf(origin, request, edge);
  if (entrance !== undefined) return yield* fromEntrance(entrance, origin, request, edge);
  const { exchange, distribution } = edge;
  const { answer } = exchange.circumstances;
  exchange.step('backend', partsOf(request.url)?.host ?? request.url);
  const failure = failureOfBackend(exchange);
  if (failure === undefined && answer !== undefined) return answer;
  const result = failure !== undefined ? { failed: failure, message: 'it was asked to' } : (yield { effect: 'fetch', request, from: distribution.resource, timeout: origin.readTimeout }) as Maybe<FetchResult>;
  if (isUnknown(result)) return unknownResponse(result);
  if ('failed' in result) {
    return result.failed === 'timeout'
      ? errorPage({ status: 504, reason: 'timeout' }, exchange.requestId)
      : errorPage({ status: 502, reason: 'connection' }, exchange.requestId);
  }
  return result;
}

/** The entrance at the name of an origin, or at the custom domain that this name is for. */
function entranceOf({ customDomain }: Origin, request: HttpRequest, edge: EdgeContext): EmulatedEntrance | undefined {
  const url = partsOf(request.url);
  const own = url && edge.entrances().find((each) => each.owns(url));
  if (own !== undefined || url === undefined || customDomain === undefined) return own;
  const named = partsOf(`https://${customDomain}${url.pathname}`)!;
  // the distribution may have that name as well: it is the API that is behind it
  return edge.entrances().find((each) => each.kind !== 'cloudfront' && each.owns(named));
}

/**
 * Hands the request on to an entrance of the template. API Gateway and CloudFront go by `Host`: one that names none of theirs is refused
 * (rule 62), one that names another entrance reaches that one.
 */
function* fromEntrance(entrance: EmulatedEntrance, origin: Origin, request: HttpRequest, edge: EdgeContext): Machine<HttpResponse> {
  const { exchange } = edge;
  const url = partsOf(request.url)!;
  const host = headerOf(request.headers, 'Host')?.toLowerCase() ?? url.host;
  let reached: EmulatedEntrance | undefined = entrance;
  let handed = request;
  if (host !== url.host) {
    const asHost = `${url.protocol}//${host}${url.pathname}${url.search}`;
    const parts = partsOf(asHost);
    reached = parts && edge.entrances().find((each) => each.kind === entrance.kind && each.owns(parts));
    handed = reached === undefined ? request : { ...request, url: asHost };
    if (reached === undefined && exchange.reading(62, 'API Gateway refuses a Host that isn\'t its own') === 'forbidden') {
      exchange.step('gateway', 'Host', entrance.resource);
      return FORBIDDEN_HOST;
    }
  }
  const signed = origin.isSigned && entrance.kind === 'function-url' ? signedByEdge(handed) : handed;
  const { via, notes, ...response } = yield* (reached ?? entrance).handle(signed, behindEdge(exchange.circumstances));
  exchange.goesOn({ via, notes });
  return response;
}

/** What an origin access control makes of a request: its signature takes the place of what the viewer sent (rule 152). */
function signedByEdge(request: HttpRequest): HttpRequest {
  return { ...request, headers: withHeader(request.headers, 'Authorization', `AWS4-HMAC-SHA256 ${CLOUDFRONT_CREDENTIAL}lambda/aws4_request`) };
}

/** Rule 62. */
const FORBIDDEN_HOST: HttpResponse = {
  status: 403,
  headers: [['Content-Type', 'application/json'], ['Content-Length', '23'], ['x-amzn-ErrorType', 'ForbiddenException']],
  body: bytesOfText('{"message":"Forbidden"}'),
};

/** What of an origin's answer ends at CloudFront: a viewer has no proxy to log in to. */
const NOT_PASSED = new Set([...HOP_BY_HOP, 'proxy-authenticate']);

function withoutHopByHop(response: HttpResponse, method: string): HttpResponse {
  const headers = response.headers.filter(([name]) => !NOT_PASSED.has(name.toLowerCase()));
  return { ...response, headers, body: method === 'HEAD' ? undefined : response.body };
}
