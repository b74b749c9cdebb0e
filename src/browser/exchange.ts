import { CannotTell, type Failure } from './errors';
import { isPrimitive, responseHeaderList, type ResponseHeaderList } from './headers';
import type { PreflightGrant } from './preflight-cache';
import type { Answer, HttpRequest } from './types';
import { FETCH } from './url';

/** A computation that sends requests and is resumed with their answers. */
export type Flow<T> = Generator<HttpRequest, T, Answer>;

/** A response that an HTTP parser would make of an answer. */
export interface WireResponse {
  readonly status: number;
  readonly headers: ResponseHeaderList;
}

/** A network error, with what the browsers' consoles need to know about it. */
export interface FetchFailure extends Failure {
  /** Whether a preflight failed, not the request itself. */
  readonly preflight: boolean;

  /** The response at fault, if there was one. */
  readonly response?: WireResponse;

  /** The header value at fault, as it came; `parameter` is what Chromium's debugging protocol makes of it. */
  readonly value?: string;

  /** Every header that a preflight did not allow, sorted. */
  readonly missing?: readonly string[];

  /** What the preflight's answer allowed, though not this request. */
  readonly grant?: PreflightGrant;

  /** Whether a redirect is at fault: one that may not be followed, or one that the page did not want. */
  readonly redirect?: 'refused' | 'unwanted';

  /** What a redirect at fault leads to. */
  readonly location?: string;
}

/**
 * Reads an answer: `undefined` if no browser could make a response of it.
 *
 * @param step where the standard needs it, for a verdict of `unknown`
 */
export function readAnswer(answer: Answer, step: string): WireResponse | undefined {
  if (answer === undefined || answer === null || answer === 'unknown') {
    throw new CannotTell('what the server answers cannot be told', step);
  }
  const told = (answer as { status?: unknown }).status;
  const status = isPrimitive(told) ? Number(told) : NaN;
  // https://www.rfc-editor.org/rfc/rfc9112#section-4: 3DIGIT; 1xx is never the last answer
  if (!Number.isInteger(status) || status < 200 || status > 999) return undefined;
  return { status, headers: responseHeaderList((answer as { headers?: unknown }).headers) };
}

/** The failure of a request that got no response. */
export function noResponse(preflight: boolean): FetchFailure {
  return {
    preflight,
    reason: `the ${preflight ? 'preflight' : 'request'} got no response that a browser can read`,
    step: `${FETCH}#http-network-or-cache-fetch`,
  };
}

/** A proxy's wish to know the user isn't a response. @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch step 16 */
export function proxyAuthentication(response: WireResponse, preflight: boolean): FetchFailure {
  return { preflight, response, reason: 'status 407 is for proxies only', step: `${FETCH}#http-network-or-cache-fetch` };
}
