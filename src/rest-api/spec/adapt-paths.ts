import { isGreedy, isVariable, segmentsOf, variableName } from '../../api-gateway';
import { isObject, type JsonObject, type Notes, objectOf } from '../../open-api';
import { INTEGRATION } from './integrations';
import type { SpecOperation, SpecPath } from './read-paths';

/**
 * Paths as API Gateway can have them: variables side by side get the name of the first one, and what is the same resource then becomes one path. Functions see the
 * new names in their events.
 */
export function adaptPaths(paths: readonly SpecPath[], notes: Notes): SpecPath[] {
  const names = new Map<string, string>();
  const renamed = paths.map((path) => renamedPath(path, renamingOf(path.path, names), notes));
  const merged: SpecPath[] = [];
  const indexes = new Map<string, number>();
  for (const path of renamed) {
    const index = indexes.get(path.path);
    // A method that both have stays a problem, reported with both places.
    if (index !== undefined && !haveSameMethod(merged[index], path)) {
      merged[index] = { ...merged[index], operations: [...merged[index].operations, ...path.operations] };
    } else {
      indexes.set(path.path, merged.length);
      merged.push(path);
    }
  }
  return merged;
}

/** A path with other names of variables. */
interface Renaming {
  readonly path: string;
  /** The new names of variables, by the old ones. */
  readonly names: ReadonlyMap<string, string>;
}

/** @param known the variables that are there already, by the path that they stand below and whether they are greedy */
function renamingOf(path: string, known: Map<string, string>): Renaming {
  const names = new Map<string, string>();
  if (!path.startsWith('/')) return { path, names };
  const above: string[] = [];
  const segments = segmentsOf(path).map((segment) => {
    const place = `/${above.join('/')} ${isGreedy(segment) ? '+' : ''}`;
    const name = isVariable(segment) ? known.get(place) ?? unlike(above, segment) : segment;
    if (isVariable(segment)) {
      known.set(place, name);
      if (name !== segment) {
        names.set(variableName(segment), variableName(name));
      }
    }
    above.push(name);
    return name;
  });
  return { path: `/${segments.join('/')}`, names };
}

/** A variable with a name that none above it has. */
function unlike(above: readonly string[], segment: string): string {
  const taken = above.filter(isVariable).map(variableName);
  const name = variableName(segment);
  const free = [name, ...Array.from({ length: taken.length }, (_, index) => `${name}${index + 2}`)].find((each) => !taken.includes(each))!;
  return `{${free}${isGreedy(segment) ? '+' : ''}}`;
}

function renamedPath(path: SpecPath, { path: newPath, names }: Renaming, notes: Notes): SpecPath {
  if (names.size === 0) return path;
  for (const [from, to] of names) {
    notes.add('renamed variables of paths to that of the path beside them; functions see the new name in pathParameters', `{${from}} of ${path.where} to {${to}}`);
  }
  return { ...path, path: newPath, operations: path.operations.map((operation) => renamedOperation({ ...operation, path: newPath }, names)) };
}

function renamedOperation(operation: SpecOperation, names: ReadonlyMap<string, string>): SpecOperation {
  const integration = operation.value[INTEGRATION];
  return {
    ...operation,
    parameters: operation.parameters.map((parameter) => (parameter.in === 'path' ? { ...parameter, name: names.get(String(parameter.name)) ?? parameter.name } : parameter)),
    value: isObject(integration) ? { ...operation.value, [INTEGRATION]: renamedIntegration(integration, names) } : operation.value,
  };
}

/** What an integration reads of the path, in mappings and in templates. */
function renamedIntegration(integration: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const inMappings = (text: string) => text.replace(/^method\.request\.path\.(.+)$/, (all, name: string) => (names.has(name) ? `method.request.path.${names.get(name)}` : all));
  const inTemplates = (text: string) => text
    .replace(/(\$input\.params\(\s*["'])([^"']+)(["']\s*\))/g, (all, before: string, name: string, after: string) => (names.has(name) ? `${before}${names.get(name)}${after}` : all))
    .replace(/(\.params\(\)\.path\.(?:get\(\s*["'])?)([\w.$-]+)/g, (all, before: string, name: string) => (names.has(name) ? `${before}${names.get(name)}` : all));
  return {
    ...integration,
    ...integration.requestParameters === undefined ? {} : { requestParameters: texts(integration.requestParameters, inMappings) },
    ...integration.requestTemplates === undefined ? {} : { requestTemplates: texts(integration.requestTemplates, inTemplates) },
  };
}

function texts(values: unknown, change: (text: string) => string): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(values)).map(([key, value]) => [key, typeof value === 'string' ? change(value) : value]));
}

function haveSameMethod(one: SpecPath, other: SpecPath): boolean {
  return other.operations.some(({ method }) => one.operations.some((each) => each.method === method));
}
