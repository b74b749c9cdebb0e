import { UserError } from '../errors';
import { readDocument } from './asset-files';
import { Assets } from './assets';
import type { Pending } from './cell';
import type { Resolved, TemplateModel, TemplateResource, TemplateStack } from './model';
import { Referents } from './referents';
import type { DeclaredResource } from './resource';
import type { AppSource } from './source';
import { Stack, type Surroundings } from './stack';
import { Unknown } from './unknown';
import { type Unsupported, unsupportedIn } from './unsupported';
import { own } from './values';
import { type World, worldsOf } from './worlds';
import { writtenRegion } from './written-region';

/** What a template leaves to its deployment. */
export interface TemplateOptions {
  /**
   * Of the stacks that name none.
   *
   * @default - the one that a template's API hosts and integrations are in, else 'us-east-1'
   */
  readonly region?: string;
  /**
   * Of the stacks that name none.
   *
   * @default '123456789012'
   */
  readonly account?: string;
  /**
   * Values of parameters, by name for all stacks, or as `Stack:Name` for one. For an SSM parameter type: what SSM has under that name.
   *
   * @default - the defaults that the templates give; a parameter without one is unknown
   */
  readonly parameters?: { readonly [name: string]: string | readonly string[] };
  /**
   * Whether conditions hold that the template doesn't tell, by their paths.
   *
   * @internal
   */
  readonly conditions?: ReadonlyMap<string, boolean>;
  /**
   * What stands in for expressions whose values aren't known, by `standInKey`.
   *
   * @internal
   */
  readonly standIns?: ReadonlyMap<string, string>;
}

/** More nested stacks than an account may have, so that a template that includes itself comes to an end. */
const MAX_STACKS = 2000;
const MAX_NESTING = 20;

const CROSS_REGION_WRITER = 'Custom::CrossRegionExportWriter';

interface Export {
  readonly stack: Stack;
  readonly output: string;
}

/** All templates of an app as one. */
export function templateModel(source: AppSource, options: TemplateOptions = {}): TemplateModel {
  return new Templates(source, options);
}

class Templates implements TemplateModel, Surroundings {
  public readonly region: string;
  public readonly account: string;
  public readonly parameters: { readonly [name: string]: string | readonly string[] };
  public readonly standIns: ReadonlyMap<string, string>;
  public readonly conditions: ReadonlyMap<string, boolean>;
  public readonly worlds: readonly World[];
  public readonly pending: Pending = [];
  public readonly nesting = { depth: 0 };
  public readonly resources: readonly DeclaredResource[];
  public readonly unsupported: readonly Unsupported[];
  private readonly roots: readonly Stack[];
  /** Undefined while they are looked for. */
  private readonly found?: readonly Stack[];
  private readonly byType = new Map<string, DeclaredResource[]>();
  private readonly assets: Assets;
  private readonly documents = new Map<string, Resolved>();
  private exports?: Map<string, Export>;
  private writers?: readonly DeclaredResource[];
  private referents?: Referents;

  constructor(private readonly source: AppSource, options: TemplateOptions) {
    this.region = options.region ?? 'us-east-1';
    this.account = options.account ?? '123456789012';
    this.parameters = options.parameters ?? {};
    this.standIns = options.standIns ?? new Map();
    this.conditions = options.conditions ?? new Map();
    this.roots = source.stacks.map((stack) => {
      const { name, stackName, template, region = options.region ?? writtenRegion(template) ?? this.region, account = this.account } = stack;
      return new Stack({ name, stackName, template, region, account, source: stack }, this);
    });
    this.assets = new Assets(this.roots.map(({ place }) => place));
    const stacks = this.found = this.withNested();
    this.resources = stacks.flatMap((stack) => [...stack.resources.values()]).filter((resource) => resource.exists() !== false);
    this.unsupported = stacks.flatMap(unsupportedIn);
    this.worlds = worldsOf(stacks);
    for (const resource of this.resources) {
      const same = this.byType.get(resource.type);
      if (same === undefined) {
        this.byType.set(resource.type, [resource]);
      } else {
        same.push(resource);
      }
    }
  }

