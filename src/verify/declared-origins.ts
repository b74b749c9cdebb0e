import { isUnknown, type EmulatedEntrance, type EntranceRoute, type Emulator, type Resolved, type Step, type TemplateModel, type TemplateResource } from '../emulator';
import { MANAGED_RESPONSE_HEADERS_POLICIES } from '../emulator/cloudfront';
import { Remembered } from '../values';
import { comparedOrigins, isAnyOrigin, listedOrigins } from './origin-text';
import { samplePath } from './targets';

/** An origin that a template says may call, and where it says so. */
export interface DeclaredOrigin {
  /** `*` for any. */
  readonly origin: string;
  /** As it is written, which may be otherwise than a browser sends it. */
  readonly written: string;
  readonly path: string;
}

/** Who may call a route, as far as the template says. */
export interface Declared {
  readonly origins: readonly DeclaredOrigin[];
  /** Whether something in the template lets in some pages, also where it doesn't name them. */
  readonly speaks: boolean;
  /** Whether a part of it lets in any page. */
  readonly open: boolean;
  /** Whether only functions say so, in their code or their environment. */
  readonly byFunctions: boolean;
}

const ALLOW_ORIGIN = /access-?control-?allow-?origin/i;

/**
 * Who may call a route: what its distribution says, which has the last word, else its preflight and its own responses. Where these say nothing, what the rest of the API says,
 * then its gateway responses, which can't choose and so often say more, and at last the functions behind it. Who names origins is heard before who lets in any.
 */
export function declaredOrigins(emulator: Emulator, entrance: EmulatedEntrance, route: EntranceRoute): Declared {
  const edge = saidBy(entrance.kind === 'cloudfront' ? edgeLayers(emulator, entrance, route) : [], false);
  if (edge.speaks) return edge;
  const apis = apisOf(emulator, entrance, route);
  const lists: ReadonlyArray<() => Layer[]> = [
    () => apis.flatMap((api) => [...preflightLayers(emulator, entrance, route, api), ...routeLayers(emulator.model, api, route)]),
    () => apis.flatMap((api) => apiLayers(emulator.model, api)),
    () => apis.flatMap((api) => gatewayLayers(emulator.model, api)),
  ];
  let open: Declared | undefined;
  for (const layers of lists) {
    const said = saidBy(layers(), false);
    if (said.origins.some(({ origin }) => !isAnyOrigin(origin))) return { ...said, open: said.open || open !== undefined };
    if (said.origins.length > 0) {
      open ??= said;
    } else if (said.speaks) {
      return open ?? said;
    }
  }
  return open ?? saidBy(functionLayers(emulator.model, apis, route), true);
}

function saidBy(layers: readonly Layer[], byFunctions: boolean): Declared {
  const found = layers.flatMap(({ value, path, all }) => originsIn(value, path, all));
  const distinct = found.filter(({ origin }, index) => found.findIndex((each) => each.origin === origin) === index);
  const named = distinct.filter(({ origin }) => !isAnyOrigin(origin));
  return {
    origins: named.length > 0 ? named : distinct,
    speaks: distinct.length > 0 || (!byFunctions && layers.some(({ value, all }) => !all && chooses(value))),
    open: distinct.length > named.length,
    byFunctions,
  };
}

interface Layer {
  readonly value: unknown;
  readonly path: string;
  /** Whether every origin in it counts, rather than those beside the name of the header. */
  readonly all: boolean;
}

/** The APIs that a route leads to. */
function apisOf({ entrances }: Emulator, entrance: EmulatedEntrance, route: EntranceRoute): TemplateResource[] {
  if (entrance.kind !== 'cloudfront') return [entrance.resource];
  return entrances.filter(({ kind, routes, logicalId }) => kind !== 'cloudfront' && (logicalId === route.logicalId || routes.some((each) => each.logicalId === route.logicalId)))
    .map(({ resource }) => resource);
}

function edgeLayers({ model }: Emulator, entrance: EmulatedEntrance, route: EntranceRoute): Layer[] {
  const behavior = behaviorOf(entrance.resource, route.behavior);
  const text = JSON.stringify(behavior ?? null, (_name, value: unknown) => (isUnknown(value) ? null : value));
  return [
    ...model.referentsIn(text, 'AWS::CloudFront::ResponseHeadersPolicy').map((resource) => layer(resource, ['ResponseHeadersPolicyConfig', 'CorsConfig', 'AccessControlAllowOrigins'], true)),
    ...model.referentsIn(text, 'AWS::CloudFront::Function').map((resource) => layer(resource, ['FunctionCode'], false)),
    ...managedLayers(entrance, behavior),
    ...bucketsBehind(model, entrance.resource, behavior).flatMap(readRules),
  ];
}

