/**
 * Resolves aws-cdk-lib and constructs to the lowest supported releases in .floor/ (see scripts/test-floor.ts), for the sources and the
 * tests. What comes with node_modules, and the oracles, need the newest and keep it: they read synthesized templates, which know no release.
 */
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');
const FLOOR = path.join(ROOT, '.floor');
const KEEP_NEWEST = [path.join(ROOT, 'node_modules'), path.join(ROOT, 'test', 'support', 'oracles')];
const MAPPED = /^(aws-cdk-lib|constructs)(\/|$)/;

module.exports = (request, options) => {
  const keeps = KEEP_NEWEST.some((directory) => options.basedir === directory || options.basedir.startsWith(directory + path.sep));
  const basedir = MAPPED.test(request) && !keeps && !options.basedir.startsWith(FLOOR) ? FLOOR : options.basedir;
  return options.defaultResolver(request, { ...options, basedir });
};
