import { chromiumLine } from './console-chromium';
import { firefoxLines, firefoxWarnings } from './console-firefox';
import { webkitLines } from './console-webkit';
import type { Decision } from './decision';
import { CannotTell } from './errors';
import type { FetchFailure } from './exchange';
import { mainFetch, type FetchResult } from './fetch';
import type { PreflightCache } from './preflight-cache';
import { createRequest, type PageError, type Request } from './request';
import { exposedHeaders } from './response';
import type { Answer, ConsoleLines, EngineVerdict, Exchange, HttpRequest, PageRequest } from './types';

/** A verdict, and what it rests on. */
export interface Run {
  readonly decision: Decision;
  readonly verdict: EngineVerdict;
}

/** What one browser would do. */
export function* judge(page: PageRequest, decision: Decision, cache?: PreflightCache): Generator<HttpRequest, Run, Answer> {
  const exchanges: Exchange[] = [];
  const request = createRequest(page, decision);
  if (!('urlList' in request)) return { decision, verdict: refused(request, page, decision) };
  const fetching = mainFetch(request, { decision, cache });
  try {
    let step = fetching.next();
    while (step.done !== true) {
      const sent = step.value;
      const response: Answer = yield sent;
      exchanges.push({ preflight: sent.preflight, request: sent, response });
      step = fetching.next(response);
    }
    return { decision, verdict: conclude(step.value, { page, request, decision, exchanges }) };
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    return { decision, verdict: undecided(error, { page, request, decision, exchanges }) };
  }
}

interface Judged {
  readonly page: PageRequest;
  readonly request: Request;
  readonly decision: Decision;
  readonly exchanges: readonly Exchange[];
}

const NOTHING = { status: 0, exposedHeaders: [] } as const;

function conclude(result: FetchResult, judged: Judged): EngineVerdict {
  if (result.failure !== undefined) return blocked(result.failure, judged);
  const { response, type } = result;
  const { request, decision, exchanges } = judged;
  const seen = type === 'opaque' || type === 'opaqueredirect' ? NOTHING
    : { status: response.status, exposedHeaders: request.api === 'element' ? [] : exposedHeaders(request, response, type, decision) };
  return { outcome: 'allowed', console: alsoPrinted(firefoxWarnings(request), []), type, ...seen, url: request.currentUrl.full, exchanges, notes: decision.notes };
}

function blocked(failure: FetchFailure, { page, request, decision, exchanges }: Judged): EngineVerdict {
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
function refused(error: PageError, page: PageRequest, decision: Decision): EngineVerdict {
  return {
    outcome: 'blocked', reason: error.reason, step: error.step, console: {}, type: 'error', ...NOTHING, url: page.url, exchanges: [], notes: decision.notes,
  };
}

function undecided(error: CannotTell, { request, decision, exchanges }: Judged): EngineVerdict {
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
