import { isRecord, type TemplateModel, type TemplateResource, type TemplateStack } from '../template';

/** A resource, a parameter, a condition or an output, as its template has it. */
export interface Declaration {
  readonly [name: string]: unknown;
}

/** The sections of a template, as far as they are there. */
export function sectionOf(stack: Pick<TemplateStack, 'section'> | undefined, name: string): Declaration {
  const section = stack?.section(name);
  return isRecord(section) ? section : {};
}

/** What the templates of an app have under the name of each resource. */
export class Declarations {
  private readonly stacks: ReadonlyMap<string, TemplateStack>;

  constructor(model: TemplateModel) {
    this.stacks = new Map(model.stacks.map((stack) => [stack.name, stack]));
  }

  public stack(name: string): TemplateStack | undefined {
    return this.stacks.get(name);
  }

  public of({ stack, logicalId }: TemplateResource): Declaration {
    const declared = sectionOf(this.stacks.get(stack), 'Resources')[logicalId];
    return isRecord(declared) ? declared : {};
  }
}
