import { type AppSource, isRecord, type StackSource, type TemplateModel, type TemplateResource, type TemplateStack } from '../template';
import { type Change, isEqual } from './changes';
import { type Declaration, Declarations, sectionOf } from './declarations';
import { type Names, rewritten } from './rewrite';

/** What a composed app has, besides the new one. */
export interface Choice {
  /** Resources as they are deployed, that stand beside the new ones or in their place. */
  readonly take: ReadonlySet<TemplateResource>;
  /** Resources of the new app that are left out. */
  readonly drop?: ReadonlySet<TemplateResource>;
  /** Declarations instead of those of the new app. */
  readonly instead?: ReadonlyMap<TemplateResource, Declaration>;
  /** Stacks, by the names of those that are deployed by themselves, that stay as they are deployed. */
  readonly asDeployed?: ReadonlySet<string>;
}

export interface Composed {
  readonly source: AppSource;
  /** What was taken, by its path in the composed app. */
  readonly taken: ReadonlyMap<string, TemplateResource>;
}

/**
 * Templates in which resources of the old app stand beside those of the new one, under names of their own where the new app has the same name for another
 * resource: what is live in the middle of an update, and what a deployment copies then, written as templates.
 */
export class Composer {
  private readonly declared: Declarations;
  private readonly declaredBefore: Declarations;
  private readonly names = new Map<string, OldNames>();

  constructor(
    private readonly sources: { readonly now: AppSource; readonly deployed: AppSource },
    private readonly now: TemplateModel,
    private readonly deployed: TemplateModel,
    changes: readonly Change[],
  ) {
    this.declared = new Declarations(now);
    this.declaredBefore = new Declarations(deployed);
    const moved = new Set(changes.filter(({ kind }) => kind === 'replaced' || kind === 'type-changed').map(({ after }) => after!.path));
    for (const stack of deployed.stacks) {
      const parent = stack.nestedIn && this.names.get(stack.nestedIn.stack);
      this.names.set(stack.name, new OldNames(stack, this.declared.stack(stack.name), (logicalId) => moved.has(`${stack.name}/${logicalId}`),
        (name) => this.isPassedAlike(stack, name, parent)));
    }
  }

  /** Whether a nested stack is given the same for a parameter as before. */
  private isPassedAlike({ nestedIn, name }: TemplateStack, parameter: string, parent: OldNames | undefined): boolean {
    const now = this.declared.stack(name)?.nestedIn;
    if (nestedIn === undefined || now === undefined || parent === undefined) return true;
    const [before, after] = [this.declaredBefore.of(nestedIn), this.declared.of(now)].map((declared) => parametersOf(declared)[parameter]);
    return isEqual(rewritten(before, parent), after);
  }

  public compose(choice: Choice): Composed {
    const files = new Map(this.sources.now.files);
    const taken = new Map<string, TemplateResource>();
    const old = new Map(this.sources.deployed.stacks.map((stack) => [stack.name, stack]));
    const stacks = this.sources.now.stacks.map((stack): StackSource => {
      const before = old.get(stack.name);
      if (before === undefined) return stack;
      if (choice.asDeployed?.has(stack.name)) return before;
      const writing = new Writing(this, choice, taken, files, this.sources.now.files);
      const template = writing.write(stack.name);
      const localTemplates = new Map([...before.localTemplates, ...stack.localTemplates, ...writing.nested]);
      return { ...stack, template, assets: [...stack.assets, ...before.assets], localTemplates };
    });
    return { source: { stacks, files }, taken };
  }

  public namesIn(stack: string): OldNames | undefined {
    return this.names.get(stack);
  }

  /** A stack before and after. */
  public sides(name: string): { readonly after?: TemplateStack; readonly before?: TemplateStack } {
    return { after: this.declared.stack(name), before: this.declaredBefore.stack(name) };
  }

  public resourcesOf(stack: string, of: 'now' | 'deployed'): readonly TemplateResource[] {
    return (of === 'now' ? this.now : this.deployed).resources.filter((resource) => resource.stack === stack);
  }

  public declaration(resource: TemplateResource, of: 'now' | 'deployed'): Declaration {
    return (of === 'now' ? this.declared : this.declaredBefore).of(resource);
  }

  /** A declaration of the old app, in the names of the composed one. */
  public inNewNames(resource: TemplateResource): Declaration {
    return rewritten(this.declaration(resource, 'deployed'), this.names.get(resource.stack)!) as Declaration;
  }
}

/** What the names of an old template are called beside the new one. */
class OldNames implements Names {
  constructor(
    public readonly stack: TemplateStack,
    private readonly now: TemplateStack | undefined,
    private readonly isAnother: (logicalId: string) => boolean,
    private readonly isPassedAlike: (parameter: string) => boolean,
  ) {}

  public referent(name: string): string {
    if (Object.hasOwn(sectionOf(this.stack, 'Parameters'), name)) return this.isSame('Parameters', name) && this.isPassedAlike(name) ? name : `${name}Before`;
    return this.isAnother(name) ? this.free(`${name}Before`) : name;
  }

  public condition(name: string): string {
    return this.isSame('Conditions', name) ? name : `${name}Before`;
  }

