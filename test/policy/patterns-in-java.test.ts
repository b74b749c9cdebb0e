/** API Gateway matches patterns of origins with Java's engine, which takes a stack frame for each round of some loops. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CorsOrigin } from '../../src';
import { testRefusals } from '../support/refusals';

const label = (length: number) => 'a'.repeat(length);
const CASES: ReadonlyArray<readonly [pattern: string, origin: string, isMatch: boolean]> = [
  ...['https://**.example.com', 'https://*.example.com', 'https://pr-*.example.com', 'https://*-a-*-b-*.example.com', 'http://localhost:*'].flatMap((pattern): [string, string, boolean][] => [
    [pattern, `https://${'a.'.repeat(2500)}example.com`, false],
    [pattern, `https://${label(5000)}.example.com`, false],
    [pattern, `https://${'a-a-b-'.repeat(830)}.example.com`, false],
    [pattern, `https://${'a.'.repeat(2500)}example.com.evil.example`, false],
    [pattern, `http://localhost:${'1'.repeat(5000)}`, false],
  ]),
  ['https://**.example.com', 'https://a.example.com', true],
  ['https://**.example.com', 'https://a_b.c-d.example.com', true],
  ['https://**.example.com', `https://${'a.'.repeat(120)}example.com`, true],
  ['https://**.example.com', `https://${label(63)}.${label(63)}.${label(63)}.example.com`, true],
  ['https://**.example.com', `https://${label(64)}.example.com`, false],
  ['https://**.example.com', 'https://example.com', false],
  ['https://*.example.com', `https://${label(63)}.example.com`, true],
  ['https://*.example.com', 'https://a.b.example.com', false],
];

const PROGRAM = `
import java.util.Scanner;

// other programs are started, which may take long on a busy machine
jest.setTimeout(300_000);
public class Matches {
  public static void main(String[] none) {
    Scanner in = new Scanner(System.in);
    while (in.hasNextLine()) {
      String pattern = in.nextLine(), origin = in.nextLine();
      String answer;
      try { answer = String.valueOf(origin.matches(pattern)); } catch (StackOverflowError error) { answer = "overflow"; }
      System.out.println(answer);
    }
  }
}`;

/** Undefined where there is no Java, or one that doesn't compile. */
function inJava(): readonly string[] | undefined {
  const file = join(mkdtempSync(join(tmpdir(), 'cdk-cors-java-')), 'Matches.java');
  writeFileSync(file, PROGRAM);
  const input = CASES.map(([pattern, origin]) => `${CorsOrigin.parse(pattern)._pattern}\n${origin}\n`).join('');
  const { status, stdout } = spawnSync('java', ['-Xss512k', file], { input, encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n') : undefined;
}

const java = inJava();
const ENGINES: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['JavaScript', CASES.map(([pattern, origin]) => String(CorsOrigin.parse(pattern).matches(origin)))],
  ...java === undefined ? [] : [['Java', java] as const],
];

test.each(ENGINES)('%s answers, and as it should', (_engine, answers) => {
  expect(answers).toEqual(CASES.map(([,, isMatch]) => String(isMatch)));
});

describe('a pattern for names that everybody can register is refused', () => testRefusals([
  ...['co.uk', 'com.au', 'ac.jp', 'org.nz', 'gov.br'].flatMap((suffix): [string, () => unknown, string, string[]][] => [
    [`*.${suffix}`, () => CorsOrigin.parse(`https://*.${suffix}`), 'subdomainsOfTopLevel', [suffix, `https://example.${suffix}`]],
    [`**.${suffix}`, () => CorsOrigin.parse(`https://**.${suffix}`), 'subdomainsOfTopLevel', [suffix]],
    [`shop-*.${suffix}`, () => CorsOrigin.parse(`https://shop-*.${suffix}`), 'patternOfTopLevel', ['domains of others']],
  ]),
]));

test.each(['https://*.example.co.uk', 'https://pr-*.example.co.uk', 'https://*.example.uk', 'https://*.co.example', 'https://*.shop.uk', 'https://co.uk'])('%s is a pattern, or an origin', (text) => {
  expect(CorsOrigin.parse(text).value).toBe(text);
});
