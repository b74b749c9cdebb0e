import { mkdirSync, mkdtempSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import fc from 'fast-check';
import { siteOf } from '../../../src/emulator/s3';
import type { SiteContents, SiteFolder } from '../../../src/emulator/s3';
import * as siteObjects from '../../../src/emulator/s3/site-files';
import { AssetFiles, plainTemplates, templateModel } from '../../../src/template';
import { readAssembly } from '../../../src/template/read-assembly';
import { isUnknown, Unknown } from '../../../src/template/unknown';
import { zip } from '../../lambda-runtime/zip';
import { newStack, textOf } from '../cloudfront/world';

function folder(texts: { readonly [name: string]: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'site-'));
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const files = new AssetFiles();
const readSiteObject = (contents: SiteContents, key: string) => siteObjects.readSiteObject(contents, key, files.read);

function site(assetPath: string, changes: Partial<SiteFolder> = {}): SiteFolder {
  return { assetPath, prefix: '', include: [], exclude: [], systemMetadata: {}, markers: {}, ...changes };
}

/** The text of a key's object; undefined where there is none. */
function read(folders: readonly SiteFolder[], key: string): string | undefined {
  const object = readSiteObject({ folders }, key);
  return object === undefined || isUnknown(object) ? undefined : textOf(object.body);
}

describe('what fills a bucket', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Site');
  const other = new s3.Bucket(stack, 'Other');
  const first = new s3deploy.BucketDeployment(stack, 'First', {
    destinationBucket: bucket,
    sources: [s3deploy.Source.asset(folder({ 'index.html': 'old', 'a.js': 'a' })), s3deploy.Source.data('config.json', `{"bucket":"${other.bucketName}"}`)],
    exclude: ['*.js'],
    include: ['a.js'],
    cacheControl: [s3deploy.CacheControl.noCache()],
  });
  const second = new s3deploy.BucketDeployment(stack, 'Second', {
    destinationBucket: bucket, sources: [s3deploy.Source.asset(folder({ 'index.html': 'new' }))], destinationKeyPrefix: 'v2',
  });
  first.node.addDependency(second);
  new s3deploy.BucketDeployment(stack, 'Third', { destinationBucket: other, sources: [s3deploy.Source.asset(folder({ 'x.txt': 'x' }))] });
  const root = stack.node.root as import('aws-cdk-lib').App;
  const model = templateModel(readAssembly(root.synth().directory));
  const resource = model.ofType('AWS::S3::Bucket').find(({ logicalId }) => logicalId.startsWith('Site'))!;
  const contents = siteOf(resource, model);

  test('the deployments of that bucket, each after those that it depends on', () => {
    expect(contents.unknown).toBeUndefined();
    expect(contents.folders.map(({ prefix, include, exclude, systemMetadata }) => ({ prefix, include, exclude, systemMetadata }))).toEqual([
      { prefix: 'v2/', include: [], exclude: [], systemMetadata: {} },
      { prefix: '', include: ['a.js'], exclude: ['*.js'], systemMetadata: { 'cache-control': 'no-cache' } },
      { prefix: '', include: ['a.js'], exclude: ['*.js'], systemMetadata: { 'cache-control': 'no-cache' } },
    ]);
  });

  test('their files, with the values that are known at deployment put in', () => {
    expect([read(contents.folders, 'index.html'), read(contents.folders, 'a.js'), read(contents.folders, 'v2/index.html')]).toEqual(['old', 'a', 'new']);
    expect(JSON.parse(read(contents.folders, 'config.json')!)).toEqual({ bucket: model.resources.find(({ logicalId }) => logicalId.startsWith('Other'))!.physicalId });
    expect(readSiteObject(contents, 'index.html')).toMatchObject({ cacheControl: 'no-cache', contentType: 'text/html' });
  });

  test('a bucket that no deployment fills has unknown contents', () => {
    const empty = templateModel(plainTemplates([{ Resources: { Site: { Type: 'AWS::S3::Bucket' } } }]));
    const unknown = siteOf(empty.ofType('AWS::S3::Bucket')[0], empty);
    expect([unknown.folders, isUnknown(readSiteObject(unknown, 'index.html'))]).toEqual([[], true]);
  });
});

