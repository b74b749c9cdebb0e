/** `cdk-cors check --deployed`: what an update does, from files and from standard input, in every format. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMATS } from '../../../src/report';
import { READABLE_ERRORS, restApi } from '../../support/templates';
import { cdkCors } from '../world';

const HEADERS = { 'Access-Control-Allow-Origin': 'https://app.example.com', 'Access-Control-Allow-Headers': 'authorization' };
const template = (...paths: string[]) =>
  restApi(paths.flatMap((path) => ['GET', 'OPTIONS'].map((method) => ({ path, method, headers: HEADERS }))), READABLE_ERRORS);
const renamed = (text: string) => text.replaceAll('"Pathitems"', '"Items"');

const cwd = mkdtempSync(join(tmpdir(), 'cdk-cors-deployed-'));
const files = {
  'new.json': JSON.stringify(template('/items')),
  'same.json': JSON.stringify(template('/items')),
  'more.json': JSON.stringify(template('/items', '/orders')),
  'renamed.json': renamed(JSON.stringify(template('/items'))),
  'printed.json': JSON.stringify({ StagesAvailable: ['Original'], TemplateBody: renamed(JSON.stringify(template('/items'))) }),
  'empty.json': '',
  'other.json': '{"Resources": []}',
};
for (const [name, content] of Object.entries(files)) {
  writeFileSync(join(cwd, name), content);
}
const check = (...args: string[]) => cdkCors(['check', 'new.json', ...args], { cwd });

test('says nothing where nothing changes', async () => {
  const { code, stdout } = await check('--deployed', 'same.json', '--quiet');
  expect([code, stdout]).toEqual([0, '']);
});

test.each(['renamed.json', 'printed.json'])('tells of a conflict with %s', async (deployed) => {
  const { code, stdout } = await check('--deployed', deployed);
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain('AWS says: Another resource with the same parent already has this name: items');
  expect(stdout).toContain('overrideLogicalId(\'Items\')');
});

test('reads standard input', async () => {
  const { code, stdout } = await cdkCors(['check', 'new.json', '--deployed', '-'], { cwd, stdin: () => files['printed.json'] });
  expect([code, /update-conflict/.test(stdout)]).toEqual([1, true]);
});

test.each(Object.keys(FORMATS))('tells of it as %s', async (format) => {
  const { code, stdout } = await check('--deployed', 'renamed.json', '--format', format);
  expect([code, /update-conflict/.test(stdout)]).toEqual([1, true]);
});

test('a warning doesn\'t fail, unless asked to', async () => {
  const again = JSON.stringify(template('/items')).replaceAll('"Deployment"', '"Deployment2"');
  writeFileSync(join(cwd, 'new2.json'), again);
  const { code, stdout } = await cdkCors(['check', 'new2.json', '--deployed', 'more.json'], { cwd });
  expect([code, /warning stage-keeps-removed-methods/.test(stdout)]).toEqual([0, true]);
  expect((await cdkCors(['check', 'new2.json', '--deployed', 'more.json', '--fail-on', 'warning'], { cwd })).code).toBe(1);
});

test.each<[what: string, deployed: string, message: RegExp]>([
  ['what isn\'t there', 'nowhere', /--deployed: there is no nowhere; name a cdk.out or a template/],
  ['an empty file', 'empty.json', /empty\.json is empty; give a cdk\.out/],
  ['no template', 'other.json', /other\.json isn't a CloudFormation template/],
  ['empty standard input', '-', /--deployed -: standard input is empty; pipe "aws cloudformation get-template/],
  ['nothing', '', /--deployed/],
])('refuses %s', async (_what, deployed, message) => {
  const { code, stdout, stderr } = await check('--deployed', deployed);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});
