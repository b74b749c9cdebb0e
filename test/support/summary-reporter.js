/**
 * Writes the outcome of a test run to test-reports/summary.json, for those that count it (.ci/run).
 *
 * A test that is skipped and a test file that can't be run count as failed tests, and so does a run without any test.
 */
const fs = require('node:fs');
const path = require('node:path');

module.exports = class SummaryReporter {
  constructor(globalConfig) {
    this.file = path.join(globalConfig.rootDir, 'test-reports', 'summary.json');
  }

  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    const empty = results.numTotalTests === 0 ? 1 : 0;
    const summary = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites + skipped + empty,
      files: results.testResults.map((file) => ({
        file: path.relative(path.dirname(path.dirname(this.file)), file.testFilePath),
        seconds: (file.perfStats.runtime ?? 0) / 1000,
      })).sort((a, b) => b.seconds - a.seconds),
    };
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(this.file, `${JSON.stringify(summary, undefined, 2)}\n`);
  }
};
