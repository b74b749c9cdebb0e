/** The catalogue of rules: each has a page, a row in the index and a pair in the corpus, and what it says to write instead is code that compiles. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { RULES, verify } from '../../src/verify';
import { ROOT } from '../support/assembly';
import { corpusCases, corpusEmulator, rulesOfCorpus } from '../support/corpus';
import { compiledSnippets } from '../support/snippets';

const PAGES = join(ROOT, 'docs', 'rules');
const IDS = RULES.map(({ id }) => id);
/** What no template is kept for: they explain what no other rule knows, or that a rule failed. */
const LAST_RESORTS = ['preflight-refused', 'response-unreadable', 'foreign-page-allowed', 'rule-failed'];
const HEADINGS = ['## What you see', '## Why', '## How to fix it', '## When it is meant so'];

const page = (id: string) => readFileSync(join(PAGES, `${id}.md`), 'utf8');

test('the ids are readable and distinct, and the last resorts come last', () => {
  expect(IDS.filter((id) => !/^[a-z]+(?:-[a-z\d]+)+$/.test(id))).toEqual([]);
  expect(new Set(IDS).size).toBe(IDS.length);
  expect(IDS.slice(-LAST_RESORTS.length)).toEqual(LAST_RESORTS);
});

test('each rule has a page, and no page is left over', () => {
  expect(readdirSync(PAGES).filter((file) => file !== 'README.md').sort()).toEqual(IDS.map((id) => `${id}.md`).sort());
});

test('each rule has a pair in the corpus, and no folder is left over', () => {
  expect(rulesOfCorpus()).toEqual(IDS.filter((id) => !LAST_RESORTS.includes(id)).sort());
});

test('each rule has a file of its name', () => {
  expect(IDS.filter((id) => !existsSync(join(ROOT, 'src', 'verify', 'rules', `${id}.ts`)))).toEqual([]);
});

test('the index has a row for each rule, sorted', () => {
  const rows = readFileSync(join(PAGES, 'README.md'), 'utf8').match(/^\| \[[^\n]*$/gm);
  const expected = [...RULES].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`);
  expect(rows).toEqual(expected);
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('the page of %s', (id, { title, severity, fix }) => {
  test('says what it is, why, what to write instead and how to acknowledge it', () => {
    const text = page(id);
    expect(text.startsWith(`# ${id}\n\n${title[0].toUpperCase()}${title.slice(1)}. Severity: ${severity}.\n`)).toBe(true);
    expect(text.match(/^## .*$/gm)).toEqual(HEADINGS);
    expect(text).toContain(`\`\`\`ts\n${fix.cdk}\n\`\`\``);
    expect(text).toContain(`\`\`\`yaml\n${fix.cloudFormation}\n\`\`\``);
    expect(text).toContain(`CorsVerifier::${id}`);
  });
});

/** The lines that browsers print of the templates of the corpus, with one URL for all. */
function consoleLines(file: string): string[] {
  return verify(corpusEmulator(file)).findings.flatMap(({ console: line }) => (line === undefined ? [] : [line.replace(/https:\/\/[a-z\d]+\.(?:execute-api|cloudfront)[^'\s]*/, 'https://api.example.com/items')]));
}

test.each(IDS.map((id) => [id]))('what the page of %s shows of the console is what a browser prints of a template of the corpus', (id) => {
  const shown = [...page(id).matchAll(/^```text\n(Access to fetch[^]*?)\n```$/gm)].map(([, line]) => line);
  const printed = shown.length === 0 ? [] : corpusCases().filter(({ rule, broken }) => rule === id && !broken.endsWith('.ts')).flatMap(({ broken }) => consoleLines(broken));
  expect(shown.filter((line) => !printed.includes(line))).toEqual([]);
});

test('what rules say to write in the CDK, and what their pages show, compiles', () => {
  const fixes = RULES.map(({ id, fix }) => [`the fix of ${id}`, fix.cdk] as const);
  const shown = IDS.filter((id) => existsSync(join(PAGES, `${id}.md`))).flatMap((id) => [...page(id).matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code], index) => [`${id}.md, block ${index + 1}`, code] as const));
  expect(compiledSnippets([...fixes, ...shown])).toEqual([]);
}, 180_000);

test.each(RULES.map(({ id, fix }) => [id, fix.cloudFormation]))('what %s says to write in CloudFormation is YAML', (_id, text) => {
  const parsed = parse(text, { logLevel: 'silent' }) as unknown;
  expect(typeof parsed).toBe('object');
});

test('what keeps Origin from a bucket is mended as a bucket needs it, as the page says', () => {
  const [{ fix }] = verify(corpusEmulator(join(ROOT, 'test', 'corpus', 'origin-not-forwarded', 'fonts-in-a-bucket.broken.ts'))).findings;
  expect(page('origin-not-forwarded')).toContain(fix.cdk);
  expect(page('origin-not-forwarded')).toContain(`\`\`\`yaml\n${fix.cloudFormation}\n\`\`\``);
  expect(parse(fix.cloudFormation!, { logLevel: 'silent' })).toMatchObject({ DefaultCacheBehavior: { CachePolicyId: expect.anything() }, ByOrigin: { Type: 'AWS::CloudFront::CachePolicy' } });
});
