import { isUnknown, type Maybe, Unknown } from '../../template';
import { select, valueOf as selected, Budget, fromJson, toText, VelocityError } from '../../velocity';
import { textOfBytes } from '../kernel/bytes';
import type { HeaderList } from '../kernel/message';
import { contextOf, lookUp, stageVariablesOf } from './context';
import type { Exchange } from './exchange';

/** A value that a mapping expression gives: one text or several; undefined where there is none. */
export type Mapped = Maybe<string> | readonly string[] | undefined;

/** What an integration answered, for `integration.response.…`. */
export interface IntegrationAnswer {
  readonly headers: HeaderList;
  readonly body: string;
}

/**
 * The value of a mapping expression (rules 16, 46): `'static'`, `method.request.header.X`, `integration.response.header.X`, `context.X`,
 * `stageVariables.X`. What is none of these gives nothing.
 */
export function evaluate(expression: Maybe<string>, exchange: Exchange, answer?: IntegrationAnswer): Mapped {
  if (isUnknown(expression)) return expression;
  const fixed = fixedText(expression);
  if (fixed !== undefined) return fixed;
  const [, source, path] = /^(method\.request|integration\.response|context|stageVariables)\.(.+)$/s.exec(expression) ?? [];
  switch (source) {
    case 'method.request':
      return requestValue(path, exchange);
    case 'integration.response':
      return answer === undefined ? undefined : responseValue(path, answer);
    case 'context':
      return lookUp(contextOf(exchange), path);
    case 'stageVariables':
      return lookUp(stageVariablesOf(exchange), path);
    default:
      return undefined;
  }
}

/** The text of a `'static'` expression; undefined for one that isn't. */
export function fixedText(expression: string): string | undefined {
  return expression.length > 1 && expression.startsWith('\'') && expression.endsWith('\'') ? expression.slice(1, -1) : undefined;
}

function requestValue(path: string, exchange: Exchange): Mapped {
  const [place, name] = split(path);
  const { request } = exchange;
  switch (place) {
    case 'header':
      return headerValues(name, exchange).at(-1);
    case 'multivalueheader':
      return orNothing(headerValues(name, exchange));
    case 'querystring':
      return request.query.filter(([each]) => each === name).at(-1)?.[1];
    case 'multivaluequerystring':
      return orNothing(request.query.filter(([each]) => each === name).map(([, value]) => value));
    case 'path':
      return Object.hasOwn(exchange.pathParameters, name) ? exchange.pathParameters[name] : undefined;
    case 'body':
      return bodyValue(name, textOfBytes(request.body));
    default:
      return undefined;
  }
}

/** A request header by the case of its name (rule 21), which is the one that API Gateway has it in (rule 20). */
export function headerValues(name: string, exchange: Exchange): string[] {
  const exact = exchange.request.headers.filter(([each]) => each === name);
  const similar = exchange.request.headers.filter(([each]) => each.toLowerCase() === name.toLowerCase());
  if (similar.length > 0) {
    exchange.reading(20, `whether the request header ${name} is found depends on the case in which it arrives`);
  }
  return (exchange.reading(21) === 'ignore-case' ? similar : exact).map(([, value]) => value);
}

function responseValue(path: string, { headers, body }: IntegrationAnswer): Mapped {
  const [place, name] = split(path);
  // The header names of an answer aren't as its backend wrote them once HTTP/2 is between, so case isn't what decides here.
  const values = headers.filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  switch (place) {
    case 'header':
      return values.at(-1);
    case 'multivalueheader':
      return orNothing(values);
    case 'body':
      return bodyValue(name, body);
    default:
      return undefined;
  }
}

function bodyValue(path: string, body: string): Mapped {
  if (path === '') return body;
  try {
    const budget = new Budget();
    const value = selected(select(fromJson(JSON.parse(body), budget), path, budget));
    return value === null ? undefined : isUnknown(value) ? value : toText(value, budget);
  } catch (error) {
    return error instanceof VelocityError || error instanceof SyntaxError ? undefined : new Unknown('a mapping expression', String(error));
  }
}

function split(path: string): [string, string] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
}

function orNothing(values: string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values;
}
