import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generated, ROOT } from '../support/assembly';

test('API.md is what the sources say; if not, run "npx projen docgen"', () => {
  const fresh = generated('.jsii-code/API.md', 'npx projen docgen:fresh');
  expect(readFileSync(join(ROOT, 'API.md'), 'utf8')).toBe(fresh);
});
