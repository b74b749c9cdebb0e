/** The rules of the facts: which of them tests are named for, and which can be switched. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator, type RuleSwitches, SWITCHABLE_RULES } from '../../src/emulator';

/**
 * How each rule is known: V recorded from AWS, D documented, R reported by users, C from other code alone, I inferred, X contradicted. A rule has a
 * letter for each of its statements.
 */
const GRADES = `1 V, 2 V, 3 V, 4 V, 5 D, 6 V, 7 C, 8 I, 9 DI, 10 D, 11 DV, 12 V, 13 V, 14 V, 15 V, 16 DV, 17 D, 18 D, 19 IC, 20 VX, 21 DC, 22 DI, 23 D,
  24 VCRI, 25 CV, 26 C, 27 D, 28 D, 29 VC, 30 R, 31 X, 32 DIV, 33 VC, 34 VC, 35 V, 36 R, 37 RD, 38 X, 39 V, 40 DC, 41 X, 42 D, 43 V, 44 V, 45 C, 46 DI,
  47 C, 48 V, 49 V, 50 V, 51 VD, 52 V, 53 V, 54 CI, 55 DV, 56 C, 57 DR, 58 R, 59 DIV, 60 CD, 61 DI, 62 ID, 63 D, 64 V, 65 VX, 66 D, 67 D, 68 DR, 69 RI,
  70 RD, 71 I, 72 XI, 73 VI, 74 I, 75 D, 76 D, 77 DI, 78 DI, 79 C, 80 C, 81 D, 82 D, 83 DRC, 84 R, 85 DXV, 86 DV, 87 DX, 88 DR, 89 DI, 90 DC, 91 D,
  92 D, 93 XI, 94 DI, 95 DI, 96 D, 97 I, 98 DI, 99 VC, 100 R, 101 I, 102 DV, 103 D, 104 D, 105 D, 106 DC, 107 V, 108 D, 109 DI, 110 RD, 111 V, 112 V,
  113 V, 114 V, 115 V, 116 VD, 117 D, 118 I, 119 DI, 120 DI, 121 D, 122 D, 123 R, 124 D`.split(',').map((each) => each.trim().split(' '))
  .map(([rule, grades]) => ({ rule: Number(rule), grades }));

/** What is reported or inferred and yet has one reading only. */
const ONE_READING = new Map([
  [24, 'what is inferred, that integrations send no x-amzn-ErrorType, is what the emulator has no reason to add'],
  [30, 'the words of the execution log; the 500 is rule 29\'s'],
  [83, 'the words of the page; that the method is refused is documented'],
  [98, 'that CloudFront answers preflights itself is said by one emulator alone, against the documentation'],
  [109, 'numbers of quotas'],
  [119, 'numbers of quotas'],
  [120, 'the control plane'],
  [123, 'prices'],
]);

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts') && name !== 'rules.test.ts')
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

const SOURCES = sourcesIn(__dirname);

/** The numbers of a name such as `rules 43 to 45: overrides` or `rules 36, 37: …`. */
function rulesOf(name: string): number[] {
  return [...name.matchAll(/\brules? (\d+(?:(?:, | and | to )\d+)*)/g)].flatMap(([, list]) => list.split(/, | and /).flatMap((part) => {
    const [from, to = from] = part.split(' to ').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }));
}

const TESTED = new Set(SOURCES.flatMap((source) => [...source.matchAll(/(?:\b(?:test|describe)|\))\(\s*(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g)].flatMap(([, , name]) => rulesOf(name))));

test('names are read as they are written', () => {
  expect(rulesOf('rules 43 to 45: overrides')).toEqual([43, 44, 45]);
  expect(rulesOf('rules 36, 37: */* breaks it')).toEqual([36, 37]);
  expect(rulesOf('nothing of rules')).toEqual([]);
});

test.each(GRADES.filter(({ grades }) => grades.includes('V')))('rule $rule, recorded from AWS, has a test of its name', ({ rule }) => {
  expect(TESTED).toContain(rule);
});

describe('what nobody recorded', () => {
  const open = GRADES.filter(({ grades }) => /[IXR]/.test(grades));

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
    [{ 1: true }, /^rules has "1", which is no rule that can be switched; those are 8, 9, 19, /],
    [{ 500: 'x' }, /"500"/],
    [{ vary: true } as RuleSwitches, /"vary"/],
    [{ 74: 'nonsense' }, /^rule 74 can't be read as "nonsense"; its readings, about an origin that isn't listed \(http-api\), are "none" \(.*; the default\), "without-origin"/],
    [{ 118: 'x' }, /\(cloudfront\).*\(s3\)/],
  ])('%j is refused, with what there is', (rules, message) => {
    expect(() => Emulator.fromTemplate(api, { rules })).toThrow(message);
    expect(() => answerOf(Emulator.fromTemplate(api), rules)).toThrow(message);
  });
});
