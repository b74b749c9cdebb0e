import { isGreedy, isVariable, segmentsOf, takes } from '../api-gateway';

/**
 * Decides which resources of a REST API need an OPTIONS method of their own, from plain data.
 *
 * API Gateway looks for the most specific resource that has the method, and falls back from a matched resource without OPTIONS to a greedy
 * one (rules 1, 3). So OPTIONS on a path and on its `{proxy+}` serve all below it. Only these need their own: a
 * resource with ANY, which takes OPTIONS before the fallback (rule 2); a greedy resource, because the fallback from greedy to greedy isn't
 * recorded; and what lies below a parent that already has another variable child, since a parent can have only one (rule 6).
 */

/** A resource that the user defined. */
export interface PlannedResource {
  /** Its path template, e.g. `/items/{id}`. */
  readonly path: string;
  /** Its methods, in upper case. */
  readonly methods: string[];
}

/** An OPTIONS method to be made. */
export interface Preflight {
  /** The path template of the resource; it may have to be made as well. */
  readonly path: string;
  /** The root of the scope whose policy it answers. */
  readonly scope: string;
}

/** A path template as a node of the tree. */
interface Node {
  readonly path: string;
  /** The last segment of the path; empty for the root. */
  readonly segment: string;
  readonly methods: string[];
  readonly children: Node[];
}

/**
 * Where a greedy resource may be made for preflights. In a document: wherever it serves. In a tree of CloudFormation resources: at the root only, because a
 * variable child that the user adds below a path later (`/catalogue/{id}`) could not be created before the greedy one is deleted.
 */
export type GreedyPlaces = 'anywhere' | 'root' | 'nowhere';

/**
 * The OPTIONS methods that an API needs, in the order of their paths.
 *
 * @param resources what the user defined
 * @param scopes the paths that have a policy; `/` among them. A scope is its path and all below it, down to the next scope
 * @param greedy `nowhere`: every resource gets its own, with or without methods
 */
export function planPreflights(resources: readonly PlannedResource[], scopes: readonly string[], greedy: GreedyPlaces): Preflight[] {
  return new Plan(treeOf(resources, scopes), scopes, greedy).preflights();
}

/** The scope that a path belongs to: the longest one that it lies in. */
export function scopeOf(path: string, scopes: readonly string[]): string {
  return scopes
    .filter((scope) => scope === '/' || path === scope || path.startsWith(`${scope}/`))
    .reduce((longest, scope) => (scope.length > longest.length ? scope : longest), '/');
}

/** The plan while it is made. */
class Plan {
  /** The scope of each path that gets an OPTIONS method. */
  private readonly placed = new Map<string, string>();

  constructor(private readonly root: Node, private readonly scopes: readonly string[], private readonly greedy: GreedyPlaces) {}

  public preflights(): Preflight[] {
    if (this.greedy === 'nowhere') {
      [this.root, ...descendants(this.root)].forEach((node) => this.place([node], this.scopeOf(node)));
    } else {
      this.scopes.forEach((scope) => this.coverScope(find(this.root, scope)!, scope));
      this.coverCaptured();
    }
    return [...this.placed]
      .filter(([path]) => !ownsOptions(find(this.root, path)))
      .map(([path, scope]) => ({ path, scope }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private scopeOf({ path }: Node): string {
    return scopeOf(path, this.scopes);
  }

  private coverScope(node: Node, scope: string): void {
    this.placed.set(node.path, scope);
    // The greedy resource of a scope is made even when nothing lies below yet, so that unknown paths have readable errors too.
    this.coverBelow(node, scope, true);
  }

  private coverBelow(node: Node, scope: string, always: boolean): void {
    const below = descendants(node).filter((each) => each.methods.length > 0 && this.scopeOf(each) === scope);
    const greedy = node.children.find(({ segment }) => isGreedy(segment));
    const variable = node.children.find(({ segment }) => isVariable(segment) && !isGreedy(segment));
    const served = (this.greedy === 'anywhere' || node === this.root) && variable === undefined && !(greedy && ownsOptions(greedy));
    this.place(below.filter((each) => isGreedy(each.segment) || each.methods.includes('ANY')), scope);
    const rest = below.filter((each) => !this.placed.has(each.path));
    // A greedy resource and its OPTIONS are two CloudFormation resources: for one or two paths, methods of their own are fewer.
    if (served && (always || greedy !== undefined || rest.length > 2)) {
      this.placed.set(greedy?.path ?? join(node.path, '{proxy+}'), scope);
      return;
    }
    if (served) return this.place(rest, scope);
    for (const child of node.children.filter((each) => this.scopeOf(each) === scope)) {
      this.place(child.methods.length > 0 ? [child] : [], scope);
      this.coverBelow(child, scope, false);
    }
  }

  /**
   * A resource without OPTIONS may be answered by another one that matches the same URL before the scope's greedy one does (rule 8 isn't
   * recorded). Where that one has another policy or an OPTIONS of the user's, the resource gets its own.
   */
  private coverCaptured(): void {
    const all = [this.root, ...descendants(this.root)];
    const captors = all.filter((each) => ownsOptions(each) || this.placed.has(each.path));
    for (const node of all.filter(({ methods }) => methods.length > 0)) {
      const scope = this.scopeOf(node);
      const isCaptured = captors.some((captor) => captor !== node && takes(captor.path, node.path) &&
        (ownsOptions(captor) || this.placed.get(captor.path) !== scope));
      if (!this.placed.has(node.path) && isCaptured) {
        this.placed.set(node.path, scope);
      }
    }
  }

  private place(nodes: readonly Node[], scope: string): void {
    nodes.forEach(({ path }) => this.placed.set(path, scope));
  }
}

function treeOf(resources: readonly PlannedResource[], scopes: readonly string[]): Node {
  const root: Node = { path: '/', segment: '', methods: [], children: [] };
  for (const { path, methods } of [...resources, ...scopes.map((scope) => ({ path: scope, methods: [] as string[] }))]) {
    let node = root;
    for (const segment of segmentsOf(path)) {
      const childPath = join(node.path, segment);
      let child = node.children.find((each) => each.path === childPath);
      if (child === undefined) {
        child = { path: childPath, segment, methods: [], children: [] };
        node.children.push(child);
      }
      node = child;
    }
    node.methods.push(...methods);
  }
  return root;
}

function find(root: Node, path: string): Node | undefined {
  let node: Node | undefined = root;
  while (node !== undefined && node.path !== path) {
    node = node.children.find((child) => child.path === path || path.startsWith(`${child.path}/`));
  }
  return node;
}

function descendants(node: Node): Node[] {
  return node.children.flatMap((child) => [child, ...descendants(child)]);
}

function ownsOptions(node: Node | undefined): boolean {
  return node !== undefined && node.methods.includes('OPTIONS');
}


function join(parent: string, segment: string): string {
  return parent === '/' ? `/${segment}` : `${parent}/${segment}`;
}
