import { isUnknown, type Maybe, type Unknown } from '../../template';
import { textOfBytes } from '../kernel/bytes';
import { type HeaderList, headerOf, type HttpResponse } from '../kernel/message';
import type { ParameterMapping } from './api';
import type { BackendRequest } from './backend-request';
import type { RoutedCall } from './exchange';
import { selected } from './identity-source';

/**
 * Headers that parameter mapping can't touch, so that it can't set or fix CORS headers (rule 75). CloudFormation refuses a mapping of them; here it
 * does nothing.
 */
const RESERVED = new RegExp('^(?:access-control-.*|apigw-.*|x-amz-.*|x-amzn-.*|x-forwarded-.*|proxy-.*|authorization|connection|content-encoding'
  + '|content-length|content-location|forwarded|keep-alive|origin|te|trailers?|transfer-encoding|upgrade|via)$', 'i');

interface Step {
  readonly action: 'append' | 'overwrite' | 'remove';
  readonly place: string;
  readonly name: string;
  readonly value: string;
}

/** The request as its parameters are mapped; unknown where a value isn't known. */
export function mapRequest(request: BackendRequest, mapping: ParameterMapping, call: RoutedCall): Maybe<BackendRequest> {
  const steps = stepsOf(mapping, (expression) => selected(expression, call));
  if (isUnknown(steps)) return steps;
  return steps.reduce((mapped, step) => {
    switch (step.place) {
      case 'header': return { ...mapped, headers: changed(mapped.headers, step) };
      case 'querystring': return { ...mapped, query: changedQuery(mapped.query, step) };
      case 'path': return step.action === 'overwrite' ? { ...mapped, path: step.value.startsWith('/') ? step.value : `/${step.value}` } : mapped;
      default: return mapped;
    }
  }, request);
}

/** The response as the parameters for its status are mapped. */
export function mapResponse(response: HttpResponse, mappings: ReadonlyArray<readonly [status: string, mapping: ParameterMapping]>,
  call: RoutedCall): HttpResponse {
  const { status } = response;
  if (isUnknown(status)) return mappings.length === 0 ? response : { ...response, headers: [] };
  const mapping = mappings.filter(([key]) => coversStatus(key, status)).flatMap(([, each]) => each);
  const steps = stepsOf(mapping, (expression) => responseValue(expression, response) ?? selected(expression, call));
  if (isUnknown(steps)) return { ...response, headers: [], moreHeaders: { because: steps, except: [] } };
  return steps.reduce((mapped, step) => {
    if (step.place === 'header') return { ...mapped, headers: changed(mapped.headers, step) };
    const isStatus = step.place === 'statuscode' && step.action === 'overwrite' && /^[1-5]\d\d$/.test(step.value);
    return isStatus ? { ...mapped, status: Number(step.value) } : mapped;
  }, response);
}

// "500" or "500-599".
function coversStatus(key: string, status: number): boolean {
  const [from, to = from] = key.split('-').map(Number);
  return status >= from && status <= to;
}

function stepsOf(mapping: ParameterMapping, valueOf: (expression: string) => Maybe<string> | undefined): Maybe<Step[]> {
  const steps: Step[] = [];
  for (const [key, source] of mapping) {
    const [, action, place, name = ''] = /^(append|overwrite|remove):(header|querystring|path|statuscode)(?:\.(.+))?$/.exec(key) ?? [];
    if (action === undefined || (place === 'header' && RESERVED.test(name))) continue;
    const value = action === 'remove' ? '' : isUnknown(source) ? source : evaluated(source, valueOf);
    if (isUnknown(value)) return value;
    if (value !== undefined) {
      steps.push({ action: action as Step['action'], place, name, value });
    }
  }
  return steps;
}

// "$request.header.a" as a whole, "${request.header.a}" within text, else the text itself. A mapping from what isn't there does nothing.
function evaluated(source: string, valueOf: (expression: string) => Maybe<string> | undefined): Maybe<string> | undefined {
  if (/^\$(?:request|response|context|stageVariables)\b/.test(source)) return valueOf(source);
  let unknown: Unknown | undefined;
  const text = source.replace(/\$\{([^{}]+)\}/g, (_, expression: string) => {
    const value = valueOf(`$${expression}`);
    unknown ??= isUnknown(value) ? value : undefined;
    return isUnknown(value) ? '' : value ?? '';
  });
  return unknown ?? text;
}

function responseValue(expression: string, response: HttpResponse): Maybe<string> | undefined {
  const [, part, name = ''] = /^\$response\.(header|body)(?:\.(.+))?$/.exec(expression) ?? [];
  if (part === 'header') return headerOf(response.headers, name) ?? response.moreHeaders?.because;
  if (part !== 'body') return undefined;
  if (isUnknown(response.body)) return response.body;
  try {
    const body = JSON.parse(textOfBytes(response.body));
    const value = name === '' ? body : name.split('.').reduce((each, part_) => Object.hasOwn(Object(each), part_) ? each[part_] : undefined, body);
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function changed(headers: HeaderList, { action, name, value }: Step): HeaderList {
  if (action === 'append') return [...headers, [name, value.replace(/[\r\n\0]/g, '')]];
  const others = headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase());
  return action === 'remove' ? others : [...others, [name, value.replace(/[\r\n\0]/g, '')]];
}

function changedQuery(query: string, { action, name, value }: Step): string {
  const parameters = new URLSearchParams(query);
  if (action !== 'append') {
    parameters.delete(name);
  }
  if (action !== 'remove') {
    parameters.append(name, value);
  }
  return parameters.toString();
}
