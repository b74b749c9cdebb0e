/** The rules of the facts: which of them tests are named for, and which can be switched. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator, type RuleSwitches, SWITCHABLE_RULES } from '../../src/emulator';
import { describedRules, PAGE, rulesNamedIn } from '../support/aws-rules';

/** How each rule is known: a rule has a grade for each of its statements. */
const KNOWN = describedRules(PAGE).map(({ number: rule, evidence }) => ({ rule, grades: evidence.map(({ grade }) => grade) }));

const BY_OTHERS = 'what another emulator or the CDK does, with nothing that speaks against it';

/** What is reported or inferred and yet has one reading only. */
const ONE_READING = new Map([
  [24, 'what is inferred, that integrations send no x-amzn-ErrorType, is what the emulator has no reason to add'],
  [30, 'the words of the execution log; the 500 is rule 29\'s'],
  [83, 'the words of the page; that the method is refused is documented'],
  [98, 'that CloudFront answers preflights itself is said by one emulator alone, against the documentation'],
  [119, 'numbers of quotas'],
  [104, 'reported as it is documented'],
  [132, 'where no recording says more, a missing value is the null of Velocity'],
  [137, 'what templates see, which nothing speaks against'],
  [140, 'a field of X-Ray\'s that CORS has nothing to do with'],
  [147, 'that such a distribution is refused follows from what is documented of its methods'],
  [149, 'a status that succeeds, and the lists of the configuration, decide nothing by themselves: browsers judge them'],
  [150, 'reported as it is documented'],
  [155, 'what a function gives wrongly, which no app does on purpose'],
  [133, 'the numbers of the library that prints lists as it was recorded'],
  ...[125, 126, 127, 128, 129, 130, 131].map((rule): [number, string] => [rule, 'what CloudFormation does in an update, which reports agree on']),
  ...[7, 29, 33, 34, 40, 45, 56, 60, 90, 106].map((rule): [number, string] => [rule, BY_OTHERS]),
]);

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts') && name !== 'rules.test.ts')
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

const SOURCES = sourcesIn(__dirname);

const TESTED = new Set(SOURCES.flatMap((source) => [...source.matchAll(/(?:\b(?:test|describe)|\))\(\s*(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g)].flatMap(([, , name]) => rulesNamedIn(name))));

test.each(KNOWN.filter(({ grades }) => grades.includes('recorded')))('rule $rule, recorded from AWS, has a test of its name', ({ rule }) => {
  expect(TESTED).toContain(rule);
});

describe('what nobody recorded', () => {
  const open = KNOWN.filter(({ grades }) => grades.some((grade) => /^(?:inferred|contradicted|reported)$/.test(grade)));

  test.each(open)('rule $rule can be switched, or has one reading for a reason', ({ rule }) => {
    expect([SWITCHABLE_RULES.has(rule), ONE_READING.has(rule)].filter(Boolean)).toHaveLength(1);
  });

  const questions = [...SWITCHABLE_RULES.values()].flat();

  test.each(questions)('rule $rule ($layer): the default and others, each with its meaning', ({ about, readings, yesAndNo }) => {
    const names = readings.map(([reading]) => reading);
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
    expect([about, ...readings.map(([, meaning]) => meaning)].every((text) => text !== '')).toBe(true);
    expect(names).toEqual(expect.arrayContaining([...yesAndNo]));
  });

  test.each(questions)('rule $rule ($layer): a test switches it', ({ rule, readings: [, ...others] }) => {
    const switched = new RegExp(`\\b${rule}: (?:reading|(?:${others.map(([reading]) => `'${reading}'`).join('|')}))|\\[${rule}\\]: reading`);
    expect(SOURCES.filter((source) => switched.test(source))).not.toHaveLength(0);
  });
});

describe('switches', () => {
  const api = { Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP', Target: 'https://backend.example.com', CorsConfiguration: { AllowOrigins: ['https://app.example.com'] } } } } };
  const headers = { origin: 'https://other.example.com' };
  const answerOf = (emulator: Emulator, rules?: RuleSwitches) =>
    emulator.send({ url: emulator.entrances[0].url, headers }, { answer: { status: 200, headers: [] }, ...rules && { rules } });

  test('of the emulator hold for every request that says nothing else', () => {
    const loose = Emulator.fromTemplate(api, { rules: { 74: 'without-origin', 72: 'bare' } });
    expect(answerOf(loose).notes).toEqual([{ rule: 74, text: expect.stringContaining('(reading: without-origin)') }]);
    expect(answerOf(loose, { 74: 'none' }).notes).toEqual([{ rule: 74, text: expect.stringContaining('(reading: none)') }]);
    expect(answerOf(loose, { 74: false }).notes).toEqual([{ rule: 74, text: expect.stringContaining('(reading: without-origin)') }]);
    expect(answerOf(loose, { 71: 'backend' }).notes).toEqual([{ rule: 74, text: expect.stringContaining('(reading: without-origin)') }]);
  });

  test.each<[rules: RuleSwitches, message: RegExp]>([
    [{ 1: true }, /^rules has "1", which isn't a rule that can be switched; those are 8, 9, 19, /],
    [{ 500: 'x' }, /"500"/],
    [{ vary: true } as RuleSwitches, /"vary"/],
    [{ 74: 'nonsense' }, /^rule 74 can't be read as "nonsense"; its readings, about an origin that isn't listed \(http-api\), are "none" \(.*; the default\), "without-origin"/],
    [{ 118: 'x' }, /\(cloudfront\).*\(s3\)/],
  ])('%j is refused, with what there is', (rules, message) => {
    expect(() => Emulator.fromTemplate(api, { rules })).toThrow(message);
    expect(() => answerOf(Emulator.fromTemplate(api), rules)).toThrow(message);
  });
});
