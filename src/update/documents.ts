import { isRecord, isUnknown, knownText, type Resolved, type TemplateResource } from '../template';
import type { Change } from './changes';
import type { Declaration } from './declarations';
import { COPIED } from './resource-types';

/** Whether the API is imported anew from a document that overwrites all that it has (rule 131). */
export function isImported(api: Change): boolean {
  return hasOtherDocument(api) && knownText(api.after!.properties.Mode) === 'overwrite';
}

/** Whether the API is imported anew from a document that is merged into what it has. */
export function isMerged(api: Change): boolean {
  return hasOtherDocument(api) && api.before!.properties.Body !== undefined && knownText(api.after!.properties.Mode) !== 'overwrite';
}

function hasOtherDocument({ kind, before, after }: Change): boolean {
  return kind === 'updated' && after!.properties.Body !== undefined && JSON.stringify(before!.properties.Body) !== JSON.stringify(after!.properties.Body);
}

/** The API as a stage serves it that keeps an old copy: what is copied is as it was. */
export function asCopied(api: TemplateResource, now: Declaration, before: Declaration): Declaration {
  const copied = COPIED[api.type];
  const [properties, old] = [now, before].map(({ Properties }) => (isRecord(Properties) ? Properties : {}) as Declaration);
  const others = Object.entries(properties).filter(([name]) => !copied.includes(name));
  return { ...now, Properties: Object.fromEntries([...others, ...Object.entries(old).filter(([name]) => copied.includes(name))]) };
}

/**
 * The document that an API has after an import that merges: what the old one had and the new one doesn't stays (rule 131).
 *
 * @returns undefined where either isn't written out in its template
 */
export function mergedDocument(before: unknown, after: unknown): Declaration | undefined {
  if (!isRecord(before) || !isRecord(after) || isUnknown(before.paths as Resolved)) return undefined;
  const [old, paths] = [before.paths, after.paths].map((each) => (isRecord(each) ? each : {}) as Declaration);
  const responses = 'x-amazon-apigateway-gateway-responses';
  const all = [...new Set([...Object.keys(old), ...Object.keys(paths)])];
  return {
    ...after,
    paths: Object.fromEntries(all.map((path) => [path, { ...old[path] as object, ...paths[path] as object }])),
    ...(before[responses] === undefined ? {} : { [responses]: { ...before[responses] as object, ...after[responses] as object } }),
  };
}
