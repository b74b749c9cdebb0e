import { type TemplateModel, type TemplateResource, field, knownText, textMap } from '../../template';
import type { Stage } from './api';

/** The stages of an API: resources of their own, and those that a deployment makes by itself. */
export function readStages(api: TemplateResource, model: TemplateModel): Stage[] {
  const owned = (type: string) => model.ofType(type).filter(({ properties }) => model.referent(properties.RestApiId, api.type) === api);
  const stages = owned('AWS::ApiGateway::Stage').map((resource) => ({
    name: knownText(resource.properties.StageName) ?? resource.physicalId,
    resource,
    variables: textMap(resource.properties.Variables),
    deploymentId: model.referent(resource.properties.DeploymentId, 'AWS::ApiGateway::Deployment')?.physicalId,
  }));
  const implied = owned('AWS::ApiGateway::Deployment').filter(({ properties }) => knownText(properties.StageName) !== undefined).map((resource) => ({
    name: knownText(resource.properties.StageName)!,
    resource,
    variables: textMap(field(resource.properties.StageDescription, 'Variables')),
    deploymentId: resource.physicalId,
  }));
  return [...stages, ...implied.filter(({ name }) => !stages.some((stage) => stage.name === name))];
}
