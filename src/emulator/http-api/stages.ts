import type { Maybe } from '../../template';
import { isMappedTo, mappingFor, pathBelow, urlsOfMappings } from '../kernel/custom-domains';
import type { HttpApi, Stage } from './api';

/** Where a request has arrived: a stage, and what is left of the path. */
export interface Arrival {
  readonly stage: Stage;
  /** The path that routes are matched with. */
  readonly path: string;
}

/**
 * The stage that a request is for (rule 63): on the API's own host the one that the first segment of the path names, else `$default`; on a custom
 * domain the one whose mapping is the longest that the path begins with.
 */
export function arrive(api: HttpApi, host: string, path: string): Maybe<Arrival> | undefined {
  return host === api.host ? arriveAtApi(api, path) : arriveAtDomain(api, host, path);
}

function arriveAtApi(api: HttpApi, path: string): Arrival | undefined {
  if (api.defaultEndpointDisabled === true) return undefined;
  const first = path.split('/', 2)[1] ?? '';
  const named = api.stages.find((stage) => stage.name === first && first !== '$default');
  if (named !== undefined) return { stage: named, path: path.slice(first.length + 1) || '/' };
  const stage = api.stages.find(({ name }) => name === '$default');
  return stage && { stage, path };
}

function arriveAtDomain(api: HttpApi, host: string, path: string): Maybe<Arrival> | undefined {
  const mapping = mappingFor(api.mappings, host, path);
  if (mapping?.api !== api.resource) return undefined;
  const stage = api.stages.find(({ name }) => name === mapping.stage);
  return mapping.unknown ?? (stage && { stage, path: pathBelow(mapping, path) });
}

/** Whether a URL is the API's. */
export function owns(api: HttpApi, host: string, path: string): boolean {
  return host === api.host || isMappedTo(api.resource, api.mappings, host, path);
}

/** The URLs of an API: its own host with each stage, then its custom domains; the one that people would use first. */
export function urlsOf(api: HttpApi): [string, ...string[]] {
  const stages = [...api.stages].sort((a, b) => Number(b.name === '$default') - Number(a.name === '$default'));
  const own = api.defaultEndpointDisabled === true ? []
    : stages.map(({ name }) => name === '$default' ? `https://${api.host}` : `https://${api.host}/${name}`);
  const custom = urlsOfMappings(api.resource, api.mappings);
  const [first = `https://${api.host}`, ...others] = [...own, ...custom];
  return [first, ...others];
}
