import { isRecord, type TemplateModel, type TemplateResource } from '../template';
import { rootOf, sectionOf } from './declarations';

/** Which resources and which stacks CloudFormation comes to before others. */
export class Order {
  private readonly byPath: ReadonlyMap<string, TemplateResource>;
  private readonly imports = new Map<string, ReadonlySet<string>>();
  private readonly exporters = new Map<string, string>();

  constructor(private readonly model: TemplateModel) {
    this.byPath = new Map(model.resources.map((resource) => [resource.path, resource]));
    for (const stack of model.stacks) {
      for (const output of Object.values(sectionOf(stack, 'Outputs'))) {
        const name = isRecord(output) && isRecord(output.Export) ? output.Export.Name : undefined;
        if (typeof name === 'string') {
          this.exporters.set(name, rootOf(stack.name, model));
        }
      }
    }
  }

  /** Whether a resource is made, or updated, only when another one has been: by DependsOn or a reference, its own or of what it waits for. */
  public waitsFor(resource: TemplateResource, other: TemplateResource, seen = new Set<string>()): boolean {
    if (seen.has(resource.path)) return false;
    seen.add(resource.path);
    return resource.needs.some((need) => {
      const needed = this.byPath.get(`${resource.stack}/${need}`);
      return needed !== undefined && (needed.path === other.path || `${other.stack}/`.startsWith(`${needed.path}/`) || this.waitsFor(needed, other, seen));
    });
  }

  /** The stack, deployed by itself, that a resource is in. */
  public root({ stack }: TemplateResource): string {
    return rootOf(stack, this.model);
  }

  /** Whether a stack is deployed after another one, since it imports what that one exports. */
  public comesAfter(root: string, other: string, seen = new Set<string>()): boolean {
    if (seen.has(root)) return false;
    seen.add(root);
    return [...this.importsOf(root)].some((each) => each === other || this.comesAfter(each, other, seen));
  }

  private importsOf(root: string): ReadonlySet<string> {
    let known = this.imports.get(root);
    if (known === undefined) {
      const templates = this.model.stacks.filter(({ name }) => rootOf(name, this.model) === root).map((stack) => sectionOf(stack, 'Resources'));
      const exporters = namesImported(templates).map((name) => this.exporters.get(name));
      known = new Set(exporters.filter((each): each is string => each !== undefined && each !== root));
      this.imports.set(root, known);
    }
    return known;
  }
}

function namesImported(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesImported);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => (name === 'Fn::ImportValue' && typeof each === 'string' ? [each] : namesImported(each)));
}
