import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/assembly';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

test('the automated run does what the README says to do', () => {
  const [command] = /^npm ci && npm test$/m.exec(read('README.md'))!;
  expect(read('.ci/run')).toContain(`(${command})`);
});

test.each(['README.md', 'CONTRIBUTING.md'])('every npm script that %s names exists', (file) => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...read(file).matchAll(/npm (?:run ([\w:-]+)|(test|start)\b)/g)].map(([, script, short]) => script ?? short);
  expect(named).not.toEqual([]);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});
