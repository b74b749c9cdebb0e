// I/O: this file reads the files of assets, as read-assembly.ts reads those of an assembly.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Resolved } from './model';
import { parseDocument } from './parse-template';
import { isUnknown, type Maybe, Unknown } from './unknown';
import { unzip } from './unzip';

/** Reads the content of a file of an asset, by the asset's absolute path and the file's name in it; undefined if the asset has no such file. */
export type ReadAssetFile = (asset: string, name: string) => Maybe<Uint8Array> | undefined;

interface Archive {
  readonly path: string;
  readonly mtimeMs: number;
  readonly files: Maybe<ReadonlyMap<string, Uint8Array>>;
}

/** The files of assets, which are folders or zip archives. The last archive stays open: a page requests many of its files. */
export class AssetFiles {
  private opened?: Archive;

  /** The content of a file; undefined if the asset has no such file, or if links lead out of it. */
  public readonly read: ReadAssetFile = (asset, name) => {
    try {
      const root = realpathSync(asset);
      const { mtimeMs } = statSync(root);
      if (!statSync(root).isDirectory()) {
        const archive = this.archiveAt(root, mtimeMs);
        return isUnknown(archive) ? archive : archive.get(name);
      }
      const file = fileIn(root, name);
      return file === undefined ? undefined : readFileSync(file);
    } catch {
      // Missing, too long a name, a loop of links: to S3 all of these are a key that it doesn't have.
      return undefined;
    }
  };

  private archiveAt(path: string, mtimeMs: number): Archive['files'] {
    if (this.opened?.path !== path || this.opened.mtimeMs !== mtimeMs) {
      this.opened = { path, mtimeMs, files: filesOf(path) };
    }
    return this.opened.files;
  }
}

/** A document that is uploaded; undefined where it isn't there, or isn't one. */
export function readDocument(path: string): Resolved {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? parseDocument(readFileSync(path, 'utf8'), path) as Resolved : undefined;
}

/** The file of a name in a folder; undefined if there is none, or if links lead out of the folder. */
function fileIn(root: string, name: string): string | undefined {
  const file = realpathSync(join(root, name));
  const isInside = file.startsWith(root.endsWith(sep) ? root : root + sep);
  return isInside && statSync(file).isFile() ? file : undefined;
}

function filesOf(path: string): Archive['files'] {
  try {
    if (!statSync(path).isFile()) throw new Error('it isn\'t a file, but a pipe or a device');
    return new Map(unzip(readFileSync(path)).map(({ name, content }) => [name, content]));
  } catch (error) {
    return new Unknown(path, `the asset can't be read: ${(error as Error).message}`);
  }
}
