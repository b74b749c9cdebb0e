import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FOLDER, run } from './door';

const EXAMPLES = resolve(__dirname, '../../examples');
const NAMES = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'cdk.json')));

describe('an example is synthesized as its README says, and cdk-cors check finds nothing', () => {
  beforeAll(() => cpSync(EXAMPLES, join(process.env[FOLDER]!, 'examples'), { recursive: true, filter: (path) => !path.endsWith('cdk.out') }));

  test.each(NAMES)('%s', async (example) => {
    const cwd = join(process.env[FOLDER]!, 'examples', example);
    const synth = await run(cwd, ['cdk', 'synth', '--quiet', '--no-notices']);
    expect({ code: synth.code, errors: synth.stderr.match(/^(ERROR|.*Error: ).*$/m)?.[0] }).toEqual({ code: 0, errors: undefined });
    const check = await run(cwd, ['cdk-cors', 'check', 'cdk.out']);
    expect(check).toEqual({ code: 0, stdout: expect.stringMatching(/\nNo findings\./), stderr: '' });
  });
});
