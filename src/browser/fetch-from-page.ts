import { judgeByEngine, Judgement } from './by-engine';
import { Decision } from './decision';
import { BROWSERS, type Browser } from './departures';
import { judge, type Run } from './judge';
import type { Answer, FetchFromPageOptions, HttpRequest, PageRequest, Verdict } from './types';

/**
 * What a browser would do if a page made this request, and this is how servers answer.
 *
 * What servers answer never makes it throw. What a page may not ask for (a forbidden method, a body with GET, a URL that
 * does not parse) is `blocked`, as the page would get an exception.
 *
 * ```ts
 * const verdict = fetchFromPage(
 *   { page: 'https://app.example.com', url: 'https://api.example.com/items', method: 'DELETE' },
 *   ({ method, url, headers }) => ({ status: 204, headers: [['Access-Control-Allow-Origin', '*']] }),
 * );
 * verdict.outcome; // 'blocked'
 * verdict.error;   // 'MethodDisallowedByPreflightResponse'
 * ```
 *
 * @param page what the page asks for
 * @param answer called for each request on the way, in order
 * @throws Error if the call makes no sense for any page (an unknown mode, a `page` that isn't an origin), or if `answer` throws
 */
export function fetchFromPage(page: PageRequest, answer: (request: HttpRequest) => Answer, options: FetchFromPageOptions = {}): Verdict {
  const run = drive(begin(page, options), answer);
  return new Judgement(run.verdict, () => drive(judgeByEngine(page, run), answer));
}

function drive<T>(judging: Generator<HttpRequest, T, Answer>, answer: (request: HttpRequest) => Answer): T {
  let step = judging.next();
  while (step.done !== true) {
    const response = answer(step.value);
    if (typeof (response as { then?: unknown } | undefined | null)?.then === 'function') {
      throw new Error('answer returned a promise: use fetchFromPageAsync');
    }
    step = judging.next(response);
  }
  return step.value;
}

/**
 * {@link fetchFromPage} with an answer that is awaited.
 *
 * @param page what the page asks for
 * `verdict.browsers` is there at once: where browsers differ, `answer` is called for what only some of them send, too.
 *
 * @param answer called for each request on the way, in order, each after the answer before it
 */
export async function fetchFromPageAsync(
  page: PageRequest, answer: (request: HttpRequest) => Answer | Promise<Answer>, options: FetchFromPageOptions = {},
): Promise<Verdict> {
  const run = await driveAsync(begin(page, options), answer);
  const byEngine = await driveAsync(judgeByEngine(page, run), answer);
  return new Judgement(run.verdict, () => byEngine);
}

async function driveAsync<T>(judging: Generator<HttpRequest, T, Answer>, answer: (request: HttpRequest) => Answer | Promise<Answer>): Promise<T> {
  let step = judging.next();
  while (step.done !== true) {
    step = judging.next(await answer(step.value));
  }
  return step.value;
}

function begin(page: PageRequest, { browser, libsoup, preflightCache }: FetchFromPageOptions): Generator<HttpRequest, Run, Answer> {
  return judge(page, new Decision(browserOf(browser), browser === 'webkit' && libsoup === true), preflightCache);
}

function browserOf(browser: Browser = 'standard'): Browser {
  if (!BROWSERS.includes(browser)) {
    throw new Error(`browser must be one of ${BROWSERS.join(', ')}, got ${JSON.stringify(browser)}`);
  }
  return browser;
}
