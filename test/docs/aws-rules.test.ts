/** The rules of AWS: what the code cites is described in docs/aws-rules.md, and what is described is cited. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CorsHttpApi, CorsPolicy } from '../../src';
import { SWITCHABLE_RULES } from '../../src/emulator';
import { RULES } from '../../src/verify';
import { ROOT } from '../support/assembly';
import { describedRules, GRADES, PAGE, rulesCitedIn, rulesNamedIn, textsBelow } from '../support/aws-rules';

const rules = describedRules(PAGE);
const numbers = rules.map(({ number }) => number);
const sources = textsBelow(join(ROOT, 'src'));
const cited = sources.flatMap(({ path, text }) => rulesCitedIn(text).map((number) => ({ number, path })));

describe('citations are read as they are written', () => {
  test.each<[source: string, numbers: number[]]>([
    ['/** Rule 46. */', [46]],
    ['// needs it (rules 36, 37), and\n', [36, 37]],
    ['/** Rules 83 to 85, 88 and 90: what is refused. */', [83, 84, 85, 88, 90]],
    [' * as browsers do (rules 20,\n   * 21); without it', [20, 21]],
    ['# the same in Python, rule\n# 9\n', [9]],
    ["exchange.note(77, 'text'); exchange.reading(8); notes.push({ rule: 118, text })", [77, 8, 118]],
    ['notes.some(({ rule }) => rule === 97)', [97]],
    ['const rules = 12; // the rules of 3 layers', []],
  ])('%j', (source, expected) => {
    expect(rulesCitedIn(source).sort()).toEqual(expected.sort());
  });
});

describe('the page', () => {
  test('has each rule that a source cites', () => {
    expect(cited.filter(({ number }) => !numbers.includes(number))).toEqual([]);
  });

  test('has no rule that no source cites', () => {
    expect(numbers.filter((number) => !cited.some((citation) => citation.number === number))).toEqual([]);
  });

  test('has each rule that documents name, itself included', () => {
    const atRoot = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
    const named = [...textsBelow(join(ROOT, 'docs')), ...atRoot].flatMap(({ path, text }) => rulesNamedIn(text.replace(/\s+/g, ' ')).map((number) => ({ number, path })));
    expect(named.filter(({ number }) => !numbers.includes(number))).toEqual([]);
  });

  test('has them once, in order', () => {
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  test.each(rules)('rule $number says what AWS does, and how that is known', ({ text, evidence }) => {
    expect(text).toMatch(/^[A-Z`].*\.$/s);
    expect(evidence).not.toEqual([]);
    expect(evidence.filter(({ grade, source }) => !(GRADES as readonly string[]).includes(grade) || source === '')).toEqual([]);
  });

  const DATE = /, (?:\d{4}(?:-\d\d){0,2}|newer|undated)$/;

  test.each(rules)('the sources of rule $number have an address and a date', ({ evidence }) => {
    const sourced = evidence.filter(({ grade }) => ['recorded', 'documented', 'reported'].includes(grade));
    expect(sourced.filter(({ source }) => !DATE.test(source) || !/\]\[|a published header dump/.test(source))).toEqual([]);
  });

  test('explains each grade', () => {
    expect([...PAGE.matchAll(/^\| (\w+) \| [^|]+ \|$/gm)].map(([, grade]) => grade)).toEqual(['grade', ...GRADES]);
  });

  test('has an address for each source, and no other', () => {
    const used = new Set([...PAGE.matchAll(/\]\[([\w-]+)\]/g)].map(([, name]) => name));
    const defined = [...PAGE.matchAll(/^\[([\w-]+)\]: https:\/\/\S+$/gm)].map(([, name]) => name);
    expect(defined).toEqual([...used].sort());
  });
});

describe('readings', () => {
  const open = [...SWITCHABLE_RULES].flatMap(([number, ofLayers]) => ofLayers.map(({ layer, readings: [first, ...others], yesAndNo }) => {
    const names = [first, ...others].map(([name]) => name);
    const [yes, no] = yesAndNo;
    const isUsual = yes === names[0] && no === names[1];
    const markOf = (name: string) => name === names[0] ? 'default' : isUsual ? undefined : name === yes ? 'true' : name === no ? 'false' : undefined;
    return { number, layer, readings: names.map((name) => ({ name, mark: markOf(name), meaning: expect.stringMatching(/\S/) })) };
  }));

  test.each(open)('of rule $number in $layer are those of the code', ({ number, layer, readings }) => {
    const described = rules.find((rule) => rule.number === number)?.readings.filter((each) => each.layer === layer);
    expect(described).toEqual([{ layer, readings }]);
  });

  test('are described of no other rule', () => {
    const described = rules.flatMap(({ number, readings }) => readings.map(({ layer }) => ({ number, layer })));
    expect(described).toEqual(open.map(({ number, layer }) => ({ number, layer })));
  });

  const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-readings-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  test('are switched as the page says', () => {
    const app = new App({ outdir: directory });
    new CorsHttpApi(new Stack(app, 'Stack'), 'Api', { cors: CorsPolicy.forOrigins('https://app.example.com') });
    app.synth();
    const [, snippet] = /^```js\n([^]*?)^```$/m.exec(PAGE)!;
    const run = new Function('require', `${snippet.replace('\'cdk.out\'', JSON.stringify(directory))}\nreturn { verdict, report };`);
    const { verdict, report } = run((name: string) => jest.requireActual(name));
    expect(verdict).toMatchObject({ outcome: 'allowed', status: 404 });
    expect(verdict.notes).toContainEqual(expect.stringMatching(/^rule 72: .*\(reading: cors\)$/));
    expect(report.findings).toEqual([]);
  });
});

test('rules of the check that comments name exist', () => {
  const ids = new Set(RULES.map(({ id }) => id));
  const comments = sources.flatMap(({ path, text }) => (text.match(/\/\*[^]*?\*\/|\/\/.*/g) ?? []).map((comment) => ({ path, comment })));
  const sentences = comments.flatMap(({ path, comment }) => comment.split(/[.;|]\s/).map((sentence) => ({ path, sentence })));
  const named = sentences.filter(({ sentence }) => /\b(?:rules?|findings?)\b(?! \d)/i.test(sentence))
    .flatMap(({ path, sentence }) => [...sentence.matchAll(/`(?:CorsVerifier::)?([a-z]+(?:-[a-z]+)+)`/g)].map(([, id]) => ({ path, id })));
  expect(named).not.toEqual([]);
  expect(named.filter(({ id }) => !ids.has(id))).toEqual([]);
});
