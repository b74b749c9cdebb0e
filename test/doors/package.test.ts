/** What tools that judge packages say of what is published. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/assembly';
import { FOLDER, run } from './door';

// other programs are started, which may take long on a busy machine
jest.setTimeout(300_000);

const tarball = () => join(process.env[FOLDER]!, readdirSync(process.env[FOLDER]!).find((name) => name.endsWith('.tgz'))!);
const tool = (file: string, ...args: readonly string[]) => run(process.env[FOLDER]!, ['node', join(ROOT, 'node_modules', file), tarball(), ...args]);

test('publint has nothing to say, not even a suggestion', async () => {
  const { code, stdout } = await tool('publint/src/cli.js', '--strict');
  expect(stdout).toContain('All good!');
  expect(code).toBe(0);
});

test('every entry has its types, in today\'s and the old module resolution, as CommonJS and as an ES module', async () => {
  // the assembly is data, which jsii reads by its path
  const { code, stdout } = await tool('@arethetypeswrong/cli/dist/index.js', '--exclude-entrypoints', '.jsii', '--format', 'json');
  expect({ code, problems: JSON.parse(stdout).problems }).toEqual({ code: 0, problems: {} });
});
