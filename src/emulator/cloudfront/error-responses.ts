import { isUnknown } from '../../template';
import type { Machine } from '../kernel/machine';
import type { HttpResponse } from '../kernel/message';
import { known, unknownFrom, unknownResponse } from '../kernel/unknown-response';
import type { EdgeContext } from './context';
import { behaviorFor, type ErrorResponse } from './distribution';
import type { EdgeRequest } from './origin-request';
import { agreement } from './possibilities';

/** Fetches a page through a behavior, from what is stored or from its origin. */
export type FetchThrough = (request: EdgeRequest, edge: EdgeContext) => Machine<{ readonly response: HttpResponse }>;

/** An answer, and whether a custom error page has taken its place. */
export interface Replaced {
  readonly response: HttpResponse;
  readonly isReplaced: boolean;
}

/** The custom error page in the place of an error (rule 102); the answer itself where there is none for its status. */
export function* withErrorPage(response: HttpResponse, edge: EdgeContext, fetchThrough: FetchThrough): Machine<Replaced> {
  const { errorResponses } = edge.distribution;
  const { status } = response;
  if (isUnknown(errorResponses)) {
    const isError = isUnknown(status) || status >= 400;
    return { response: isError ? unknownResponse(errorResponses) : response, isReplaced: false };
  }
  if (isUnknown(status)) {
    // Any of the pages may be the answer, or none.
    const pages: HttpResponse[] = [];
    for (const error of errorResponses.filter((each) => each.responsePagePath !== undefined)) {
      pages.push((yield* replaced(error, edge, fetchThrough)).response);
    }
    return { response: pages.length === 0 ? response : agreement([response, ...pages], status), isReplaced: false };
  }
  const error = errorResponses.find((each) => each.errorCode === status && each.responsePagePath !== undefined);
  return error === undefined ? { response, isReplaced: false } : yield* replaced(error, edge, fetchThrough);
}

function* replaced(error: ErrorResponse, edge: EdgeContext, fetchThrough: FetchThrough): Machine<Replaced> {
  try {
    return yield* pageInstead(error, edge, fetchThrough);
  } catch (thrown) {
    return { response: unknownFrom(thrown), isReplaced: false };
  }
}

/**
 * Rule 102: the page comes through the behavior that its own path matches. Rule 104: no function at the viewer's request runs for it. Without such
 * a page, the viewer gets what its origin answered instead of it, and not the first error.
 */
function* pageInstead(error: ErrorResponse, edge: EdgeContext, fetchThrough: FetchThrough): Machine<Replaced> {
  const { distribution, exchange } = edge;
  const path = error.responsePagePath!.replace(/^\/?/, '/');
  // the root is the root object, as for viewers (rule 118)
  const uri = path === '/' ? (known(distribution.defaultRootObject) ?? '').replace(/^\/?/, '/') : path;
  const behavior = known(behaviorFor(distribution, uri));
  const forwarding = known(behavior.forwarding);
  exchange.step('error-page', uri, distribution.resource);
  const request: EdgeRequest = { ...exchange.viewer, method: 'GET', uri, query: '', body: undefined };
  const page = yield* fetchThrough(request, { ...edge, behavior, forwarding });
  const asked = error.responseCode ?? error.errorCode;
  if (isUnknown(page.response.status)) {
    return { response: agreement([page.response, { ...page.response, status: asked }], page.response.status), isReplaced: true };
  }
  return { response: page.response.status < 400 ? { ...page.response, status: asked } : page.response, isReplaced: true };
}
