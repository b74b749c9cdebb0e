import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../../src/cli/serve';
import { ROOT } from '../support/assembly';

const GUIDE = readFileSync(join(ROOT, 'docs/guides/serve.md'), 'utf8');

test('the guide has every option of the command, in its order', () => {
  const options = [...GUIDE.matchAll(/^\| `(--[^`]+)` \|/gm)].map(([, option]) => option);
  expect(options).toEqual(serve.options.map(({ name, value }) => `--${name}${value === undefined ? '' : ` <${value}>`}`));
});

test('every option of its examples is one', () => {
  const used = [...GUIDE.matchAll(/^npx cdk-cors serve (.*)$/gm)].flatMap(([, rest]) => rest.match(/--[\w-]+/g) ?? []);
  expect(used).not.toEqual([]);
  expect(serve.options.map(({ name }) => `--${name}`)).toEqual(expect.arrayContaining(used));
});
