import { Cell, type Pending } from './cell';
import { evaluateCondition } from './conditions';
import { textsIn, withLoopsWritten } from './loops';
import { mintUuid } from './mint';
import type { Resolved, TemplateStack } from './model';
import { parameterValue } from './parameters';
import { partitionOf, urlSuffixOf } from './partition';
import { importsIn } from './references';
import { at, resolve, type Scope } from './resolve';
import { DeclaredResource, isCustom } from './resource';
import type { StackSource } from './source';
import { isUnknown, type Maybe, Unknown } from './unknown';
import { isRecord, own, textOf } from './values';

/** The transform that adds functions to the language. */
export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** What the stacks of an app know of each other. */
export interface Surroundings {
  readonly pending: Pending;
  readonly nesting: { depth: number };
  /** Conditions that are taken as given, by their paths. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** What stands in for expressions whose values aren't known, by the stack and the expression's JSON. */
  readonly standIns: ReadonlyMap<string, string>;
  /** Values that were given to parameters: for all stacks by name, for one as `Stack:Parameter`. */
  readonly parameters: { readonly [name: string]: string | readonly string[] };
  exported(name: string, by: Stack, path: string): Resolved;
  /** The stack that exports a name. */
  exporter(name: string, by: Stack): Stack | undefined;
  output(stackName: string, output: string, region: string, path: string): Resolved;
  /** What a stack of another region has written for others to read. */
  exportedAcrossRegions(parameter: string, path: string): Resolved;
  /** The OpenAPI document that is uploaded to a place; undefined where it isn't known. */
  document(bucket: Resolved, key: Resolved): Resolved;
  /** The template of a nested stack; undefined where none is known. */
  nestedTemplate(resource: DeclaredResource): unknown;
}

/** How a stand-in is found. */
export function standInKey(stack: string, expression: unknown): string {
  return `${stack} ${typeof expression === 'string' ? expression : JSON.stringify(expression)}`;
}

/** Where and as what a stack is deployed. */
export type StackPlace = Pick<StackSource, 'name' | 'stackName' | 'template'> & {
  readonly region: string;
  readonly account: string;
  readonly source: StackSource;
  /** The resource in the parent stack that a nested stack is. */
  readonly nestedIn?: DeclaredResource;
};

/** A template at work: its parameters, conditions, mappings, resources and outputs. */
export class Stack implements Scope, TemplateStack {
  public readonly region: string;
  public readonly resources = new Map<string, DeclaredResource>();
  public readonly nesting: { depth: number };
  private readonly conditions = new Map<string, Cell<Maybe<boolean>>>();
  private readonly parameters = new Map<string, Cell<Resolved>>();
  private readonly outputs = new Map<string, Cell<Resolved>>();
  /** Sections whose loops are written out. */
  private readonly written = new Map<string, unknown>();
  private readonly children = new Map<string, Stack | undefined>();

  constructor(public readonly place: StackPlace, private readonly app: Surroundings) {
    this.region = place.region;
    this.nesting = app.nesting;
    for (const [name, declaration] of entries(this.section('Parameters'))) {
      const path = `${place.name}/Parameters/${name}`;
      this.parameters.set(name, this.cell(path, () => parameterValue(name, declaration, path, this.given(name, declaration))));
    }
    this.writeLoops();
    for (const [name, declaration] of entries(this.section('Conditions'))) {
      const path = `${place.name}/Conditions/${name}`;
      const assumed = app.conditions.get(path);
      this.conditions.set(name, this.cell(path, () => assumed ?? evaluateCondition(declaration, path, this)));
    }
    for (const [name, declaration] of entries(this.section('Outputs'))) {
      const path = `${place.name}/Outputs/${name}`;
      this.outputs.set(name, this.cell(path, () => resolve(own(declaration, 'Value'), path, this)));
    }
    for (const [logicalId, declaration] of entries(this.section('Resources'))) {
      if (isRecord(declaration) && typeof declaration.Type === 'string') {
        this.resources.set(logicalId, new DeclaredResource(logicalId, declaration, this));
      }
    }
  }

