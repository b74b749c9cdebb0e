import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';
import fc from 'fast-check';
import { unzip } from '../../src/template/unzip';
import { folderWith, Functions, nodeFunction } from '../lambda-runtime/running';
import { zip } from '../lambda-runtime/zip';
import { attempt } from '../support/attempt';

test('files, folders, stored and deflated', () => {
  const entries = unzip(zip([{ name: 'a/', content: '', stored: true }, { name: 'a/b.js', content: 'x'.repeat(999) }, { name: 'é.txt', content: 'é', stored: true }]));
  expect(entries.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([['a/b.js', 'x'.repeat(999)], ['é.txt', 'é']]);
});

test.each([
  ['../evil.js'], ['a/../../evil.js'], ['/etc/evil'], ['C:/evil'], ['a\\..\\evil'], ['a\0b'], ['..'],
])('a file outside is refused: %j', (name) => {
  expect(() => unzip(zip([{ name, content: 'x' }]))).toThrow('outside of it');
});

test('more than Lambda takes, more than it says, or in another way', () => {
  expect(() => unzip(zip([{ name: 'a', content: 'x', claims: 300 * 1024 * 1024 }]))).toThrow('250 MB');
  expect(() => unzip(zip([{ name: 'a', content: 'x'.repeat(9999), claims: 10 }]))).toThrow('more than the 10 bytes');
  expect(() => unzip(zip([{ name: 'a', content: 'x', method: 12 }]))).toThrow('compression method 12');
});

test.each([
  ['stored', { stored: true, claims: 0 }], ['stored, and more than it has', { stored: true, claims: 1 }], ['deflated', { claims: 0 }], ['deflated, and more than it has', { claims: 99_999 }],
])('what comes out counts, not what the directory claims: %s', (_what, entry) => {
  expect(() => unzip(zip([{ name: 'a', content: 'x'.repeat(9999), ...entry }]))).toThrow(/^the zip archive is damaged: /);
});

test('anything else is an error, never a hang', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => expect(() => unzip(Buffer.from(bytes))).toThrow()));
  const archive = zip([{ name: 'a', content: 'x' }, { name: 'b', content: 'y' }]);
  fc.assert(fc.property(fc.nat(archive.length - 1), fc.nat(255), (at, value) => {
    const damaged = Buffer.from(archive);
    damaged[at] = value;
    const { value: files, error } = attempt(() => unzip(damaged));
    expect(files === undefined ? types.isNativeError(error) : files.length <= 2).toBe(true);
  }));
});

test('a function from a zip file', async () => {
  const path = join(folderWith({}), 'code.zip');
  writeFileSync(path, zip([{ name: 'index.js', content: 'exports.handler = async () => require("./lib/own")' }, { name: 'lib/own.js', content: 'module.exports = 1' }]));
  const functions = new Functions({ Fn: nodeFunction({ Code: { S3Bucket: 'assets', S3Key: path } }) });
  expect(await functions.invoke()).toEqual({ payload: 1 });
  await functions.runner.close();
});
