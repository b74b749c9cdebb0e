import { isUnknown, type Maybe, Unknown } from '../../template';
import type { Machine } from '../kernel/machine';
import { type HttpResponse, withHeader } from '../kernel/message';
import { known, Undecided } from '../kernel/unknown-response';
import { chosenOrigins } from './chosen-origin';
import type { EdgeContext } from './context';
import { type EdgeFunction, keyValuesOf } from './edge-functions';
import { functionEvent } from './function-event';
import { requestResult, responseResult } from './function-result';
import type { FunctionOutcome } from './function-runtime';
import { isSettled, NAMED_HEADERS } from './known-headers';
import { generatedByLambda, requestByLambda, responseByLambda, runLambda } from './lambda-edge';
import { configOf, lambdaErrorPage } from './origin-functions';
import { cloudFrontHeaders, type EdgeRequest } from './origin-request';
import type { OriginChoice } from './origins';
import { agreement, hasUnknowns } from './possibilities';

/** What became of a request at the viewer's request: it goes on, or is answered there. */
export type AtViewerRequest =
  | { readonly request: EdgeRequest; readonly origins?: Maybe<OriginChoice> }
  /** By the function itself, or by CloudFront because the function failed. */
  | { readonly response: HttpResponse; readonly generatedBy: 'FunctionGeneratedResponse' | 'LambdaGeneratedResponse' | 'error' };

/** Runs the function at the viewer's request. */
export function* runAtViewerRequest(request: EdgeRequest, edge: EdgeContext): Machine<AtViewerRequest> {
  const associated = known(edge.behavior.functions.get('viewer-request'));
  if (associated === undefined) return { request };
  edge.exchange.step('edge-function', 'viewer-request', associated.resource);
  return associated.kind === 'function' ? functionAtRequest(associated, request, edge) : yield* lambdaAtRequest(associated, request, edge);
}

function functionAtRequest(associated: EdgeFunction & { kind: 'function' }, request: EdgeRequest, edge: EdgeContext): AtViewerRequest {
  // A policy that asks for them shows them to the function, too.
  const headers = cloudFrontHeaders(request, edge.forwarding).reduce((all, [name, value]) => withHeader(all, name, value), request.headers);
  const outcome = runFunction(associated, 'viewer-request', { ...request, headers }, edge);
  if ('unknown' in outcome) throw new Undecided(new Unknown(associated.resource.path, outcome.unknown));
  if ('error' in outcome) return { response: lambdaErrorPage(503, edge), generatedBy: 'error' };
  const result = requestResult(outcome.result, request);
  if (result === undefined) return { response: lambdaErrorPage(502, edge), generatedBy: 'error' };
  if ('response' in result) return { ...result, generatedBy: 'FunctionGeneratedResponse' };
  if (outcome.origin === undefined) return result;
  const origins = chosenOrigins(outcome.origin, result.request, { distribution: edge.distribution, assigned: edge.behavior.origin });
  return origins === undefined ? { response: lambdaErrorPage(502, edge), generatedBy: 'error' } : { ...result, origins };
}

function runFunction(
  associated: EdgeFunction & { kind: 'function' }, eventType: 'viewer-request' | 'viewer-response', request: EdgeRequest, edge: EdgeContext,
  response?: HttpResponse,
): FunctionOutcome {
  const { runtime, stores } = associated;
  const event = functionEvent({ ...configOf(edge, eventType), eventType }, request, response);
  return runtime.run(event, edge.exchange.circumstances.now, keyValuesOf(stores, edge.keyValueStore));
}

function* lambdaAtRequest(associated: EdgeFunction & { kind: 'lambda' }, request: EdgeRequest, edge: EdgeContext): Machine<AtViewerRequest> {
  const outcome = yield* runLambda(associated.resource, { config: configOf(edge, 'viewer-request'), request, includesBody: associated.includesBody });
  const failed = (status: 502 | 503): AtViewerRequest => ({ response: lambdaErrorPage(status, edge), generatedBy: 'error' });
  if ('errorStatus' in outcome) return failed(outcome.errorStatus);
  if (outcome.returned.status !== undefined) {
    const response = generatedByLambda(outcome.returned);
    return response === undefined ? failed(502) : { response, generatedBy: 'LambdaGeneratedResponse' };
  }
  const changed = requestByLambda(outcome.returned, request);
  return changed === undefined ? failed(502) : { request: changed };
}

/** Runs the function at the viewer's response. The caller sees to it that it runs where CloudFront runs it (rule 104). */
export function* runAtViewerResponse(response: HttpResponse, request: EdgeRequest, edge: EdgeContext): Machine<HttpResponse> {
  const associated = known(edge.behavior.functions.get('viewer-response'));
  if (associated === undefined) return response;
  edge.exchange.step('edge-function', 'viewer-response', associated.resource);
  if (associated.kind === 'function') {
    return hasUnknowns(response) ? inAllCases(associated, response, request, edge) : functionAtResponse(associated, response, request, edge);
  }
  if (hasUnknowns(response)) throw new Undecided(becauseOf(response));
  const outcome = yield* runLambda(associated.resource, { config: configOf(edge, 'viewer-response'), request, response });
  return 'errorStatus' in outcome
    ? lambdaErrorPage(outcome.errorStatus, edge)
    : responseByLambda(outcome.returned, response, 'viewer-response') ?? lambdaErrorPage(502, edge);
}

function functionAtResponse(
  associated: EdgeFunction & { kind: 'function' }, response: HttpResponse, request: EdgeRequest, edge: EdgeContext,
): HttpResponse {
  const outcome = runFunction(associated, 'viewer-response', request, edge, response);
  if ('unknown' in outcome) throw new Undecided(new Unknown(associated.resource.path, outcome.unknown));
  if ('error' in outcome) return lambdaErrorPage(503, edge);
  const result = responseResult(outcome.result, response) ?? lambdaErrorPage(502, edge);
  // The event said 200 in the place of a status that isn't known.
  return isUnknown(response.status) && result.status === 200 ? { ...result, status: response.status } : result;
}

/**
 * What a function makes of a response of which a part isn't known: what comes out alike whether the unknown headers are there or not and, where
 * the status isn't known, whether the function runs or not (rule 104). A function that compares such a header with one certain value escapes this.
 */
function inAllCases(associated: EdgeFunction & { kind: 'function' }, response: HttpResponse, request: EdgeRequest, edge: EdgeContext): HttpResponse {
  const because = becauseOf(response);
  const open = NAMED_HEADERS.filter((name) => !isSettled(response, name));
  const tried = { ...response, moreHeaders: undefined };
  const present = { ...tried, headers: [...tried.headers, ...open.map((name): [string, string] => [name, 'unknown'])] };
  const ran = [tried, present].map((each): HttpResponse => {
    const result = functionAtResponse(associated, each, request, edge);
    const except = [...response.moreHeaders?.except ?? [], ...open, ...result.headers.map(([name]) => name.toLowerCase())];
    return { ...result, moreHeaders: response.moreHeaders === undefined ? result.moreHeaders : { because, except } };
  });
  const outcomes = isUnknown(response.status) ? [...ran, response] : ran;
  return agreement(outcomes, because);
}

function becauseOf(response: HttpResponse): Unknown {
  return isUnknown(response.status) ? response.status : response.moreHeaders!.because;
}
