import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { describeApp } from '../../scripts/describe-app';
import { EXAMPLES, exampleApp, STACKS } from '../support/examples';
import { findingsOf } from '../support/oracles';

// Templates don't need the files of the assets, and copying them takes the most time.
const appOf = (example: string): App => exampleApp(example, mkdtempSync(join(tmpdir(), 'cdk-cors-')), { 'aws:cdk:disable-asset-staging': true });

test('every folder of examples is synthesized here', () => {
  expect(readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'cdk.json'))).sort()).toEqual(Object.keys(STACKS).sort());
});

describe.each(Object.keys(STACKS))('%s', (example) => {
  test('has a README, and an app that the CDK CLI runs', () => {
    expect(readFileSync(join(EXAMPLES, example, 'README.md'), 'utf8')).toMatch(/^# \w/);
    expect(JSON.parse(readFileSync(join(EXAMPLES, example, 'cdk.json'), 'utf8'))).toMatchObject({
      app: 'npx tsx app.ts', context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
    });
    expect(readFileSync(join(EXAMPLES, example, 'app.ts'), 'utf8')).toContain('new App()');
  });

  test('synthesizes, and the CDK\'s strict validation and cdk-preflight find nothing', () => {
    expect(findingsOf(appOf(example))).toEqual([]);
  });
});

test('what npm start prints of the main example', () => {
  expect(describeApp(appOf('web-app-rest'))).toEqual(expect.arrayContaining([
    'CloudFront Bookshop/WebApp',
    '  /api         the API, GET HEAD OPTIONS PUT PATCH POST DELETE',
    '  /api/*       the API, GET HEAD OPTIONS PUT PATCH POST DELETE',
    expect.stringMatching(/^ {2}\* +the site, GET HEAD/),
    'REST API Bookshop/Api',
    '  GET     /books/{id}',
    '  POST    /orders',
    '  OPTIONS /{proxy+}  (answers preflights)',
    expect.stringContaining('pages of https://reading-club.example.org may call the API: GET HEAD OPTIONS POST PUT PATCH DELETE, without credentials'),
  ]));
});
