import type { Resolved } from './model';
import { partitionOf } from './partition';
import type { DeclaredResource } from './resource';
import type { AssetSource } from './source';
import type { StackPlace } from './stack';
import { isUnknown } from './unknown';

/** The assets of an app, by where they are uploaded to. */
export class Assets {
  private readonly byPlace = new Map<string, AssetSource>();
  /** The key alone is a digest of the content, which finds the asset where the bucket isn't known. */
  private readonly byKey = new Map<string, AssetSource>();

  constructor(stacks: readonly StackPlace[]) {
    for (const stack of stacks) {
      for (const asset of stack.source.assets) {
        const key = fill(asset.objectKey, stack);
        this.byPlace.set(placeOf(fill(asset.bucketName, stack), key), asset);
        this.byKey.set(key, asset);
      }
    }
  }

  public find(bucket: Resolved, key: Resolved): AssetSource | undefined {
    if (typeof key !== 'string') return undefined;
    if (isUnknown(bucket)) return this.byKey.get(key);
    return typeof bucket === 'string' ? this.byPlace.get(placeOf(bucket, key)) : undefined;
  }

  /** The template of a nested stack: by its URL, else by the local file that it was made of. */
  public templateOf(resource: DeclaredResource): unknown {
    const { localTemplates } = resource.declaringStack.place.source;
    const url = resource.property('TemplateURL');
    return (typeof url === 'string' ? this.byUrl(url)?.template ?? localTemplates.get(url) : undefined) ??
      localTemplates.get(String(resource.metadata['aws:asset:path']));
  }

  /** `https://s3.eu-west-1.amazonaws.com/bucket/key`, or with the bucket in the name of the host. */
  private byUrl(url: string): AssetSource | undefined {
    const [, host, path] = /^https?:\/\/([^/]+)\/([^?#]+)/.exec(url) ?? [];
    if (path === undefined) return undefined;
    const slash = path.indexOf('/');
    return this.find(path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)) ?? this.find(host.split('.s3')[0], path);
  }
}

function placeOf(bucket: string, key: string): string {
  return `${bucket}\0${key}`;
}

/** Manifests have placeholders where the environment isn't known at synthesis. */
function fill(text: string, { region, account }: StackPlace): string {
  const values: { readonly [placeholder: string]: string } = {
    '${AWS::Region}': region,
    '${AWS::AccountId}': account,
    '${AWS::Partition}': partitionOf(region),
  };
  return text.replace(/\$\{AWS::(?:Region|AccountId|Partition)\}/g, (placeholder) => values[placeholder]);
}
