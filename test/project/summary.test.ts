import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SummaryReporter from '../support/summary-reporter';

const results = (passed: number, failed = 0, pending = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: pending,
  numTodoTests: 0,
  numTotalTests: passed + failed + pending,
  testResults: [],
});

let rootDir: string;
beforeEach(() => {
  rootDir = mkdtempSync(join(tmpdir(), 'cdk-cors-summary-'));
});
afterEach(() => rmSync(rootDir, { recursive: true, force: true }));

const counted = (...runs: [run: string | undefined, outcome: ReturnType<typeof results>][]): unknown => {
  for (const [run, outcome] of runs) {
    new SummaryReporter({ rootDir }, run === undefined ? undefined : { run }).onRunComplete(undefined, outcome);
  }
  const { passed, failed } = JSON.parse(readFileSync(join(rootDir, 'test-reports/summary.json'), 'utf8'));
  return { passed, failed };
};

test.each<[what: string, runs: Parameters<typeof counted>, expected: { passed: number; failed: number }]>([
  ['the suite alone', [[undefined, results(10, 1)]], { passed: 10, failed: 1 }],
  ['the doors are added', [[undefined, results(10, 1)], ['doors', results(4, 2)]], { passed: 14, failed: 3 }],
  ['the doors alone', [['doors', results(4)]], { passed: 4, failed: 0 }],
  ['the doors again take the place of their former run', [[undefined, results(10)], ['doors', results(4, 2)], ['doors', results(6)]], { passed: 16, failed: 0 }],
  ['the suite again begins anew', [[undefined, results(10)], ['doors', results(4)], [undefined, results(11)]], { passed: 11, failed: 0 }],
  ['skipped tests, and a run without tests, are failures', [[undefined, results(1, 0, 2)], ['doors', results(0)]], { passed: 1, failed: 3 }],
])('%s', (_what, runs, expected) => {
  expect(counted(...runs)).toEqual(expected);
});
