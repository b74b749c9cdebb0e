import { textOfBytes } from '../kernel/bytes';
import { known } from '../kernel/unknown-response';
import type { Method } from './api';
import type { Exchange } from './exchange';
import { failAt } from './failures';
import { GatewayFault } from './fault';
import { validates } from './json-schema';
import { contentTypeOf } from './media';

/** Refuses a request that the method's validator doesn't accept (rules 25, 60): first its parameters, then its body. */
export function validate(method: Method, exchange: Exchange): void {
  failAt('validation', exchange);
  // To ask how the gateway fails later on is to mean a request that has come so far. A preflight is what it is.
  if (exchange.circumstances.failure !== undefined && !exchange.request.isPreflight) return;
  if (known(method.validates.parameters)) {
    checkParameters(method, exchange);
  }
  if (known(method.validates.body)) {
    checkBody(method, exchange);
  }
}

function checkParameters({ requestParameters }: Method, exchange: Exchange): void {
  const missing: string[] = [];
  // Headers come first in the message, then the path, then the query (rule 142).
  for (const [key, required] of [...requestParameters].sort(([a], [b]) => placeOf(a) - placeOf(b))) {
    const [, place, name] = /^method\.request\.(header|querystring|path|multivaluequerystring|multivalueheader)\.(.+)$/.exec(key) ?? [];
    if (place !== undefined && !isThere(place, name, exchange)) {
      missing.push(...known(required) ? [name] : []);
    }
  }
  if (missing.length > 0) {
    throw new GatewayFault('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${missing.join(', ')}]`);
  }
}

function placeOf(key: string): number {
  return key.includes('.header.') || key.includes('.multivalueheader.') ? 0 : key.includes('.path.') ? 1 : 2;
}

function isThere(place: string, name: string, { request, pathParameters }: Exchange): boolean {
  if (place.endsWith('header')) {
    return request.headers.some(([each, value]) => each.toLowerCase() === name.toLowerCase() && value !== '');
  }
  return place === 'path' ? Object.hasOwn(pathParameters, name) : request.query.some(([each]) => each === name);
}

function checkBody({ requestModels }: Method, exchange: Exchange): void {
  // A body that wasn't given isn't taken for an empty one where the answer is given; a preflight has none for certain.
  if (exchange.request.body.length === 0 && exchange.assumesCaller) return;
  const type = contentTypeOf(exchange);
  const schema = requestModels.get(type) ?? requestModels.get('$default');
  if (schema === undefined) return;
  if (!known(validates(schema, textOfBytes(exchange.request.body), exchange.api.model))) throw new GatewayFault('BAD_REQUEST_BODY');
}
