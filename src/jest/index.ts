/**
 * Matchers for jest and vitest: `import 'cdk-cors/jest'` in a test, or in a file of `setupFilesAfterEnv` or `setupFiles`.
 *
 * ```ts
 * expect(stack).toAllowCors({ from: 'https://app.example.com', method: 'DELETE', path: '/items/1' });
 * expect(stack).toBlockCors({ from: 'https://evil.example', path: '/items/1' });
 * expect(app).toHaveNoCorsFindings();
 * expect(app).toUpdateSafely('../main/cdk.out');
 * ```
 *
 * For another test runner with jest's `expect`: `expect.extend(matchers)`.
 *
 * @packageDocumentation
 */
import type { CorsQuestion } from './cors-question';
import { type CorsFindingsOptions, matchers, type UpdateOptions } from './matchers';

export type { CorsQuestion } from './cors-question';
export { type CorsFindingsOptions, type MatcherResult, matchers, type UpdateOptions } from './matchers';

/** What is added to `expect()`. */
export interface CorsMatchers<R> {
  /**
   * That a page's script can read the answer.
   *
   * It passes only where that is certain: what no template tells must be given as `answer`.
   */
  toAllowCors(request: CorsQuestion): R;

  /**
   * That the browser keeps the answer from the page's script. A request that needs no preflight is carried out by the server all the same.
   *
   * It passes only where that is certain: what no template tells must be given as `answer`.
   */
  toBlockCors(request: CorsQuestion): R;

  /**
   * That every method of every route does for pages what it says, on success and on each failure: what `cdk-cors check` says, or, with a `policy`,
   * that exactly these pages may call.
   */
  toHaveNoCorsFindings(options?: CorsFindingsOptions): R;

  /**
   * That the app can be deployed over what is deployed: nothing that it makes meets an owner that is still there, the stages answer by the new templates at once,
   * and nothing of them is deleted. It fails with what is in the way, and the deployments that get there, in order.
   *
   * @param deployed the folder of a cloud assembly, the file or the text of a template, an object, or what `aws cloudformation get-template` prints
   */
  toUpdateSafely(deployed: unknown, options?: UpdateOptions): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- where @types/jest has its matchers
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- a declaration that is merged has the same type parameters
    interface Matchers<R, T = {}> extends CorsMatchers<R> {}
  }
}

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- as above; it is where @jest/globals has its matchers
  interface Matchers<R extends void | Promise<void>, T = unknown> extends CorsMatchers<R> {}
}

interface Expect {
  extend(added: typeof matchers): void;
}

/** Where vitest has its `expect`, also without `globals: true`. */
const EXPECT_OF_VITEST = Symbol.for('expect-global');

/** The test runner's `expect`: a global unless jest's `injectGlobals` is off, or vitest's `globals`. Undefined outside of a test. */
function findExpect(): Expect | undefined {
  const { expect, [EXPECT_OF_VITEST]: expectOfVitest } = globalThis as { readonly expect?: Expect; readonly [EXPECT_OF_VITEST]?: Expect };
  if (expectOfVitest !== undefined) return expectOfVitest;
  if (expect !== undefined) return expect;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports, import/no-extraneous-dependencies -- jest makes this module, wherever it runs
    return (require('@jest/globals') as { readonly expect: Expect }).expect;
  } catch {
    return undefined;
  }
}

findExpect()?.extend(matchers);
