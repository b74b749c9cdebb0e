/**
 * CloudFormation and API Gateway, as literally as it can be said: a table of what is live, changed one resource at a time. Nothing of src/update has a
 * part in it, so that it can judge what src/update says.
 */
import type { AppSource, StackSource } from '../../src/template';
import { Scope, type Template } from './scope';

/** Something that is live on AWS. */
export interface Live {
  readonly id: string;
  readonly type: string;
  /** The logical id that it had when it was made, for names in answers. */
  readonly logicalId: string;
  /** With physical ids in the place of references. */
  properties: any;
}

/** What a deployment of an API keeps: the API and all of its parts as they were at that time. */
export type Copy = readonly Live[];

/** An update that failed: which resource, and what AWS says. */
export interface Failure {
  readonly logicalId: string;
  readonly says: string;
}

interface Owned {
  readonly id: string;
  readonly declared: any;
  readonly properties: any;
  readonly type: string;
}

/** Properties that can't be changed in place. Of other types nothing is asked here. */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::Resource': ['RestApiId', 'ParentId', 'PathPart'],
  'AWS::ApiGateway::Method': ['RestApiId', 'ResourceId', 'HttpMethod'],
  'AWS::ApiGateway::GatewayResponse': ['RestApiId', 'ResponseType'],
  'AWS::ApiGateway::Deployment': ['RestApiId'],
  'AWS::ApiGateway::Stage': ['RestApiId', 'StageName'],
  'AWS::ApiGateway::Authorizer': ['RestApiId'],
  'AWS::ApiGatewayV2::Route': ['ApiId'],
  'AWS::ApiGatewayV2::Stage': ['ApiId', 'StageName'],
  'AWS::ApiGatewayV2::Integration': ['ApiId'],
  'AWS::CloudFront::Function': ['Name'],
};

const PARTS = /^AWS::ApiGateway::(?:Resource|Method|GatewayResponse|Authorizer|Model|RequestValidator)$|^AWS::ApiGatewayV2::(?:Route|Integration|Authorizer)$/;

/** An account with what is live in it. */
export class Aws {
  public live = new Map<string, Live>();
  public copies = new Map<string, Copy>();
  private stacks = new Map<string, Map<string, Owned>>();
  private exports = new Map<string, any>();
  private made = 0;

  /** `cdk deploy --all`: the stacks in their order. A stack that fails is rolled back, and the rest isn't deployed. */
  public deploy(app: AppSource): Failure | undefined {
    for (const { stackName, template, localTemplates, assets } of inOrder(app.stacks)) {
      const before = structuredClone({ live: this.live, copies: this.copies, stacks: this.stacks, exports: this.exports });
      const update = new Update(this, this.stacks.get(stackName) ?? new Map<string, Owned>(), { localTemplates, assets });
      const failure = update.run(template as Template, '', { 'AWS::StackName': stackName }).failure;
      if (failure !== undefined) {
        Object.assign(this, before);
        return failure;
      }
      this.stacks.set(stackName, update.cleanUp());
    }
    return undefined;
  }

  public export(name: string, value: unknown): void {
    this.exports.set(name, value);
  }

  public import(name: string): unknown {
    return this.exports.get(name);
  }

  public newId(logicalId: string): string {
    return `${logicalId.toLowerCase()}-${this.made += 1}`;
  }

  /** All that is live of an API. */
  public partsOf(api: string): Live[] {
    const isPart = ({ type, properties }: Live) => PARTS.test(type) && (properties.RestApiId ?? properties.ApiId) === api;
    return [...this.live.values()].filter((each) => each.id === api || isPart(each));
  }
}

/** One update of one stack with its nested stacks. */
class Update {
  private readonly kept = new Map<string, Owned>();
  private readonly oldHalves: Owned[] = [];
  /** Identities that were given up in place, each with who gave it up. */
  private readonly released = new Map<string, string>();

  constructor(private readonly aws: Aws, private readonly owned: Map<string, Owned>, private readonly files: Pick<StackSource, 'localTemplates' | 'assets'>) {}

