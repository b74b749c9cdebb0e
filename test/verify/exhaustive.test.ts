/** What routes that are configured alike answer is asked of one of them. Asking all of them says the same. */
import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { APPS } from '../../bench/verify-apps';
import { Emulator } from '../../src/emulator';
import { type Case, type Report, verify } from '../../src/verify';
import { httpApiPlans } from '../support/arbitraries/http-api';
import { buildHttpApi } from '../support/arbitraries/http-api-stack';
import { restApiPlans } from '../support/arbitraries/rest-api';
import { buildRestApi } from '../support/arbitraries/rest-api-stack';
import { webAppPlans } from '../support/arbitraries/web-app';
import { buildWebApp } from '../support/arbitraries/web-app-stack';
import { corpusCases, corpusEmulator } from '../support/corpus';
import { NEW_APP_FLAGS } from '../support/flags';

/** All that a report says, verdict by verdict. */
function said({ findings, matrix }: Report): string[] {
  return [
    ...findings.map(({ rule, path, message, affected, console: line }) => JSON.stringify({ rule, path, message, affected, line })),
    ...matrix.flatMap(({ cases, ...row }) => [JSON.stringify(row), ...cases.map(caseText)]),
  ];
}

function caseText({ variant, expected, verdict }: Case): string {
  const { outcome, error, parameter, reason, url, status, via, viaOf, console: lines, exchanges, notes } = verdict;
  const requests = exchanges.map(({ request, response }) => [request.method, request.url, request.headers, response && typeof response === 'object' ? response.status : response]);
  return JSON.stringify({ variant, expected, outcome, error, parameter, reason, url, status, via, viaOf, lines, requests, notes });
}

function compare(emulator: Emulator): void {
  const report = verify(emulator);
  const exhaustive = verify(emulator, { questions: { exhaustive: true } });
  const [some, all] = [said(report), said(exhaustive)];
  expect(some.filter((line, index) => line !== all[index])).toEqual(all.filter((line, index) => line !== some[index]));
  expect(report.questions).toBeLessThanOrEqual(exhaustive.questions);
}

const templates = corpusCases().filter(({ broken }) => !broken.endsWith('.ts'));

test.each(templates.map(({ rule, name, broken, repaired }) => [`${rule}: ${name}`, broken, repaired]))('%s', (_name, broken, repaired) => {
  for (const file of [broken, repaired]) {
    compare(corpusEmulator(file));
  }
});

const ROOMS: [string, number, fc.Arbitrary<unknown>, (stack: Stack, plan: any) => void][] = [
  ['REST APIs', 4, restApiPlans, buildRestApi],
  ['HTTP APIs', 8, httpApiPlans, buildHttpApi],
  ['distributions', 3, webAppPlans, buildWebApp],
];

test.each(ROOMS)('generated %s', (_name, count, plans, build) => {
  for (const plan of fc.sample(plans, { numRuns: count })) {
    const app = new App({ context: { ...NEW_APP_FLAGS, 'aws:cdk:disable-asset-staging': true } });
    build(new Stack(app, 'Stack'), plan);
    compare(Emulator.fromAssembly(app.synth().directory));
  }
}, 120_000);

test('of a hundred routes that are configured alike, each is asked once, and the rest of one', () => {
  const emulator = Emulator.fromTemplate(APPS['REST API, `CorsSpecRestApi`'](100));
  const questions = verify(emulator).questions;
  expect(questions).toBeGreaterThanOrEqual(100);
  expect(questions).toBeLessThan(400);
  expect(verify(emulator, { questions: { exhaustive: true } }).questions).toBeGreaterThan(10 * questions);
});