  public get name(): string {
    return this.place.name;
  }

  public get stackName(): string {
    return this.place.stackName;
  }

  public get account(): string {
    return this.place.account;
  }

  public get template(): unknown {
    return this.place.template;
  }

  public get nestedIn(): DeclaredResource | undefined {
    return this.place.nestedIn;
  }

  public section(name: string): unknown {
    return this.written.get(name) ?? own(this.place.template, name);
  }

  /** Loops may go over parameters and mappings, and over nothing that comes of loops. */
  private writeLoops(): void {
    const transform = this.section('Transform');
    if (!(Array.isArray(transform) ? transform : [transform]).includes(LANGUAGE_EXTENSIONS)) return;
    for (const name of ['Conditions', 'Resources', 'Outputs']) {
      const path = `${this.place.name}/${name}`;
      this.written.set(name, withLoopsWritten(this.section(name), (collection) => textsIn(resolve(collection, path, this))));
    }
  }

  public cell<T>(path: string, compute: () => T): Cell<T> {
    return new Cell(path, this.app.pending, compute);
  }

  public ref(name: string, path: string): Resolved {
    const pseudo = PSEUDO_PARAMETERS.get(name);
    if (pseudo !== undefined) return pseudo(this);
    const parameter = this.parameters.get(name);
    if (parameter !== undefined) return this.orStandIn({ Ref: name }, at(path, parameter.get()));
    const resource = this.existing(name, path);
    if (isUnknown(resource)) return at(path, resource);
    return isCustom(resource.type) ? new Unknown(path, `the function behind the custom resource ${name} decides what it refers to`) : resource.physicalId;
  }

  public attribute(logicalId: string, attribute: string, path: string): Resolved {
    const resource = this.existing(logicalId, path);
    return this.orStandIn({ 'Fn::GetAtt': [logicalId, attribute] }, at(path, isUnknown(resource) ? resource : resource.attribute(attribute)));
  }

  public document(bucket: Resolved, key: Resolved): Resolved {
    return this.app.document(bucket, key);
  }

  private orStandIn(expression: object, value: Resolved): Resolved {
    return isUnknown(value) ? this.standIn(expression) ?? value : value;
  }

  public standIn(expression: unknown): string | undefined {
    const { standIns } = this.app;
    return standIns.size === 0 ? undefined : standIns.get(standInKey(this.name, expression));
  }

  private existing(logicalId: string, path: string): Maybe<DeclaredResource> {
    const resource = this.resources.get(logicalId);
    if (resource === undefined) return new Unknown(path, `there is no parameter and no resource of the name ${logicalId} in ${this.place.name}`);
    if (resource.exists() === false) return new Unknown(path, `the condition of ${logicalId} doesn't hold, so that there is nothing to refer to`);
    return resource.circle() ?? resource;
  }

  public condition(name: string, path: string): Maybe<boolean> {
    return this.conditions.get(name)?.get() ?? new Unknown(path, `there is no condition of the name ${name} in ${this.place.name}`);
  }

  public mapped(mapping: string, topLevelKey: string, secondLevelKey: string): unknown {
    return own(own(own(this.section('Mappings'), mapping), topLevelKey), secondLevelKey);
  }

  public imported(exportName: string, path: string): Resolved {
    return this.app.exported(exportName, this, path);
  }

  public stackOutput(stackName: string, outputName: string, region: string | undefined, path: string): Resolved {
    return this.app.output(stackName, outputName, region ?? this.region, path);
  }

  public exportedAcrossRegions(parameter: string, path: string): Resolved {
    return this.app.exportedAcrossRegions(parameter, path);
  }

  /** The value of an output of this stack. */
  public output(name: string, path: string): Resolved {
    const output = this.outputs.get(name);
    return output === undefined ? new Unknown(path, `${this.place.name} has no output of the name ${name}`) : at(path, output.get());
  }