/** The policies that AWS manages and that have CORS let in every page. */
function managedLayers({ resource: { path } }: EmulatedEntrance, behavior: Resolved): Layer[] {
  const id = at(behavior, ['ResponseHeadersPolicyId']);
  const cors = typeof id === 'string' ? MANAGED_RESPONSE_HEADERS_POLICIES.get(id)?.cors : undefined;
  return cors === undefined ? [] : [{ value: cors.allowOrigins, path: `${path}/Properties/DistributionConfig`, all: true }];
}

/** The rules of a bucket that are about reading it. Those for uploads are for its own URL. */
function readRules(bucket: TemplateResource): Layer[] {
  const names = ['CorsConfiguration', 'CorsRules'];
  const rules = at(bucket.properties as Resolved, names);
  if (!Array.isArray(rules)) return [layer(bucket, names, true)];
  const reads = (rule: Resolved) => [at(rule, ['AllowedMethods'])].flat().some((method) => method === 'GET' || method === 'HEAD' || isUnknown(method));
  return rules.flatMap((rule, index) => (reads(rule) ? [layer(bucket, [...names, String(index)], true)] : []));
}

/** What answers the preflights of a route, where it is a method of a REST API or the configuration of an HTTP API. */
function preflightLayers(emulator: Emulator, entrance: EmulatedEntrance, route: EntranceRoute, api: TemplateResource): Layer[] {
  if (api.type === 'AWS::ApiGatewayV2::Api') return [['CorsConfiguration', 'AllowOrigins'], ['Body', 'x-amazon-apigateway-cors', 'allowOrigins']].map((names) => layer(api, names, true));
  const step = preflightMethod(emulator, entrance, route);
  return step === undefined ? [] : methodLayers(emulator.model, api, step.logicalId, step.name.split(' ')[1], 'options');
}

const preflightMethods = new WeakMap<Emulator, Remembered<string, Step | undefined>>();

/** The method of a REST API that takes the preflights of a route; undefined where none does. */
export function preflightMethod(emulator: Emulator, { kind, url }: EmulatedEntrance, route: EntranceRoute): Step | undefined {
  const address = `${url}${samplePath(route.path)}`;
  const method = route.method === '*' ? 'GET' : route.method;
  let known = preflightMethods.get(emulator);
  if (known === undefined) {
    preflightMethods.set(emulator, known = new Remembered());
  }
  // an API looks at the path alone; a function at the edge may look at the method that is to follow
  return known.of(kind === 'cloudfront' ? `${method} ${address}` : address, () =>
    emulator.send({ method: 'OPTIONS', url: address, headers: { 'access-control-request-method': method } }).via.find((step) => step.kind === 'method'));
}

function routeLayers(model: TemplateModel, api: TemplateResource, route: EntranceRoute): Layer[] {
  if (api.type === 'AWS::ApiGatewayV2::Api') return [];
  return methodLayers(model, api, route.logicalId, route.path, route.method === '*' ? 'x-amazon-apigateway-any-method' : route.method.toLowerCase());
}

/** A method of a REST API: a resource of its own, or an operation of a document. */
function methodLayers(model: TemplateModel, api: TemplateResource, logicalId: string | undefined, path: string, operation: string): Layer[] {
  if (logicalId === api.logicalId) return [layer(api, ['Body', 'paths', path, operation], false)];
  const own = methodsNamed(model, logicalId).filter((method) => model.referent(method.properties.RestApiId) === api);
  return own.map((resource) => layer(resource, [], false));
}

const methodsOf = new WeakMap<TemplateModel, ReadonlyMap<string, readonly TemplateResource[]>>();

/** The methods of a logical id: one in each stack that has it. Every route asks, so that looking through all of them would be quadratic. */
function methodsNamed(model: TemplateModel, logicalId: string | undefined): readonly TemplateResource[] {
  const named = methodsOf.get(model) ?? methodsByName(model);
  methodsOf.set(model, named);
  return logicalId === undefined ? [] : named.get(logicalId) ?? [];
}

function methodsByName(model: TemplateModel): ReadonlyMap<string, readonly TemplateResource[]> {
  const named = new Map<string, TemplateResource[]>();
  for (const method of model.ofType('AWS::ApiGateway::Method')) {
    const same = named.get(method.logicalId);
    if (same === undefined) {
      named.set(method.logicalId, [method]);
    } else {
      same.push(method);
    }
  }
  return named;
}

function apiLayers(model: TemplateModel, api: TemplateResource): Layer[] {
  if (api.type === 'AWS::ApiGatewayV2::Api') return [layer(api, ['Body'], false), ...owned(model, api, 'AWS::ApiGatewayV2::Integration', 'ApiId')];
  return [layer(api, ['Body', 'paths'], false), ...owned(model, api, 'AWS::ApiGateway::Method', 'RestApiId')];
}

