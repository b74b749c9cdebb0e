import type { TemplateModel, TemplateResource, TemplateStack } from './model';

const NESTED = 'AWS::CloudFormation::Stack';

/**
 * What CloudFormation makes, and what is deployed, before what.
 *
 * A resource comes after what it needs, by DependsOn or by reference, and after what that needs. One in a nested stack also comes after what the nested
 * stack needs, and what needs a nested stack comes after all that is in it. A stack that is deployed by itself comes after those that the assembly names, and
 * those whose exports it imports, as a whole.
 */
export class DeployOrder {
  private readonly byPath: ReadonlyMap<string, TemplateResource>;
  private readonly stacks: ReadonlyMap<string, TemplateStack>;
  /** What is in each stack that is deployed by itself, nested stacks included. */
  private readonly contents = new Map<string, TemplateResource[]>();
  private readonly known = new Map<TemplateResource, ReadonlySet<TemplateResource>>();
  private readonly earlier = new Map<string, ReadonlySet<string>>();

  constructor(model: TemplateModel) {
    this.byPath = new Map(model.resources.map((resource) => [resource.path, resource]));
    this.stacks = new Map(model.stacks.map((stack) => [stack.name, stack]));
    for (const resource of model.resources) {
      const root = this.root(resource);
      const inRoot = this.contents.get(root);
      if (inRoot === undefined) {
        this.contents.set(root, [resource]);
      } else {
        inRoot.push(resource);
      }
    }
  }

  /** All that is made, or updated, before a resource is. */
  public before(resource: TemplateResource): ReadonlySet<TemplateResource> {
    let known = this.known.get(resource);
    if (known === undefined) {
      this.known.set(resource, known = new Set(this.find(resource)));
    }
    return known;
  }

  /** The stack, deployed by itself, that a resource is in. */
  public root(resource: Pick<TemplateResource, 'stack'>): string {
    const { nestedIn } = this.stacks.get(resource.stack) ?? {};
    return nestedIn === undefined ? resource.stack : this.root(nestedIn);
  }

  /** Whether a stack is deployed after another one. */
  public comesAfter(root: string, other: string): boolean {
    return this.rootsBefore(root).has(other);
  }

  private find(resource: TemplateResource): Iterable<TemplateResource> {
    const found = new Set<TemplateResource>();
    const visited = new Set<TemplateResource>();
    const queue = [resource];
    for (const each of queue) {
      if (visited.has(each)) continue;
      visited.add(each);
      for (const needed of this.neededBy(each)) {
        found.add(needed);
        queue.push(needed);
        if (needed.type === NESTED) {
          this.within(needed).forEach((inside) => found.add(inside));
        }
      }
      const { nestedIn } = this.stacks.get(each.stack) ?? {};
      if (nestedIn !== undefined) {
        queue.push(nestedIn);
      }
    }
    for (const root of this.rootsBefore(this.root(resource))) {
      this.contents.get(root)?.forEach((each) => found.add(each));
    }
    found.delete(resource);
    return found;
  }

  private neededBy({ needs, stack }: TemplateResource): TemplateResource[] {
    return needs.map((logicalId) => this.byPath.get(`${stack}/${logicalId}`)).filter((each) => each !== undefined);
  }

  private within({ path }: TemplateResource): TemplateResource[] {
    return [...this.byPath.values()].filter(({ stack }) => stack === path || stack.startsWith(`${path}/`));
  }

  private rootsBefore(root: string): ReadonlySet<string> {
    let known = this.earlier.get(root);
    if (known === undefined) {
      this.earlier.set(root, known = this.findRootsBefore(root));
    }
    return known;
  }

  private findRootsBefore(root: string): Set<string> {
    const found = new Set<string>();
    const queue = [root];
    for (const each of queue) {
      const inside = [...this.stacks.values()].filter(({ name }) => this.root({ stack: name }) === each);
      for (const before of inside.flatMap(({ deployedAfter }) => deployedAfter)) {
        if (before !== root && !found.has(before)) {
          found.add(before);
          queue.push(before);
        }
      }
    }
    return found;
  }
}
