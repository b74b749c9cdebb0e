import { defineConfig } from 'vitest/config';

/** Runs the tests of the browser, the policy and the facts of HTTP for `npm run mutate`: jest, which runs them otherwise, starts anew for each mutant. */
export default defineConfig({
  test: {
    globals: true,
    include: ['test/browser/**/*.test.ts', 'test/policy/**/*.test.ts', 'test/http/**/*.test.ts'],
    // they ask a real browser, or thousands of cases, for each mutant
    exclude: ['**/differential.test.ts', '**/properties.test.ts', '**/recorded.test.ts'],
    isolate: false,
    pool: 'threads',
  },
});
