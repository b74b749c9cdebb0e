import { Input, Overrides, RequestParameters, renderMappingTemplate, Template, VelocityError } from '../vtl';
import { contextOf, stageVariablesOf } from './context';
import { Exchange } from './exchange';
import { GatewayFault, Undecided } from './fault';
import { isUnknown, Maybe } from '../unknown';

/**
 * Renders a mapping template for a request.
 *
 * Where it asks for a header that isn't there, both readings of rule 41 are tried, and only what they change makes a note.
 */
export function render(template: Maybe<Template>, body: string, exchange: Exchange): string {
  const known = decided(template);
  const reading = exchange.reading(41);
  const other = exchange.overrides.copy();
  const { result, asked } = attempt(known, body, exchange, exchange.overrides, reading);
  if (asked) {
    const alternative = attempt(known, body, exchange, other, reading === 'empty' ? 'null' : 'empty');
    if (String(alternative.result) !== String(result) || other.toString() !== exchange.overrides.toString()) {
      exchange.note(41, 'the template reads a header that the request hasn\'t got');
    }
  }
  if (typeof result !== 'string') {
    throw result;
  }
  return result;
}

interface Attempt {
  readonly result: string | Error;
  /** Whether the template asked for a parameter that isn't there. */
  readonly asked: boolean;
}

function attempt(template: Template, body: string, exchange: Exchange, overrides: Overrides, missing: 'empty' | 'null'): Attempt {
  const input = new Input(body, parametersOf(exchange), missing);
  try {
    const text = renderMappingTemplate(template, {
      input, context: () => contextOf(exchange), stageVariables: () => stageVariablesOf(exchange), overrides,
    });
    return { result: decided(text), asked: input.askedForMissing };
  } catch (error) {
    return { result: error instanceof VelocityError ? faultOf(error) : error as Error, asked: input.askedForMissing };
  }
}

/** What a template's failure is to the caller: 400 where the body is no JSON, else 500 (rules 30, 42). */
function faultOf(error: VelocityError): GatewayFault {
  return error.kind === 'body-not-json' ? new GatewayFault('BAD_REQUEST_BODY', error.message) : new GatewayFault('API_CONFIGURATION_ERROR');
}

function parametersOf({ request, pathParameters }: Exchange): RequestParameters {
  return { path: Object.entries(pathParameters), querystring: request.query, header: request.headers };
}

export function decided<T>(value: Maybe<T>): T {
  if (isUnknown(value)) {
    throw new Undecided(value);
  }
  return value;
}
