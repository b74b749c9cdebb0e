import { decoded, isGreedy, isVariable, segmentsOf, variablesOf } from '../../api-gateway';
import { isServedMethod } from '../../http';
import { recordOf } from '../../template';
import type { Route } from './api';

/** A route that takes a request, and what stands for its variables. */
export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: { readonly [name: string]: string };
  /** The same, not decoded: a slash within a segment stays `%2F`. */
  readonly rawParameters: { readonly [name: string]: string };
}

interface Node {
  readonly literals: Map<string, Node>;
  variable?: Node;
  greedy?: Terminal;
  readonly routes: Terminal;
}

type Terminal = Map<string, Route>;

const NO_PARAMETERS: { readonly [name: string]: string } = Object.freeze(recordOf<string>([]));

/**
 * The routes of an API by path, so that finding one takes as many steps as its path has segments, however many there are.
 */
export class RouteTable {
  private readonly root = newNode();
  private readonly fallback: Route | undefined;

  constructor(routes: readonly Route[]) {
    this.fallback = routes.find(({ path }) => path === undefined);
    for (const route of routes) {
      if (route.path !== undefined) {
        this.add(route, segmentsOf(route.path));
      }
    }
  }

  /**
   * The route that takes a request (rule 63): one whose whole path matches, literal segments before variables; else the one with the longest path
   * before a greedy variable; else `$default`. On one path a method comes before `ANY`. GET doesn't imply HEAD (rule 64).
   */
  public match(method: string, path: string): RouteMatch | undefined {
    const raw = segmentsOf(path);
    const segments = raw.map(decoded);
    const route = find(this.root, segments, 0, method) ?? findGreedy(this.root, segments, 0, method)
      ?? (isServedMethod(method) ? this.fallback : undefined);
    return route && { route, pathParameters: parametersOf(route, segments), rawParameters: parametersOf(route, raw) };
  }

  /** Whether any route has the path, whatever its method; `$default` doesn't count. */
  public hasPath(path: string): boolean {
    const segments = segmentsOf(path).map(decoded);
    return (find(this.root, segments, 0, undefined) ?? findGreedy(this.root, segments, 0, undefined)) !== undefined;
  }

  private add(route: Route, segments: readonly string[]): void {
    let node = this.root;
    for (const segment of segments) {
      if (isGreedy(segment)) {
        node.greedy ??= new Map();
        node.greedy.set(route.method, route);
        return;
      }
      node = isVariable(segment) ? (node.variable ??= newNode()) : literalChild(node, segment);
    }
    node.routes.set(route.method, route);
  }
}

function newNode(): Node {
  return { literals: new Map(), routes: new Map() };
}

function literalChild(node: Node, segment: string): Node {
  const child = node.literals.get(segment) ?? newNode();
  node.literals.set(segment, child);
  return child;
}

// Each node of the tree is visited once at most, so that no table of routes makes this slow.
function find(node: Node, segments: readonly string[], index: number, method: string | undefined): Route | undefined {
  if (index === segments.length) return taking(node.routes, method);
  const literal = node.literals.get(segments[index]);
  return (literal && find(literal, segments, index + 1, method)) ?? (node.variable && find(node.variable, segments, index + 1, method));
}

function findGreedy(node: Node, segments: readonly string[], index: number, method: string | undefined): Route | undefined {
  if (index === segments.length) {
    return undefined; // A greedy variable stands for a segment at least.
  }
  const literal = node.literals.get(segments[index]);
  return (literal && findGreedy(literal, segments, index + 1, method))
    ?? (node.variable && findGreedy(node.variable, segments, index + 1, method))
    ?? (node.greedy && taking(node.greedy, method));
}

/** The route that takes a method; with no method any. */
function taking(terminal: Terminal, method: string | undefined): Route | undefined {
  if (method === undefined) return terminal.values().next().value;
  return terminal.get(method) ?? (isServedMethod(method) ? terminal.get('ANY') : undefined);
}

function parametersOf(route: Route, segments: readonly string[]): { readonly [name: string]: string } {
  if (route.path === undefined || !route.path.includes('{')) return NO_PARAMETERS;
  return recordOf(variablesOf(route.path, segments));
}
