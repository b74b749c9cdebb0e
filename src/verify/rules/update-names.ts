import { knownText, type TemplateModel, type TemplateResource } from '../../template';

/** What people know a resource of an API by: `OPTIONS /items`, or its logical id. */
export function calledOf(resource: TemplateResource, model: TemplateModel): string {
  const { properties, logicalId, type } = resource;
  switch (type) {
    case 'AWS::ApiGateway::Method': return `${knownText(properties.HttpMethod) ?? 'a method of'} ${pathOf(model.referent(properties.ResourceId, RESOURCE), model)}`;
    case RESOURCE: return pathOf(resource, model);
    case 'AWS::ApiGateway::GatewayResponse': return `the gateway response ${knownText(properties.ResponseType) ?? logicalId}`;
    case 'AWS::ApiGatewayV2::Route': return knownText(properties.RouteKey) ?? logicalId;
    default: return logicalId;
  }
}

const RESOURCE = 'AWS::ApiGateway::Resource';
/** Deeper than any API; resources that are each other's parents would never end. */
const MAX_DEPTH = 100;

function pathOf(resource: TemplateResource | undefined, model: TemplateModel, depth = 0): string {
  if (resource === undefined || depth > MAX_DEPTH) return '/';
  const above = pathOf(model.referent(resource.properties.ParentId, RESOURCE), model, depth + 1);
  return `${above === '/' ? '' : above}/${knownText(resource.properties.PathPart) ?? `(${resource.logicalId})`}`;
}

const MAX_NAMED = 6;

/** `a, b and 3 more` */
export function listed(names: readonly string[]): string {
  const shown = names.length > MAX_NAMED + 1 ? names.slice(0, MAX_NAMED) : names;
  return shown.length < names.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
