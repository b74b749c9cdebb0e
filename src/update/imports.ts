import { knownText, type TemplateModel, type TemplateResource } from '../template';
import type { Change } from './changes';
import type { Conflict, Overwritten } from './conflicts';
import { documentsIn, importOf, isMadeBy, pathOf, resourcesIn } from './documents';

const RESOURCE = 'AWS::ApiGateway::Resource';
const METHOD = 'AWS::ApiGateway::Method';

/** The changes of the REST APIs and HTTP APIs, by the path of the API. */
type ApiChanges = ReadonlyMap<string, Change>;

/** What a document of an API has made already, or still, when a resource of the same path is made (rules 129, 131). */
export function documentConflicts(changes: readonly Change[], now: TemplateModel): Conflict[] {
  const byPath: ApiChanges = new Map(changes.filter(({ after }) => after !== undefined).map((change) => [change.after!.path, change]));
  const isMade = (resource: TemplateResource | undefined) => ['created', 'replaced'].includes((resource && byPath.get(resource.path)?.kind) ?? '');
  return changes.flatMap(({ after: resource }): Conflict[] => {
    if (resource === undefined || ![RESOURCE, METHOD].includes(resource.type) || !isMade(resource)) return [];
    const { RestApiId, ParentId, ResourceId } = resource.properties;
    const api = byPath.get(now.referent(RestApiId)?.path ?? '');
    // what is below a resource that is made has no owner yet
    if (api === undefined || isMade(now.referent(resource.type === RESOURCE ? ParentId : ResourceId, RESOURCE))) return [];
    const error = errorOf(resource, api, now);
    return error === undefined ? [] : [{ resource, owner: api.after!, kind: 'document', error, isSameThing: false }];
  });
}

function errorOf(resource: TemplateResource, api: Change, now: TemplateModel): string | undefined {
  const path = pathOf(resource, now);
  if (path === undefined) return undefined;
  const part = knownText(resource.properties.PathPart) ?? '';
  const documents = documentsIn(api);
  if (documents.some((document) => isMadeBy(document, resource, path))) {
    return resource.type === METHOD ? 'Method already exists for this resource' : `Another resource with the same parent already has this name: ${part}`;
  }
  if (!part.startsWith('{')) return undefined;
  const parent = path.slice(0, -part.length);
  const sibling = documents.flatMap((document) => [...resourcesIn(document)]).find((each) => each.startsWith(`${parent}{`) && !each.slice(parent.length).includes('/'));
  return sibling && `A sibling (${sibling.slice(parent.length)}) of this resource already has a variable path part -- only one is allowed`;
}

/**
 * What of an imported document the cleanup deletes, since a resource was that before (rules 130, 131): gateway responses by their type, methods of the root, whose id an
 * import leaves, and where the import merges, all that has kept its id.
 */
export function importedAndDeleted(changes: readonly Change[], deployed: TemplateModel): Overwritten[] {
  const apis: ApiChanges = new Map(changes.filter((change) => ['overwrites', 'merges'].includes(importOf(change) ?? '')).map((change) => [change.before!.path, change]));
  return changes.flatMap(({ kind, before: owner, isRetained }): Overwritten[] => {
    if (kind !== 'deleted' || isRetained) return [];
    const api = apis.get(deployed.referent(owner!.properties.RestApiId)?.path ?? '');
    const path = pathOf(owner!, deployed);
    if (api === undefined || path === undefined || !isMadeBy(api.after!.properties.Body, owner!, path)) return [];
    const keepsId = importOf(api) === 'merges' || owner!.type === 'AWS::ApiGateway::GatewayResponse' || (owner!.type === METHOD && path === '/');
    return keepsId ? [{ resource: api.after!, owner: owner! }] : [];
  });
}
