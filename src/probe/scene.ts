import type { PageRequest } from '../browser';
import { headerOf, originOfPage } from '../http';
import type { Heard } from './conversation';
import type { LiveAnswer, LiveExchange } from './live-answer';
import { type Answerer, whoAnswered } from './who-answered';

/** What a diagnosis looks at: one answer that a page can't use, and what else is known of the server. */
export interface Scene {
  readonly heard: Heard;
  /** The answer at fault: the last that came. */
  readonly answer: LiveAnswer;
  readonly exchange: LiveExchange;
  readonly by: Answerer;
  /** Whether it is a preflight's. */
  readonly isPreflight: boolean;
  /** What the request itself is answered where its preflight failed: it was sent without asking leave, since it does no harm. */
  readonly direct?: LiveAnswer;
  /** What the same server answers at `/`, where that was asked. */
  readonly root?: LiveAnswer;
  /** The same request once more, at a URL that no cache has: only where a cache gave the answer. */
  readonly uncached?: LiveAnswer;
}

/** What stands between quotation marks in a message: never longer than a line. */
export function quoted(value: string | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value.length > 120 ? `${value.slice(0, 120)}…` : value);
}

/** `the preflight of PUT https://api.example.com/items`. */
export function askedName({ heard: { page }, isPreflight }: Pick<Scene, 'heard' | 'isPreflight'>): string {
  const asked = `${page.method ?? 'GET'} ${page.url}`;
  return isPreflight ? `the preflight of ${asked}` : asked;
}

/** The header of the answer at fault. */
export function header({ answer }: Scene, name: string): string | undefined {
  return headerOf(answer.headers, name);
}

/** The origin that the page has. */
export function originOf({ page }: Pick<Heard, 'page'>): string {
  return originOfPage(page.page) ?? 'null';
}

/** The headers that the page sets, as a list. */
export function headersOf({ headers = [] }: Pick<PageRequest, 'headers'>): ReadonlyArray<readonly [name: string, value: string]> {
  return Array.isArray(headers) ? headers as ReadonlyArray<readonly [string, string]> : Object.entries(headers);
}

/** Whether the body of the answer, or of another one, says it. */
export function says(answer: LiveAnswer | undefined, text: RegExp): boolean {
  return answer !== undefined && text.test(answer.body);
}

/** Whether the status tells that all went well. */
export function isOk(answer: LiveAnswer | undefined): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300;
}

/** Who wrote another answer than the one at fault. */
export function answererOf(answer: LiveAnswer, { exchange }: Scene): Answerer {
  return whoAnswered(answer, exchange.request.url);
}

/** Whether an answer is the page of a site: HTML that no error page of AWS is. */
export function isSitePage(answer: LiveAnswer | undefined): boolean {
  if (answer === undefined || !/^text\/html\b/i.test(headerOf(answer.headers, 'content-type') ?? '')) return false;
  return /<!doctype html>|<html[\s>]/i.test(answer.body) && !/<TITLE>ERROR: The request could not be satisfied/i.test(answer.body);
}

/** The same URL as no cache has it. */
export function withoutCache(url: string): string {
  const fresh = new URL(url);
  fresh.searchParams.set('cdk-cors-probe', Date.now().toString(36));
  return fresh.href;
}
