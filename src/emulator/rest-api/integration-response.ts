import { isToken } from '../../http';
import { isUnknown, type Maybe, Unknown } from '../../template';
import { JavaPattern, VelocityError } from '../../velocity';
import { bytesOfText } from '../kernel/bytes';
import { known, Undecided } from '../kernel/unknown-response';
import type { Integration, IntegrationResponse, MappedHeader } from './api';
import { DraftResponse } from './draft-response';
import type { Exchange } from './exchange';
import { evaluate, type IntegrationAnswer } from './expressions';
import { GatewayFault } from './fault';
import { unbase64 } from './integration-request';
import { acceptsBinary } from './media';
import { inOneLine } from './remap';
import { valueOf } from './request';
import { render } from './templates';

/** What an integration answered, before it is mapped. */
export interface RawAnswer extends IntegrationAnswer {
  readonly bytes?: Uint8Array;
}

/**
 * The integration response for a result: the first whose pattern matches the whole of it, else the one without pattern (rule 33).
 *
 * @param subject the status of a MOCK or HTTP integration, the error message of a function; undefined for a function that didn't fail
 */
export function chooseResponse({ responses }: Integration, subject: string | undefined): IntegrationResponse {
  const chosen = (subject === undefined ? undefined : responses.find(({ selectionPattern }) => selectionPattern !== undefined &&
    matches(known(selectionPattern), subject))) ?? responses.find(({ selectionPattern }) => selectionPattern === undefined);
  if (chosen === undefined) throw new GatewayFault('API_CONFIGURATION_ERROR');
  return chosen;
}

function matches(pattern: string, subject: string): boolean {
  try {
    return JavaPattern.of(pattern).matches(subject);
  } catch (error) {
    throw error instanceof VelocityError ? new GatewayFault('API_CONFIGURATION_ERROR') : error;
  }
}

/** Maps the answer of an integration that isn't a proxy: parameters, then the template's overrides in their place (rule 45). */
export function mapResponse(response: IntegrationResponse, answer: RawAnswer, exchange: Exchange): DraftResponse {
  checkDeclared(response, exchange);
  const draft = new DraftResponse();
  draft.status = statusOf(response.statusCode);
  for (const header of response.headers) {
    appendMapped(header, answer, exchange, draft);
  }
  const [contentType, text] = responseText(response, answer, exchange);
  draft.body = converted(text, answer, response, exchange);
  override(draft, exchange);
  if (!draft.has('content-type')) {
    draft.append('Content-Type', contentType);
  }
  return draft;
}

function appendMapped({ sentAs, fixed, expression }: MappedHeader, answer: RawAnswer, exchange: Exchange, draft: DraftResponse): void {
  if (sentAs === undefined) return;
  if (fixed !== undefined) return draft.append(sentAs, fixed);
  const value = evaluate(expression, exchange, answer);
  for (const each of value === undefined ? [] : typeof value === 'string' || isUnknown(value) ? [value] : value) {
    draft.append(sentAs, typeof each === 'string' ? inOneLine(each) : each);
  }
}

/** Rule 46: what an integration response maps must be declared in the method's responses; an API with anything else can't be deployed. */
function checkDeclared({ undeclared, statusCode }: IntegrationResponse, exchange: Exchange): void {
  for (const name of undeclared) {
    const { resource } = exchange.method!;
    const reading = exchange.reading(46, `${resource.logicalId} maps the header ${name} of ${statusCode}, which its method responses don't declare`);
    if (reading === 'refused') {
      throw new Undecided(new Unknown(`${resource.path}/Properties/MethodResponses`,
        `the API can't be deployed: the header ${name} of the status ${statusCode} is mapped and not declared; add it to MethodResponses`));
    }
  }
}

/** Templates are chosen by what the caller accepts; without one the answer passes as it is. */
function responseText(response: IntegrationResponse, answer: RawAnswer, exchange: Exchange): [string, string | undefined] {
  const { templates } = response;
  const accepted = (valueOf(exchange.request.headers, 'accept') ?? '').split(/[,;]/)[0].trim().toLowerCase();
  const type = templates.has(accepted) ? accepted : templates.has('application/json') ? 'application/json' : [...templates.keys()][0];
  const template = type === undefined ? undefined : templates.get(type);
  // An empty template isn't rendered: the answer has no body (rule 34).
  const text = template === undefined ? undefined : render(template, answer.body, exchange).trim();
  return [type ?? 'application/json', text];
}

/** The conversion of an answer's body (rule 37): text for a caller that takes binary data is decoded unless contentHandling says text. */
function converted(text: string | undefined, answer: RawAnswer, response: IntegrationResponse, exchange: Exchange): Uint8Array {
  const handling = response.contentHandling === undefined ? undefined : known(response.contentHandling);
  if (text === undefined && answer.bytes !== undefined && handling === undefined) return answer.bytes;
  const result = text ?? answer.body;
  if (handling === 'CONVERT_TO_BINARY' || handling === undefined && acceptsBinary(exchange)) {
    const reading = handling === undefined
      ? exchange.reading(37, 'the answer is text for a caller that takes binary data, and contentHandling isn\'t set') : undefined;
    const bytes = reading === 'both' ? undefined : unbase64(result);
    if (bytes === undefined) throw new GatewayFault('API_CONFIGURATION_ERROR');
    return bytes;
  }
  return bytesOfText(result);
}

/** What the templates overrode reaches the client whether or not the method declares it (rule 43), as far as HTTP can carry it. */
function override(draft: DraftResponse, { overrides }: Exchange): void {
  for (const [name, value] of overrides.responseHeaders) {
    if (isToken(name)) {
      draft.set(name, typeof value === 'string' ? inOneLine(value) : value);
    }
  }
  const status = overrides.responseStatus;
  const number = typeof status === 'string' && /^\d+$/.test(status) ? Number(status) : status;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 100 && number <= 599) {
    draft.status = number;
  }
}

function statusOf(status: Maybe<string>): Maybe<number> {
  return isUnknown(status) ? status : Number(status) || 200;
}

/** What is certain of an unknown answer: what all integration responses have in common. */
export function mapUnknown({ responses }: Integration, why: Unknown, exchange: Exchange): DraftResponse {
  responses.forEach((response) => checkDeclared(response, exchange));
  const draft = new DraftResponse();
  const statuses = new Set(responses.map(({ statusCode }) => statusCode));
  const only = statuses.size === 1 ? [...statuses][0] : why;
  draft.status = isUnknown(only) ? only : Number(only);
  draft.body = why;
  const names = new Set(responses.flatMap(({ headers }) => headers.map(({ name }) => name)));
  for (const name of names) {
    const values = responses.map(({ headers }) => {
      const expression = headers.find((header) => header.name === name)?.expression;
      return expression === undefined ? undefined : /^integration\./.test(String(expression)) ? why : evaluate(expression, exchange);
    });
    const same = values.every((value) => String(value) === String(values[0])) && typeof values[0] === 'string';
    draft.append(name, same ? values[0] as string : why);
  }
  const templates = responses.flatMap((response) => [...response.templates]);
  if (templates.some(([, template]) => isUnknown(template) || template.mayNameContext)) {
    draft.open = why;
  } else {
    draft.append('Content-Type', templates.every(([type]) => type === 'application/json') ? 'application/json' : why);
  }
  return draft;
}
