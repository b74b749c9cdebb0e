import { CfnResource, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { type IResource, type IRestApi, Method, Resource, ResourceBase } from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { isSameApi } from './api-id';

const RESOURCE = 'AWS::ApiGateway::Resource';
const METHOD = 'AWS::ApiGateway::Method';

/** A resource of an API: the CDK's construct, or the CloudFormation resource where somebody wrote that. */
export type ApiResource = IResource | CfnResource;

/** A method of an API, whichever construct made it. */
export interface ApiMethod {
  readonly path: string;
  readonly httpMethod: string;
  readonly cfn: CfnResource;
}

/** What a REST API has in this app, in whichever stack and at whichever level it is made. */
export interface ApiParts {
  /** By path: those with methods, their parents, and those that have neither yet. */
  readonly resources: ReadonlyMap<string, ApiResource>;
  readonly methods: readonly ApiMethod[];
}

/** Finds the resources and methods of an API: its own constructs, and what refers to it from elsewhere in the app (an import, CfnMethod, CfnInclude). */
export function partsOf(api: IRestApi): ApiParts {
  const nodes = api.node.root.node.findAll();
  const resources = new Map<string, ApiResource>([['/', api.root]]);
  const methods = new Map<CfnResource, ApiMethod>();
  const paths = new Map<IConstruct, string>();
  const add = (path: string, resource: ApiResource) => resources.set(path, resources.get(path) ?? resource);
  for (const node of nodes) {
    if (node instanceof ResourceBase && isSameApi(node.api.restApiId, api.restApiId)) {
      add(node.path, node);
      paths.set(node.node.defaultChild ?? node, node.path);
    } else if (node instanceof Method && isSameApi(node.api.restApiId, api.restApiId)) {
      for (let each: IResource | undefined = node.resource; each !== undefined; each = each instanceof Resource ? each.parentResource : undefined) {
        add(each.path, each);
      }
      const cfn = node.node.defaultChild as CfnResource;
      methods.set(cfn, { path: node.resource.path, httpMethod: node.httpMethod, cfn });
    }
  }
  const written = nodes.filter((node): node is CfnResource => isOf(node, RESOURCE, METHOD) && !paths.has(node) && !methods.has(node as CfnResource)
    && isIdOf(propertyOf(node, 'RestApiId'), node, api));
  for (const cfn of written.filter((each) => each.cfnResourceType === RESOURCE)) {
    const path = pathOf(cfn, api, paths);
    if (path !== undefined) {
      add(path, cfn);
    }
  }
  for (const cfn of written.filter((each) => each.cfnResourceType === METHOD)) {
    const path = pathBehind(propertyOf(cfn, 'ResourceId'), cfn, api, paths);
    const httpMethod = Stack.of(cfn).resolve(propertyOf(cfn, 'HttpMethod'));
    if (path !== undefined && typeof httpMethod === 'string') {
      methods.set(cfn, { path, httpMethod: httpMethod.toUpperCase(), cfn });
    }
  }
  return { resources, methods: [...methods.values()] };
}

/** A property of a CloudFormation resource as it was given: by name for one that has a class of its own, else as in the template. */
export function propertyOf(cfn: CfnResource, name: string): unknown {
  // `cfnProperties` is protected; no public reader knows every kind of resource.
  const { cfnProperties } = cfn as unknown as { cfnProperties: { readonly [name: string]: unknown } };
  return cfnProperties[name] ?? cfnProperties[name[0].toLowerCase() + name.slice(1)];
}

function isOf(node: IConstruct, ...types: string[]): node is CfnResource {
  return CfnResource.isCfnResource(node) && types.includes(node.cfnResourceType);
}

/** Whether a property is the id of the API: a reference to it, its token, or `{ Ref }` in its own stack. */
function isIdOf(value: unknown, at: CfnResource, api: IRestApi): boolean {
  if (typeof value === 'string') return isSameApi(value, api.restApiId);
  const target = referredTo(value, at);
  return target !== undefined && target === api.node.defaultChild;
}

/** The path of a resource that was written in CloudFormation's terms; undefined where it hangs on something that isn't in the app. */
function pathOf(cfn: CfnResource, api: IRestApi, paths: Map<IConstruct, string>, depth = 0): string | undefined {
  const known = paths.get(cfn);
  // A path has few parts; more are a circle, which CloudFormation refuses.
  if (known !== undefined || depth > 100) return known;
  const part = Stack.of(cfn).resolve(propertyOf(cfn, 'PathPart'));
  const parent = pathBehind(propertyOf(cfn, 'ParentId'), cfn, api, paths, depth);
  if (parent === undefined || typeof part !== 'string') return undefined;
  const path = `${parent === '/' ? '' : parent}/${part}`;
  paths.set(cfn, path);
  return path;
}

/** The path of the resource that an id stands for. */
function pathBehind(id: unknown, at: CfnResource, api: IRestApi, paths: Map<IConstruct, string>, depth = 0): string | undefined {
  if (id === api.root.resourceId) return '/';
  const target = referredTo(id, at);
  if (target === undefined) return undefined;
  if (target === api.node.defaultChild || (isOf(target, 'AWS::ApiGateway::RestApi') && isSameApi(target.ref, api.restApiId))) return '/';
  return paths.get(target) ?? (isOf(target, RESOURCE) ? pathOf(target, api, paths, depth + 1) : undefined);
}

/** The construct that a token, `{ Ref }` or `{ Fn::GetAtt }` refers to. */
function referredTo(value: unknown, at: CfnResource): IConstruct | undefined {
  if (typeof value === 'string') return Tokenization.reverseString(value).tokens.filter((token) => Reference.isReference(token))[0]?.target;
  const { Ref: ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { 'Ref'?: unknown; 'Fn::GetAtt'?: unknown };
  const logicalId = ref ?? (Array.isArray(attribute) ? attribute[0] : attribute);
  const stack = Stack.of(at);
  return typeof logicalId !== 'string' ? undefined
    : stack.node.findAll().find((node) => CfnResource.isCfnResource(node) && Stack.of(node) === stack && stack.resolve(node.logicalId) === logicalId);
}
