import type { EmulatedEntrance, TemplateModel } from '../emulator';

/** Whether the templates have a stage for an API. One that has none here is given one elsewhere, and what it answers then is unknown. */
export function isServed({ kind, resource }: EmulatedEntrance, model: TemplateModel): boolean {
  if (kind === 'cloudfront' || kind === 'function-url') return true;
  const owned = (type: string, by: string) => model.ofType(type).filter(({ properties }) => model.referent(properties[by]) === resource);
  // a quick-created HTTP API comes with a stage
  if (kind === 'http-api') return resource.properties.Target !== undefined || owned('AWS::ApiGatewayV2::Stage', 'ApiId').length > 0;
  return owned('AWS::ApiGateway::Stage', 'RestApiId').length > 0 || owned('AWS::ApiGateway::Deployment', 'RestApiId').some(({ properties }) => properties.StageName !== undefined);
}
