import { CfnResource, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { type CfnApi, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct, type IConstruct } from 'constructs';

/** Whether the construct is a route, however it came about. */
export function isCfnRoute(construct: IConstruct): construct is CfnRoute {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === CfnRoute.CFN_RESOURCE_TYPE_NAME && 'routeKey' in construct;
}

/** Whether `apiId` of a resource is the API: its Ref, also from another stack, or text that comes to the same within one stack. */
export function refersTo(resource: CfnResource, apiId: string, api: CfnApi): boolean {
  const references = Tokenization.reverseString(apiId).tokens.filter((token) => Reference.isReference(token));
  if (references.length > 0) return references.some((reference) => reference.target === api);
  const stack = Stack.of(resource);
  return stack === Stack.of(api) && JSON.stringify(stack.resolve(apiId)) === JSON.stringify(stack.resolve(api.ref));
}

/** The route key that ends up in the template. Lazy text is resolved; what is only known at deploy time stays a token. */
export function routeKeyOf(route: CfnRoute): string {
  const key = overrideOf(route, 'RouteKey') ?? route.routeKey;
  const resolved = Stack.of(route).resolve(key);
  return typeof resolved === 'string' ? resolved : key;
}

/** The authorization type that ends up in the template. */
export function authorizationTypeOf(route: CfnRoute): string {
  return overrideOf(route, 'AuthorizationType') ?? route.authorizationType ?? 'NONE';
}

/** Gives the route another key, also where an escape hatch set the one that it has. */
export function setRouteKey(route: CfnRoute, key: string): void {
  if (overrideOf(route, 'RouteKey') === undefined) {
    route.routeKey = key;
  } else {
    route.addPropertyOverride('RouteKey', key);
  }
}

/** A place for a route in the tree of constructs. */
export interface RoutePlace {
  readonly scope: Construct;
  readonly id: string;
}

/**
 * Where the CDK would put an explicit route of an API (`addRoutes`), so that a method that is written out and the same method as a route of the user's have
 * one logical id: to exchange them updates the route in place. Undefined where the route wasn't made that way, or where something has that place.
 */
export function placeInApi(route: CfnRoute, api: IConstruct, key: string): RoutePlace | undefined {
  const id = key.replace(' ', '');
  const isOfApi = route.node.id === 'Resource' && route.node.scope?.node.scope === api && Stack.of(route) === Stack.of(api);
  return isOfApi && api.node.tryFindChild(id) === undefined ? { scope: new Construct(api as Construct, id), id: 'Resource' } : undefined;
}

/** Gives a route the logical id of another place, unless the user gave it one. */
export function moveTo(route: CfnRoute, place: RoutePlace): void {
  const stack = Stack.of(route);
  const standIn = new CfnRoute(place.scope, place.id, { apiId: route.apiId, routeKey: route.routeKey });
  const logicalId = stack.getLogicalId(standIn);
  place.scope.node.scope!.node.tryRemoveChild(place.scope.node.id);
  if (stack.resolve(route.logicalId) === stack.getLogicalId(route)) {
    route.overrideLogicalId(logicalId);
  }
}

/**
 * A scope beside a route for those that are added to it. What depends on the construct of an L2 route depends on them too, and their logical ids have a
 * hash, so that they meet none of the user's where an L1 route stands right in a stack.
 */
export function scopeBeside(route: CfnRoute): Construct {
  const parent = route.node.scope as Construct;
  let id = route.node.id === 'Resource' ? 'Methods' : `${route.node.id}-Methods`;
  while (parent.node.tryFindChild(id) !== undefined) {
    id += '-cors';
  }
  return new Construct(parent, id);
}

/**
 * A route with another key that is the same in all else: target, authorizer, scopes, condition, dependencies and what escape hatches changed.
 */
export function cloneRoute(route: CfnRoute, { scope, id }: RoutePlace, label: string, key: string): CfnRoute {
  const clone = new CfnRoute(scope, id, {
    apiId: route.apiId,
    routeKey: key,
    apiKeyRequired: route.apiKeyRequired,
    authorizationScopes: route.authorizationScopes,
    authorizationType: route.authorizationType,
    authorizerId: route.authorizerId,
    modelSelectionExpression: route.modelSelectionExpression,
    // An operation's name is the operationId of an exported document, where it must be unique.
    operationName: route.operationName && `${route.operationName}-${label}`,
    requestModels: route.requestModels,
    requestParameters: route.requestParameters,
    routeResponseSelectionExpression: route.routeResponseSelectionExpression,
    target: route.target,
  });
  const { metadata, ...options } = route.cfnOptions;
  Object.assign(clone.cfnOptions, options);
  clone.cfnOptions.metadata = { ...metadata, ...clone.cfnOptions.metadata };
  for (const [name, value] of Object.entries(overridesOf(route))) {
    clone.addOverride(name, copied(value));
  }
  setRouteKey(clone, key);
  clone.node.addDependency(...route.node.dependencies, ...resourcesBefore(route));
  return clone;
}

/** The constructs that come after a resource at deploy, because somebody said so. */
export function dependentsOf(resource: CfnResource, scope: IConstruct): IConstruct[] {
  return scope.node.findAll().filter((node) => node.node.dependencies.includes(resource)
    || (CfnResource.isCfnResource(node) && resourcesBefore(node).includes(resource)));
}

// Stacks are left out: that one stack comes after another is settled already.
function resourcesBefore(resource: CfnResource): CfnResource[] {
  return resource.obtainDependencies().filter((dependency): dependency is CfnResource => CfnResource.isCfnResource(dependency as IConstruct));
}

// What `addOverride` collected. It has no public reader, yet a clone without it could lose the authorizer that somebody set this way.
function overridesOf(resource: CfnResource): Record<string, any> {
  return (resource as unknown as { rawOverrides?: Record<string, any> }).rawOverrides ?? {};
}

/** What an escape hatch set a property to; undefined where none did. */
export function overrideOf(resource: CfnResource, property: string): any {
  return overridesOf(resource).Properties?.[property];
}

function copied(value: any): any {
  if (Array.isArray(value)) return value.map(copied);
  // What isn't a plain object is a token, and keeps its identity. Plain objects of the CDK have no prototype.
  const isPlain = value !== null && typeof value === 'object' && [null, Object.prototype].includes(Object.getPrototypeOf(value));
  return isPlain ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copied(each)])) : value;
}
