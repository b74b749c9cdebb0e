/**
 * What the README and the guide say of `cdk-cors check`. The README's sample is what the program prints: CDK_CORS_UPDATE=1 writes it anew, for a change of words that was
 * looked at.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPTIONS } from '../../src/cli/check/options';
import { FORMATS } from '../../src/report';
import { jsonReport } from '../../src/report/json';
import { cdkCors } from '../cli/world';
import { examined } from '../report/examined';
import { ROOT } from '../support/assembly';
import { BROKEN, restApi } from '../support/templates';

const README = join(ROOT, 'README.md');
const GUIDE = readFileSync(join(ROOT, 'docs/guides/check.md'), 'utf8');
const SAMPLE = /(```console\n\$ npx cdk-cors check shop\.json\n)([^]*?)(```)/;

test('the sample of the README is what the program prints', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'cdk-cors-sample-'));
  const template = restApi([{ path: '/items', method: 'GET', headers: { 'Access-Control-Allow-Origin': 'https://app.example.com' } }]);
  writeFileSync(join(cwd, 'shop.json'), JSON.stringify(template, null, 2));
  const { code, stdout } = await cdkCors(['check', 'shop.json'], { cwd });
  expect(code).toBe(1);
  if (process.env.CDK_CORS_UPDATE !== undefined) {
    writeFileSync(README, readFileSync(README, 'utf8').replace(SAMPLE, (_all, start, _old, end) => `${start}${stdout}${end}`));
  }
  expect(readFileSync(README, 'utf8')).toContain(`\`\`\`console\n$ npx cdk-cors check shop.json\n${stdout}\`\`\``);
});

test('the guide has every option and every format', () => {
  for (const { name } of OPTIONS) {
    expect(GUIDE).toContain(`\`--${name}`);
  }
  for (const name of Object.keys(FORMATS)) {
    expect(GUIDE).toMatch(new RegExp(`^\\| \`${name}\` \\|`, 'm'));
  }
});

test('the guide has every name of the JSON report, and no other', () => {
  const report = jsonReport(examined(BROKEN));
  const parts: Readonly<Record<string, object>> = {
    'report': report,
    'findings[]': report.findings[0],
    'findings[].evidence[]': report.findings[0].evidence[0],
    'findings[].evidence[].exchanges[]': report.findings[0].evidence[0].exchanges[0],
    'matrix[]': report.matrix[0],
    'entrances[]': report.entrances[0],
  };
  for (const [part, value] of Object.entries(parts)) {
    const [, table] = new RegExp(`^\\*\\*\`${part.replace(/[[\].]/g, '\\$&')}\`\\*\\*\\n([^]*?)(?=\\n\\*\\*\`|\\n## )`, 'm').exec(GUIDE) ?? [];
    const documented = [...table?.matchAll(/^\| `(\w+)` \|/gm) ?? []].map(([, name]) => name);
    expect([part, documented.sort()]).toEqual([part, Object.keys(value).sort()]);
  }
});
