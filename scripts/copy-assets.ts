/**
 * Copies folders of `src` that TypeScript doesn't compile into `lib`.
 *
 *     tsx scripts/copy-assets.ts web-app/edge function/layer
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

for (const folder of process.argv.slice(2)) {
  cpSync(join(root, 'src', folder), join(root, 'lib', folder), { recursive: true, filter: (file) => !file.includes('__pycache__') });
}
