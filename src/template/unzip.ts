import { inflateRawSync } from 'node:zlib';

/** A file in a zip archive. */
export interface ZipEntry {
  /** Relative, with slashes, and within the folder that it is unpacked to. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** What Lambda unpacks at most: 250 MB. */
const MAX_BYTES = 250 * 1024 * 1024;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;

/**
 * The files of a zip archive.
 *
 * @throws an Error where it is none, is larger than what Lambda takes, or has a file that would be outside
 */
export function unzip(archive: Buffer): ZipEntry[] {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  let left = MAX_BYTES;
  for (let index = 0; index < count; index++) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== CENTRAL) {
      throw new Error('the zip archive is damaged: its directory ends early');
    }
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const size = archive.readUInt32LE(at + 24);
    if (size > left) throw tooLarge();
    if (!name.endsWith('/')) {
      const content = contentAt(archive, at, size);
      // what came out counts, not what the directory claims: entries may share their bytes
      if (content.length !== size) throw new Error(`the zip archive is damaged: ${JSON.stringify(name)} has ${content.length} bytes, and its directory says ${size}`);
      left -= content.length;
      entries.push({ name: checked(name), content });
    }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

const tooLarge = () => new Error('the zip archive has more than the 250 MB that Lambda unpacks');

// The end record is last, but for a comment of up to 65,535 bytes.
function endOf(archive: Buffer): number {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 22 - 0xffff); at--) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw new Error('the file isn\'t a zip archive');
}

function contentAt(archive: Buffer, entry: number, size: number): Uint8Array {
  const method = archive.readUInt16LE(entry + 10);
  const compressedSize = archive.readUInt32LE(entry + 20);
  const header = archive.readUInt32LE(entry + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const bytes = archive.subarray(start, start + compressedSize);
  if (method === 0) return bytes;
  if (method !== 8) throw new Error(`the zip archive has a file of compression method ${method}, which Lambda doesn't take`);
  return inflated(bytes, size);
}

function inflated(bytes: Uint8Array, size: number): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    throw new Error(`the zip archive is damaged: a file has more than the ${size} bytes that its directory says`);
  }
}

function checked(name: string): string {
  if (name.startsWith('/') || /[\\\0]/.test(name) || /^[a-z]:/i.test(name) || name.split('/').includes('..')) {
    throw new Error(`the zip archive has a file outside of it: ${JSON.stringify(name)}`);
  }
  return name;
}
