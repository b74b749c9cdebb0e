import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The path of a file of this package, by its path from the package's folder. Rooms stand two folders below it, and so do the files that they are compiled into. */
export function packageFile(path: string): string {
  return join(__dirname, '..', '..', path);
}

/** The version of this package. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;
}
