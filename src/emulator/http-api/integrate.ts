import { type TemplateResource, isUnknown, type Maybe, Unknown } from '../../template';
import { fetch, invoke } from '../kernel/effects';
import type { FetchResult, InvokeResult, Machine } from '../kernel/machine';
import type { HttpResponse } from '../kernel/message';
import { known, orUnknown, Undecided, unknownResponse } from '../kernel/unknown-response';
import { isCorsHeader, policyOf, wrappedHeaders, wrappedResponse } from '../lambda/wrapped-function';
import type { Integration } from './api';
import type { Grant } from './authorize';
import { type BackendRequest, backendRequest } from './backend-request';
import { exceptCors, overlay } from './cors';
import { eventV1, eventV2 } from './event';
import type { Exchange, RoutedCall } from './exchange';
import { responseOf } from './function-response';
import { GATEWAY_ERRORS, GatewayFault } from './gateway-errors';
import { forwarded } from './http-proxy';
import { mapRequest, mapResponse } from './parameter-mapping';

/** Limits of HTTP APIs and of Lambda (rule 119). */
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_FUNCTION_BYTES = 6 * 1024 * 1024;

/** Answers a request by the integration of its route. The CORS configuration is laid over whatever it answers, also over what isn't known. */
export function* integrate(call: RoutedCall, grant: Grant): Machine<HttpResponse> {
  const { exchange, route: { integration } } = call;
  const response = yield* orUnknown(answerOf(call, grant));
  const mapped = integration === undefined || isUnknown(integration) ? response : mapResponse(response, integration.responseParameters, call);
  return overlay(mapped, exchange);
}

function* answerOf(call: RoutedCall, grant: Grant): Machine<HttpResponse> {
  const { exchange, functions, route: { integration: maybeIntegration, resource, key } } = call;
  if (maybeIntegration === undefined) {
    // A route without a target can't be deployed; one that lost it answers so.
    exchange.step('integration', key, resource);
    throw new GatewayFault(GATEWAY_ERRORS.internalError);
  }
  const given = exchange.circumstances.answer;
  exchange.step('integration', nameOf(maybeIntegration), isUnknown(maybeIntegration) ? undefined : maybeIntegration.resource);
  if (given !== undefined) {
    const fn = isUnknown(maybeIntegration) ? maybeIntegration : functions.find(maybeIntegration.uri);
    return isUnknown(fn) ? given : givenBy(fn, given, exchange);
  }
  const integration = known(maybeIntegration);
  const request = known(mapRequest(backendRequest(call), integration.requestParameters, call));
  const type = known(integration.type);
  if (type === 'HTTP_PROXY') {
    const effect = forwarded(call, integration, request);
    return responseFromBackend(known(yield* fetch(effect.request, effect.from, effect.timeout)));
  }
  if (type !== 'AWS_PROXY' || integration.subtype !== undefined) {
    const what = isUnknown(integration.subtype) ? 'an AWS service' : integration.subtype ?? type;
    throw new Undecided(new Unknown(`${integration.resource.path}/Properties/IntegrationType`, `${what} isn't emulated; say what it answers`));
  }
  return yield* callFunction(known(functions.find(integration.uri)), { call, integration, request, grant });
}

function nameOf(integration: Maybe<Integration>): string {
  return isUnknown(integration) || isUnknown(integration.type) ? 'unknown' : integration.type;
}

/** A call of a function by an integration. */
interface FunctionCall {
  readonly call: RoutedCall;
  readonly integration: Integration;
  readonly request: BackendRequest;
  readonly grant: Grant;
}

function* callFunction(fn: TemplateResource, { call, integration, request, grant }: FunctionCall): Machine<HttpResponse> {
  const { exchange, functions } = call;
  const version = known(integration.payloadFormatVersion) === '2.0' ? '2.0' : '1.0';
  exchange.step('function', fn.logicalId, fn);
  if (integration.credentials === undefined && !functions.mayBeCalled(fn)) {
    const reading = exchange.reading(54, `no AWS::Lambda::Permission lets API Gateway call ${fn.logicalId}`);
    if (reading === 'denied') throw new GatewayFault(GATEWAY_ERRORS.internalError);
  }
  const event = () => version === '2.0' ? eventV2(call, request, grant.v2) : eventV1(call, request, grant.v1);
  const result = yield* invoke(fn, event, 'integration', integration.timeout);
  return isUnknown(result) ? unknownFromFunction(fn, result, exchange) : responseFromFunction(result, version);
}

// What a wrapped function is said to answer has the policy's headers in place of its own.
function givenBy(fn: TemplateResource, given: HttpResponse, exchange: Exchange): HttpResponse {
  const policy = policyOf(fn);
  if (!isUnknown(policy)) return policy === undefined ? given : wrappedResponse(policy, exchange.request, given);
  const headers = given.headers.filter(([name]) => !isCorsHeader(name));
  return { ...given, headers, moreHeaders: { because: policy, except: exceptCors({ ...given, headers }) } };
}

// Whatever a wrapped function answers, its CORS headers are the policy's.
function unknownFromFunction(fn: TemplateResource, because: Unknown, exchange: Exchange): HttpResponse {
  const policy = policyOf(fn);
  return policy === undefined || isUnknown(policy) ? unknownResponse(because)
    : { ...unknownResponse(because, ['access-control-*']), headers: wrappedHeaders(policy, exchange.request) };
}

// A function that fails is a 500, and what takes too long a 503 (rule 64).
function responseFromFunction(result: InvokeResult, version: '1.0' | '2.0'): HttpResponse {
  if ('timedOut' in result) throw new GatewayFault(GATEWAY_ERRORS.unavailable);
  const response = 'payload' in result ? responseOf(result.payload, version) : undefined;
  if (response === undefined || sizeOf(response) > MAX_FUNCTION_BYTES) throw new GatewayFault(GATEWAY_ERRORS.internalError);
  return response;
}

function responseFromBackend(result: FetchResult): HttpResponse {
  if ('failed' in result) throw new GatewayFault(result.failed === 'timeout' ? GATEWAY_ERRORS.unavailable : GATEWAY_ERRORS.internalError);
  if (sizeOf(result) > MAX_BYTES) throw new GatewayFault(GATEWAY_ERRORS.internalError);
  return result;
}

function sizeOf({ body }: HttpResponse): number {
  return isUnknown(body) ? 0 : body?.length ?? 0;
}
