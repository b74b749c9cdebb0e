import { HOP_BY_HOP } from '../../http';
import { isUnknown, type Maybe, Unknown } from '../../template';
import { bytesOfText, textOfBytes } from '../kernel/bytes';
import { fetch } from '../kernel/effects';
import type { Machine } from '../kernel/machine';
import type { HeaderList, HttpRequest, HttpResponse } from '../kernel/message';
import { known } from '../kernel/unknown-response';
import type { Integration } from './api';
import { stageVariablesOf } from './context';
import { DraftResponse } from './draft-response';
import { traceId } from './event';
import type { Exchange } from './exchange';
import { GatewayFault } from './fault';
import { requestBody } from './integration-request';
import { chooseResponse, mapResponse, mapUnknown } from './integration-response';
import { mapGiven } from './lambda';
import { contentTypeOf } from './media';
import { appendRemapped } from './remap';
import { type IntegrationParameters, mapRequest } from './request-mapping';

/** Headers of the request that a back end doesn't get as they came. */
const NOT_FORWARDED = new Set([...HOP_BY_HOP, 'content-encoding', 'host', 'proxy-authorization', 'via', 'x-amzn-trace-id', 'x-http-method-override']);

/** Answers as an HTTP_PROXY integration: request and response pass as they are, CORS headers of the back end included (rule 48). */
export function* answerHttpProxy(integration: Integration, exchange: Exchange): Machine<DraftResponse> {
  const parameters = mapRequest(integration, 'HTTP_PROXY', exchange);
  const { answer } = exchange.circumstances;
  const response = answer ?? (yield* send(integration, exchange, parameters, exchange.request.body, true));
  if (isUnknown(response)) return DraftResponse.unknown(response);
  const draft = new DraftResponse();
  draft.status = response.status;
  draft.body = response.body ?? new Uint8Array();
  draft.open = 'moreHeaders' in response ? response.moreHeaders?.because : undefined;
  response.headers.forEach(([name, value]) => appendRemapped(name, value, 'proxy', draft));
  if (!draft.has('content-type') && draft.open === undefined) {
    draft.append('Content-Type', 'application/json');
  }
  return draft;
}

/** Answers as an HTTP integration: templates on both ways, and the status chooses the integration response. */
export function* answerHttp(integration: Integration, exchange: Exchange): Machine<DraftResponse> {
  const body = requestBody(integration, exchange);
  const parameters = mapRequest(integration, 'HTTP', exchange);
  const { answer } = exchange.circumstances;
  if (answer !== undefined) return mapGiven(integration, answer, exchange);
  const bytes = 'text' in body ? bytesOfText(body.text) : body.bytes;
  const response = yield* send(integration, exchange, parameters, bytes, false);
  if (isUnknown(response) || isUnknown(response.status) || isUnknown(response.body)) {
    return mapUnknown(integration, [response, (response as HttpResponse).status, (response as HttpResponse).body].find(isUnknown)!, exchange);
  }
  const content = response.body ?? new Uint8Array();
  return mapResponse(chooseResponse(integration, String(response.status)),
    { headers: response.headers, body: textOfBytes(content), bytes: content }, exchange);
}

function* send(
  integration: Integration, exchange: Exchange, parameters: IntegrationParameters, body: Uint8Array, isProxy: boolean,
): Machine<Maybe<HttpResponse>> {
  const url = urlOf(integration, parameters, exchange, isProxy);
  if (isUnknown(url)) return url;
  const wanted = known(integration.httpMethod ?? 'ANY').toUpperCase();
  const request: HttpRequest = {
    method: wanted === 'ANY' ? exchange.request.method : wanted,
    url,
    headers: headersFor(exchange, parameters, isProxy ? forwarded(exchange) : ownHeaders(exchange, body)),
    body: body.length === 0 ? undefined : body,
    sourceIp: exchange.request.sourceIp,
  };
  exchange.step('backend', url);
  const result = yield* fetch(request, exchange.method!.resource, integration.timeout);
  if (!isUnknown(result) && 'failed' in result) {
    throw result.failed === 'timeout' ? new GatewayFault('INTEGRATION_TIMEOUT')
      : new GatewayFault('INTEGRATION_FAILURE', 'Network error communicating with endpoint');
  }
  return result;
}

function urlOf(integration: Integration, parameters: IntegrationParameters, exchange: Exchange, isProxy: boolean): Maybe<string> {
  if (integration.uri === undefined || isUnknown(integration.uri)) {
    return integration.uri ?? new Unknown(`${exchange.method!.resource.path}/Properties/Integration/Uri`, 'the integration has no Uri');
  }
  const variables = stageVariablesOf(exchange);
  const unknown = Object.values(variables).find(isUnknown);
  if (unknown !== undefined && /\$\{stageVariables/.test(integration.uri)) return unknown;
  const uri = integration.uri
    .replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => (Object.hasOwn(variables, name) ? String(variables[name]) : ''))
    .replace(/\{([\w-]+)\+?\}/g, (whole, name: string) =>
      (Object.hasOwn(parameters.path, name) ? parameters.path[name].split('/').map(encodeURIComponent).join('/') : whole));
  const query = [...isProxy ? exchange.request.query : [], ...parameters.query].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const target = `${uri}${query.length === 0 ? '' : `${uri.includes('?') ? '&' : '?'}${query.join('&')}`}`;
  return URL.canParse(target) ? target : new Unknown(`${exchange.method!.resource.path}/Properties/Integration/Uri`, `${target} isn't a URL`);
}

/** What is mapped takes the place of what goes out by itself. */
function headersFor(exchange: Exchange, parameters: IntegrationParameters, others: HeaderList): HeaderList {
  const mapped = new Set(parameters.headers.map(([name]) => name.toLowerCase()));
  const marks = [['X-Amzn-Apigateway-Api-Id', exchange.api.resource.physicalId], ['X-Amzn-Trace-Id', traceId(exchange)]] as const;
  return [...[...others, ...marks].filter(([name]) => !mapped.has(name.toLowerCase())), ...parameters.headers];
}

function forwarded({ request }: Exchange): HeaderList {
  return request.headers.filter(([name]) => !NOT_FORWARDED.has(name.toLowerCase()));
}

/** An integration that isn't a proxy speaks for itself (rule 141). */
function ownHeaders(exchange: Exchange, body: Uint8Array): HeaderList {
  const type = body.length === 0 ? [] : [['Content-Type', contentTypeOf(exchange)] as const];
  return [['Accept', 'application/json'], ['User-Agent', `AmazonAPIGateway_${exchange.api.resource.physicalId}`], ...type];
}
