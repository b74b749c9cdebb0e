import { Overrides, RequestParameters, renderMappingTemplate, Template, VelocityError } from '../vtl';
import { contextOf, stageVariablesOf } from './context';
import { Exchange } from './exchange';
import { GatewayFault, Undecided } from './fault';
import { recordOf } from './read';
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
  const result = attempt(() => run(known, body, exchange, exchange.overrides, reading));
  if (exchange.askedForMissing) {
    const alternative = attempt(() => run(known, body, exchange, other, reading === 'empty' ? 'null' : 'empty'));
    if (String(alternative) !== String(result) || other.toString() !== exchange.overrides.toString()) {
      exchange.note(41, 'the template reads a header that the request hasn\'t got');
    }
  }
  if (typeof result !== 'string') {
    throw result;
  }
  return result;
}

function attempt(work: () => string): string | Error {
  try {
    return work();
  } catch (error) {
    return error as Error;
  }
}

function run(template: Template, body: string, exchange: Exchange, overrides: Overrides, missing: 'empty' | 'null'): string {
  try {
    const { text, askedForMissing } = renderMappingTemplate(template, {
      body, parameters: parametersOf(exchange), context: contextOf(exchange), stageVariables: stageVariablesOf(exchange), overrides, missing,
    });
    exchange.askedForMissing ||= askedForMissing;
    return decided(text);
  } catch (error) {
    throw error instanceof VelocityError ? faultOf(error) : error;
  }
}

/** What a template's failure is to the caller: 400 where the body is no JSON, else 500 (rules 30, 42). */
function faultOf(error: VelocityError): GatewayFault {
  return error.kind === 'body-not-json' ? new GatewayFault('BAD_REQUEST_BODY', error.message) : new GatewayFault('API_CONFIGURATION_ERROR');
}

function parametersOf({ request, pathParameters }: Exchange): RequestParameters {
  return { path: pathParameters, querystring: recordOf(request.query), header: recordOf(request.headers) };
}

export function decided<T>(value: Maybe<T>): T {
  if (isUnknown(value)) {
    throw new Undecided(value);
  }
  return value;
}
