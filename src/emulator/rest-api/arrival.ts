import { covers, isMappedTo, mappingFor, pathBelow, urlsOfMappings } from '../kernel/custom-domains';
import { Undecided } from '../kernel/unknown-response';
import type { RestApi, Stage } from './api';

/** Where a request has arrived. */
export interface Arrival {
  readonly stage: Stage;
  /** What is left of the path: what resources are matched with. */
  readonly path: string;
  readonly isCustomDomain: boolean;
}

/**
 * The stage and the path of a request (rule 9): on the API's own host the stage is the first segment; on a custom domain the base path stands for it,
 * the longest that fits.
 */
export function arrive(api: RestApi, host: string, path: string): Arrival | undefined {
  if (host === api.host) return api.defaultEndpointDisabled === true ? undefined : atStage(api, path, false);
  const mapping = mappingFor(api.mappings, host, path);
  if (mapping?.api !== api.resource) return undefined;
  if (mapping.unknown !== undefined) throw new Undecided(mapping.unknown);
  const rest = pathBelow(mapping, path);
  if (mapping.stage === undefined) return atStage(api, rest, true);
  const stage = api.stages.find(({ name }) => name === mapping.stage);
  return stage && { stage, path: rest, isCustomDomain: true };
}

function atStage(api: RestApi, path: string, isCustomDomain: boolean): Arrival | undefined {
  const name = path.split('/', 2)[1];
  const stage = api.stages.find((each) => each.name === name);
  return stage && { stage, path: path.slice(name.length + 1) || '/', isCustomDomain };
}

/** Whether a URL is the API's. */
export function owns(api: RestApi, host: string, path: string): boolean {
  return host === api.host || isMappedTo(api.resource, api.mappings, host, path);
}

/** Whether a host is one of the API's. */
export function isHostOf(api: RestApi, host: string): boolean {
  return host === api.host || api.mappings.some(({ domainName, api: mapped }) => mapped === api.resource && covers(domainName, host));
}

/** Its URLs, the one first that people use as a rule: each stage on its own host, then the custom domains. */
export function urlsOf(api: RestApi): [string, ...string[]] {
  const own = api.defaultEndpointDisabled === true ? [] : api.stages.map(({ name }) => `https://${api.host}/${name}`);
  const [first = `https://${api.host}`, ...others] = [...own, ...urlsOfMappings(api.resource, api.mappings)];
  return [first, ...others];
}
