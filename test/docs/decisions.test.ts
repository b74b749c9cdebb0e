import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/assembly';

const FOLDER = join(ROOT, 'docs', 'decisions');
const STATUS = /^- Status: (proposed|accepted|replaced by \d{4})$/m;

const pages = readdirSync(FOLDER).filter((file) => /^\d{4}-.*\.md$/.test(file)).sort();
const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');

test('the index links every page once, in order, and nothing else', () => {
  expect([...index.matchAll(/\((\d{4}-[^)]*\.md)\)/g)].map(([, page]) => page)).toEqual(pages);
});

test('every page has the number of its file, a status and the parts of the template', () => {
  const faulty = pages.filter((page) => {
    const text = readFileSync(join(FOLDER, page), 'utf8');
    return !text.startsWith(`# ${page.slice(0, 4)}: `) || !STATUS.test(text)
      || !['Context', 'Options', 'Decision', 'Consequences'].every((part) => text.includes(`\n## ${part}\n`));
  });
  expect(faulty).toEqual([]);
});

test('the template has them too', () => {
  expect(readFileSync(join(FOLDER, 'template.md'), 'utf8')).toMatch(/## Context[^]*## Options[^]*## Decision[^]*## Consequences/);
});
