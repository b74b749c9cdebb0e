import { existsSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { refuse, shown } from '../policy';

/** The files of a folder: paths with slashes, relative to it, in a fixed order. Refuses what isn't a site. */
export function siteFiles(folder: string): string[] {
  if (typeof folder !== 'string' || !existsSync(folder)) {
    refuse('noSiteFolder',
      `the site folder ${shown(folder)} doesn't exist (looked for ${typeof folder === 'string' ? shown(resolve(folder)) : 'nothing'}); build the front end first, or give a path by path.join(__dirname, …)`);
  }
  if (!statSync(folder).isDirectory()) {
    refuse('noSiteFolder', `the site ${shown(folder)} is a file; give the folder that it is in`);
  }
  const files = filesBelow(folder, '', []);
  if (!files.includes('index.html')) {
    refuse('noIndexHtml',
      `the site folder ${shown(folder)} has no index.html, which is what / answers with; give the folder that the build writes, often "dist", "build" or "out"`);
  }
  return files;
}

function filesBelow(folder: string, prefix: string, above: readonly string[]): string[] {
  const real = realpathSync(join(folder, prefix));
  if (above.includes(real)) {
    refuse('unreadableSiteFile', `the site folder ${shown(folder)} has a link ${shown(prefix)} that leads to a folder above it, so that its files have no end; remove the link`);
  }
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      const stats = statsOf(folder, path);
      return stats.isDirectory() ? filesBelow(folder, path, [...above, real]) : [path];
    });
}

/** Of what a link leads to. Refuses what can't be copied to a bucket. */
function statsOf(folder: string, path: string): Stats {
  const stats = statSync(join(folder, path), { throwIfNoEntry: false });
  if (stats === undefined) {
    refuse('unreadableSiteFile', `the site folder ${shown(folder)} has a link ${shown(path)} that leads nowhere; remove it, or build the front end anew`);
  }
  if (!stats.isDirectory() && !stats.isFile()) {
    refuse('unreadableSiteFile', `${shown(path)} in the site folder ${shown(folder)} is neither a file nor a folder, but a pipe or a device; remove it`);
  }
  return stats;
}

/** Whether a path is one that isn't meant for the public: a name with a dot in front, .well-known excepted. */
export function isHidden(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.') && name !== '.well-known');
}

// Words, as a person would write them: LOGO, icon, IconSet, arrowLeft2.
const WORD = /^([A-Z]*|[A-Z]?[a-z]*)([A-Z][a-z]+)*[0-9]*$/;

/**
 * Whether a file's name has a hash of its content, as bundlers write it: `main.0a1b2c3d.css`, `chunk-ABCD2345.js`, `index-BxY3k9aZ.js`.
 *
 * A hash that looks like a word is missed, at the price of a request: to take a word for a hash would keep an old file for a year. Pages are
 * never meant, since they keep their names.
 */
export function hasContentHash(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stem = /^(.+?)\.(?!html?$)[a-z0-9]+(\.map)?$/i.exec(name)?.[1] ?? '';
  return stem.split('.').some((part, index) => candidates(part, index > 0).some(looksRandom));
}

// A base64url hash may have hyphens and underscores itself, so everything behind each of them counts.
function candidates(part: string, whole: boolean): string[] {
  const behind = [...part.matchAll(/[-_]/g)].map((match) => part.slice(match.index + 1));
  return whole ? [part, ...behind] : behind;
}

function looksRandom(text: string): boolean {
  const has = (...classes: RegExp[]) => classes.every((one) => one.test(text));
  return (/^[0-9a-f]{8,64}$/.test(text) && has(/[a-f]/, /[0-9]/))
    || (/^[A-Z2-7]{8}$/.test(text) && has(/[A-Z]/, /[2-7]/))
    || (/^[A-Za-z0-9_-]{8}$/.test(text) && has(/[A-Z]/, /[a-z]/, /[0-9]/) && text.split(/[-_]/).some((part) => !WORD.test(part)));
}

/** A pattern of paths as a regular expression: `*` is anything within a name, `**` any number of folders, `?` one character. */
export function pathPattern(pattern: string): RegExp {
  if (typeof pattern !== 'string' || pattern === '' || pattern.startsWith('/') || pattern.startsWith('!')) {
    refuse('invalidFilePattern',
      `${shown(pattern)} isn't a pattern of files; patterns are relative to the site folder, without a slash in front, such as "assets/**"`);
  }
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/g, (part) => {
    switch (part) {
      case '**/': return '(?:.*/)?';
      case '**': return '.*';
      case '*': return '[^/]*';
      case '?': return '[^/]';
      default: return part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    }
  });
  return new RegExp(`^${source}$`);
}

/** The lines of a .gitignore that leave out exactly these files: whole folders where nothing of them is kept. */
export function ignoreLines(files: string[], ignored: (path: string) => boolean): string[] {
  const keptFolders = new Set(files.filter((path) => !ignored(path)).flatMap(parents));
  const lines = files.filter(ignored).map((path) => {
    const folder = parents(path).find((parent) => !keptFolders.has(parent));
    return folder === undefined ? `/${escaped(path)}` : `/${escaped(folder)}/`;
  });
  return [...new Set(lines)];
}

/** The folders that a file is in, outermost first. */
function parents(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_name, index) => names.slice(0, index + 1).join('/'));
}

function escaped(path: string): string {
  return path.replace(/[\\[\]*?!# ]/g, '\\$&');
}
