import { Method, PathNode } from './api';
import { isGreedy, variableName } from './paths';

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

interface Candidate {
  readonly node: PathNode;
  readonly pathParameters: { readonly [name: string]: string };
}

/** What ANY stands for (rule 7). */
const ANY = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

/**
 * Finds the method for a request: resources that match the path, most specific first, and the first of them that has the method or ANY
 * (rules 1, 2, 3). No resource is in the way of a less specific one by lacking the method.
 *
 * @param method upper case
 * @param path without the stage
 * @param reading rule 8: whether that also holds between a fixed name and a variable beside it, which nobody has recorded
 */
export function route(root: PathNode, method: string, path: string, reading: 'fallback' | 'no-fallback'): Found {
  // A slash at the end is ignored (rule 7).
  const segments = path.replace(/\/+$/, '').split('/').slice(1);
  const candidates = [...candidatesFor(root, segments, {})];
  const all = firstWith(candidates, method);
  const strict = firstWith(candidates.filter(({ node }, index) => index === 0 || isGreedy(node.part)), method);
  return { route: reading === 'fallback' ? all : strict, restsOnRule8: all?.method !== strict?.method };
}

function firstWith(candidates: readonly Candidate[], method: string): Route | undefined {
  for (const { node, pathParameters } of candidates) {
    const found = node.methods.get(method) ?? (ANY.has(method) ? node.methods.get('ANY') : undefined);
    if (found !== undefined) {
      return { method: found, node, pathParameters };
    }
  }
  return undefined;
}

/** Resources whose path is the request's: at each level the fixed name, then the variable (rule 6). */
function* candidatesFor(node: PathNode, segments: readonly string[], pathParameters: { readonly [name: string]: string }): Generator<Candidate> {
  if (segments.length === 0) {
    yield { node, pathParameters };
    return;
  }
  const [segment, ...rest] = segments;
  const literal = node.literals.get(decoded(segment));
  if (literal !== undefined) {
    yield* candidatesFor(literal, rest, pathParameters);
  }
  const { variable } = node;
  if (variable === undefined || segment === '' && !isGreedy(variable.part)) {
    return;
  }
  const name = variableName(variable.part);
  if (isGreedy(variable.part)) {
    // A greedy variable needs one segment at least (rule 5), which there is here.
    yield { node: variable, pathParameters: { ...pathParameters, [name]: segments.map(decoded).join('/') } };
  } else {
    yield* candidatesFor(variable, rest, { ...pathParameters, [name]: decoded(segment) });
  }
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