describe('which files', () => {
  const root = folder({ 'index.html': 'i', 'js/app.js': 'j', 'js/app.js.map': 'm' });

  test.each<[exclude: string[], include: string[], key: string, isThere: boolean]>([
    [[], [], 'js/app.js', true],
    [['*.js'], [], 'js/app.js', false],
    [['*'], ['js/*'], 'js/app.js', true],
    [['*'], ['js/*'], 'index.html', false],
    [['js/*'], [], 'index.html', true],
    [['*.ma?'], [], 'js/app.js.map', false],
  ])('exclude %j include %j: %s', (exclude, include, key, isThere) => expect(read([site(root, { exclude, include })], key) !== undefined).toBe(isThere));

  test('below a prefix', () => {
    expect([read([site(root, { prefix: 'docs/' })], 'docs/index.html'), read([site(root, { prefix: 'docs/' })], 'index.html')]).toEqual(['i', undefined]);
  });

  test('the later deployment of two wins', () => {
    expect(read([site(root), site(folder({ 'index.html': 'later' }))], 'index.html')).toBe('later');
  });

  test('an archive is opened', () => {
    const archive = join(folder({}), 'a.zip');
    writeFileSync(archive, zip([{ name: 'index.html', content: 'zipped' }, { name: 'a/b.js', content: 'b' }, { name: 'constructor', content: 'c' }]));
    const asked = (key: string, changes: Partial<SiteFolder> = {}) => read([site(archive, changes)], key);
    expect([asked('index.html'), asked('a/b.js'), asked('constructor'), asked('a'), asked('toString'), asked('../a.zip'), asked('docs/index.html', { prefix: 'docs/' })])
      .toEqual(['zipped', 'b', 'c', undefined, undefined, undefined, 'zipped']);
    expect(asked('a/b.js', { exclude: ['*.js'] })).toBeUndefined();
  });

  test('an archive that is written anew is read anew', () => {
    const archive = join(folder({}), 'a.zip');
    const texts = ['old', 'new'].map((content, index) => {
      writeFileSync(archive, zip([{ name: 'a.txt', content }]));
      utimesSync(archive, index, index);
      return read([site(archive)], 'a.txt');
    });
    expect(texts).toEqual(['old', 'new']);
  });

  test.each<[what: string, bytes: Buffer, why: string]>([
    ['no archive', Buffer.from('PK'), 'isn\'t a zip archive'],
    ['one with a file outside of it', zip([{ name: '../a.txt', content: 'x' }]), 'outside'],
    ['one that is larger than it says', zip([{ name: 'a.txt', content: 'x'.repeat(9999), claims: 10 }]), 'can\'t be read'],
  ])('%s can\'t be read, and says so', (_what, bytes, why) => {
    const archive = join(folder({}), 'a.zip');
    writeFileSync(archive, bytes);
    expect(String(readSiteObject({ folders: [site(archive)] }, 'a.txt'))).toContain(why);
  });

  test('a marker whose value isn\'t known leaves the file open, and no other', () => {
    const marked = site(folder({ 'a.json': '"<<m>>"', 'b.json': '1' }), { markers: { '<<m>>': new Unknown('x', 'y') } });
    expect([isUnknown(readSiteObject({ folders: [marked] }, 'a.json')), read([marked], 'b.json')]).toEqual([true, '1']);
  });

  test('a marker\'s value is put in as it is', () => {
    expect(read([site(folder({ 'a.json': '"<<m>>"' }), { markers: { '<<m>>': '$& $1 é' } })], 'a.json')).toBe('"$& $1 é"');
  });
});

describe('nothing outside of the folder', () => {
  const outside = folder({ 'secret.txt': 'secret', 'site/index.html': 'inside', 'site-secret/a.txt': 'secret' });
  const root = join(outside, 'site');
  symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(outside, join(root, 'up'));
  symlinkSync(join(root, 'index.html'), join(root, 'home.html'));
  symlinkSync(join(root, 'loop'), join(root, 'loop'));
  const contents = siteObjects.folderContents(root);
  const get = (key: string) => read(contents.folders, key);

  test.each(['../secret.txt', 'a/../../secret.txt', './index.html', '/index.html', '//index.html', join(outside, 'secret.txt'), '..', '.', '', 'index.html/',
    '..\\secret.txt', 'link.txt', 'up/secret.txt', 'up/site/../secret.txt', '../site-secret/a.txt', 'index.html\0', 'secret.txt\0.html', 'loop', 'C:/x', 'up',
    '%2e%2e/secret.txt', '..%2fsecret.txt', 'x'.repeat(100_000), '__proto__', 'constructor', 'index.html/../index.html'])('%j isn\'t there', (key) => expect(get(key)).toBeUndefined());

  test('what is inside is there, also by a link that stays inside', () => {
    expect([get('index.html'), get('home.html')]).toEqual(['inside', 'inside']);
  });

  test('no key reaches the secret', () => {
    const piece = fc.constantFrom('..', '.', '/', '\\', 'up', 'secret.txt', 'site', '\0', '%2e', 'link.txt', '');
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => expect(get(pieces.join(''))).not.toBe('secret')), { numRuns: 2000 });
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => expect(get(pieces.join('/'))).not.toBe('secret')), { numRuns: 2000 });
  });
});
