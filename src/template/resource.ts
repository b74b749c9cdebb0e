import type { Cell } from './cell';
import { mint, mintUuid } from './mint';
import type { Resolved, TemplateResource } from './model';
import { partitionOf, urlSuffixOf } from './partition';
import { referencesIn } from './references';
import { resolve } from './resolve';
import { type Stack, stackId } from './stack';
import { definitionOf, generatedName, type Naming, type TypeDefinition } from './types';
import { isUnknown, type Maybe, Unknown } from './unknown';
import { isRecord, record, textOf } from './values';

/** A resource as its template declares it, whether or not its condition holds. */
export class DeclaredResource implements TemplateResource, Naming {
  public readonly type: string;
  public readonly path: string;
  private readonly definition: TypeDefinition;
  private readonly cells = new Map<string, Cell<Resolved>>();
  private readonly idCell: Cell<string>;
  private resolved?: { readonly [name: string]: Resolved };

  constructor(
    public readonly logicalId: string,
    private readonly declaration: { readonly [name: string]: unknown },
    private readonly owner: Stack,
  ) {
    this.type = String(declaration.Type);
    this.path = `${owner.place.name}/${logicalId}`;
    this.definition = definitionOf(this.type);
    this.idCell = owner.cell(this.path, () => this.givenName() ?? (this.definition.mintId ?? generatedName)(this));
  }

  public get stack(): string {
    return this.owner.place.name;
  }

  public get stackName(): string {
    return this.owner.place.stackName;
  }

  public get region(): string {
    return this.owner.place.region;
  }

  public get account(): string {
    return this.owner.place.account;
  }

  public get partition(): string {
    return partitionOf(this.region);
  }

  public get urlSuffix(): string {
    return urlSuffixOf(this.region);
  }

  public get metadata(): { readonly [name: string]: unknown } {
    return isRecord(this.declaration.Metadata) ? this.declaration.Metadata : {};
  }

  public get dependsOn(): string[] {
    const { DependsOn: named } = this.declaration;
    return (Array.isArray(named) ? named : [named]).filter((each) => typeof each === 'string');
  }

  public get needs(): string[] {
    return [...new Set([...this.dependsOn, ...referencesIn(this.declaration.Properties)])];
  }

  public get properties(): { readonly [name: string]: Resolved } {
    return this.resolved ??= this.resolveAll();
  }

  private resolveAll(): { readonly [name: string]: Resolved } {
    const resolved = record<Resolved>();
    const { Properties: declared } = this.declaration;
    for (const name of isRecord(declared) ? Object.keys(declared) : []) {
      const value = this.property(name);
      if (value !== undefined) {
        resolved[name] = value;
      }
    }
    const document = resolved.Body === undefined ? this.documentInBucket() : undefined;
    return document === undefined ? resolved : { ...resolved, Body: document };
  }

  /** The OpenAPI document of an API that is uploaded with the app; undefined where there is none, or it isn't known. */
  public documentInBucket(): Resolved {
    const location = this.type === 'AWS::ApiGateway::RestApi' || this.type === 'AWS::ApiGatewayV2::Api' ? this.property('BodyS3Location') : undefined;
    return isRecord(location) ? this.owner.document(location.Bucket as Resolved, location.Key as Resolved) : undefined;
  }

  public property(name: string): Resolved {
    const { Properties: declared } = this.declaration;
    if (!isRecord(declared) || !Object.hasOwn(declared, name)) return undefined;
    let cell = this.cells.get(name);
    if (cell === undefined) {
      const path = `${this.path}/Properties/${name}`;
      cell = this.owner.cell(path, () => this.resolveProperty(name, declared[name], path));
      this.cells.set(name, cell);
    }
    return cell.get();
  }

  private resolveProperty(name: string, value: unknown, path: string): Resolved {
    if (!name.startsWith('Fn::')) return resolve(value, path, this.owner);
    const resolved = resolve({ [name]: value }, path, this.owner);
    return isUnknown(resolved) ? resolved : new Unknown(path, `${name} can't stand among properties`);
  }

