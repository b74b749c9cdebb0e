import type { FunctionPolicy } from '../../function';
import { type TemplateResource, isUnknown, type Maybe, Unknown } from '../../template';
import { textOfBytes } from '../kernel/bytes';
import { invoke } from '../kernel/effects';
import type { Machine, Circumstances } from '../kernel/machine';
import type { HttpResponse } from '../kernel/message';
import { known } from '../kernel/unknown-response';
import type { ApiFunctions } from '../lambda/find-function';
import { isCorsHeader, POLICY_HEADERS, policyOf, wrappedHeaders, wrappedResponse } from '../lambda/wrapped-function';
import type { Integration } from './api';
import { DraftResponse } from './draft-response';
import { proxyEvent } from './event';
import type { Exchange } from './exchange';
import { GatewayFault } from './fault';
import { inTime, mayCall } from './functions';
import { base64, requestBody } from './integration-request';
import { chooseResponse, mapResponse, mapUnknown } from './integration-response';
import { proxyResponse } from './lambda-proxy-response';
import { acceptsBinary } from './media';
import { appendRemapped } from './remap';
import { mapRequest } from './request-mapping';

type GivenAnswer = NonNullable<Circumstances['answer']>;

/** Answers as an AWS_PROXY integration: the function gets the request as an event, and its result is the response (rules 50 to 55). */
export function* answerLambdaProxy(integration: Integration, exchange: Exchange, functions: ApiFunctions): Machine<DraftResponse> {
  if (integration.httpMethod !== undefined && known(integration.httpMethod).toUpperCase() !== 'POST') {
    throw new GatewayFault('API_CONFIGURATION_ERROR');
  }
  mapRequest(integration, 'AWS_PROXY', exchange);
  const { answer } = exchange.circumstances;
  const fn = called(integration, exchange, functions, answer !== undefined);
  const policy = isUnknown(fn) ? undefined : policyOf(fn);
  if (answer !== undefined) return givenProxyAnswer(answer, policy, exchange);
  if (isUnknown(fn)) return DraftResponse.unknown(fn);
  const result = inTime(yield* invoke(fn, proxyEvent(exchange), 'integration', integration.timeout));
  if (isUnknown(result)) {
    return policy === undefined || isUnknown(policy) ? DraftResponse.unknown(result) : unknownWrappedResponse(result, policy, exchange);
  }
  // A function that fails answers with an errorMessage, which isn't a proxy response (rule 54).
  return proxyResponse('error' in result ? result.error : result.payload, () => acceptsBinary(exchange));
}

/** What a test says the function answers, as it passes the gateway; where the function is wrapped, with the policy's headers in place of its own. */
function givenProxyAnswer(answer: GivenAnswer, policy: ReturnType<typeof policyOf>, exchange: Exchange): DraftResponse {
  const draft = new DraftResponse();
  const { status, headers, body }: HttpResponse = policy === undefined || isUnknown(policy)
    ? answer : wrappedResponse(policy, exchange.request, answer);
  draft.status = status;
  draft.body = body ?? new Uint8Array();
  headers.filter(([name]) => !isUnknown(policy) || !isCorsHeader(name)).forEach(([name, value]) => appendRemapped(name, value, 'proxy', draft));
  if (isUnknown(policy)) {
    POLICY_HEADERS.forEach((name) => draft.append(name, policy));
  }
  if (!draft.has('content-type')) {
    draft.append('Content-Type', 'application/json');
  }
  return draft;
}

/** The answer of a wrapped function that isn't run: the CORS headers are the policy's, whatever else it answers. */
function unknownWrappedResponse(why: Unknown, policy: FunctionPolicy, exchange: Exchange): DraftResponse {
  const draft = DraftResponse.unknown(why);
  wrappedHeaders(policy, exchange.request).forEach(([name, value]) => draft.append(name, value));
  draft.settled = ['access-control-*'];
  return draft;
}

/** The function, noted as one that had a hand in the answer. */
function called({ uri, credentials }: Integration, exchange: Exchange, functions: ApiFunctions, isGiven: boolean): Maybe<TemplateResource> {
  const fn = functions.find(uri);
  if (isUnknown(fn)) return fn;
  // whether a role lets it, its policies say, which aren't evaluated
  if (credentials === undefined && !mayCall(fn, functions, exchange)) throw new GatewayFault('API_CONFIGURATION_ERROR');
  if (!isGiven) {
    exchange.step('function', fn.logicalId, fn);
  }
  return fn;
}

/** Answers as an AWS integration. Of the services only Lambda can be run; what another one answers is unknown unless it is given. */
export function* answerAws(integration: Integration, exchange: Exchange, functions: ApiFunctions): Machine<DraftResponse> {
  const body = requestBody(integration, exchange);
  mapRequest(integration, 'AWS', exchange);
  const { answer } = exchange.circumstances;
  const isLambda = isUnknown(integration.uri) || /:lambda:path\//.test(integration.uri ?? '');
  const fn = isLambda ? called(integration, exchange, functions, answer !== undefined)
    : new Unknown(`${exchange.method!.resource.path}/Properties/Integration/Uri`, 'AWS services other than Lambda aren\'t emulated; say what it answers');
  if (answer !== undefined) return mapGiven(integration, answer, exchange);
  if (isUnknown(fn)) return mapUnknown(integration, fn, exchange);
  const event = eventOf('text' in body ? body.text : base64(body.bytes));
  const result = inTime(yield* invoke(fn, () => event, 'integration', integration.timeout));
  if (isUnknown(result)) return mapUnknown(integration, result, exchange);
  if ('error' in result) {
    const { errorMessage } = result.error;
    // The pattern is for the error message, not for a status (rule 33).
    return mapResponse(chooseResponse(integration, errorMessage), { headers: [], body: JSON.stringify(result.error) }, exchange);
  }
  return mapResponse(chooseResponse(integration, undefined), { headers: [], body: JSON.stringify(result.payload ?? null) }, exchange);
}

/** What isn't a proxy is given its answer as the client is to see it: the integration response of that status maps it, else the default. */
export function mapGiven(integration: Integration, { status, headers, body }: GivenAnswer, exchange: Exchange): DraftResponse {
  const bytes = body ?? new Uint8Array();
  const response = integration.responses.find(({ statusCode }) => statusCode === String(status)) ?? chooseResponse(integration, String(status));
  return mapResponse(response, { headers, body: textOfBytes(bytes), bytes }, exchange);
}

function eventOf(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    // Lambda refuses what isn't JSON.
    throw new GatewayFault('API_CONFIGURATION_ERROR');
  }
}
