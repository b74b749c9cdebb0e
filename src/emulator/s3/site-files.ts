import { isUnknown, matchesWildcard, type Maybe, type ReadAssetFile } from '../../template';
import type { ObjectResult } from '../kernel/machine';
import { contentTypeOf } from './content-type';
import type { SiteContents, SiteFolder } from './site';

/** Reads the object of a key from the folders that fill its bucket. */
export function readSiteObject(contents: SiteContents, key: string, readFile: ReadAssetFile): Maybe<ObjectResult> {
  for (const folder of [...contents.folders].reverse()) {
    const object = readFromFolder(folder, key, readFile);
    if (object !== undefined) return object;
  }
  return contents.unknown;
}

/** The contents of a bucket as one folder of this machine, whatever the template says. */
export function folderContents(path: string): SiteContents {
  return { folders: [{ assetPath: path, prefix: '', include: [], exclude: [], systemMetadata: {}, markers: {} }] };
}

function readFromFolder(folder: SiteFolder, key: string, readFile: ReadAssetFile): Maybe<ObjectResult> {
  if (!key.startsWith(folder.prefix)) return undefined;
  const name = key.slice(folder.prefix.length);
  if (!isPlainPath(name) || !isCopied(folder, name)) return undefined;
  const content = readFile(folder.assetPath, name);
  if (isUnknown(content) || content === undefined) return content;
  const body = withMarkers(content, folder);
  return isUnknown(body) ? body : {
    body,
    contentType: folder.systemMetadata['content-type'] ?? contentTypeOf(name),
    cacheControl: folder.systemMetadata['cache-control'],
  };
}

/** Whether a name is of segments that mean themselves: no `..`, no empty one, none with what a file system reads as more than a name. */
function isPlainPath(name: string): boolean {
  return name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..' && !/[\\\u0000]/.test(segment)) &&
    !/^[a-z]:/i.test(name);
}

/** `aws s3 sync` takes a file unless the last pattern that matches it excludes it; includes stand after excludes. */
function isCopied(folder: SiteFolder, name: string): boolean {
  return folder.include.some((pattern) => matchesWildcard(pattern, name)) || !folder.exclude.some((pattern) => matchesWildcard(pattern, name));
}

function withMarkers(body: Uint8Array, folder: SiteFolder): Maybe<Uint8Array> {
  const markers = Object.entries(folder.markers);
  if (markers.length === 0) return body;
  let text = Buffer.from(body).toString('latin1');
  for (const [marker, value] of markers) {
    if (isUnknown(value) && text.includes(marker)) return value;
    text = text.replaceAll(marker, () => Buffer.from(String(value)).toString('latin1'));
  }
  return Buffer.from(text, 'latin1');
}
