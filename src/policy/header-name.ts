import { Token } from 'aws-cdk-lib';
import { isForbiddenRequestHeaderName, isForbiddenResponseHeaderName, isToken } from '../http';
import { refuse, shown } from './refusal';

/**
 * The request headers that a policy allows when it names none: what browsers, the AWS SDKs and common front ends send.
 *
 * @internal
 */
export const DEFAULT_ALLOW_HEADERS = [
  'Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'Range', 'X-Amz-Content-Sha256', 'X-Amz-Date',
  'X-Amz-Security-Token', 'X-Amz-User-Agent', 'X-Amzn-Trace-Id', 'X-Api-Key', 'X-CSRF-Token', 'X-Requested-With', 'traceparent',
  'tracestate',
];

/**
 * Checks the names of `allowHeaders`.
 *
 * @internal
 */
export function checkAllowHeaders(names: readonly string[], allowCredentials: boolean): void {
  checkHeaderNames('allowHeaders', names);
  for (const name of names) {
    if (isForbiddenRequestHeaderName(name.toLowerCase())) {
      refuse('forbiddenRequestHeader',
        `allowHeaders must not contain ${shown(name)}: browsers set this header themselves and never ask for it; remove it`);
    }
  }
  if (!names.includes('*')) return;
  if (allowCredentials) {
    refuse('wildcardHeadersWithCredentials',
      'allowHeaders "*" can\'t be combined with allowCredentials: browsers then take "*" for the name of a header; list the headers');
  }
  if (!names.some((name) => name.toLowerCase() === 'authorization')) {
    refuse('wildcardDoesNotCoverAuthorization',
      'allowHeaders "*" never covers the Authorization header; list the headers, or write ["*", "Authorization"]');
  }
}

/**
 * Checks the names of `exposeHeaders`.
 *
 * @internal
 */
export function checkExposeHeaders(names: readonly string[], allowCredentials: boolean): void {
  checkHeaderNames('exposeHeaders', names);
  for (const name of names) {
    if (isForbiddenResponseHeaderName(name.toLowerCase())) {
      refuse('forbiddenResponseHeader',
        `exposeHeaders must not contain ${shown(name)}: no browser lets a page read this header; remove it`);
    }
  }
  if (allowCredentials && names.includes('*')) {
    refuse('wildcardExposeWithCredentials',
      'exposeHeaders "*" can\'t be combined with allowCredentials: browsers then take "*" for the name of a header; list the headers');
  }
}

function checkHeaderNames(property: string, names: readonly string[]): void {
  if (Token.isUnresolved(names)) {
    refuse('tokenList',
      `${property} is a list that is only known at deploy time; each layer writes it as one text, so give the names one by one ` +
      '(Fn.select(0, list) is accepted as a name)');
  }
  if (!Array.isArray(names)) {
    refuse('notAList', `${property} must be a list of header names, got ${shown(names)}; write ["Content-Type", "Authorization"]`);
  }
  if (names.length === 0) {
    refuse('emptyList', `${property} must not be an empty list; leave it out for the default, or name at least one header`);
  }
  for (const name of names) {
    if (typeof name !== 'string') {
      refuse('notAHeaderName', `${property} must contain header names, got ${shown(name)}`);
    }
    if (Token.isUnresolved(name)) continue;
    checkHeaderName(property, name);
  }
}

function checkHeaderName(property: string, name: string): void {
  if (name.includes(',')) {
    refuse('notAHeaderName', `${property} takes one header name an entry, got ${shown(name)}; split it at the commas`);
  }
  if (!isToken(name)) {
    refuse('notAHeaderName',
      `${property} contains ${shown(name)}, which isn't an HTTP header name; a name has letters, digits and !#$%&*+-.^_\`|~ only`);
  }
  if (name.includes("'")) {
    refuse('notAHeaderName', `${property} contains ${shown(name)}: API Gateway can't write a value with a single quote; rename the header`);
  }
}