  public run(template: Template, prefix: string, given: Record<string, any>): { failure?: Failure; outputs: Record<string, any> } {
    const scope = new Scope(template, given, (name) => this.aws.import(name));
    for (const logicalId of scope.order()) {
      const declared = template.Resources[logicalId];
      if (!scope.exists(declared)) continue;
      const properties = scope.resolve(declared.Properties ?? {});
      if (declared.Type === 'AWS::CloudFormation::Stack') {
        const inside = this.run(this.nested(declared), `${prefix}${logicalId}/`, properties.Parameters ?? {});
        if (inside.failure !== undefined) return inside;
        const outputs = Object.entries(inside.outputs).map(([name, value]) => [`Outputs.${name}`, value]);
        scope.made(logicalId, `stack-${logicalId}`, Object.fromEntries(outputs));
        continue;
      }
      const says = this.reach(`${prefix}${logicalId}`, logicalId, declared, properties, (other) => scope.waitsFor(logicalId, other));
      if (says !== undefined) return { failure: { logicalId, says }, outputs: {} };
      const { id } = this.kept.get(`${prefix}${logicalId}`)!;
      scope.made(logicalId, id, { RootResourceId: `${id}/root` });
    }
    const outputs = scope.outputs();
    outputs.filter(({ exported }) => exported !== undefined).forEach(({ exported, value }) => this.aws.export(exported!, value));
    return { outputs: Object.fromEntries(outputs.map(({ name, value }) => [name, value])) };
  }

  private nested({ Metadata, Properties }: any): Template {
    const url = JSON.stringify(Properties.TemplateURL);
    const asset = this.files.assets.find(({ objectKey, template }) => template !== undefined && url.includes(objectKey));
    return (asset?.template ?? this.files.localTemplates.get(Metadata?.['aws:asset:path'])) as Template;
  }

  /** Creates, replaces, updates or leaves one resource. @returns what AWS says where it fails */
  private reach(key: string, logicalId: string, declared: any, properties: any, waitsFor: (logicalId: string) => boolean): string | undefined {
    const type = declared.Type as string;
    const old = this.owned.get(key);
    const isSame = old !== undefined && old.type === type;
    const isReplaced = isSame && (IMMUTABLE[type] ?? []).some((name) => JSON.stringify(old.properties[name]) !== JSON.stringify(properties[name]));
    if (isSame && !isReplaced && JSON.stringify(old.properties) === JSON.stringify(properties)) {
      this.kept.set(key, old);
      return undefined;
    }
    const identity = identityOf(type, properties);
    const inPlace = isSame && !isReplaced ? old : undefined;
    const taken = this.takenBy(identity, type, properties, inPlace?.id);
    if (taken !== undefined) return taken;
    const giver = identity === undefined ? undefined : this.released.get(identity);
    if (giver !== undefined && !waitsFor(giver)) return `${identity} may not be free yet`;
    if (isReplaced) {
      this.oldHalves.push(old);
    }
    if (inPlace !== undefined) {
      this.release(inPlace, identity, logicalId);
    }
    const id = inPlace?.id ?? (type === 'AWS::ApiGateway::GatewayResponse' ? identity! : this.aws.newId(logicalId));
    this.kept.set(key, { id, type, declared, properties });
    this.put({ id, type, logicalId, properties: structuredClone(properties) }, inPlace);
    return undefined;
  }

  private takenBy(identity: string | undefined, type: string, properties: any, self: string | undefined): string | undefined {
    if (identity === undefined || type === 'AWS::ApiGateway::GatewayResponse') return undefined;
    const imported = this.takenByDocument(type, properties, self);
    if (imported !== undefined) return imported;
    for (const each of this.aws.live.values()) {
      if (each.id === self || each.type !== type) continue;
      if (identityOf(type, each.properties) === identity) return SAYS[type]?.(properties) ?? `${identity} already exists`;
      const areSiblings = type === 'AWS::ApiGateway::Resource' && each.properties.ParentId === properties.ParentId;
      if (areSiblings && [each.properties, properties].every(({ PathPart }) => PathPart.startsWith('{'))) {
        return `A sibling (${each.properties.PathPart}) of this resource already has a variable path part -- only one is allowed`;
      }
    }
    return undefined;
  }

  /** What the document of an API has made of the root: its methods, and what is right below it. */
  private takenByDocument(type: string, properties: any, self: string | undefined): string | undefined {
    const root = `${properties.RestApiId}/root`;
    const paths = this.aws.live.get(properties.RestApiId)?.properties.Body?.paths ?? {};
    if (self !== undefined || ![properties.ParentId, properties.ResourceId].includes(root)) return undefined;
    if (type === 'AWS::ApiGateway::Method') return paths['/']?.[properties.HttpMethod.toLowerCase()] && SAYS[type](properties);
    const parts = Object.keys(paths).map((path) => path.split('/')[1]);
    if (parts.includes(properties.PathPart)) return SAYS[type](properties);
    const variable = parts.find((part) => part.startsWith('{') && properties.PathPart.startsWith('{'));
    return variable && `A sibling (${variable}) of this resource already has a variable path part -- only one is allowed`;
  }