  private withNested(): Stack[] {
    const stacks: Stack[] = [];
    const visit = (stack: Stack): void => {
      if (stacks.length >= MAX_STACKS) throw new UserError('input', `the app has more than ${MAX_STACKS} stacks, or nested stacks that contain themselves`);
      stacks.push(stack);
      for (const resource of stack.resources.values()) {
        const nested = resource.exists() === false ? undefined : resource.nested();
        if (nested !== undefined) {
          visit(nested);
        }
      }
    };
    this.roots.forEach(visit);
    return stacks;
  }

  public get stacks(): readonly TemplateStack[] {
    return this.found ?? [];
  }

  public ofType(type: string): TemplateResource[] {
    return [...this.byType.get(type) ?? []];
  }

  public referent(value: unknown, type?: string): TemplateResource | undefined {
    if (typeof value !== 'string') return undefined;
    const found = this.index().named(value).filter((resource) => type === undefined || resource.type === type);
    return found.length === 1 ? found[0] : undefined;
  }

  public referentsIn(text: unknown, type?: string): TemplateResource[] {
    if (typeof text !== 'string') return [];
    return this.index().within(text).filter((resource) => type === undefined || resource.type === type);
  }

  private index(): Referents {
    return this.referents ??= new Referents(this.resources);
  }

  public get files(): string[] {
    return [...this.source.files?.values() ?? []];
  }

  public fileOf(resource: TemplateResource): string | undefined {
    return this.source.files?.get((resource as DeclaredResource).declaringStack.place.template);
  }

  public assetOf(bucket: Resolved, key: Resolved): string | undefined {
    return this.assets.find(bucket, key)?.path;
  }

  public document(bucket: Resolved, key: Resolved): Resolved {
    const path = this.assetOf(bucket, key);
    if (path === undefined) return undefined;
    if (!this.documents.has(path)) {
      this.documents.set(path, readDocument(path));
    }
    return this.documents.get(path);
  }

  public exported(name: string, by: Stack, path: string): Resolved {
    const found = this.allExports().get(exportKey(by, name));
    return found?.stack.output(found.output, path) ?? new Unknown(path, `no stack that is given exports ${name} in ${by.region}`);
  }

  public exporter(name: string, by: Stack): Stack | undefined {
    return this.allExports().get(exportKey(by, name))?.stack;
  }

  private allExports(): ReadonlyMap<string, Export> {
    if (this.exports !== undefined) return this.exports;
    // set before it is filled: the name of an export that imports another would ask again
    const exports = this.exports = new Map<string, Export>();
    // nested stacks are still being looked for when a condition on the way depends on an import
    for (const stack of this.found ?? this.withNested()) {
      for (const { name, output } of stack.exports()) {
        exports.set(exportKey(stack, name), { stack, output });
      }
    }
    return exports;
  }

  public output(stackName: string, output: string, region: string, path: string): Resolved {
    const stack = this.roots.find(({ place }) => place.stackName === stackName && place.region === region) ??
      this.roots.find(({ place }) => stackName.includes(`:stack/${place.stackName}/`) && place.region === region);
    return stack?.output(output, path) ?? new Unknown(path, `no stack that is given has the name ${stackName} in ${region}`);
  }

  /** The CDK writes references between regions into SSM parameters, through a custom resource on either side. */
  public exportedAcrossRegions(parameter: string, path: string): Resolved {
    this.writers ??= (this.found ?? this.withNested()).flatMap(({ resources }) => [...resources.values()])
      .filter(({ type }) => type === CROSS_REGION_WRITER);
    for (const writer of this.writers) {
      const value = own(own(writer.property('WriterProps'), 'exports'), parameter);
      if (value !== undefined) return value as Resolved;
    }
    return new Unknown(path, `no stack that is given exports ${parameter} to other regions`);
  }

  public nestedTemplate(resource: DeclaredResource): unknown {
    let depth = 0;
    for (let stack: Stack | undefined = resource.declaringStack; stack !== undefined; stack = stack.place.nestedIn?.declaringStack) {
      depth += 1;
    }
    return depth > MAX_NESTING ? undefined : this.assets.templateOf(resource);
  }
}

/** The names of exports are an account's and region's own. */
function exportKey({ place }: Stack, name: string): string {
  return [place.account, place.region, name].join('\0');
}
