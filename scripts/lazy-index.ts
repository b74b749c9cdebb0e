/**
 * Makes lib/index.js load a room when something of it is first used, as aws-cdk-lib does with its modules: an app with one REST API needs a third of them.
 *
 *     tsx scripts/lazy-index.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const index = join(__dirname, '..', 'lib', 'index.js');
const load = createRequire(index);

const rooms = [...readFileSync(index, 'utf8').matchAll(/require\("(\.\/[^"]+)"\)/g)].map(([, room]) => room);
const exported = load(index) as { readonly [name: string]: unknown };
const names = Object.keys(exported);
const of = (room: string) => {
  const own = load(room) as { readonly [name: string]: unknown };
  return names.filter((name) => own[name] === exported[name]);
};

const lost = names.filter((name) => !rooms.some((room) => of(room).includes(name)));
if (rooms.length === 0 || lost.length > 0) {
  throw new Error(`lib/index.js isn't as the compiler writes it: ${rooms.length} rooms, and none has ${lost.join(', ')}`);
}

writeFileSync(index, [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  // read by Node.js before anything runs, for ES modules that import these names
  `${names.map((name) => `exports.${name} = `).join('')}void 0;`,
  'const lazily = (room, names) => names.forEach((name) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => room()[name] }));',
  ...rooms.map((room) => `lazily(() => require(${JSON.stringify(room)}), ${JSON.stringify(of(room))});`),
  '',
].join('\n'));
