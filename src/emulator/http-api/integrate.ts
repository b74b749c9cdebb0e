import { type TemplateResource, isUnknown, type Maybe, Unknown } from '../../template';
import { fetch, invoke } from '../effects';
import type { ApiFunctions } from '../lambda/find-function';
import { isCorsHeader, policyOf, wrappedHeaders, wrappedResponse } from '../lambda/wrapped-function';
import type { FetchResult, InvokeResult, Machine } from '../machine';
import type { HttpResponse } from '../message';
import type { Integration } from './api';
import type { Grant } from './authorize';
import { exceptCors, overlay } from './cors';
import { eventV1, eventV2 } from './event';
import type { Exchange, RoutedCall } from './exchange';
import { responseOf } from './function-response';
import { GATEWAY_ERRORS, gatewayAnswer, type GatewayError } from './gateway-errors';
import { forwarded } from './http-proxy';
import { outgoingFor } from './outgoing';
import { mapRequest, mapResponse } from './parameter-mapping';

/** Limits of HTTP APIs and of Lambda (rule 119). */
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_FUNCTION_BYTES = 6 * 1024 * 1024;

/** What an integration comes to: a response, which the CORS configuration is laid over, or an error that the gateway makes instead. */
type Outcome = HttpResponse | { readonly gateway: GatewayError };

/** Answers a request by the integration of its route. */
export function* integrate(call: RoutedCall, grant: Grant, functions: ApiFunctions): Machine {
  const { exchange, route } = call;
  const outcome = yield* outcomeOf(call, grant, functions);
  if ('gateway' in outcome) return gatewayAnswer(outcome.gateway, exchange);
  const { integration } = route;
  const mapped = integration === undefined || isUnknown(integration) ? outcome : mapResponse(outcome, integration.responseParameters, call);
  return exchange.answer(overlay(mapped, exchange));
}

function* outcomeOf(call: RoutedCall, grant: Grant, functions: ApiFunctions): Machine<Outcome> {
  const { exchange, route: { integration, resource, key } } = call;
  if (integration === undefined) {
    // A route without a target can't be deployed; one that lost it answers so.
    exchange.step('integration', key, resource);
    return { gateway: GATEWAY_ERRORS.internalError };
  }
  const given = exchange.circumstances.answer;
  exchange.step('integration', nameOf(integration), isUnknown(integration) ? undefined : integration.resource);
  if (given !== undefined) {
    const fn = isUnknown(integration) ? integration : functions.find(integration.uri);
    return isUnknown(fn) ? given : givenBy(fn, given, exchange);
  }
  if (isUnknown(integration)) return unknownResponse(integration);
  const request = mapRequest(outgoingFor(call), integration.requestParameters, call);
  if (isUnknown(request)) return unknownResponse(request);
  const { type, uri } = integration;
  if (isUnknown(type)) return unknownResponse(type);
  if (type === 'HTTP_PROXY') {
    const effect = forwarded(call, integration, request);
    return isUnknown(effect) ? unknownResponse(effect) : responseFromBackend(yield* fetch(effect.request, effect.from, effect.timeout));
  }
  if (type !== 'AWS_PROXY' || integration.subtype !== undefined) {
    const what = isUnknown(integration.subtype) ? 'an AWS service' : integration.subtype ?? type;
    return unknownResponse(new Unknown(`${integration.resource.path}/Properties/IntegrationType`, `${what} isn't emulated; say what it answers`));
  }
  const fn = functions.find(uri);
  return isUnknown(fn) ? unknownResponse(fn) : yield* callFunction(fn, integration, call, request, grant, functions);
}

function nameOf(integration: Maybe<Integration>): string {
  return isUnknown(integration) ? 'unknown' : isUnknown(integration.type) ? 'unknown' : integration.type;
}

function* callFunction(fn: TemplateResource, integration: Integration, call: RoutedCall, request: ReturnType<typeof outgoingFor>, grant: Grant,
  functions: ApiFunctions): Machine<Outcome> {
  const { exchange } = call;
  const { payloadFormatVersion } = integration;
  if (isUnknown(payloadFormatVersion)) return unknownResponse(payloadFormatVersion);
  exchange.step('function', fn.logicalId, fn);
  if (integration.credentials === undefined && !functions.mayBeCalled(fn)) {
    exchange.note(54, `no AWS::Lambda::Permission lets API Gateway call ${fn.logicalId}`);
    if (exchange.reading(54) === 'denied') return { gateway: GATEWAY_ERRORS.internalError };
  }
  const version = payloadFormatVersion === '2.0' ? '2.0' : '1.0';
  const event = () => version === '2.0' ? eventV2(call, request, grant.v2) : eventV1(call, request, grant.v1);
  const response = responseFromFunction(yield* invoke(fn, event, 'integration', integration.timeout), version);
  return 'gateway' in response ? response : unknownFrom(fn, response, exchange);
}

// What a wrapped function is said to answer has the policy's headers in place of its own.
function givenBy(fn: TemplateResource, given: HttpResponse, exchange: Exchange): HttpResponse {
  const policy = policyOf(fn);
  if (!isUnknown(policy)) return policy === undefined ? given : wrappedResponse(policy, exchange.request, given);
  const headers = given.headers.filter(([name]) => !isCorsHeader(name));
  return { ...given, headers, moreHeaders: { because: policy, except: exceptCors({ ...given, headers }) } };
}

// Whatever a wrapped function answers, its CORS headers are the policy's.
function unknownFrom(fn: TemplateResource, response: HttpResponse, exchange: Exchange): HttpResponse {
  const policy = policyOf(fn);
  return response.moreHeaders === undefined || policy === undefined || isUnknown(policy) ? response
    : { ...response, headers: wrappedHeaders(policy, exchange.request), moreHeaders: { ...response.moreHeaders, except: ['access-control-*'] } };
}

// A function that fails is a 500, and what takes too long a 503 (rule 64).
function responseFromFunction(result: Maybe<InvokeResult>, version: '1.0' | '2.0'): Outcome {
  if (isUnknown(result)) return unknownResponse(result);
  if ('timedOut' in result) return { gateway: GATEWAY_ERRORS.unavailable };
  const response = 'payload' in result ? responseOf(result.payload, version) : undefined;
  return response === undefined || sizeOf(response) > MAX_FUNCTION_BYTES ? { gateway: GATEWAY_ERRORS.internalError } : response;
}

function responseFromBackend(result: Maybe<FetchResult>): Outcome {
  if (isUnknown(result)) return unknownResponse(result);
  if ('failed' in result) {
    return { gateway: result.failed === 'timeout' ? GATEWAY_ERRORS.unavailable : GATEWAY_ERRORS.internalError };
  }
  return sizeOf(result) > MAX_BYTES ? { gateway: GATEWAY_ERRORS.internalError } : result;
}

function sizeOf({ body }: HttpResponse): number {
  return isUnknown(body) ? 0 : body?.length ?? 0;
}

// What an integration answers that can't be run here: anything, but CORS headers are the configuration's all the same.
function unknownResponse(because: Unknown): HttpResponse {
  return { status: because, headers: [], body: because, moreHeaders: { because, except: [] } };
}
