/**
 * Decides which resources of a REST API need an OPTIONS method of their own, from plain data.
 *
 * API Gateway looks for the most specific resource that has the method, and falls back from a matched resource without OPTIONS to a greedy
 * one (rules 1, 3). So OPTIONS on a zone's root and on its `{proxy+}` serve the whole zone. Only these need their own: a
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
  /** The root of the zone whose policy it answers. */
  readonly zone: string;
}

/** A path template as a node of the tree. */
interface Node {
  readonly path: string;
  readonly methods: string[];
  readonly children: Node[];
}

/**
 * @param resources what the user defined
 * @param zones the paths that have a policy; `/` among them. A zone is its path and all below it, down to the next zone
 */
export function planPreflights(resources: readonly PlannedResource[], zones: readonly string[]): Preflight[] {
  const root = treeOf(resources, zones);
  const placed = new Map<string, string>();
  for (const zone of zones) {
    coverZone(find(root, zone)!, zone, zones, placed);
  }
  coverCaptured(root, zones, placed);
  return [...placed]
    .filter(([path]) => !ownsOptions(find(root, path)))
    .map(([path, zone]) => ({ path, zone }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The zone that a path belongs to: the longest one that it lies in. */
export function zoneOf(path: string, zones: readonly string[]): string {
  return zones
    .filter((zone) => zone === '/' || path === zone || path.startsWith(`${zone}/`))
    .reduce((longest, zone) => (zone.length > longest.length ? zone : longest), '/');
}

function coverZone(node: Node, zone: string, zones: readonly string[], placed: Map<string, string>): void {
  placed.set(node.path, zone);
  // The greedy resource of a zone is made even when nothing lies below yet, so that unknown paths have readable errors too.
  coverBelow(node, zone, zones, placed, true);
}

function coverBelow(node: Node, zone: string, zones: readonly string[], placed: Map<string, string>, always: boolean): void {
  const below = descendants(node).filter((each) => each.methods.length > 0 && zoneOf(each.path, zones) === zone);
  const greedy = node.children.find(isGreedy);
  const variable = node.children.find((child) => isVariable(child) && !isGreedy(child));
  const served = variable === undefined && !(greedy && ownsOptions(greedy));
  for (const each of below) {
    if (isGreedy(each) || each.methods.includes('ANY')) {
      placed.set(each.path, zone);
    }
  }
  const rest = below.filter((each) => !placed.has(each.path));
  // A greedy resource and its OPTIONS are two CloudFormation resources: for one or two paths, methods of their own are fewer.
  if (served && (always || greedy !== undefined || rest.length > 2)) {
    placed.set(greedy?.path ?? join(node.path, '{proxy+}'), zone);
    return;
  }
  if (served) {
    rest.forEach((each) => placed.set(each.path, zone));
    return;
  }
  for (const child of node.children.filter((each) => zoneOf(each.path, zones) === zone)) {
    if (child.methods.length > 0) {
      placed.set(child.path, zone);
    }
    coverBelow(child, zone, zones, placed, false);
  }
}

/**
 * A resource without OPTIONS may be answered by another one that matches the same URL before the zone's greedy one does (rule 8 isn't
 * recorded). Where that one has another policy or an OPTIONS of the user's, the resource gets its own.
 */
function coverCaptured(root: Node, zones: readonly string[], placed: Map<string, string>): void {
  const all = [root, ...descendants(root)];
  const captors = all.filter((each) => ownsOptions(each) || placed.has(each.path));
  for (const node of all) {
    const zone = zoneOf(node.path, zones);
    const isCaptured = captors.some((captor) => captor !== node && matches(captor.path, node.path) &&
      (ownsOptions(captor) || placed.get(captor.path) !== zone));
    if (node.methods.length > 0 && !placed.has(node.path) && isCaptured) {
      placed.set(node.path, zone);
    }
  }
}

function treeOf(resources: readonly PlannedResource[], zones: readonly string[]): Node {
  const root: Node = { path: '/', methods: [], children: [] };
  for (const { path, methods } of [...resources, ...zones.map((zone) => ({ path: zone, methods: [] as string[] }))]) {
    let node = root;
    for (const segment of segmentsOf(path)) {
      const childPath = join(node.path, segment);
      let child = node.children.find((each) => each.path === childPath);
      if (child === undefined) {
        child = { path: childPath, methods: [], children: [] };
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

function isGreedy(node: Node): boolean {
  return node.path.endsWith('+}');
}

function isVariable(node: Node): boolean {
  return segmentsOf(node.path).at(-1)?.startsWith('{') === true;
}

/** Whether a path template takes the URLs of another. */
function matches(template: string, path: string): boolean {
  const wanted = segmentsOf(template);
  const given = segmentsOf(path);
  const tail = wanted.at(-1)?.endsWith('+}') === true;
  if (tail ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, index) => segment.startsWith('{') || segment === given[index]);
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function join(parent: string, segment: string): string {
  return parent === '/' ? `/${segment}` : `${parent}/${segment}`;
}
