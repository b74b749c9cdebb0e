import { isSafeMethod } from '../../http';
import { isUnknown, type Maybe, Unknown } from '../../template';
import type { Circumstances, Machine } from '../kernel/machine';
import { headerOf, type HttpRequest, type HttpResponse, withHeader } from '../kernel/message';
import { known, orUnknown, Undecided } from '../kernel/unknown-response';
import { conditionally } from '../s3';
import { withResponseHeaders } from './apply-response-headers';
import { askOrigin } from './ask-origin';
import { cacheKey, isCacheable, secondsToKeep } from './cache';
import type { CloudFrontContext, EdgeContext } from './context';
import { type Behavior, behaviorFor, type Distribution } from './distribution';
import { withErrorPage } from './error-responses';
import { Exchange } from './exchange';
import { requestedFailure } from './failures';
import type { EdgeRequest } from './origin-request';
import type { OriginChoice } from './origins';
import { agreement } from './possibilities';
import { runAtViewerRequest, runAtViewerResponse } from './viewer-functions';
import { edgeRequest, errorAnswer, refusedAtOnce, refusedByBehavior, requestIdOf } from './viewer-request';

/** Answers a viewer's request as an edge location does. */
export function* answerAtEdge(distribution: Distribution, request: HttpRequest, circumstances: Circumstances, context: CloudFrontContext): Machine {
  const viewer = edgeRequest(request);
  const exchange = new Exchange(viewer, circumstances, requestIdOf(request, circumstances));
  const response = yield* orUnknown(respond(distribution, exchange, context));
  const body = request.method === 'HEAD' ? undefined : response.body;
  return { ...response, body, via: exchange.via, notes: exchange.notes };
}

function* respond(distribution: Distribution, exchange: Exchange, context: CloudFrontContext): Machine<HttpResponse> {
  const { viewer } = exchange;
  const refused = refusedAtOnce(viewer);
  if (refused !== undefined) return marked(errorAnswer(refused, viewer, exchange), 'Error', distribution, exchange);
  // Rule 82: by the path that the viewer asked for, whatever a function makes of it.
  const behavior = known(behaviorFor(distribution, viewer.uri));
  const forwarding = known(behavior.forwarding);
  exchange.step('behavior', behavior.pathPattern, distribution.resource);
  const edge: EdgeContext = { ...context, distribution, behavior, forwarding, exchange };
  return (yield* beforeFunctions(edge)) ?? (yield* withFunctions(edge));
}

/** Rules 83 to 85: what is refused or redirected before any function runs. */
function* beforeFunctions(edge: EdgeContext): Machine<HttpResponse | undefined> {
  const { behavior, distribution, exchange } = edge;
  const refused = requestedFailure(distribution, exchange) ?? refusedByBehavior(behavior, exchange.viewer, exchange);
  if (refused === undefined) return undefined;
  const withPolicy = (response: HttpResponse) => behavior.responseHeadersPolicy !== undefined &&
    exchange.reading(101, 'whether a response headers policy is applied to answers that CloudFront makes itself isn\'t known') === 'applied'
    ? withResponseHeaders(response, behavior.responseHeadersPolicy, exchange)
    : response;
  if ('headers' in refused) {
    exchange.step('redirect', behavior.pathPattern, distribution.resource);
    return withPolicy(marked(refused, 'Redirect', distribution, exchange));
  }
  const page = errorAnswer(refused, exchange.viewer, exchange);
  const hasPage = !isUnknown(distribution.errorResponses) && distribution.errorResponses.some((each) => each.errorCode === refused.status);
  const replaces = !hasPage || exchange.reading(84, 'CloudFront replaces its own error by the distribution\'s custom error response') === 'replaced';
  const final = replaces ? yield* withErrorPage(page, edge, fetchThrough) : { response: page, isReplaced: false };
  exchange.step(final.isReplaced ? 'error-page' : 'gateway', String(refused.status), distribution.resource);
  return withPolicy(marked(final.response, 'Error', distribution, exchange));
}

function* withFunctions(edge: EdgeContext): Machine<HttpResponse> {
  const { behavior, distribution, exchange } = edge;
  const requested = yield* runAtViewerRequest(exchange.viewer, edge);
  if ('response' in requested) {
    const kind = requested.generatedBy === 'error' ? 'Error' : requested.generatedBy;
    const response = marked(requested.response, kind, distribution, exchange);
    // Rules 103 and 104: no custom error page, and no function at the response. Rule 99: the policy all the same.
    return withResponseHeaders(response, policyForFunctions(behavior.responseHeadersPolicy, exchange), exchange);
  }
  const request = withRootObject(requested.request, edge);
  const fetched = yield* fetchThrough(request, edge, requested.origins);
  const { response: final, isReplaced } = yield* withErrorPage(fetched.response, edge, fetchThrough);
  const kind = isUnknown(final.status) ? undefined : final.status >= 400 || isReplaced ? 'Error' : fetched.isHit ? 'Hit' : 'Miss';
  const response = marked(conditionally({ ...exchange.viewer, url: '' }, final), kind, distribution, exchange);
  return yield* decorated(response, request, { edge, isReplaced });
}

/** Rule 99: that policies are applied to a function's answer is recorded for their security headers, and believed for CORS. */
function policyForFunctions(policy: Behavior['responseHeadersPolicy'], exchange: Exchange): Behavior['responseHeadersPolicy'] {
  return policy === undefined || isUnknown(policy) || policy.cors === undefined ||
    exchange.reading(99, 'a response headers policy is applied to a function\'s answer, also its CORS section') === 'applied'
    ? policy
    : { ...policy, cors: undefined };
}

