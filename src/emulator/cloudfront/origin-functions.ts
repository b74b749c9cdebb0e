import type { Machine } from '../kernel/machine';
import type { HttpRequest, HttpResponse } from '../kernel/message';
import { known, Undecided } from '../kernel/unknown-response';
import type { EdgeContext } from './context';
import { generatedByLambda, type LambdaEvent, originOfRequest, requestByLambda, responseByLambda, runLambda } from './lambda-edge';
import type { EdgeRequest } from './origin-request';
import type { Origin } from './origins';
import { errorPage } from './pages';

/** Runs the function at the origin's request, which may change the request and its origin, or answer. */
export function* runAtOriginRequest(
  built: HttpRequest, viewer: EdgeRequest, origin: Origin, edge: EdgeContext,
): Machine<{ readonly request: HttpRequest } | { readonly response: HttpResponse }> {
  const associated = known(edge.behavior.functions.get('origin-request'));
  if (associated?.kind !== 'lambda') return { request: built };
  edge.exchange.step('edge-function', 'origin-request', associated.resource);
  const url = new URL(built.url);
  const request: EdgeRequest = { ...viewer, uri: viewer.uri, query: url.search.slice(1), headers: built.headers };
  const outcome = yield* runLambda(associated.resource, {
    config: configOf(edge, 'origin-request'), request, includesBody: associated.includesBody, origin: originOfRequest(built, origin),
  });
  const failed = (status: 502 | 503) => ({ response: lambdaErrorPage(status, edge) });
  if ('errorStatus' in outcome) return failed(outcome.errorStatus);
  if (outcome.returned.status !== undefined) {
    const response = generatedByLambda(outcome.returned);
    return response === undefined ? failed(502) : { response };
  }
  const changed = requestByLambda(outcome.returned, request);
  return changed === undefined ? failed(502) : { request: redirected(built, changed, outcome.returned.origin) };
}

/** The request to the origin that the function named. */
function redirected(built: HttpRequest, changed: EdgeRequest, origin: unknown): HttpRequest {
  const named = (typeof origin === 'object' && origin !== null ? Object.values(origin)[0] : undefined) as
    { domainName?: unknown; path?: unknown; protocol?: unknown; port?: unknown } | undefined;
  const url = new URL(built.url);
  const protocol = named?.protocol === 'http' || named?.protocol === 'https' ? named.protocol : url.protocol.slice(0, -1);
  const host = typeof named?.domainName === 'string' && /^[a-z0-9.-]+$/i.test(named.domainName) ? named.domainName : url.hostname;
  const port = typeof named?.port === 'number' && named.port !== (protocol === 'http' ? 80 : 443) ? `:${named.port}` : '';
  const path = typeof named?.path === 'string' ? named.path : '';
  return {
    ...built,
    url: `${protocol}://${host}${port}${path}${changed.uri}${changed.query === '' ? '' : `?${changed.query}`}`,
    headers: changed.headers,
    body: changed.body,
  };
}

/** Runs the function at the origin's response, also at an error (rule 104 is of the viewer's response only). */
export function* runAtOriginResponse(response: HttpResponse, request: EdgeRequest, edge: EdgeContext): Machine<HttpResponse> {
  const associated = known(edge.behavior.functions.get('origin-response'));
  if (associated?.kind !== 'lambda') return response;
  edge.exchange.step('edge-function', 'origin-response', associated.resource);
  if (response.moreHeaders !== undefined) throw new Undecided(response.moreHeaders.because);
  known(response.status);
  const outcome = yield* runLambda(associated.resource, { config: configOf(edge, 'origin-response'), request, response });
  return 'errorStatus' in outcome
    ? lambdaErrorPage(outcome.errorStatus, edge)
    : responseByLambda(outcome.returned, response, 'origin-response') ?? lambdaErrorPage(502, edge);
}

/** The part of an event that says which distribution it is of. */
export function configOf({ distribution, exchange }: EdgeContext, eventType: string): LambdaEvent['config'] {
  return {
    distributionDomainName: distribution.domainName, distributionId: distribution.resource.physicalId, eventType, requestId: exchange.requestId,
  };
}

/** CloudFront's answer when a function failed, or returned what it doesn't take (rule 106). */
export function lambdaErrorPage(status: 502 | 503, { exchange }: EdgeContext): HttpResponse {
  return errorPage(status === 502 ? { status, reason: 'invalid-function-result' } : { status, reason: 'function-error' }, exchange.requestId);
}
