// I/O: this file reads the files of assets. Nothing else of the room does.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { unzip, isUnknown, type Maybe, Unknown, matchesWildcard } from '../../template';
import type { ObjectResult } from '../kernel/machine';
import { contentTypeOf } from './content-type';
import type { SiteContents, SiteFolder } from './site';

/** Reads the object of a key from the folders that fill its bucket. */
export function readSiteObject(contents: SiteContents, key: string): Maybe<ObjectResult> {
  for (const folder of [...contents.folders].reverse()) {
    const object = readFromFolder(folder, key);
    if (object !== undefined) return object;
  }
  return contents.unknown;
}

/** The contents of a bucket as one folder of this machine, whatever the template says. */
export function folderContents(path: string): SiteContents {
  return { folders: [{ assetPath: path, prefix: '', include: [], exclude: [], systemMetadata: {}, markers: {} }] };
}

function readFromFolder(folder: SiteFolder, key: string): Maybe<ObjectResult> {
  if (!key.startsWith(folder.prefix)) return undefined;
  const name = key.slice(folder.prefix.length);
  if (!isPlainPath(name) || !isCopied(folder, name)) return undefined;
  const content = contentOf(folder.assetPath, name);
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

/** What a file of an asset has, which is a folder or an archive; undefined where there is no such file. */
function contentOf(asset: string, name: string): Maybe<Uint8Array> | undefined {
  try {
    const root = realpathSync(asset);
    const { mtimeMs } = statSync(root);
    if (!statSync(root).isDirectory()) {
      const archive = archiveAt(root, mtimeMs);
      return isUnknown(archive) ? archive : archive.get(name);
    }
    const file = fileIn(root, name);
    return file === undefined ? undefined : readFileSync(file);
  } catch {
    // Missing, too long a name, a loop of links: to S3 all of these are a key that it doesn't have.
    return undefined;
  }
}

/** The file of a name in a folder; undefined where there is none, or where links lead out of the folder. */
function fileIn(root: string, name: string): string | undefined {
  const file = realpathSync(join(root, name));
  const isInside = file.startsWith(root.endsWith(sep) ? root : root + sep);
  return isInside && statSync(file).isFile() ? file : undefined;
}

interface Archive {
  readonly path: string;
  readonly mtimeMs: number;
  readonly files: Maybe<ReadonlyMap<string, Uint8Array>>;
}

let opened: Archive | undefined;

/** The files of an archive. The last one stays open: a page asks for many of its files. */
function archiveAt(path: string, mtimeMs: number): Archive['files'] {
  if (opened?.path !== path || opened.mtimeMs !== mtimeMs) {
    opened = { path, mtimeMs, files: filesOf(path) };
  }
  return opened.files;
}

function filesOf(path: string): Archive['files'] {
  try {
    return new Map(unzip(readFileSync(path)).map(({ name, content }) => [name, content]));
  } catch (error) {
    return new Unknown(path, `the asset can't be read: ${(error as Error).message}`);
  }
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
