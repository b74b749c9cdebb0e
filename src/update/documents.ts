import { field, isRecord, isUnknown, knownText, type Resolved, type TemplateModel, type TemplateResource } from '../template';
import type { Change } from './changes';
import type { Declaration } from './declarations';
import { COPIED } from './resource-types';

const RESOURCE = 'AWS::ApiGateway::Resource';
const METHOD = 'AWS::ApiGateway::Method';
const GATEWAY_RESPONSES = 'x-amazon-apigateway-gateway-responses';
const OPERATION = /^(?:get|put|post|delete|options|head|patch|x-amazon-apigateway-any-method)$/;

/**
 * What becomes of an API's document in an update (rule 131).
 *
 * `overwrites`: it is imported anew, and nothing else of the API stays. `merges`: it is imported into what the API has. `left`: the template no longer has it, and what it made
 * stays.
 */
export type Import = 'overwrites' | 'merges' | 'left';

/** Undefined where the API isn't updated, and where its document stays as it is. */
export function importOf({ kind, before, after }: Change): Import | undefined {
  if (kind !== 'updated') return undefined;
  const [old, now] = [before!.properties, after!.properties];
  if (now.Body === undefined) return old.Body === undefined || now.BodyS3Location !== undefined ? undefined : 'left';
  if (JSON.stringify(old.Body) === JSON.stringify(now.Body)) return undefined;
  return after!.type === 'AWS::ApiGatewayV2::Api' || knownText(now.Mode) === 'overwrite' ? 'overwrites' : 'merges';
}

/** The API as a stage serves it that keeps an old copy: what is copied is as it was. */
export function asCopied(api: TemplateResource, now: Declaration, before: Declaration): Declaration {
  const copied = COPIED[api.type];
  const [properties, old] = [now, before].map(({ Properties }) => (isRecord(Properties) ? Properties : {}) as Declaration);
  const others = Object.entries(properties).filter(([name]) => !copied.includes(name));
  return { ...now, Properties: Object.fromEntries([...others, ...Object.entries(old).filter(([name]) => copied.includes(name))]) };
}

/**
 * The document that an API has after an import that merges, or when its template no longer has one: what only the old one had stays (rule 131).
 *
 * @returns undefined where either isn't written out in its template
 */
export function mergedDocument(before: unknown, after: unknown): Declaration | undefined {
  if (after === undefined && isRecord(before)) return before as Declaration;
  if (!isRecord(before) || !isRecord(after) || isUnknown(before.paths as Resolved)) return undefined;
  const [old, paths] = [before.paths, after.paths].map((each) => (isRecord(each) ? each : {}) as Declaration);
  const all = [...new Set([...Object.keys(old), ...Object.keys(paths)])];
  const responses = before[GATEWAY_RESPONSES] as object | undefined;
  return {
    ...after,
    paths: Object.fromEntries(all.map((path) => [path, { ...old[path] as object, ...paths[path] as object }])),
    ...(responses && { [GATEWAY_RESPONSES]: { ...responses, ...after[GATEWAY_RESPONSES] as object } }),
  };
}

/** The documents that an API has had, by the time that what refers to it is made: those that are still in it. */
export function documentsIn(api: Change): Resolved[] {
  const [old, now] = [api.before?.properties.Body, api.after!.properties.Body];
  return (['merges', 'left'].includes(importOf(api) ?? '') ? [now, old] : [now]).filter((each) => each !== undefined);
}

/** What a document makes: `GET /items` for an operation. Where it isn't written out, nothing is known. */
export function operationsIn(document: Resolved): string[] {
  return pathsIn(document).flatMap(([path, item]) => (isRecord(item) ? Object.keys(item) : []).filter((key) => OPERATION.test(key))
    .map((key) => `${key.startsWith('x-') ? 'ANY' : key.toUpperCase()} ${path}`));
}

/** The paths of a document and all above them, which it makes resources of. */
export function resourcesIn(document: Resolved): Set<string> {
  return new Set(pathsIn(document).flatMap(([path]) => {
    const segments = path.split('/').filter((each) => each !== '');
    return segments.map((_each, index) => `/${segments.slice(0, index + 1).join('/')}`);
  }));
}

function pathsIn(document: Resolved): [string, Resolved][] {
  const paths = field(document, 'paths');
  return isRecord(paths) ? Object.entries(paths) as [string, Resolved][] : [];
}

/** Whether a document makes what a resource of a template is: a path, an operation or a gateway response. */
export function isMadeBy(document: Resolved, { type, properties }: TemplateResource, path: string): boolean {
  switch (type) {
    case RESOURCE: return resourcesIn(document).has(path);
    case METHOD: return operationsIn(document).includes(`${knownText(properties.HttpMethod)} ${path}`);
    case 'AWS::ApiGateway::GatewayResponse': return isRecord(field(field(document, GATEWAY_RESPONSES), knownText(properties.ResponseType) ?? ''));
    default: return false;
  }
}

/** Deeper than any API; resources that are each other's parents would never end. */
const MAX_DEPTH = 100;

/** The path of a resource of a REST API, or of the one that a method is of; undefined where it isn't known. */
export function pathOf(resource: TemplateResource, model: TemplateModel, depth = 0): string | undefined {
  const { type, properties } = resource;
  const id = type === RESOURCE ? properties.ParentId : properties.ResourceId;
  const part = type === RESOURCE ? knownText(properties.PathPart) : '';
  if (part === undefined || isUnknown(id) || depth > MAX_DEPTH) return undefined;
  const above = model.referent(id, RESOURCE);
  const parent = above === undefined ? '/' : pathOf(above, model, depth + 1);
  if (parent === undefined || part === '') return parent;
  return `${parent === '/' ? '' : parent}/${part}`;
}
