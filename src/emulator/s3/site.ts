import { type Resolved, type TemplateModel, type TemplateResource, booleanOf, wholeListOf, field, textOf, wholeTextsOf, isUnknown, Unknown } from '../../template';

/** A folder that a deployment copies into a bucket. */
export interface SiteFolder {
  /** The asset's files, as an absolute path: a folder or a zip archive. */
  readonly assetPath: string;
  /** What stands in front of each file's path in its key: `''` or a folder with a slash at the end. */
  readonly prefix: string;
  /** Patterns of `aws s3 sync`: excluded first, then included again. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly systemMetadata: { readonly [name: string]: string };
  /** What stands in the files for values that are known when they are deployed, and these values. */
  readonly markers: { readonly [marker: string]: string | Unknown };
}

/** What fills a bucket. */
export interface SiteContents {
  /** In the order in which they are copied: of two files with one key the later stays. */
  readonly folders: readonly SiteFolder[];
  /** Why there may be objects besides. */
  readonly unknown?: Unknown;
}

/** The type of the custom resource that `BucketDeployment` of the AWS CDK makes. */
export const BUCKET_DEPLOYMENT = 'Custom::CDKBucketDeployment';

/** The folders that the deployments of the template copy into a bucket. */
export function siteOf(bucket: TemplateResource, model: TemplateModel): SiteContents {
  const deployments = inOrder(model.ofType(BUCKET_DEPLOYMENT)).filter((deployment) => fills(deployment, bucket, model));
  const folders: SiteFolder[] = [];
  let unknown: Unknown | undefined;
  for (const deployment of deployments) {
    const read = foldersOf(deployment, model);
    folders.push(...read.folders);
    unknown ??= read.unknown;
  }
  return deployments.length === 0
    ? { folders, unknown: new Unknown(bucket.path, 'no deployment of the template fills this bucket; name a folder with its files') }
    : { folders, unknown };
}

function fills(deployment: TemplateResource, bucket: TemplateResource, model: TemplateModel): boolean {
  const name = deployment.properties.DestinationBucketName;
  return name === bucket.physicalId || model.referent(name, 'AWS::S3::Bucket') === bucket;
}

/** Deployments after those that they depend on. */
function inOrder(deployments: readonly TemplateResource[]): TemplateResource[] {
  const ordered: TemplateResource[] = [];
  const visited = new Set<TemplateResource>();
  const visit = (deployment: TemplateResource): void => {
    if (visited.has(deployment)) return;
    visited.add(deployment);
    deployments.filter((each) => each.stack === deployment.stack && deployment.dependsOn.includes(each.logicalId)).forEach(visit);
    ordered.push(deployment);
  };
  deployments.forEach(visit);
  return ordered;
}

function foldersOf(deployment: TemplateResource, model: TemplateModel): { folders: SiteFolder[]; unknown?: Unknown } {
  const { properties } = deployment;
  const buckets = wholeListOf(properties.SourceBucketNames);
  const keys = wholeListOf(properties.SourceObjectKeys);
  const include = wholeTextsOf(properties.Include);
  const exclude = wholeTextsOf(properties.Exclude);
  const prefix = textOf(properties.DestinationBucketKeyPrefix) ?? '';
  const metadata = stringsOf(properties.SystemMetadata);
  const extract = booleanOf(properties.Extract) ?? true;
  const unknown = [buckets, keys, include, exclude, prefix, extract].find(isUnknown) ?? Object.values(metadata).find(isUnknown);
  if (unknown !== undefined) return { folders: [], unknown };
  if (extract === false) {
    return { folders: [], unknown: new Unknown(`${deployment.path}/Properties/Extract`, 'archives that are copied unopened aren\'t read') };
  }
  const folders: SiteFolder[] = [];
  let missing: Unknown | undefined;
  (keys as Resolved[]).forEach((key, index) => {
    const assetPath = model.assetOf((buckets as Resolved[])[index], key);
    if (assetPath === undefined) {
      missing ??= new Unknown(`${deployment.path}/Properties/SourceObjectKeys/${index}`, 'this source isn\'t an asset of the assembly');
      return;
    }
    folders.push({
      assetPath,
      prefix: withSlash(prefix as string),
      include: include as string[],
      exclude: exclude as string[],
      systemMetadata: metadata as { [name: string]: string },
      markers: stringsOf(propertyAt(properties.SourceMarkers, index)),
    });
  });
  return { folders, unknown: missing };
}

function propertyAt(list: Resolved, index: number): Resolved {
  return Array.isArray(list) ? list[index] : undefined;
}

function withSlash(prefix: string): string {
  const trimmed = prefix.replace(/^\/+/, '');
  return trimmed === '' || trimmed.endsWith('/') ? trimmed : `${trimmed}/`;
}

function stringsOf(value: Resolved): { [name: string]: string | Unknown } {
  const names = typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value) ? Object.keys(value) : [];
  return Object.fromEntries(names.flatMap((name) => {
    const text = textOf(field(value, name));
    return text === undefined ? [] : [[name, text]];
  }));
}
