/**
 * Writes the outcome of the test runs to test-reports/summary.json, for those that count it (.ci/run).
 *
 * The run of the test suite begins a new summary; another one, which has a name of its own (`run`), is added to what is there. A test that is skipped and a
 * test file that can't be run count as failed tests, and so does a run without any test.
 */
const fs = require('node:fs');
const path = require('node:path');

module.exports = class SummaryReporter {
  constructor({ rootDir }, { run = 'tests' } = {}) {
    this.root = rootDir;
    this.run = run;
    this.file = path.join(rootDir, 'test-reports', 'summary.json');
  }

  onRunComplete(_contexts, results) {
    const runs = { ...(this.run === 'tests' ? {} : this.before()), [this.run]: this.outcome(results) };
    const sum = (name) => Object.values(runs).reduce((total, each) => total + each[name], 0);
    const summary = { passed: sum('passed'), failed: sum('failed'), runs };
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(this.file, `${JSON.stringify(summary, undefined, 2)}\n`);
  }

  before() {
    return fs.existsSync(this.file) ? JSON.parse(fs.readFileSync(this.file, 'utf8')).runs : {};
  }

  outcome(results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    const empty = results.numTotalTests === 0 ? 1 : 0;
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites + skipped + empty,
      files: results.testResults.map((file) => ({
        file: path.relative(this.root, file.testFilePath),
        seconds: (file.perfStats.runtime ?? 0) / 1000,
      })).sort((a, b) => b.seconds - a.seconds),
    };
  }
};
