import { type Resolved, type TemplateModel, type TemplateResource, entriesOf, field, knownText, listOf, numberOf, textOf, isUnknown, type Maybe, Unknown } from '../template';

/** The settings that a function is run with. */
export interface FunctionSettings {
  readonly logicalId: string;
  readonly path: string;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly language: 'nodejs' | 'python';
  /** Such as `nodejs22.x`. */
  readonly runtime: string;
  readonly handler: string;
  /** The text of the only file, or an absolute path of a folder or a zip file. */
  readonly code: { readonly inline: string } | { readonly path: string };
  readonly environment: { readonly [name: string]: string };
  /** Absolute paths of folders or zip files, in the order in which they are merged. */
  readonly layers: readonly string[];
  /** In milliseconds. */
  readonly timeout: number;
  /** In MB. */
  readonly memory: number;
  /** Variables and layers that the template doesn't determine. The function runs without them. */
  readonly missing: readonly Unknown[];
}

/** The remedy for a function that can't be run. */
function replaceIt({ logicalId }: TemplateResource): string {
  return `serve it yourself: --backend ${logicalId}=http://localhost:8080`;
}

/** Reads an `AWS::Lambda::Function`; unknown where it can't be run here, with the remedy. */
export function readFunction(resource: TemplateResource, model: TemplateModel): Maybe<FunctionSettings> {
  const { properties } = resource;
  const language = languageOf(resource);
  if (isUnknown(language)) return language;
  const runtime = knownText(field(properties, 'Runtime'))!;
  const handler = textOf(field(properties, 'Handler')) ?? unknownAt(resource, 'Handler', 'the function has no handler');
  const code = codeOf(resource, model);
  if (isUnknown(handler) || isUnknown(code)) return isUnknown(handler) ? handler : code as Unknown;
  const variables = entriesOf(field(field(properties, 'Environment'), 'Variables')).map(([name, value]) => [name, textOf(value)] as const);
  const layers = listOf(field(properties, 'Layers')).map((each) => layerPath(each, resource, model));
  const arn = resource.attribute('Arn');
  return {
    logicalId: resource.logicalId,
    path: resource.path,
    name: resource.physicalId,
    arn: typeof arn === 'string' ? arn : resource.physicalId,
    region: resource.region,
    language,
    runtime,
    handler,
    code,
    environment: Object.fromEntries(variables.filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
    layers: layers.filter((each): each is string => !isUnknown(each)),
    timeout: amount(field(properties, 'Timeout'), 3, 900) * 1000,
    memory: amount(field(properties, 'MemorySize'), 128, 10_240),
    missing: [...variables.map(([, value]) => value), ...layers].filter(isUnknown),
  };
}

function unknownAt(resource: TemplateResource, property: string, reason: string): Unknown {
  return new Unknown(`${resource.path}/Properties/${property}`, reason);
}

function languageOf(resource: TemplateResource): Maybe<FunctionSettings['language']> {
  const packageType = textOf(field(resource.properties, 'PackageType')) ?? 'Zip';
  const runtime = textOf(field(resource.properties, 'Runtime'));
  if (packageType === 'Image' || field(field(resource.properties, 'Code'), 'ImageUri') !== undefined) {
    return unknownAt(resource, 'Code', `container images aren't run here; ${replaceIt(resource)}`);
  }
  if (isUnknown(runtime)) return runtime;
  const language = /^(nodejs|python3)/.exec(runtime ?? '')?.[1];
  return language === 'nodejs' ? 'nodejs' : language === 'python3' ? 'python'
    : unknownAt(resource, 'Runtime', `the runtime ${runtime ?? 'of the function'} isn't run here, only Node.js and Python are; ${replaceIt(resource)}`);
}

function codeOf(resource: TemplateResource, model: TemplateModel): Maybe<FunctionSettings['code']> {
  const code = field(resource.properties, 'Code');
  const inline = textOf(field(code, 'ZipFile'));
  if (inline !== undefined) return isUnknown(inline) ? inline : { inline };
  const path = model.assetOf(field(code, 'S3Bucket'), field(code, 'S3Key'));
  return path === undefined ? unknownAt(resource, 'Code', `the code isn't among the assets of the assembly; ${replaceIt(resource)}`) : { path };
}

function layerPath(layer: Resolved, resource: TemplateResource, model: TemplateModel): Maybe<string> {
  if (isUnknown(layer)) return layer;
  const content = field(model.referent(layer, 'AWS::Lambda::LayerVersion')?.properties, 'Content');
  return model.assetOf(field(content, 'S3Bucket'), field(content, 'S3Key'))
    ?? unknownAt(resource, 'Layers', `the layer ${String(layer)} isn't among the assets of the assembly; ${replaceIt(resource)}`);
}

function amount(value: Resolved, otherwise: number, max: number): number {
  const given = numberOf(value);
  return typeof given === 'number' && given > 0 ? Math.min(given, max) : otherwise;
}
