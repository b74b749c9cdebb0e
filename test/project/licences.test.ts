/** The licences of what is published, and of what it is built and tested with. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/assembly';

interface Locked {
  readonly license?: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const packages = Object.entries(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages as Record<string, Locked>)
  .filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Each with what it asks of who passes the work on. */
const CLASSES: { readonly [kind: string]: readonly string[] } = {
  'to be named': ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'Python-2.0'],
  'nothing': ['0BSD', 'MIT-0', 'CC0-1.0'],
  'to be named, data': ['CC-BY-3.0', 'CC-BY-4.0'],
};
const classOf = (license: string | undefined): string | undefined => {
  // of a choice the first that is known counts
  const offered = (license ?? '').replace(/[()]/g, '').split(' OR ');
  return Object.keys(CLASSES).find((kind) => offered.some((each) => CLASSES[kind].includes(each)));
};

/** What isn't of these classes, and why it may be here. */
const EXCEPTIONS: { readonly [name: string]: string } = {
  'axe-core': 'MPL-2.0, which asks for changes of its own files: a test reads our pages with it, nothing of it is changed or published',
};

test('what is published bundles one library, and it asks to be named alone', () => {
  expect(manifest.bundledDependencies).toEqual(['yaml']);
  expect(Object.keys(manifest.dependencies)).toEqual(['yaml']);
  const bundled = packages.filter(([, { dev, peer }]) => dev !== true && peer !== true);
  expect(bundled.map(([path, { license }]) => [nameOf(path), license])).toEqual([['yaml', 'ISC']]);
  expect(manifest.license).toBe('Apache-2.0');
});

test('what it is built and tested with has licences of these classes, but for the exceptions that are named', () => {
  const others = packages.filter(([, { license }]) => classOf(license) === undefined).map(([path]) => nameOf(path));
  expect([...new Set(others)]).toEqual(Object.keys(EXCEPTIONS));
});

test.each(Object.keys(EXCEPTIONS))('%s is for developing alone', (name) => {
  const dev = packages.filter(([path]) => nameOf(path) === name).map(([, each]) => each.dev);
  expect(dev).toEqual([true]);
  expect(existsSync(join(ROOT, 'src')) && readFileSync(join(ROOT, 'package.json'), 'utf8')).toContain(`"${name}"`);
});
