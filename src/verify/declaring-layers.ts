import { operationKey } from '../api-gateway';
import { type CloudFrontEntrance, type EntranceRoute, isUnknown, type MethodStep, type Resolved, type RouteStep, type TemplateModel, type TemplateResource } from '../emulator';
import { MANAGED_RESPONSE_HEADERS_POLICIES } from '../emulator/cloudfront';
import type { HttpApi } from '../emulator/http-api';
import { methodsOf, type RestApi } from '../emulator/rest-api';

/** A part of a template that may say which pages may call: its text is searched for origins, so it is as it was written. */
export interface Layer {
  readonly value: unknown;
  readonly path: string;
  /** Whether every origin in it counts, rather than those beside the name of the header. */
  readonly all: boolean;
}

/** The response headers policy, the functions and the bucket of a behavior. */
export function edgeLayers(model: TemplateModel, { resource: distribution }: CloudFrontEntrance, route: EntranceRoute): Layer[] {
  const behavior = behaviorOf(distribution, route.behavior);
  const text = textOf(behavior);
  return [
    ...model.referentsIn(text, 'AWS::CloudFront::ResponseHeadersPolicy')
      .map((resource) => layer(resource, ['ResponseHeadersPolicyConfig', 'CorsConfig', 'AccessControlAllowOrigins'], true)),
    ...model.referentsIn(text, 'AWS::CloudFront::Function').map((resource) => layer(resource, ['FunctionCode'], false)),
    ...managedLayers(distribution, behavior),
    ...bucketsBehind(model, distribution, behavior).flatMap(readRules),
  ];
}

/** The behavior of a path pattern, `*` for the default one. */
function behaviorOf({ properties }: TemplateResource, pattern: string | undefined): Resolved {
  const listed = at(properties.DistributionConfig, ['CacheBehaviors']);
  const behaviors = Array.isArray(listed) ? listed : [];
  return behaviors.find((each) => at(each, ['PathPattern']) === pattern) ?? at(properties.DistributionConfig, ['DefaultCacheBehavior']);
}

/** The policies that AWS manages and that have CORS let in every page. */
function managedLayers({ path }: TemplateResource, behavior: Resolved): Layer[] {
  const id = at(behavior, ['ResponseHeadersPolicyId']);
  const cors = typeof id === 'string' ? MANAGED_RESPONSE_HEADERS_POLICIES.get(id)?.cors : undefined;
  return cors === undefined ? [] : [{ value: cors.allowOrigins, path: `${path}/Properties/DistributionConfig`, all: true }];
}

function bucketsBehind(model: TemplateModel, { properties }: TemplateResource, behavior: Resolved): TemplateResource[] {
  const origins = at(properties.DistributionConfig, ['Origins']);
  const origin = Array.isArray(origins) ? origins.find((each) => at(each, ['Id']) === at(behavior, ['TargetOriginId'])) : undefined;
  const domain = at(origin, ['DomainName']);
  return typeof domain === 'string' ? model.referentsIn(domain, 'AWS::S3::Bucket') : [];
}

/** The rules of a bucket that are about reading it. Those for uploads are for its own URL. */
function readRules(bucket: TemplateResource): Layer[] {
  const names = ['CorsConfiguration', 'CorsRules'];
  const rules = at(bucket.properties, names);
  if (!Array.isArray(rules)) return [layer(bucket, names, true)];
  const reads = (rule: Resolved) => [at(rule, ['AllowedMethods'])].flat().some((method) => method === 'GET' || method === 'HEAD' || isUnknown(method));
  return rules.flatMap((rule, index) => (reads(rule) ? [layer(bucket, [...names, String(index)], true)] : []));
}

/** What answers the preflights of a route: the configuration of an HTTP API, or the method of a REST API that takes them. */
export function preflightLayers(api: RestApi | HttpApi, method: MethodStep | undefined): Layer[] {
  if (!isRestApi(api)) return [['CorsConfiguration', 'AllowOrigins'], ['Body', 'x-amazon-apigateway-cors', 'allowOrigins']].map((names) => layer(api.resource, names, true));
  return method?.api.resource === api.resource ? layersOf(method) : [];
}

