/**
 * Copies folders of `src` that TypeScript doesn't compile into `lib`. Comments stay behind in what functions load at a cold start: the layer of `FunctionCors`.
 *
 *     tsx scripts/copy-assets.ts web-app/edge function/layer
 */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutComments } from './without-comments';

const root = join(__dirname, '..');
const LOADED_BY_FUNCTIONS = 'function/layer';

for (const folder of process.argv.slice(2)) {
  const copy = join(root, 'lib', folder);
  cpSync(join(root, 'src', folder), copy, { recursive: true, filter: (file) => !file.includes('__pycache__') });
  if (folder === LOADED_BY_FUNCTIONS) {
    for (const file of readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((each) => /(?:\.js|\.mjs|\.py)$/.test(each))) {
      writeFileSync(join(copy, file), withoutComments(readFileSync(join(copy, file), 'utf8'), file));
    }
  }
}
