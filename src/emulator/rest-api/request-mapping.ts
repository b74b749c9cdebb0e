import { isUnknown } from '../../template';
import { known } from '../kernel/unknown-response';
import type { Integration, IntegrationType } from './api';
import type { Exchange } from './exchange';
import { evaluate, type Mapped } from './expressions';
import { GatewayFault } from './fault';

/** Parameters of the request to an integration. */
export interface IntegrationParameters {
  readonly headers: [name: string, value: string][];
  readonly query: [name: string, value: string][];
  readonly path: { [name: string]: string };
}

/** Headers that can't be mapped to an integration (rule 49). */
const NEVER = new Set(['content-length', 'transfer-encoding']);
const NOT_TO_AWS = new Set(['authorization', 'connection', 'expect', 'proxy-authenticate', 'te']);

/** Evaluates the request parameters of an integration, and what its template overrode. */
export function mapRequest(integration: Integration, type: IntegrationType, exchange: Exchange): IntegrationParameters {
  const parameters: IntegrationParameters = { headers: [], query: [], path: Object.create(null) };
  for (const [key, expression] of integration.requestParameters) {
    const [, place, name] = /^integration\.request\.(header|querystring|path|multivalueheader|multivaluequerystring)\.(.+)$/.exec(key) ?? [];
    if (place?.endsWith('header') && isForbidden(name.toLowerCase(), type)) throw new GatewayFault('API_CONFIGURATION_ERROR');
    for (const value of place === undefined ? [] : listed(evaluate(expression, exchange))) {
      add(parameters, place, name, value);
    }
  }
  override(parameters, exchange);
  return parameters;
}

function isForbidden(name: string, type: IntegrationType): boolean {
  return NEVER.has(name) || type.startsWith('AWS') && NOT_TO_AWS.has(name);
}

function listed(value: Mapped): string[] {
  return value === undefined ? [] : isUnknown(value) || typeof value === 'string' ? [known(value)] : [...value];
}

function add({ headers, query, path }: IntegrationParameters, place: string, name: string, value: string): void {
  if (place === 'path') {
    path[name] = value;
  } else {
    (place.endsWith('header') ? headers : query).push([name, value]);
  }
}

function override(parameters: IntegrationParameters, { overrides }: Exchange): void {
  for (const [place, lines] of [['header', parameters.headers], ['querystring', parameters.query]] as const) {
    for (const [name, value] of overrides.requested(place)) {
      const others = lines.filter(([each]) => each.toLowerCase() !== name.toLowerCase());
      lines.splice(0, lines.length, ...others, [name, known(value)]);
    }
  }
  for (const [name, value] of overrides.requested('path')) {
    parameters.path[name] = known(value);
  }
}