  public mapping(name: string): string {
    return this.isSame('Mappings', name) ? name : `${name}Before`;
  }

  /** A parameter, a condition or a mapping that isn't in the new template can have its name there. */
  private isSame(section: string, name: string): boolean {
    const [before, after] = [sectionOf(this.stack, section)[name], sectionOf(this.now, section)[name]];
    return after === undefined || isEqual(before, after);
  }

  private free(name: string): string {
    return [this.stack, this.now].some((stack) => Object.hasOwn(sectionOf(stack, 'Resources'), name)) ? this.free(`${name}_`) : name;
  }

  /** The old parameters, conditions or mappings, under the names that they have beside the new ones. */
  public section(section: 'Parameters' | 'Conditions' | 'Mappings'): Declaration {
    const names = { Parameters: 'referent', Conditions: 'condition', Mappings: 'mapping' } as const;
    const declared = Object.entries(sectionOf(this.stack, section));
    return Object.fromEntries(declared.map(([name, each]) => [this[names[section]](name), rewritten(each, this)]));
  }
}

/** One stack being written, with those that are nested in it. */
class Writing {
  /** The templates of nested stacks, by the name that they are referred to. */
  public readonly nested = new Map<string, unknown>();

  constructor(
    private readonly composer: Composer,
    private readonly choice: Choice,
    private readonly taken: Map<string, TemplateResource>,
    private readonly files: Map<unknown, string>,
    private readonly filesBefore: AppSource['files'],
  ) {}

  public write(name: string): unknown {
    const { after, before } = this.composer.sides(name);
    const names = this.composer.namesIn(name);
    const sections = Object.fromEntries((['Parameters', 'Conditions', 'Mappings'] as const)
      .map((section): [string, Declaration] => [section, { ...names?.section(section), ...sectionOf(after, section) }])
      .filter(([, section]) => Object.keys(section).length > 0));
    const template = {
      ...(after ?? before)!.template as Declaration,
      ...sections,
      Resources: { ...this.takenOf(name), ...this.newOf(name) },
      Outputs: { ...(names && rewritten(sectionOf(before, 'Outputs'), names) as Declaration), ...sectionOf(after, 'Outputs') },
    };
    const file = after && this.filesBefore?.get(after.template);
    if (file !== undefined) {
      this.files.set(template, file);
    }
    return template;
  }

  private takenOf(stack: string): Declaration {
    const old = this.composer.resourcesOf(stack, 'deployed').filter((resource) => this.choice.take.has(resource) || this.isAround(resource));
    return Object.fromEntries(old.map((resource) => {
      const logicalId = this.composer.namesIn(stack)!.referent(resource.logicalId);
      const { DependsOn: _order, Condition: _condition, ...declared } = this.composer.inNewNames(resource);
      this.taken.set(`${stack}/${logicalId}`, resource);
      return [logicalId, this.withNested(resource, declared)];
    }));
  }

  /** Whether something is taken of a nested stack that the new app doesn't have. */
  private isAround({ type, path }: TemplateResource): boolean {
    return type === 'AWS::CloudFormation::Stack' && this.composer.sides(path).after === undefined &&
      [...this.choice.take].some(({ stack }) => stack === path || stack.startsWith(`${path}/`));
  }

  private newOf(stack: string): Declaration {
    const declared = sectionOf(this.composer.sides(stack).after, 'Resources');
    const replaced = new Set(this.composer.resourcesOf(stack, 'deployed').filter((resource) => this.choice.take.has(resource))
      .map(({ logicalId }) => this.composer.namesIn(stack)!.referent(logicalId)));
    const resources = new Map(this.composer.resourcesOf(stack, 'now').map((resource) => [resource.logicalId, resource]));
    return Object.fromEntries(Object.entries(declared).flatMap(([logicalId, each]) => {
      const resource = resources.get(logicalId);
      if (resource === undefined) return replaced.has(logicalId) ? [] : [[logicalId, each]];
      if (this.choice.drop?.has(resource)) return [];
      return [[logicalId, this.withNested(resource, this.choice.instead?.get(resource) ?? each as Declaration)]];
    }));
  }

  /** A nested stack refers to its composed template, and gives it what the old one was given too. */
  private withNested(resource: TemplateResource, declared: Declaration): Declaration {
    const { after, before } = this.composer.sides(resource.path);
    if (resource.type !== 'AWS::CloudFormation::Stack' || before === undefined) return declared;
    const name = `${resource.path} in an update`;
    this.nested.set(name, this.write(resource.path));
    const Parameters = { ...this.passedBefore(before), ...(after && parametersOf(declared)) };
    return { ...declared, Properties: { ...declared.Properties as Declaration, TemplateURL: name, Parameters } };
  }

  private passedBefore(nested: TemplateStack): Declaration {
    const names = this.composer.namesIn(nested.name)!;
    const passed = Object.entries(parametersOf(this.composer.inNewNames(nested.nestedIn!)));
    return Object.fromEntries(passed.map(([name, value]) => [names.referent(name), value]));
  }
}

function parametersOf({ Properties: properties }: Declaration): Declaration {
  const parameters = isRecord(properties) ? properties.Parameters : undefined;
  return isRecord(parameters) ? parameters : {};
}
