import { decoded, isGreedy, segmentsOf, variablesOf } from '../../api-gateway';
import { isServedMethod } from '../../http';
import { recordOf } from '../../template';
import type { Method, PathNode } from './api';

/** A method for a request. */
export interface Route {
  readonly method: Method;
  readonly node: PathNode;
  readonly pathParameters: { readonly [name: string]: string };
}

/** What was found for a request, by the reading of rule 8, and whether the other reading finds something else. */
export interface Found {
  readonly route: Route | undefined;
  readonly restsOnRule8: boolean;
}

/**
 * Finds the method for a request: resources that match the path, most specific first, and the first of them that has the method or ANY
 * (rules 1, 2, 3). No resource is in the way of a less specific one by lacking the method.
 *
 * @param method upper case
 * @param path without the stage
 * @param reading rule 8: whether that also holds between a fixed name and a variable beside it, which isn't recorded
 */
export function route(root: PathNode, method: string, path: string, reading: 'fallback' | 'no-fallback'): Found {
  // A slash at the end is ignored (rule 7).
  const segments = segmentsOf(withoutSlashes(path)).map(decoded);
  const candidates: PathNode[] = [];
  collect(root, segments, 0, candidates);
  const all = candidates.find((node) => methodOf(node, method) !== undefined);
  const strict = all === undefined || all === candidates[0] || isGreedy(all.part) ? all
    : candidates.find((node, index) => (index === 0 || isGreedy(node.part)) && methodOf(node, method) !== undefined);
  const node = reading === 'fallback' ? all : strict;
  return {
    route: node && { method: methodOf(node, method)!, node, pathParameters: parametersOf(node, segments) },
    restsOnRule8: all !== strict,
  };
}

/** What stands for the variables of a method's path, percent-encoded as it came (rule 137). */
export function encodedParameters({ path }: Method, requested: string): { readonly [name: string]: string } {
  return recordOf(path.includes('{') ? variablesOf(path, segmentsOf(withoutSlashes(requested))) : []);
}

function withoutSlashes(path: string): string {
  return path.endsWith('/') ? path.replace(/\/+$/, '') : path;
}

/** ANY stands for all methods that are served (rule 7). */
function methodOf({ methods }: PathNode, method: string): Method | undefined {
  return methods.get(method) ?? (isServedMethod(method) ? methods.get('ANY') : undefined);
}

/** Resources whose path is the request's: at each level the fixed name, then the variable (rule 6). */
function collect(node: PathNode, segments: readonly string[], index: number, candidates: PathNode[]): void {
  if (index === segments.length) {
    candidates.push(node);
    return;
  }
  const literal = node.literals.get(segments[index]);
  if (literal !== undefined) {
    collect(literal, segments, index + 1, candidates);
  }
  const { variable } = node;
  if (variable !== undefined && isGreedy(variable.part)) {
    // A greedy variable needs one segment at least (rule 5), which there is here.
    candidates.push(variable);
  } else if (variable !== undefined && segments[index] !== '') {
    collect(variable, segments, index + 1, candidates);
  }
}

/** What stands for the variables of a path. */
function parametersOf({ path }: PathNode, segments: readonly string[]): { readonly [name: string]: string } {
  const parameters: { [name: string]: string } = Object.create(null);
  for (const [name, value] of path.includes('{') ? variablesOf(path, segments) : []) {
    parameters[name] = value;
  }
  return parameters;
}
