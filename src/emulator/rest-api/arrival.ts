import { RestApi, Stage } from './api';

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
  if (host === api.host) {
    return api.defaultEndpointDisabled === true ? undefined : atStage(api, path, false);
  }
  const mapping = mappingFor(api, host, path);
  if (mapping?.api !== api.resource) {
    return undefined;
  }
  const rest = mapping.basePath === '' ? path : path.slice(mapping.basePath.length + 1) || '/';
  if (mapping.stage === undefined) {
    return atStage(api, rest, true);
  }
  const stage = api.stages.find(({ name }) => name === mapping.stage);
  return stage && { stage, path: rest, isCustomDomain: true };
}

function atStage(api: RestApi, path: string, isCustomDomain: boolean): Arrival | undefined {
  const name = path.split('/', 2)[1];
  const stage = api.stages.find((each) => each.name === name);
  return stage && { stage, path: path.slice(name.length + 1) || '/', isCustomDomain };
}

/** The mapping that a URL falls to, whichever API it leads to. */
function mappingFor(api: RestApi, host: string, path: string): RestApi['mappings'][number] | undefined {
  return api.mappings
    .filter(({ domainName, basePath }) => covers(domainName, host) && (basePath === '' || path === `/${basePath}` || path.startsWith(`/${basePath}/`)))
    .reduce<RestApi['mappings'][number] | undefined>((best, each) => (best === undefined || each.basePath.length > best.basePath.length ? each : best), undefined);
}

/** Whether a URL is the API's. On a domain that it shares, what no base path fits belongs to the one that is mapped first. */
export function owns(api: RestApi, host: string, path: string): boolean {
  if (host === api.host) {
    return true;
  }
  const mapping = mappingFor(api, host, path) ?? api.mappings.find(({ domainName }) => covers(domainName, host));
  return mapping?.api === api.resource;
}

/** Whether a host is one of the API's. */
export function isHostOf(api: RestApi, host: string): boolean {
  return host === api.host || api.mappings.some(({ domainName, api: mapped }) => mapped === api.resource && covers(domainName, host));
}

/** A custom domain may have a wildcard for one label. */
function covers(domainName: string, host: string): boolean {
  return domainName === host || domainName.startsWith('*.') && host.includes('.') && host.slice(host.indexOf('.')) === domainName.slice(1);
}

/** Its URLs, the one first that people use as a rule: each stage on its own host, then the custom domains. */
export function urlsOf(api: RestApi): [string, ...string[]] {
  const own = api.stages.map(({ name }) => `https://${api.host}/${name}`);
  const custom = api.mappings.filter((mapping) => mapping.api === api.resource).map(({ domainName, basePath }) => `https://${domainName}${basePath === '' ? '' : `/${basePath}`}`);
  const urls = api.defaultEndpointDisabled === true ? custom : [...own, ...custom];
  return [urls[0] ?? `https://${api.host}`, ...urls.slice(1)];
}
