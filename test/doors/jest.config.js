/** The tests of `npm run test:doors`: what users run, in a folder of theirs. They need the compiled library. */
module.exports = {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/doors/**/*.test.ts'],
  globalSetup: '<rootDir>/test/doors/install.ts',
  globalTeardown: '<rootDir>/test/doors/remove.ts',
  // type checked by npm run typecheck
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json', transpilation: true }] },
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/', 'cdk\\.out', '<rootDir>/\\.floor/', '<rootDir>/\\.jsii-code/', '<rootDir>/\\.stryker-tmp/'],
  reporters: ['default', ['<rootDir>/test/support/summary-reporter.js', { run: 'doors' }]],
  maxWorkers: '100%',
  // A run of the CLI takes seconds, and longer while others run beside it.
  testTimeout: 300_000,
};
