import { chromiumLine } from './console-chromium';
import { firefoxLines, firefoxWarnings } from './console-firefox';
import { webkitLines } from './console-webkit';
import { Decision } from './decision';
import { BROWSERS, type Browser } from './departures';
import { CannotTell } from './errors';
import type { FetchFailure } from './exchange';
import { mainFetch, type FetchResult } from './fetch';
import { createRequest, type PageError, type Request } from './request';
import { exposedHeaders } from './response';
import type { Answer, ConsoleLines, Exchange, FetchFromPageOptions, HttpRequest, PageRequest, Verdict } from './types';

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
 * @throws Error if the call makes no sense for any page (an unknown mode, a `page` that is no origin), or if `answer` throws
 */
export function fetchFromPage(page: PageRequest, answer: (request: HttpRequest) => Answer, options: FetchFromPageOptions = {}): Verdict {
  const judging = judge(page, options);
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
 * @param answer called for each request on the way, in order, each after the answer before it
 */
export async function fetchFromPageAsync(
  page: PageRequest, answer: (request: HttpRequest) => Answer | Promise<Answer>, options: FetchFromPageOptions = {},
): Promise<Verdict> {
  const judging = judge(page, options);
  let step = judging.next();
  while (step.done !== true) {
    step = judging.next(await answer(step.value));
  }
  return step.value;
}

/** The one core of both doors. */
function* judge(page: PageRequest, options: FetchFromPageOptions): Generator<HttpRequest, Verdict, Answer> {
  const decision = new Decision(browserOf(options.browser), options.browser === 'webkit' && options.libsoup === true);
  const exchanges: Exchange[] = [];
  const request = createRequest(page, decision);
  if (!('urlList' in request)) return refused(request, page, decision);
  const fetching = mainFetch(request, { decision, cache: options.preflightCache });
  try {
    let step = fetching.next();
    while (step.done !== true) {
      const sent = step.value;
      const response: Answer = yield sent;
      exchanges.push({ preflight: sent.preflight, request: sent, response });
      step = fetching.next(response);
    }
    return conclude(step.value, { page, request, decision, exchanges });
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    return undecided(error, { page, request, decision, exchanges });
  }
}

function browserOf(browser: Browser = 'standard'): Browser {
  if (!BROWSERS.includes(browser)) {
    throw new Error(`browser must be one of ${BROWSERS.join(', ')}, got ${JSON.stringify(browser)}`);
  }
  return browser;
}

interface Judged {
  readonly page: PageRequest;
  readonly request: Request;
  readonly decision: Decision;
  readonly exchanges: readonly Exchange[];
}

const NOTHING = { status: 0, exposedHeaders: [] } as const;

function conclude(result: FetchResult, judged: Judged): Verdict {
  if (result.failure !== undefined) return blocked(result.failure, judged);
  const { response, type } = result;
  const { request, decision, exchanges } = judged;
  const seen = type === 'opaque' || type === 'opaqueredirect' ? NOTHING
    : { status: response.status, exposedHeaders: request.api === 'element' ? [] : exposedHeaders(request, response, type, decision) };
  return { outcome: 'allowed', console: alsoPrinted(firefoxWarnings(request), []), type, ...seen, url: request.currentUrl.full, exchanges, notes: decision.notes };
}

function blocked(failure: FetchFailure, { page, request, decision, exchanges }: Judged): Verdict {
  const chromium = chromiumLine(request, failure, page);
  const [firefox, ...moreOfFirefox] = firefoxLines(request, failure, page);
  const [webkit, ...moreOfWebkit] = webkitLines(request, failure, page, decision.libsoup);
  const also = alsoPrinted([...moreOfFirefox, ...firefoxWarnings(request)], moreOfWebkit);
  return {
    outcome: 'blocked',
    error: failure.error,
    parameter: failure.parameter,
    reason: failure.reason,
    step: failure.step,
    console: { chromium, firefox, webkit, ...also },
    type: 'error',
    ...NOTHING,
    url: request.currentUrl.full,
    exchanges,
    notes: decision.notes,
  };
}

function alsoPrinted(firefox: readonly string[], webkit: readonly string[]): Pick<ConsoleLines, 'also'> {
  if (firefox.length === 0 && webkit.length === 0) return {};
  return { also: { ...firefox.length > 0 && { firefox }, ...webkit.length > 0 && { webkit } } };
}

/** The page gets an exception, and nothing is sent. */
function refused(error: PageError, page: PageRequest, decision: Decision): Verdict {
  return {
    outcome: 'blocked', reason: error.reason, step: error.step, console: {}, type: 'error', ...NOTHING, url: page.url, exchanges: [], notes: decision.notes,
  };
}

function undecided(error: CannotTell, { request, decision, exchanges }: Judged): Verdict {
  return {
    outcome: 'unknown',
    reason: error.reason,
    step: error.step,
    console: {},
    type: 'unknown',
    ...NOTHING,
    url: request.currentUrl.full,
    exchanges,
    notes: decision.notes,
  };
}
