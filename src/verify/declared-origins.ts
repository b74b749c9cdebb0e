import { isUnknown, type EmulatedEntrance, type EntranceRoute, type Emulator, type Resolved, type TemplateModel, type TemplateResource } from '../emulator';

/** An origin that a template says may call, and where it says so. */
export interface DeclaredOrigin {
  /** `*` for any. */
  readonly origin: string;
  readonly path: string;
}

const ALLOW_ORIGIN = /access-?control-?allow-?origin/i;
const AN_ORIGIN = /https?:\/\/(?:\[[\da-f:]+\]|[\w*.-]+)(?::(?:\d{1,5}|\*))?(?![\w:*])/gi;

/** Comments of functions and mapping templates, in which addresses are for reading. */
const COMMENT = /\/\*[^]*?\*\/|^\s*(?:\/\/|##).*$/gm;

/** What a route's layers declare: its API's methods, documents and gateway responses; its distribution's policies and functions; its bucket. */
export function declaredOrigins({ model, entrances }: Pick<Emulator, 'model' | 'entrances'>, entrance: EmulatedEntrance, route: EntranceRoute): DeclaredOrigin[] {
  const found = layersOf(model, entrances, entrance, route).flatMap(({ value, path, all }) => originsIn(value, path, all));
  return found.filter(({ origin }, index) => found.findIndex((each) => each.origin === origin) === index);
}

interface Layer {
  readonly value: unknown;
  readonly path: string;
  /** Whether every origin in it counts, rather than those beside the name of the header. */
  readonly all: boolean;
}

function layersOf(model: TemplateModel, entrances: readonly EmulatedEntrance[], entrance: EmulatedEntrance, route: EntranceRoute): Layer[] {
  if (entrance.kind !== 'cloudfront') return apiLayers(model, entrance.resource);
  const behavior = behaviorOf(entrance.resource, route.behavior);
  const text = JSON.stringify(behavior ?? null, (_name, value: unknown) => (isUnknown(value) ? null : value));
  const behind = entrances.filter(({ kind, routes, logicalId }) => kind !== 'cloudfront' && (logicalId === route.logicalId || routes.some((each) => each.logicalId === route.logicalId)));
  return [
    ...model.referentsIn(text, 'AWS::CloudFront::ResponseHeadersPolicy').map((resource) => layer(resource, ['ResponseHeadersPolicyConfig', 'CorsConfig', 'AccessControlAllowOrigins'], true)),
    ...model.referentsIn(text, 'AWS::CloudFront::Function').map((resource) => layer(resource, ['FunctionCode'], false)),
    ...behind.flatMap(({ resource }) => apiLayers(model, resource)),
    ...bucketsBehind(model, entrance.resource, behavior).map((resource) => layer(resource, ['CorsConfiguration', 'CorsRules'], true)),
  ];
}

function apiLayers(model: TemplateModel, api: TemplateResource): Layer[] {
  if (api.type === 'AWS::ApiGatewayV2::Api') return [layer(api, ['CorsConfiguration', 'AllowOrigins'], true), layer(api, ['Body'], false), ...owned(model, api, 'AWS::ApiGatewayV2::Integration', 'ApiId')];
  return [
    layer(api, ['Body'], false),
    ...['AWS::ApiGateway::Method', 'AWS::ApiGateway::GatewayResponse'].flatMap((type) => owned(model, api, type, 'RestApiId')),
  ];
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
  if (typeof value === 'string') return all || ALLOW_ORIGIN.test(value) ? originsInText(value).map((origin) => ({ origin, path })) : [];
  if (typeof value !== 'object' || value === null || isUnknown(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => originsIn(each, `${path}/${name}`, all || ALLOW_ORIGIN.test(name)));
}

function originsInText(text: string): string[] {
  return /^\s*'?\*'?\s*$/.test(text) ? ['*'] : text.replace(COMMENT, '').match(AN_ORIGIN) ?? [];
}
