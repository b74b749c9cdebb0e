/** The forms of GitHub: it ignores a form that it can't read, without a word. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../support/assembly';

const TEMPLATES = join(ROOT, '.github/ISSUE_TEMPLATE');
const forms = readdirSync(TEMPLATES).filter((file) => file !== 'config.yml');
const read = (file: string) => parse(readFileSync(join(TEMPLATES, file), 'utf8'));

describe.each(forms)('the issue form %s', (file) => {
  const form = read(file);

  test('has the fields that GitHub asks for', () => {
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String), labels: expect.any(Array), body: expect.any(Array) });
  });

  test('has fields of kinds that GitHub knows, each with a label and an id of its own', () => {
    expect(form.body.length).toBeGreaterThan(0);
    for (const field of form.body) {
      expect(field).toMatchObject({ type: expect.stringMatching(/^(?:input|textarea|dropdown|checkboxes)$/), id: expect.stringMatching(/^[\w-]+$/), attributes: { label: expect.any(String) } });
    }
    const ids = form.body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('asks for something that must be given', () => {
    expect(form.body.some(({ validations }: { validations?: { required?: boolean } }) => validations?.required === true)).toBe(true);
  });
});

test('vulnerabilities are reported in private', () => {
  expect(read('config.yml').contact_links.map(({ url }: { url: string }) => url)).toContain('https://github.com/cdk-cors/cdk-cors/security/advisories/new');
});

test('every file has an owner', () => {
  const rules = readFileSync(join(ROOT, '.github/CODEOWNERS'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(rules.every((rule) => /^\S+( +@[\w-]+(\/[\w-]+)?)+$/.test(rule))).toBe(true);
  expect(rules[0].split(/ +/)[0]).toBe('*');
});