/** A method or the integration of a route: a resource of its own, or an operation of the API's document. */
export function layersOf(step: MethodStep | RouteStep): Layer[] {
  if (step.kind === 'method') {
    const { method: { resource, path, httpMethod } } = step;
    return [resource === step.api.resource ? layer(resource, ['Body', 'paths', path, operationKey(httpMethod)], false) : layer(resource, [], false)];
  }
  const { route: { resource, path = '/$default', method, integration } } = step;
  if (resource === step.api.resource) return [layer(resource, ['Body', 'paths', path, operationKey(method)], false)];
  return integration === undefined || isUnknown(integration) ? [] : [layer(integration.resource, [], false)];
}

/** All methods of a REST API, or all integrations of an HTTP API. */
export function apiLayers(api: RestApi | HttpApi): Layer[] {
  if (isRestApi(api)) return [layer(api.resource, ['Body', 'paths'], false), ...partsOf(api, methodsOf(api.root))];
  const integrations = api.routes.flatMap(({ integration }) => (integration === undefined || isUnknown(integration) ? [] : integration));
  return [layer(api.resource, ['Body'], false), ...partsOf(api, integrations)];
}

export function gatewayLayers(api: RestApi | HttpApi): Layer[] {
  return isRestApi(api) ? [layer(api.resource, ['Body', 'x-amazon-apigateway-gateway-responses'], false), ...partsOf(api, [...api.gatewayResponses.values()])] : [];
}

/** The functions behind a route: what their code compares with, where it stands in the template, and what their environment calls an origin. */
export function functionLayers(model: TemplateModel, { step }: EntranceRoute): Layer[] {
  return (step === undefined ? [] : layersOf(step)).flatMap(({ value }) => functionsOf(model, value));
}

/** The function that a function URL is of. */
export function functionsNamedIn(model: TemplateModel, { properties }: TemplateResource): Layer[] {
  return functionsOf(model, properties.TargetFunctionArn);
}

function functionsOf(model: TemplateModel, value: unknown): Layer[] {
  return model.referentsIn(textOf(value), 'AWS::Lambda::Function')
    .flatMap((resource) => [layer(resource, ['Code', 'ZipFile'], false), ...environment(resource)]);
}

/** The CORS of a function URL. */
export function functionUrlLayers(url: TemplateResource): Layer[] {
  return [layer(url, ['Cors', 'AllowOrigins'], true)];
}

function environment(resource: TemplateResource): Layer[] {
  const variables = at(resource.properties, ['Environment', 'Variables']);
  if (typeof variables !== 'object' || variables === null || isUnknown(variables)) return [];
  return Object.keys(variables).filter((name) => /cors|origins?$|^origins?|allow(?:ed)?_?origin/i.test(name))
    .map((name) => layer(resource, ['Environment', 'Variables', name], true));
}

function isRestApi(api: RestApi | HttpApi): api is RestApi {
  return 'gatewayResponses' in api;
}

/** The resources of an API's parts, besides the API with its document. */
function partsOf({ resource: api }: RestApi | HttpApi, parts: ReadonlyArray<{ readonly resource: TemplateResource }>): Layer[] {
  return [...new Set(parts.map(({ resource }) => resource))].filter((resource) => resource !== api).map((resource) => layer(resource, [], false));
}

function layer(resource: TemplateResource, names: readonly string[], all: boolean): Layer {
  return { value: at(resource.properties, names), path: [resource.path, 'Properties', ...names].join('/'), all };
}

/** The text of a value, for what it refers to. */
function textOf(value: unknown): string {
  return JSON.stringify(value ?? null, (_name, each: unknown) => (isUnknown(each) ? null : each));
}

/** The value below some names; undefined where there is none. */
export function at(value: Resolved | TemplateResource['properties'], names: readonly string[]): Resolved {
  return names.reduce<Resolved>((each, name) =>
    (typeof each === 'object' && each !== null && !isUnknown(each) && Object.hasOwn(each, name) ? (each as { [name: string]: Resolved })[name] : undefined), value as Resolved);
}