  /** Whether there is such a resource, which its condition may decide. */
  public exists(): Maybe<boolean> {
    const { condition } = this;
    return condition === undefined ? true : this.owner.condition(condition, this.path);
  }

  /** The name of the condition that decides whether there is such a resource. */
  public get condition(): string | undefined {
    const { Condition: name } = this.declaration;
    return typeof name === 'string' ? name : undefined;
  }

  public get id(): string {
    const id = this.idCell.get();
    // only within itself, where only a name asks for it that is made of itself
    return isUnknown(id) ? generatedName(this) : id;
  }

  /** Why it can't be referred to while its name is looked for: the name would be made of itself, which CloudFormation refuses. */
  public circle(): Unknown | undefined {
    return this.idCell.circle();
  }

  /**
   * A name that its properties give.
   *
   * Where that isn't known, one is minted as AWS does for a resource without a name: it stands for the resource, as other minted ids do, so that
   * what refers to the resource still finds it. The property itself stays unknown.
   */
  private givenName(): string | undefined {
    const { nameProperty } = this.definition;
    return (nameProperty === undefined ? undefined : textOf(this.property(nameProperty))) || undefined;
  }

  public get physicalId(): string {
    if (this.type === 'AWS::CloudFormation::Stack') {
      return stackId({ name: this.path, stackName: this.id, account: this.account }, this.region);
    }
    return this.definition.ref?.(this) ?? this.id;
  }

  public attribute(name: string): Resolved {
    const path = `${this.path}/${name}`;
    if (this.type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.')) {
      return this.owner.child(this)?.output(name.slice('Outputs.'.length), path) ??
        new Unknown(path, `the template of the nested stack ${this.logicalId} isn't known; give the cloud assembly with its assets`);
    }
    if (this.type === CROSS_REGION_READER) return this.owner.exportedAcrossRegions(name, path);
    const { attributes = {} } = this.definition;
    if (Object.hasOwn(attributes, name)) return attributes[name](this);
    return new Unknown(path, isCustom(this.type)
      ? `the function behind the custom resource ${this.logicalId} decides it`
      : `AWS decides the attribute ${name} of ${this.type} when the stack is deployed, and the emulator doesn't know its form`);
  }

  /** The texts that mean this resource: its Ref and its attributes. */
  public identifiers(): string[] {
    const { attributes = {}, sharesItsRef = false } = this.definition;
    const known = Object.keys(attributes).filter((name) => !NOT_IDENTIFYING.has(name)).map((name) => attributes[name](this));
    return [sharesItsRef ? undefined : this.physicalId, ...known].filter((value) => typeof value === 'string');
  }

  /** Whether its Ref is a name that its template gives it, and so may be a word of any text. */
  public get isNamed(): boolean {
    return this.givenName() !== undefined;
  }

  public mint(alphabet: string, length: number, purpose = 'id'): string {
    return mint(this.seed(purpose), alphabet, length);
  }

  public mintUuid(purpose = 'id'): string {
    return mintUuid(this.seed(purpose));
  }

  private seed(purpose: string): string {
    return [this.account, this.region, this.stack, this.logicalId, purpose].join('\0');
  }

  /** The stack that this resource is, if it is a nested one whose template is known. */
  public nested(): Stack | undefined {
    return this.type === 'AWS::CloudFormation::Stack' ? this.owner.child(this) : undefined;
  }

  /** What steps of an answer and routes have of it in JSON: the model as a whole would go round in circles. */
  public toJSON(): string {
    return this.path;
  }

  public get declaringStack(): Stack {
    return this.owner;
  }
}

export const CROSS_REGION_READER = 'Custom::CrossRegionExportReader';

/** Attributes that tell something of a resource and aren't name of it. */
const NOT_IDENTIFYING: ReadonlySet<string> = new Set(['Value', 'Type', 'Version', 'DistributionHostedZoneId', 'FunctionArn']);

export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}
