import { operationKey } from '../../api-gateway';
import { defined, extensionsOf, isObject, type JsonObject, listOf, mapValues, objectOf } from '../../open-api';
import { parseRouteKey } from '../route-key';
import { pathParameters, type SpecRoute } from './read-routes';

/** `paths`, each route as one operation. */
export function renderRoutes(operations: ReadonlyArray<{ readonly key: string; readonly route: SpecRoute }>, document: JsonObject): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  const ids = new Set<unknown>();
  for (const { key, route } of operations) {
    const { method, path } = parseRouteKey(key)!;
    const parameters = pathParameters(path!);
    paths[path!] ??= parameters.length > 0 ? { parameters } : {};
    paths[path!] = { ...paths[path!], [operationKey(method)]: operationOf(route, method, document, ids) };
  }
  return paths;
}

/** @param ids the operationIds that there are; one more of the same name would keep the document from being one */
function operationOf({ operation, key }: SpecRoute, method: string, document: JsonObject, ids: Set<unknown>): JsonObject {
  const { operationId, summary, description, tags } = operation;
  const isWrittenOut = parseRouteKey(key)!.method === 'ANY';
  const id = typeof operationId === 'string' && isWrittenOut ? `${operationId}-${method}` : operationId;
  const isNew = !ids.has(id);
  ids.add(id);
  const responses = mapValues(objectOf(operation.responses), (response) => ({ description: objectOf(response).description ?? '' }));
  return defined({
    operationId: isNew ? id : undefined,
    summary,
    description,
    tags,
    // Said in each operation, so that it holds for these alone.
    security: operation.security ?? document.security,
    responses: Object.keys(responses).length > 0 ? responses : { default: { description: '' } },
    ...extensionsOf(operation),
  });
}

/** Whether the API's own URL is switched off: an import takes it from the document only. */
export function serversOf(document: JsonObject, disabled?: boolean): JsonObject {
  const key = 'x-amazon-apigateway-endpoint-configuration';
  const [server] = listOf(document.servers).filter((each) => isObject(each) && Object.keys(extensionsOf(each)).length > 0);
  if (server === undefined && disabled === undefined) return {};
  const own = objectOf(server);
  const configuration = objectOf(own[key]);
  return {
    servers: [{ url: '/', ...own, [key]: defined({ ...configuration, disableExecuteApiEndpoint: disabled ?? configuration.disableExecuteApiEndpoint }) }],
  };
}

/** What extends components for API Gateway, and the security schemes. */
export function componentsOf(document: JsonObject): JsonObject {
  const { securitySchemes, ...components } = objectOf(document.components);
  const kept = defined({ securitySchemes, ...extensionsOf(components) });
  return Object.keys(kept).length > 0 ? { components: kept } : {};
}

/** Tags of the document that become tags of the API. */
export function tagsOf(document: JsonObject): JsonObject {
  const tags = listOf(document.tags).filter((tag) => isObject(tag) && Object.keys(extensionsOf(tag)).length > 0);
  return tags.length > 0 ? { tags } : {};
}
