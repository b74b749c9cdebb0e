/** Apps of plain CDK that are right, or that leave to others what no template shows: nothing is said of them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../../src/verify';
import { corpusEmulator } from '../support/corpus';

const FOLDER = join(__dirname, 'right');

test.each(readdirSync(FOLDER).map((file) => [file]))('%s', (file) => {
  expect(verify(corpusEmulator(join(FOLDER, file))).findings.map(({ rule, path, message }) => `${rule} at ${path}: ${message}`)).toEqual([]);
});
