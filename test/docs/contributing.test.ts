import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/assembly';

const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const SRC = join(ROOT, 'src');

test('the table has every room of src, and no other', () => {
  const rooms = [...text.matchAll(/^\| `src\/([a-z-]+)` \|/gm)].map(([, room]) => room);
  expect([...rooms].sort()).toEqual(readdirSync(SRC).filter((entry) => statSync(join(SRC, entry)).isDirectory()).sort());
});

test('the files that the walks name are there', () => {
  const walks = text.slice(text.indexOf('### A request on its way'), text.indexOf('### Rules of the house'));
  let folder = '';
  const missing = [...walks.matchAll(/`((?:src\/)?[a-z-]+(?:\/[a-z-]+)*\/)?([a-z-]+\.ts)`/g)].flatMap(([, path, file]) => {
    folder = path?.replace(/^src\//, '') ?? folder;
    return [join(folder, file), join('emulator', folder, file)].some((each) => existsSync(join(SRC, each))) ? [] : [join(folder, file)];
  });
  expect(missing).toEqual([]);
});
