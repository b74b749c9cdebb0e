import { isVariable } from '../../api-gateway';
import type { TemplateResource } from '../../template';
import type { Method, PathNode } from './api';

/** A segment of a path of an API. */
export function pathNode(part: string, path: string, resource?: TemplateResource): PathNode {
  return { part, path, resource, literals: new Map(), methods: new Map() };
}

/** The child for a part; a parent has one variable child at most (rule 6), so a second one takes the place of the first. */
export function childOf(parent: PathNode, part: string, resource?: TemplateResource): PathNode {
  const existing = isVariable(part) ? parent.variable : parent.literals.get(part);
  if (existing?.part === part) return existing;
  const node = pathNode(part, `${parent.path === '/' ? '' : parent.path}/${part}`, resource);
  if (isVariable(part)) {
    parent.variable = node;
  } else {
    parent.literals.set(part, node);
  }
  return node;
}

/** The node of a path such as `/items/{id}`, made where it isn't there. */
export function nodeAt(root: PathNode, path: string): PathNode {
  return path.split('/').filter((part) => part !== '').reduce((node, part) => childOf(node, part), root);
}

/** All methods, in the order of their paths. */
export function methodsOf(node: PathNode): Method[] {
  const methods: Method[] = [];
  // no recursion: a chain of resources can be longer than the stack
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    methods.push(...next.methods.values());
    open.push(...[...next.literals.values(), ...next.variable === undefined ? [] : [next.variable]].reverse());
  }
  return methods;
}
