import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

/** Looks often enough for a person, and seldom enough not to be noticed. */
const INTERVAL = 300;

/**
 * Tells when the templates of an app have changed, and have then stayed the same for a moment, so that a synth is over.
 *
 * It looks at their times instead of waiting for events, which don't come through mounts of containers and end where a folder is made anew.
 *
 * @param app the folder of an assembly, or a template
 * @returns what ends it
 */
export function watchApp(app: string, changed: () => void, interval = INTERVAL): () => void {
  let served = signatureOf(app);
  let before = served;
  const timer = setInterval(() => {
    const now = signatureOf(app);
    if (now !== served && now === before) {
      served = now;
      changed();
    }
    before = now;
  }, interval);
  return () => clearInterval(timer);
}

/** Names, sizes and times of the JSON files of an assembly, also of those nested in it. */
function signatureOf(path: string): string {
  const stats = statOf(path);
  if (stats === undefined) return 'missing';
  return stats.isDirectory() ? filesOf(path).map((file) => `${file} ${stampOf(join(path, file))}`).join('\n') : stampOf(path);
}

function filesOf(directory: string): string[] {
  return entriesOf(directory).flatMap((name) => {
    if (name.endsWith('.json')) return [name];
    return name.startsWith('assembly-') ? filesOf(join(directory, name)).map((file) => join(name, file)) : [];
  });
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

function stampOf(file: string): string {
  const stats = statOf(file);
  return stats === undefined ? 'missing' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