  /** The outputs that are exported, each with the name of the export, as far as it is known. */
  public exports(): { readonly name: string; readonly output: string }[] {
    return entries(this.section('Outputs')).flatMap(([output, declaration]) => {
      if (own(declaration, 'Export') === undefined || !this.outputExists(declaration)) return [];
      const name = textOf(resolve(own(own(declaration, 'Export'), 'Name'), `${this.place.name}/Outputs/${output}/Export`, this));
      return name === undefined ? [] : [{ name, output }];
    });
  }

  public get deployedAfter(): string[] {
    const exporters = importsIn(this.place.template).map((argument) => {
      const name = textOf(resolve(argument, `${this.place.name}/Fn::ImportValue`, this));
      return name === undefined ? undefined : this.app.exporter(name, this)?.root;
    });
    const { dependencies = [] } = this.root.place.source;
    return [...new Set([...dependencies, ...exporters.flatMap((each) => each?.name ?? [])])].filter((each) => each !== this.root.name);
  }

  /** The stack, deployed by itself, that this one is, or is nested in. */
  private get root(): Stack {
    return this.place.nestedIn?.declaringStack.root ?? this;
  }

  private outputExists(declaration: unknown): boolean {
    const condition = own(declaration, 'Condition');
    return typeof condition !== 'string' || this.condition(condition, this.place.name) !== false;
  }

  /** The stack that a resource of the type AWS::CloudFormation::Stack is; undefined where its template isn't known. */
  public child(resource: DeclaredResource): Stack | undefined {
    if (!this.children.has(resource.logicalId)) {
      this.children.set(resource.logicalId, this.makeChild(resource));
    }
    return this.children.get(resource.logicalId);
  }

  private makeChild(resource: DeclaredResource): Stack | undefined {
    const template = this.app.nestedTemplate(resource);
    if (template === undefined) return undefined;
    const { name, region, account, source } = this.place;
    return new Stack({ name: `${name}/${resource.logicalId}`, stackName: resource.id, region, account, source, template, nestedIn: resource }, this.app);
  }

  /** What a parameter is given: by the parent of a nested stack, else from outside. */
  private given(name: string, declaration: unknown): Resolved {
    const parent = this.place.nestedIn;
    if (parent !== undefined) {
      // a nested stack takes an SSM parameter's name from its parent, and its value is unknown
      if (/^AWS::SSM::Parameter::Value/.test(String(own(declaration, 'Type')))) return undefined;
      const passed = parent.property('Parameters');
      return isUnknown(passed) ? passed : own(passed, name) as Resolved;
    }
    const { parameters } = this.app;
    const key = [`${this.place.name}:${name}`, `${this.place.stackName}:${name}`, name].find((each) => Object.hasOwn(parameters, each));
    return key === undefined ? undefined : parameters[key] as Resolved;
  }
}

function entries(section: unknown): [string, unknown][] {
  return isRecord(section) ? Object.entries(section) : [];
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const PSEUDO_PARAMETERS: ReadonlyMap<string, (stack: Stack) => Resolved> = new Map<string, (stack: Stack) => Resolved>([
  ['AWS::NoValue', () => undefined],
  ['AWS::Region', ({ region }) => region],
  ['AWS::AccountId', ({ place }) => place.account],
  ['AWS::Partition', ({ region }) => partitionOf(region)],
  ['AWS::URLSuffix', ({ region }) => urlSuffixOf(region)],
  ['AWS::StackName', ({ place }) => place.stackName],
  ['AWS::StackId', ({ place, region }) => stackId(place, region)],
  ['AWS::NotificationARNs', () => []],
]);

export function stackId({ name, stackName, account }: Pick<StackPlace, 'name' | 'stackName' | 'account'>, region: string): string {
  return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${stackName}/${mintUuid(`${region}\0${account}\0${name}`)}`;
}
