import { type Resolved, type TemplateModel, type TemplateResource, knownText, isUnknown, type Unknown } from '../../template';
import { isHostName } from './url';

/** A path of a custom domain, and what stands behind it. */
export interface DomainMapping {
  /** In lower case; `*.example.com` for any name of one label more. */
  readonly domainName: string;
  /** Without slashes at either end; empty for the whole domain. */
  readonly basePath: string;
  /** The API behind it. */
  readonly api: TemplateResource | undefined;
  /** Undefined where the caller names the stage as the next segment. */
  readonly stage: string | undefined;
  /** Where the base path or the stage isn't known: what no other mapping takes may be this one's. */
  readonly unknown: Unknown | undefined;
}

/** Everything that is mapped to the custom domains on which an API is; another API's mappings decide which paths are left for this one. */
export function domainMappingsOf(api: TemplateResource, model: TemplateModel): DomainMapping[] {
  const all = [
    ...model.ofType('AWS::ApiGateway::BasePathMapping')
      .map(({ properties: { DomainName, BasePath, RestApiId, Stage } }) => mapping(model, DomainName, BasePath, RestApiId, Stage)),
    ...model.ofType('AWS::ApiGatewayV2::ApiMapping')
      .map(({ properties: { DomainName, ApiMappingKey, ApiId, Stage } }) => mapping(model, DomainName, ApiMappingKey, ApiId, Stage)),
  ].filter((each) => each !== undefined);
  const domains = new Set(all.filter((each) => each.api === api).map(({ domainName }) => domainName));
  return all.filter(({ domainName }) => domains.has(domainName));
}

function mapping(model: TemplateModel, domainName: Resolved, key: Resolved, api: Resolved, stage: Resolved): DomainMapping | undefined {
  const domain = model.referent(domainName, 'AWS::ApiGateway::DomainName') ?? model.referent(domainName, 'AWS::ApiGatewayV2::DomainName');
  const name = knownText(domain?.properties.DomainName) ?? knownText(domainName);
  if (name === undefined || !isHostName(name)) return undefined;
  const basePath = knownText(key) ?? '';
  return {
    domainName: name.toLowerCase(),
    basePath: basePath === '(none)' ? '' : basePath.replace(/^\/+|\/+$/g, ''),
    api: model.referent(api, 'AWS::ApiGateway::RestApi') ?? model.referent(api, 'AWS::ApiGatewayV2::Api'),
    stage: knownText(stage),
    unknown: [key, stage].find(isUnknown),
  };
}

/** The mapping that a URL falls to, whichever API it leads to: the longest whose base path its path begins with. */
export function mappingFor(mappings: readonly DomainMapping[], host: string, path: string): DomainMapping | undefined {
  let longest: DomainMapping | undefined;
  for (const each of mappings) {
    const { basePath, domainName } = each;
    const fits = basePath === '' || path === `/${basePath}` || path.startsWith(`/${basePath}/`);
    if (fits && covers(domainName, host) && basePath.length > (longest?.basePath.length ?? -1)) {
      longest = each;
    }
  }
  return longest;
}

/** Whether a URL on a custom domain is an API's. What no base path fits belongs to the API that is mapped first. */
export function isMappedTo(api: TemplateResource, mappings: readonly DomainMapping[], host: string, path: string): boolean {
  const found = mappingFor(mappings, host, path) ?? mappings.find(({ domainName }) => covers(domainName, host));
  return found?.api === api;
}

/** What of a path is left below a mapping. */
export function pathBelow({ basePath }: DomainMapping, path: string): string {
  return basePath === '' ? path : path.slice(basePath.length + 1) || '/';
}

/** A custom domain may have a wildcard for one label. */
export function covers(domainName: string, host: string): boolean {
  return domainName === host || domainName.startsWith('*.') && host.includes('.') && host.slice(host.indexOf('.')) === domainName.slice(1);
}

/** The URLs of an API on its custom domains. */
export function urlsOfMappings(api: TemplateResource, mappings: readonly DomainMapping[]): string[] {
  return mappings.filter((each) => each.api === api).map(({ domainName, basePath }) => `https://${domainName}${basePath === '' ? '' : `/${basePath}`}`);
}
