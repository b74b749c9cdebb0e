import { DomainMapping, Stage } from './api';
import { field, knownText, textMap } from './read';
import { Resolved, TemplateModel, TemplateResource } from '../template/model';

/** The stages of an API: resources of their own, and those that a deployment makes by itself. */
export function readStages(api: TemplateResource, model: TemplateModel): Stage[] {
  const owned = (type: string) => model.ofType(type).filter(({ properties }) => model.referent(properties.RestApiId, api.type) === api);
  const stages = owned('AWS::ApiGateway::Stage').map((resource) => ({
    name: knownText(resource.properties.StageName) ?? resource.physicalId, resource, variables: textMap(resource.properties.Variables),
  }));
  const implied = owned('AWS::ApiGateway::Deployment').filter(({ properties }) => knownText(properties.StageName) !== undefined).map((resource) => ({
    name: knownText(resource.properties.StageName)!, resource, variables: textMap(field(resource.properties.StageDescription, 'Variables')),
  }));
  return [...stages, ...implied.filter(({ name }) => !stages.some((stage) => stage.name === name))];
}

/** Everything that is mapped to the custom domains on which the API is. */
export function readMappings(api: TemplateResource, model: TemplateModel): DomainMapping[] {
  const all = [
    ...model.ofType('AWS::ApiGateway::BasePathMapping')
      .map(({ properties: { DomainName, BasePath, RestApiId, Stage: stage } }) => mapping(model, DomainName, BasePath, RestApiId, stage)),
    ...model.ofType('AWS::ApiGatewayV2::ApiMapping')
      .map(({ properties: { DomainName, ApiMappingKey, ApiId, Stage: stage } }) => mapping(model, DomainName, ApiMappingKey, ApiId, stage)),
  ].filter((each) => each !== undefined);
  const domains = new Set(all.filter((each) => each.api === api).map(({ domainName }) => domainName));
  return all.filter(({ domainName }) => domains.has(domainName));
}

function mapping(model: TemplateModel, domainName: Resolved, key: Resolved, api: Resolved, stage: Resolved): DomainMapping | undefined {
  const domain = model.referent(domainName, 'AWS::ApiGateway::DomainName') ?? model.referent(domainName, 'AWS::ApiGatewayV2::DomainName');
  const name = knownText(domain?.properties.DomainName) ?? knownText(domainName);
  if (name === undefined) {
    return undefined;
  }
  const basePath = knownText(key) ?? '';
  return {
    domainName: name.toLowerCase(),
    basePath: basePath === '(none)' ? '' : basePath.replace(/^\/+|\/+$/g, ''),
    api: model.referent(api, 'AWS::ApiGateway::RestApi') ?? model.referent(api, 'AWS::ApiGatewayV2::Api'),
    stage: knownText(stage),
  };
}
