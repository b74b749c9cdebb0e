import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** The recorded tables last: most mutants are found by a row of another test, within milliseconds. */
class RecordedLast extends BaseSequencer {
  async sort(files) {
    const lateness = ({ moduleId }) => ['/recorded.', '/recorded-engines.'].findIndex((name) => moduleId.includes(name));
    return [...files].sort((a, b) => lateness(a) - lateness(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

/** Runs the tests of the browser, the policy and the facts of HTTP for `npm run mutate`: jest, which runs them otherwise, starts anew for each mutant. */
export default defineConfig({
  test: {
    globals: true,
    include: ['test/browser/**/*.test.ts', 'test/policy/**/*.test.ts', 'test/http/**/*.test.ts'],
    // they ask a real browser, or other cases each time
    exclude: ['**/differential.test.ts', '**/properties.test.ts'],
    isolate: false,
    pool: 'threads',
    sequence: { sequencer: RecordedLast },
  },
});
