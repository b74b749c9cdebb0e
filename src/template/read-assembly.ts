import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, resolve } from 'node:path';
import { firstLine, UserError } from '../errors';
import { jsonMistake } from './json-mistake';
import { parseTemplate } from './parse-template';
import type { AppSource, AssetSource, StackSource } from './source';
import { isRecord, own, textOf } from './values';

/** CloudFormation takes no larger one. */
const MAX_TEMPLATE_BYTES = 1024 * 1024;

/**
 * What a cloud assembly holds, nested assemblies (stages) included.
 *
 * This is the one place of the template reader that reads files.
 *
 * @param directory such as `cdk.out`
 * @throws a UserError that says which file is missing or wrong
 */
export function readAssembly(directory: string): AppSource {
  const files: Files = new Map();
  const stacks = readStacks(resolve(directory), new Set(), files);
  if (stacks.length === 0) throw new UserError('input', `the cloud assembly ${directory} has no stacks`);
  return { stacks: withUniqueNames(stacks), files };
}

type Files = Map<unknown, string>;

function readStacks(directory: string, visited: Set<string>, files: Files): StackSource[] {
  if (visited.has(directory)) return [];
  visited.add(directory);
  const manifestFile = join(directory, 'manifest.json');
  if (!existsSync(manifestFile)) {
    throw new UserError('input', `${directory} isn't a cloud assembly: it has no manifest.json; run "cdk synth" first, or name the directory that it wrote`);
  }
  const artifacts = own(readJson(manifestFile), 'artifacts');
  return Object.entries(isRecord(artifacts) ? artifacts : {}).flatMap(([id, artifact]) => {
    const nested = textOf(own(own(artifact, 'properties'), 'directoryName'));
    if (own(artifact, 'type') === 'cdk:cloud-assembly' && nested !== undefined) return readStacks(join(directory, nested), visited, files);
    return own(artifact, 'type') === 'aws:cloudformation:stack' ? [readStack(directory, id, artifact, artifacts, files)] : [];
  });
}

function readStack(directory: string, id: string, artifact: unknown, artifacts: unknown, files: Files): StackSource {
  const properties = own(artifact, 'properties');
  const file = textOf(own(properties, 'templateFile'));
  const name = nameOf(id, artifact);
  if (file === undefined) throw new UserError('input', `the stack ${name} of ${directory} has no templateFile in manifest.json`);
  const template = parseTemplate(readText(join(directory, file)), file);
  files.set(template, join(directory, file));
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(own(artifact, 'environment'))) ?? [];
  const assets = readAssets(directory, artifact, artifacts);
  for (const asset of assets) {
    if (asset.template !== undefined) {
      files.set(asset.template, asset.path);
    }
  }
  return {
    name,
    stackName: textOf(own(properties, 'stackName')) ?? id,
    template,
    region: region === 'unknown-region' ? undefined : region,
    account: account === 'unknown-account' ? undefined : account,
    dependencies: stacksBefore(artifact, artifacts),
    assets,
    localTemplates: readLocalTemplates(directory, [template, ...assets.map((asset) => asset.template)], files),
  };
}

/** A stack of another name than its path is displayed as `Path (Name)`. */
function nameOf(id: string, artifact: unknown): string {
  return (textOf(own(artifact, 'displayName')) ?? id).replace(/ \(.*\)$/, '');
}

function stacksBefore(stack: unknown, artifacts: unknown): string[] {
  const dependencies = own(stack, 'dependencies');
  return (Array.isArray(dependencies) ? dependencies : []).map(String)
    .filter((id) => own(own(artifacts, id), 'type') === 'aws:cloudformation:stack')
    .map((id) => nameOf(id, own(artifacts, id)));
}

/** The files in the asset manifests that a stack depends on. */
function readAssets(directory: string, stack: unknown, artifacts: unknown): AssetSource[] {
  const dependencies = own(stack, 'dependencies');
  return (Array.isArray(dependencies) ? dependencies : []).flatMap((dependency) => {
    const artifact = own(artifacts, String(dependency));
    const file = textOf(own(own(artifact, 'properties'), 'file'));
    if (own(artifact, 'type') !== 'cdk:asset-manifest' || file === undefined) return [];
    const path = join(directory, file);
    const files = existsSync(path) ? own(readJson(path), 'files') : undefined;
    return Object.values(isRecord(files) ? files : {}).flatMap((entry) => assetsOf(directory, entry));
  });
}

function assetsOf(directory: string, entry: unknown): AssetSource[] {
  const source = own(entry, 'source');
  const relative = textOf(own(source, 'path'));
  const destinations = own(entry, 'destinations');
  if (relative === undefined || !isRecord(destinations)) return [];
  const path = isAbsolute(relative) ? relative : join(directory, relative);
  const template = own(source, 'packaging') === 'file' ? readIfTemplate(path) : undefined;
  return Object.values(destinations).flatMap((destination) => {
    const bucketName = textOf(own(destination, 'bucketName'));
    const objectKey = textOf(own(destination, 'objectKey'));
    return bucketName === undefined || objectKey === undefined ? [] : [{ bucketName, objectKey, path, template }];
  });
}

/** Templates of nested stacks that aren't among the assets: of an app that was synthesized in an old style, or put together by hand. */
function readLocalTemplates(directory: string, templates: readonly unknown[], files: Files): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const queue = [...templates];
  for (const template of queue) {
    for (const name of localTemplateNames(template)) {
      if (found.has(name)) continue;
      const local = readIfTemplate(resolve(directory, name));
      found.set(name, local);
      if (local !== undefined) {
        files.set(local, resolve(directory, name));
      }
      queue.push(local);
    }
  }
  return found;
}

function localTemplateNames(template: unknown): string[] {
  const resources = own(template, 'Resources');
  return Object.values(isRecord(resources) ? resources : {})
    .filter((resource) => own(resource, 'Type') === 'AWS::CloudFormation::Stack')
    .flatMap((resource) => [own(own(resource, 'Metadata'), 'aws:asset:path'), own(own(resource, 'Properties'), 'TemplateURL')])
    .filter((name) => typeof name === 'string' && !name.includes('://')) as string[];
}

/** The file as a template, if it is one. */
function readIfTemplate(path: string): unknown {
  if (!['.json', '.yaml', '.yml', '.template'].includes(extname(path)) || !isFileUpTo(path, MAX_TEMPLATE_BYTES)) return undefined;
  try {
    return parseTemplate(readText(path), path);
  } catch {
    // an asset that only looks like one, such as the data file of a function
    return undefined;
  }
}

/** What isn't a file may never end: a pipe waits for a writer, a device gives for ever. */
function isFileUpTo(path: string, bytes: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size <= bytes;
}

function readText(path: string): string {
  try {
    if (!statSync(path).isFile()) throw new Error('it isn\'t a file, but a folder, a pipe or a device');
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError('input', `${path} can't be read: ${firstLine(error)}`);
  }
}

function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError('input', `${path} isn't valid JSON at ${jsonMistake(text)}: ${firstLine(error)}`);
  }
}

/** Two stages may have stacks of the same display name only in assemblies that were put together by hand. */
function withUniqueNames(stacks: readonly StackSource[]): StackSource[] {
  const taken = new Set<string>();
  return stacks.map((stack) => {
    let { name } = stack;
    for (let count = 2; taken.has(name); count++) {
      name = `${stack.name}#${count}`;
    }
    taken.add(name);
    return name === stack.name ? stack : { ...stack, name };
  });
}