/** Rule 100: the policy's headers come before the function at the viewer's response, which sees them and may change them. */
function* decorated(
  response: HttpResponse, request: EdgeRequest, { edge, isReplaced }: { edge: EdgeContext; isReplaced: boolean },
): Machine<HttpResponse> {
  const { behavior, exchange } = edge;
  // Rule 104.
  const runs = behavior.functions.has('viewer-response') && !isReplaced && !(typeof response.status === 'number' && response.status >= 400);
  const policyFirst = !runs || behavior.responseHeadersPolicy === undefined ||
    exchange.reading(100, 'a response headers policy is applied before the function at the viewer\'s response') === 'policy-first';
  const first = policyFirst ? withResponseHeaders(response, behavior.responseHeadersPolicy, exchange) : response;
  const ran = runs ? yield* orUnknown(runAtViewerResponse(first, request, edge)) : first;
  return policyFirst ? ran : withResponseHeaders(ran, behavior.responseHeadersPolicy, exchange);
}

/** Rule 118: the default root object, for `/` only. It isn't recorded what becomes of a path that a function rewrites to `/`. */
function withRootObject(request: EdgeRequest, { distribution: { defaultRootObject }, exchange }: EdgeContext): EdgeRequest {
  if (request.uri !== '/' || defaultRootObject === undefined || defaultRootObject === '') return request;
  if (exchange.viewer.uri !== '/' &&
    exchange.reading(118, 'whether the default root object replaces a path that a function rewrote to / isn\'t known') === 'viewer-uri') {
    return request;
  }
  return { ...request, uri: `/${known(defaultRootObject).replace(/^\//, '')}` };
}

/** An answer through a behavior, from what is stored or from its origin. */
export interface Fetched {
  readonly response: HttpResponse;
  readonly isHit: boolean;
}

function* fetchThrough(request: EdgeRequest, edge: EdgeContext, origins: Maybe<OriginChoice> = edge.behavior.origin): Machine<Fetched> {
  const { cache, distribution, behavior, forwarding, exchange } = edge;
  const stores = cache !== undefined && !isUnknown(behavior.cachedMethods) && isCacheable(request.method, behavior.cachedMethods);
  const key = stores ? cacheKey(distribution, request, forwarding) : '';
  const stored = stores ? cache.get(key) : undefined;
  if (stored !== undefined) {
    exchange.step('cache', behavior.pathPattern, distribution.resource);
    return { response: { ...stored.response, headers: withHeader(stored.response.headers, 'Age', String(stored.age)) }, isHit: true };
  }
  const response = yield* orUnknown(askOrigins(request, edge, { origins, stores }));
  if (stores) {
    const errors = isUnknown(distribution.errorResponses) ? [] : distribution.errorResponses;
    cache.put(key, response, secondsToKeep(response, forwarding, errors, exchange.circumstances.now));
  }
  return { response, isHit: false };
}

function* askOrigins(
  request: EdgeRequest, edge: EdgeContext, { origins, stores }: { origins: Maybe<OriginChoice>; stores: boolean },
): Machine<HttpResponse> {
  const { distribution, exchange, forwarding } = edge;
  if (forwarding.isInferred && exchange.reading(89, 'the TTLs of UseOriginCacheControlHeaders are inferred') === 'unknown' && stores) {
    throw new Undecided(new Unknown(distribution.resource.path, 'what the cache policy stores isn\'t known (rule 89)'));
  }
  const choice = known(origins);
  const [primary, secondary] = choice.origins;
  const assigned = known(edge.behavior.origin);
  if (assigned.origins.length > 1 && !isSafeMethod(request.method)) {
    throw new Undecided(new Unknown(distribution.resource.path, `CloudFront refuses a distribution whose origin group takes ${request.method} (rule 147)`));
  }
  const response = yield* askOrigin(primary, request, edge);
  // The second origin of a group that a function made is asked for these methods only.
  if (secondary === undefined || !isSafeMethod(request.method)) return response;
  if (isUnknown(response.status)) return agreement([response, yield* askOrigin(secondary, request, edge)], response.status);
  return choice.failoverStatuses.includes(response.status) ? yield* askOrigin(secondary, request, edge) : response;
}

type XCache = 'Hit' | 'Miss' | 'Error' | 'Redirect' | 'FunctionGeneratedResponse' | 'LambdaGeneratedResponse';

/** The headers that CloudFront adds to every answer (rules 52 and 107). */
function marked(response: HttpResponse, kind: XCache | undefined, distribution: Distribution, exchange: Exchange): HttpResponse {
  const via = [headerOf(response.headers, 'Via'), `1.1 ${distribution.domainName} (CloudFront)`].filter((each) => each !== undefined).join(', ');
  const date = headerOf(response.headers, 'Date') ?? new Date(exchange.circumstances.now).toUTCString();
  const marks: [string, string][] = [
    ['Date', date],
    ...kind === undefined ? [] : [['X-Cache', `${kind} from cloudfront`] as [string, string]],
    ['Via', via],
    ['X-Amz-Cf-Pop', 'FRA60-P1'],
    ['X-Amz-Cf-Id', exchange.requestId],
  ];
  const names = new Set(marks.map(([name]) => name.toLowerCase()));
  return { ...response, headers: [...response.headers.filter(([name]) => !names.has(name.toLowerCase())), ...marks] };
}

