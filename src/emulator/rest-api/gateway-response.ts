import { GATEWAY_RESPONSE_HEADER, type GatewayResponseType } from '../../api-gateway';
import { isUnknown, type Maybe, type Unknown } from '../../template';
import { bytesOfText } from '../kernel/bytes';
import type { GatewayResponseDefinition } from './api';
import { contextOf, lookUp, stageVariablesOf } from './context';
import { DraftResponse } from './draft-response';
import type { Exchange } from './exchange';
import { evaluate, headerValues } from './expressions';
import type { GatewayFault } from './fault';
import { GATEWAY_RESPONSE_DEFAULTS } from './gateway-response-defaults';
import { appendRemapped } from './remap';

const BUILT_IN_TEMPLATE = '{"message":$context.error.messageString}';
const ACCESS_DENIED_TEMPLATE = '{"Message":$context.error.messageString}';

/** The answer that the gateway makes by itself. */
export function gatewayResponse(fault: GatewayFault, exchange: Exchange): DraftResponse {
  const { type, status, text } = fault;
  const defaults = GATEWAY_RESPONSE_DEFAULTS[type];
  const definition = definitionFor(type, exchange);
  if (isUnknown(definition)) return open(definition, exchange, type);
  const message = text === undefined ? defaults.message : text;
  exchange.step('gateway-response', type, definition?.resource);
  // `messageString` has the quotation marks (rule 18).
  exchange.error = { message, messageString: JSON.stringify(message), responseType: type, validationErrorString: message };
  const draft = new DraftResponse();
  draft.status = statusOf(definition, status ?? defaultStatus(type, exchange));
  draft.open = definition?.open.parameters;
  for (const [key, expression] of definition?.parameters ?? []) {
    addHeader(key, expression, exchange, draft);
  }
  const [contentType, template] = templateFor(type, definition, exchange);
  const body = substituted(template, exchange);
  draft.body = isUnknown(body) ? body : bytesOfText(body);
  draft.set('x-amzn-ErrorType', defaults.errorType);
  if (!draft.has('content-type')) {
    draft.append('Content-Type', contentType);
  }
  return draft;
}

/** Which definition the answer has isn't known. */
function open(why: Unknown, exchange: Exchange, type: GatewayResponseType): DraftResponse {
  exchange.step('gateway-response', type);
  return DraftResponse.unknown(why);
}

/** A type's own definition, else that of its kind: whichever it is counts as a whole, and nothing is inherited by parts (rule 13). */
function definitionFor(type: GatewayResponseType, exchange: Exchange): Maybe<GatewayResponseDefinition> | undefined {
  const { gatewayResponses, openGatewayResponse } = exchange.api;
  const kind = GATEWAY_RESPONSE_DEFAULTS[type].status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
  const definition = gatewayResponses.get(type) ?? openGatewayResponse ?? gatewayResponses.get(kind);
  if (type === 'REQUEST_TOO_LARGE' && definition !== undefined) {
    const reading = exchange.reading(22, 'whether a 413 can be customised is documented both ways');
    return reading === 'customised' ? definition : undefined;
  }
  return definition;
}

function defaultStatus(type: GatewayResponseType, exchange: Exchange): number {
  if (type === 'INTEGRATION_FAILURE') {
    return Number(exchange.reading(25, 'the status of a failed integration differs between sources'));
  }
  return GATEWAY_RESPONSE_DEFAULTS[type].status;
}

/** An omitted status is the type's own (rule 14). */
function statusOf(definition: GatewayResponseDefinition | undefined, otherwise: number): Maybe<number> {
  const status = definition?.statusCode;
  if (status === undefined || isUnknown(status)) return status ?? otherwise;
  return /^[1-5]\d\d$/.test(status) ? Number(status) : otherwise;
}

function addHeader(key: string, expression: Maybe<string>, exchange: Exchange, draft: DraftResponse): void {
  if (!key.startsWith(GATEWAY_RESPONSE_HEADER)) return;
  const name = key.slice(GATEWAY_RESPONSE_HEADER.length);
  const value = evaluate(expression, exchange);
  if (value === undefined) {
    if (exchange.reading(19, `${name} maps what the request hasn't got`) === 'empty') {
      draft.append(name, '');
    }
  } else {
    appendRemapped(name, isUnknown(value) || typeof value === 'string' ? value : value.join(','), 'proxy', draft);
  }
}

/** The template that the request accepts, else the one for JSON; the built-in one where none is given (rule 14). */
function templateFor(
  type: GatewayResponseType, definition: GatewayResponseDefinition | undefined, exchange: Exchange,
): [contentType: Maybe<string>, template: Maybe<string>] {
  const { templates = new Map<string, Maybe<string>>(), open: { templates: unknown } = {} } = definition ?? {};
  if (unknown !== undefined) return [unknown, unknown];
  const accepted = exchange.request.headers.find(([name]) => name.toLowerCase() === 'accept')?.[1].split(/[,;]/)[0].trim() ?? '';
  const contentType = templates.has(accepted) ? accepted : templates.has('application/json') ? 'application/json' : [...templates.keys()][0];
  if (contentType !== undefined) return [contentType, templates.get(contentType)!];
  if (type === 'ACCESS_DENIED') {
    const reading = exchange.reading(26, 'the name in the body of ACCESS_DENIED differs between sources');
    return ['application/json', reading === 'Message' ? ACCESS_DENIED_TEMPLATE : BUILT_IN_TEMPLATE];
  }
  return ['application/json', BUILT_IN_TEMPLATE];
}

/** Puts values in for `$context.…`, `$stageVariables.…` and `$method.request.…`: these templates aren't Velocity (rule 17). */
function substituted(template: Maybe<string>, exchange: Exchange): Maybe<string> {
  if (isUnknown(template)) return template;
  let unknown: Maybe<string> | undefined;
  const text = template.replace(/\$(?:\{([\w.-]+)\}|((?:context|stageVariables|method\.request)(?:\.[\w-]+)+))/g, (whole, braced?: string, plain?: string) => {
    const value = valueFor(braced ?? plain!, exchange);
    unknown ??= isUnknown(value) ? value : undefined;
    return isUnknown(value) ? '' : value ?? (/^(?:context|stageVariables|method)\b/.test(braced ?? plain!) ? '' : whole);
  });
  return unknown ?? text;
}

function valueFor(path: string, exchange: Exchange): Maybe<string> | undefined {
  if (path.startsWith('context.error.')) return lookUp(exchange.error, path.slice('context.error.'.length));
  if (path.startsWith('context.')) return lookUp(contextOf(exchange), path.slice('context.'.length));
  if (path.startsWith('stageVariables.')) return lookUp(stageVariablesOf(exchange), path.slice('stageVariables.'.length));
  if (path.startsWith('method.request.header.')) {
    return headerValues(path.slice('method.request.header.'.length), exchange).at(-1);
  }
  const value = evaluate(path, exchange);
  return value === undefined || isUnknown(value) || typeof value === 'string' ? value : value.join(',');
}