  private release({ type, properties }: Owned, now: string | undefined, logicalId: string): void {
    const before = identityOf(type, properties);
    if (before !== undefined && before !== now) {
      this.released.set(before, logicalId);
    }
  }

  private put(resource: Live, before: Owned | undefined): void {
    const { id, type, properties } = resource;
    if (type === 'AWS::ApiGateway::RestApi') {
      this.import(id, properties, before);
    }
    this.aws.live.set(id, resource);
    if (/::Deployment$/.test(type)) {
      this.aws.copies.set(id, structuredClone(this.aws.partsOf(properties.RestApiId ?? properties.ApiId)));
    }
  }

  /** What an import does to what the API has; without a document, what an earlier one made stays. */
  private import(id: string, properties: any, before: Owned | undefined): void {
    const old = this.aws.live.get(id)?.properties.Body;
    if (properties.Body === undefined || JSON.stringify(properties.Body) === JSON.stringify(before?.properties.Body)) {
      properties.Body = old;
    } else if (properties.Mode === 'overwrite') {
      this.aws.partsOf(id).forEach((part) => this.aws.live.delete(part.id));
    } else if (old !== undefined) {
      const paths = new Set([...Object.keys(old.paths), ...Object.keys(properties.Body.paths)]);
      const merged = [...paths].map((path) => [path, { ...old.paths[path], ...properties.Body.paths[path] }]);
      properties.Body = { ...properties.Body, paths: Object.fromEntries(merged) };
    }
  }

  /** When all else succeeded: deletes what the template lacks, and the old halves of replacements. @returns what the stack owns now */
  public cleanUp(): Map<string, Owned> {
    const removed = [...this.owned].filter(([key, old]) => this.kept.get(key)?.type !== old.type).map(([, old]) => old);
    for (const old of [...removed, ...this.oldHalves].filter(({ declared }) => !/^Retain/.test(declared.DeletionPolicy ?? ''))) {
      this.aws.live.delete(old.id);
      this.deleteFromDocument(old);
    }
    return this.kept;
  }

  /** What was imported is deleted too, where it has the identity that is deleted. */
  private deleteFromDocument({ type, properties }: Owned): void {
    const document = this.aws.live.get(properties.RestApiId)?.properties.Body;
    if (document === undefined) return;
    if (type === 'AWS::ApiGateway::GatewayResponse') {
      delete document['x-amazon-apigateway-gateway-responses']?.[properties.ResponseType];
    }
    if (type === 'AWS::ApiGateway::Method' && properties.ResourceId === `${properties.RestApiId}/root`) {
      delete document.paths?.['/']?.[properties.HttpMethod.toLowerCase()];
    }
  }
}

/** Each stack after those that it depends on. */
function inOrder(stacks: AppSource['stacks'], done: AppSource['stacks'] = []): AppSource['stacks'] {
  const next = stacks.find(({ dependencies = [] }) => dependencies.every((name) => done.some((each) => each.name === name)));
  return next === undefined ? done : inOrder(stacks.filter((each) => each !== next), [...done, next]);
}

/** What there can't be two of. */
function identityOf(type: string, properties: any): string | undefined {
  const names: Readonly<Record<string, readonly string[]>> = {
    'AWS::ApiGateway::Resource': ['RestApiId', 'ParentId', 'PathPart'],
    'AWS::ApiGateway::Method': ['RestApiId', 'ResourceId', 'HttpMethod'],
    'AWS::ApiGateway::GatewayResponse': ['RestApiId', 'ResponseType'],
    'AWS::ApiGateway::Stage': ['RestApiId', 'StageName'],
    'AWS::ApiGateway::Authorizer': ['RestApiId', 'Name'],
    'AWS::ApiGatewayV2::Route': ['ApiId', 'RouteKey'],
    'AWS::ApiGatewayV2::Stage': ['ApiId', 'StageName'],
    'AWS::CloudFront::Function': ['Name'],
    'AWS::Lambda::Url': ['TargetFunctionArn', 'Qualifier'],
  };
  return names[type] && [type, ...names[type].map((name) => JSON.stringify(properties[name]))].join(' ');
}

const SAYS: Readonly<Record<string, (properties: any) => string>> = {
  'AWS::ApiGateway::Resource': () => 'Another resource with the same parent already has this name',
  'AWS::ApiGateway::Method': () => 'Method already exists for this resource',
  'AWS::ApiGatewayV2::Route': ({ RouteKey }) => `Route with key ${RouteKey} already exists for this API`,
};
