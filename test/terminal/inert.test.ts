/** What is printed is read by terminals, by people and by the runners of workflows. Whatever stands in a template, it is a text for all of them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { inert } from '../../src/values';
import { cdkCors } from '../cli/world';
import { BROKEN } from '../support/templates';

/** Everything that Unicode calls a control, a format character, or a separator of lines, but for what is written on purpose. */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
/** As the runner reads its commands: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
const isCommand = (line: string) => line.trimStart().startsWith('::') || line.includes('##[');

const HOSTILE = ['\u001b[31mred', '\u202etxt.exe', 'a\u2028::error::x', '\n::error::x', '\n  ::add-mask::x', '##[command]x', 'a\r::stop-commands::x', '\u009b2J', '\ufeff\u200b', '\u061c\u2066x'];

test.each(HOSTILE)('%j is a text', (hostile) => {
  expect(inert(`a ${hostile} b`)).not.toMatch(HIDDEN);
  expect(inert(hostile).split('\n').filter(isCommand)).toEqual([]);
});

test('whatever is printed, and JSON means what it meant', () => {
  const text = fc.array(fc.constantFrom(':', '::', '#', '##[', '[', '\\', '"', ' ', '\n', '\u2028', '\u202e', '\u001b', 'a')).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (value) => {
    expect(inert(value).split('\n').filter(isCommand)).toEqual([]);
    expect(inert(value)).not.toMatch(HIDDEN);
    expect(JSON.parse(inert(JSON.stringify({ [value]: value }, null, 2)))).toEqual({ [value]: value });
  }));
});

describe('a template whose names, paths and values are hostile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-inert-'));
  const everywhere = (value: unknown, bad: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => everywhere(each, bad));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) =>
      [name, ['PathPart', 'Description', 'aws:cdk:path', 'StageName'].includes(name) && typeof each === 'string' ? `${each}${bad}` : everywhere(each, bad)]));
  };
  const cases = HOSTILE.flatMap((bad, index) => ['text', 'json', 'sarif', 'github', 'html'].map((format): [string, string, number] => [format, bad, index]));

  test.each(cases)('as %s: %j', async (format, bad, index) => {
    const file = join(folder, `${index}.json`);
    const template = everywhere(BROKEN, bad) as { Resources: object };
    const odd = { Type: 'AWS::ApiGateway::Resource', Metadata: { 'aws:cdk:path': `Odd/${bad}` }, Properties: { RestApiId: { 'Fn::GetAtt': [bad, bad] }, ParentId: bad, PathPart: bad } };
    writeFileSync(file, JSON.stringify({ ...template, Resources: { ...template.Resources, [`Odd${bad}`]: odd } }));
    const { stdout, stderr } = await cdkCors(['check', file, '--format', format, '--page-origin', 'https://app.example.com']);
    expect(stdout + stderr).not.toMatch(HIDDEN);
    const own = format === 'github' ? /^::(?:error|warning|notice) / : /^$/;
    expect(`${stdout}${stderr}`.split('\n').filter((line) => isCommand(line) && !own.test(line))).toEqual([]);
  });

  test.each(HOSTILE)('an excerpt of what isn\'t a template: %j', async (bad) => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, `Resources:\n  ${JSON.stringify(bad)}: [${bad}\n ${bad}: }`);
    const { code, stderr } = await cdkCors(['check', file]);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(HIDDEN);
    expect(stderr.split('\n').filter(isCommand)).toEqual([]);
  });

  test.each(HOSTILE)('a name on the command line: %j', async (bad) => {
    for (const argv of [[bad], ['check', bad], ['check', `--${bad}`], ['explain', bad]]) {
      const { stdout, stderr } = await cdkCors(argv);
      expect(stdout + stderr).not.toMatch(HIDDEN);
      expect(`${stdout}${stderr}`.split('\n').filter(isCommand)).toEqual([]);
    }
  });
});
