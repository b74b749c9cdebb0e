/** `toUpdateSafely()`: what it takes for deployed, and what it prints when it fails. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../src/jest';
import { restApi } from '../support/templates';

const ORIGIN = { 'Access-Control-Allow-Origin': 'https://app.example.com' };
const BEFORE = restApi([{ path: '/{id}', method: 'GET', headers: ORIGIN }]);
const RENAMED = restApi([{ path: '/{code}', method: 'GET', headers: ORIGIN }]);
const MORE = restApi([{ path: '/{id}', method: 'GET', headers: ORIGIN }, { path: '/items', method: 'GET', headers: ORIGIN }]);

function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion held');
}

test('that fails says what is in the way, and the deployments that get there', () => {
  expect(messageOf(() => expect(RENAMED).toUpdateSafely(BEFORE))).toBe(`expect(received).toUpdateSafely(deployed)

✗ error update-conflict
  Stack/Pathcode

  /{code} (Pathcode) can't be made while /{id} (Pathid) is there, and an update deletes only when
  all else is made. AWS says: A sibling ({id}) of this resource already has a variable path part --
  only one is allowed

  CDK      // 1. deploy without /{id} (Pathid), and without /{code} (Pathcode) yet
           // 2. deploy with /{code} (Pathcode)
  Template # 1. deploy without /{id} (Pathid), and without /{code} (Pathcode) yet
           # 2. deploy with /{code} (Pathcode)
  More     cdk-cors explain update-conflict`);
});

test('that holds and shouldn\'t says how much changes', () => {
  expect(messageOf(() => expect(BEFORE).not.toUpdateSafely(BEFORE)))
    .toBe('expect(received).not.toUpdateSafely(deployed)\n\n0 of 5 resources change, and nothing is in the way.');
});

describe('takes for deployed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-update-'));
  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return join(folder, name);
  };
  file('manifest.json', { version: '36.0.0', artifacts: { Stack: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'stack.json' } } } });

  test.each<[what: string, deployed: unknown]>([
    ['a template', BEFORE],
    ['the file of a template', file('stack.json', BEFORE)],
    ['a cloud assembly', folder],
    ['what get-template prints', JSON.stringify({ TemplateBody: BEFORE, StagesAvailable: ['Original', 'Processed'] })],
    ['what get-template prints of a template that is a text', { TemplateBody: JSON.stringify(BEFORE), StagesAvailable: ['Original'] }],
  ])('%s', (_what, deployed) => {
    expect(MORE).toUpdateSafely(deployed, { failOn: 'error' });
    expect(RENAMED).not.toUpdateSafely(deployed);
  });

  test.each<[what: string, deployed: unknown, error: string]>([
    ['nothing', undefined, 'toUpdateSafely() was given nothing that is deployed; give a cdk.out, a template, or what "aws cloudformation get-template" prints'],
    ['a folder that isn\'t there', 'nowhere', 'there is no nowhere; give a cdk.out, a template, or what "aws cloudformation get-template" prints'],
    ['what isn\'t a template', { hello: 1 }, 'isn\'t a CloudFormation template'],
  ])('but not %s', (_what, deployed, error) => {
    expect(() => expect(BEFORE).toUpdateSafely(deployed)).toThrow(error);
  });
});

test('what pages can\'t tell is a warning, which fails it unless errors alone are to', () => {
  expect(BEFORE).not.toUpdateSafely(MORE);
  expect(BEFORE).toUpdateSafely(MORE, { failOn: 'error' });
});