function gatewayLayers(model: TemplateModel, api: TemplateResource): Layer[] {
  return api.type === 'AWS::ApiGatewayV2::Api' ? []
    : [layer(api, ['Body', 'x-amazon-apigateway-gateway-responses'], false), ...owned(model, api, 'AWS::ApiGateway::GatewayResponse', 'RestApiId')];
}

/** The functions behind a route: what their code compares with, where it stands in the template, and what their environment calls an origin. */
function functionLayers(model: TemplateModel, apis: readonly TemplateResource[], route: EntranceRoute): Layer[] {
  const operation = route.method === '*' ? 'x-amazon-apigateway-any-method' : route.method.toLowerCase();
  const layers = apis.flatMap((api) => (api.type === 'AWS::ApiGatewayV2::Api' ? integrationLayers(model, api, route, operation)
    : methodLayers(model, api, route.logicalId, route.path, operation)));
  return layers.flatMap(({ value }) => model.referentsIn(JSON.stringify(value, (_name, each: unknown) => (isUnknown(each) ? null : each)), 'AWS::Lambda::Function'))
    .flatMap((resource) => [layer(resource, ['Code', 'ZipFile'], false), ...environment(resource)]);
}

/** The integration of a route of an HTTP API: a resource of its own, or a part of an operation. */
function integrationLayers(model: TemplateModel, api: TemplateResource, { logicalId, path }: EntranceRoute, operation: string): Layer[] {
  if (logicalId === api.logicalId) return [layer(api, ['Body', 'paths', path, operation], false)];
  const routes = model.ofType('AWS::ApiGatewayV2::Route').filter((each) => each.logicalId === logicalId && model.referent(each.properties.ApiId) === api);
  return routes.flatMap(({ properties: { Target } }) => model.referentsIn(Target, 'AWS::ApiGatewayV2::Integration')).map((resource) => layer(resource, [], false));
}

function environment(resource: TemplateResource): Layer[] {
  const variables = at(resource.properties as Resolved, ['Environment', 'Variables']);
  if (typeof variables !== 'object' || variables === null || isUnknown(variables)) return [];
  return Object.keys(variables).filter((name) => /cors|origins?$|^origins?|allow(?:ed)?_?origin/i.test(name)).map((name) => layer(resource, ['Environment', 'Variables', name], true));
}

function owned(model: TemplateModel, api: TemplateResource, type: string, by: string): Layer[] {
  return model.ofType(type).filter(({ properties }) => model.referent(properties[by]) === api).map((resource) => layer(resource, [], false));
}

/** The behavior of a path pattern, `*` for the default one. */
export function behaviorOf({ properties }: TemplateResource, pattern: string | undefined): Resolved {
  const listed = at(properties.DistributionConfig, ['CacheBehaviors']);
  const behaviors = Array.isArray(listed) ? listed : [];
  return behaviors.find((each) => at(each, ['PathPattern']) === pattern) ?? at(properties.DistributionConfig, ['DefaultCacheBehavior']);
}

function bucketsBehind(model: TemplateModel, { properties }: TemplateResource, behavior: Resolved): TemplateResource[] {
  const origins = at(properties.DistributionConfig, ['Origins']);
  const origin = Array.isArray(origins) ? origins.find((each) => at(each, ['Id']) === at(behavior, ['TargetOriginId'])) : undefined;
  const domain = at(origin, ['DomainName']);
  return typeof domain === 'string' ? model.referentsIn(domain, 'AWS::S3::Bucket') : [];
}

function layer(resource: TemplateResource, names: readonly string[], all: boolean): Layer {
  return { value: at(resource.properties as Resolved, names), path: [resource.path, 'Properties', ...names].join('/'), all };
}

/** The value below some names; undefined where there is none. */
export function at(value: Resolved, names: readonly string[]): Resolved {
  return names.reduce<Resolved>((each, name) =>
    (typeof each === 'object' && each !== null && !isUnknown(each) && Object.hasOwn(each, name) ? (each as { [name: string]: Resolved })[name] : undefined), value);
}

function originsIn(value: unknown, path: string, all: boolean): DeclaredOrigin[] {
  if (typeof value === 'string') {
    const found = all ? listedOrigins(value) : ALLOW_ORIGIN.test(value) ? comparedOrigins(value) : [];
    return found.map((each) => ({ ...each, path }));
  }
  if (typeof value !== 'object' || value === null || isUnknown(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => originsIn(each, `${path}/${name}`, all || ALLOW_ORIGIN.test(name)));
}

/** Whether a program or a mapping template writes the header, whatever it writes. */
function chooses(value: unknown): boolean {
  if (typeof value === 'string') return ALLOW_ORIGIN.test(value);
  if (typeof value !== 'object' || value === null || isUnknown(value)) return false;
  return Object.entries(value).some(([name, each]) => chooses(each) || (ALLOW_ORIGIN.test(name) && typeof each === 'string' && /^method\.request\.header\./.test(each)));
}
