/**
 * One folder for all temporary files of a test run, below the system's: what tests, aws-cdk-lib, Chromium and the tested code make there goes with it.
 * The workers of jest are started after this, and get TMPDIR from here.
 */
const { mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const NAME = /^cdk-cors-tests-(\d+)-/;

module.exports = async () => {
  const system = tmpdir();
  // A run that was killed couldn't remove its own.
  for (const name of readdirSync(system)) {
    const [, run] = NAME.exec(name) ?? [];
    if (run !== undefined && !isRunning(Number(run))) remove(join(system, name));
  }
  const root = mkdtempSync(join(system, `cdk-cors-tests-${process.pid}-`));
  Object.assign(process.env, { TMPDIR: root, TEMP: root, TMP: root });
  globalThis.temporaryRoot = root;
};

module.exports.remove = remove;

function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
