import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasContentHash, ignoreLines, isHidden, pathPattern, siteFiles } from '../../src/web-app/site-files';
import { SPA } from './support';

describe('names with a hash of their content', () => {
  test.each([
    'assets/index-BxY3k9aZ.js', 'assets/index-B-x3k9_Z.css', 'assets/index-BxY3k9aZ.js.map', // Vite
    'static/js/main.0a1b2c3d.js', 'static/media/logo.6ce24c58023cc2f8fd88fe9d219db6c6.svg', // webpack
    'chunk-ABCD2345.js', 'main-7XK3QWAZ.css', // esbuild, Angular
    '_next/static/chunks/webpack-59c5c889f52620d6.js', // Next.js
    'app.3f2a9b1c.chunk.js', 'fonts/inter_0a1b2c3d4e.woff2',
  ])('%s', (path) => {
    expect(hasContentHash(path)).toBe(true);
  });

  test.each([
    'index.html', 'page-0a1b2c3d.html', 'page.0a1b2c3d.htm', 'favicon.ico', 'robots.txt', 'assets/logo.svg', 'assets/my-component.js', 'js/jquery-3.7.1.min.js',
    'img/icon-arrowLeftSmall.svg', 'img/icon-IconSet2.svg', 'img/photo-20240101.jpg', 'img/photo-1920x1080.jpg', 'docs/report-FY2024Q1.pdf', 'sw.js', 'deadbeef.js',
    'LICENSE-APACHE20', 'img/CHANGELOG.png', 'data/customer-12345678.json', '0a1b2c3d/app.js', 'manifest.webmanifest', 'a-Page2-ab.js', 'bootstrap.bundle.min.js',
  ])('not %s', (path) => {
    expect(hasContentHash(path)).toBe(false);
  });
});

test.each([
  ['assets/**', 'assets/a/b.js', true],
  ['assets/**', 'assets/b.js', true],
  ['assets/**', 'my/assets/b.js', false],
  ['assets/*', 'assets/a/b.js', false],
  ['**/*.js', 'b.js', true],
  ['**/*.js', 'a/b/c.js', true],
  ['**/*.js', 'a/b/c_js', false],
  ['*.?s', 'b.js', true],
  ['a+(b).js', 'a+(b).js', true],
  ['[id].js', 'i.js', false],
])('%s matches %s: %s', (pattern, path, expected) => {
  expect(pathPattern(pattern).test(path)).toBe(expected);
});

test.each([['.draft', true], ['a/.git/config', true], ['.well-known/security.txt', false], ['a/b.js', false], ['a..b/c', false]])('%s is hidden: %s', (path, expected) => {
  expect(isHidden(path)).toBe(expected);
});

test('the files of a folder, in a fixed order', () => {
  expect(siteFiles(SPA)).toEqual([
    '.draft', '.well-known/apple-app-site-association', 'assets/[id]-CxY4k8aB.js', 'assets/index-0a1b2c3d.css', 'assets/index-BxY3k9aZ.js', 'assets/logo.svg', 'index.html',
  ]);
});

test('whole folders are left out by one line, and names that mean something to .gitignore are escaped', () => {
  const files = ['a/1.js', 'a/b/2.js', 'a/b/3.js', 'c/[id] !#.js', 'c/keep.js', 'd.js'];
  expect(ignoreLines(files, (path) => path !== 'c/keep.js')).toEqual(['/a/', '/c/\\[id\\]\\ \\!\\#.js', '/d.js']);
  expect(ignoreLines(files, (path) => path.startsWith('a/b/'))).toEqual(['/a/b/']);
  expect(ignoreLines(files, () => false)).toEqual([]);
});

describe('a folder with what can\'t be copied to a bucket is refused', () => {
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'site-'));
    writeFileSync(join(path, 'index.html'), 'The site');
    mkdirSync(join(path, 'assets'));
    return path;
  };

  test.each<[string, (site: string) => void, string]>([
    ['a link that leads nowhere', (site) => symlinkSync('missing.js', join(site, 'assets', 'odd')), '"assets/odd" that leads nowhere'],
    ['a link to itself', (site) => symlinkSync('.', join(site, 'assets', 'odd')), '"assets/odd" that leads to a folder above it'],
    ['a pipe', (site) => execFileSync('mkfifo', [join(site, 'assets', 'odd')]), 'is neither a file nor a folder'],
  ])('%s', (_what, spoil, said) => {
    const site = folder();
    spoil(site);
    expect(() => siteFiles(site)).toThrow(said);
    expect(() => siteFiles(site)).toThrow(/\[cdk-cors:unreadableSiteFile\]$/);
  });
});
