/**
 * Compiles the rooms that only developers load into one file, lib/rooms/index.js, and makes the doors of the package lead there: three hundred files take five
 * times as long to load, and twice the room. esbuild takes the sources, since it can't tell what of CommonJS isn't needed; jsii has type checked them before.
 *
 *     tsx scripts/bundle-rooms.ts
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..');
const lib = join(root, 'lib');

/** Modules that the package or its users load by name. What stands beside the rooms, as files of the console do, is found from two folders below the package. */
const DOORS = ['emulator/index', 'verify/index', 'jest/index', 'serve/index', 'verifier/validate', 'cli/check/index', 'cli/serve', 'cli/probe'];
/** What is to start at once has a file of its own: the command with its help, and what it explains. */
const QUICK: ReadonlyArray<readonly [module: string, loaded: readonly string[]]> = [['cli/program', ['./check', './serve', './probe', './explain']], ['cli/explain', []]];
/** What loads nothing of these, and is loaded without them: the constructs, the model of the browser, what functions load, and the command that loads the program. */
const APART = ['index', 'browser/index', 'function/index', 'cli/main'];
const OPTIONS = { platform: 'node', target: 'node20', packages: 'external', bundle: true, logLevel: 'warning' } as const;
const SMALL = { format: 'cjs', minifyWhitespace: true, minifySyntax: true } as const;

function bundle(): void {
  mkdirSync(join(lib, 'rooms'), { recursive: true });
  buildSync({
    ...OPTIONS,
    ...SMALL,
    // each is run when it is first asked for
    stdin: { contents: DOORS.map((door) => `exports[${JSON.stringify(door)}] = () => require('./src/${door}');`).join('\n'), resolveDir: root },
    outfile: join(lib, 'rooms', 'index.js'),
  });
}

/** A module as one file, but for what it loads when it is wanted. */
function bundleAlone([module, loaded]: typeof QUICK[number]): void {
  const stdin = { contents: `export * from './src/${module}';`, resolveDir: root };
  buildSync({ ...OPTIONS, ...SMALL, stdin, external: [...loaded], outfile: join(lib, `${module}.js`) });
}

/** A module that leads to the bundle. The names are written out for Node.js, which reads what an ES module can import before anything runs. */
function lead(door: string): void {
  const file = join(lib, `${door}.js`);
  const names = Object.keys(createRequire(__filename)(file) as object);
  const target = relative(dirname(file), join(lib, 'rooms', 'index.js')).split(sep).join('/');
  writeFileSync(file, `"use strict";\n0 && (module.exports = { ${names.join(', ')} });\nconst rooms = require(${JSON.stringify(target)});\nmodule.exports = rooms[${JSON.stringify(door)}]();\n`);
}

/** Removes compiled files that nothing loads any more. */
function removeUnreached(): void {
  const entryPoints = [...APART, ...QUICK.map(([module]) => module), ...DOORS].map((each) => join(lib, `${each}.js`));
  const { metafile } = buildSync({ ...OPTIONS, entryPoints, metafile: true, write: false, outdir: join(lib, 'unused'), logLevel: 'silent' });
  const reached = new Set(Object.keys(metafile.inputs).map((file) => join(root, file)));
  const assets = /(?:^|[\\/])(?:web-app[\\/]edge|function[\\/]layer|serve[\\/]console)[\\/]/;
  for (const file of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
    const isUnreached = file.endsWith('.js') && !assets.test(file) && !reached.has(join(lib, file));
    const isInnerType = /^(?:cli|probe)[\\/].*\.d\.ts$/.test(file);
    if (isUnreached || isInnerType) {
      rmSync(join(lib, file));
    }
  }
}

bundle();
DOORS.forEach(lead);
QUICK.forEach(bundleAlone);
removeUnreached();
