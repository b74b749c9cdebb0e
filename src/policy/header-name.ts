import { Token } from 'aws-cdk-lib';
import { refuse, shown } from './refusal';

// https://www.rfc-editor.org/rfc/rfc9110#name-tokens
const HTTP_TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

// https://fetch.spec.whatwg.org/#forbidden-request-header. X-HTTP-Method-Override and its like are forbidden for some
// values only, so they may stand in a policy.
const FORBIDDEN_REQUEST_HEADERS = new Set([
  'accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method', 'connection',
  'content-length', 'cookie', 'cookie2', 'date', 'dnt', 'expect', 'host', 'keep-alive', 'origin', 'referer', 'set-cookie',
  'te', 'trailer', 'transfer-encoding', 'upgrade', 'via',
]);

// https://fetch.spec.whatwg.org/#forbidden-response-header-name
const FORBIDDEN_RESPONSE_HEADERS = new Set(['set-cookie', 'set-cookie2']);

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
    if (isForbiddenRequestHeader(name)) {
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
 * Whether browsers set a header themselves and let no page do it.
 *
 * @internal
 */
export function isForbiddenRequestHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return FORBIDDEN_REQUEST_HEADERS.has(lower) || lower.startsWith('proxy-') || lower.startsWith('sec-');
}

/**
 * Checks the names of `exposeHeaders`.
 *
 * @internal
 */
export function checkExposeHeaders(names: readonly string[], allowCredentials: boolean): void {
  checkHeaderNames('exposeHeaders', names);
  for (const name of names) {
    if (FORBIDDEN_RESPONSE_HEADERS.has(name.toLowerCase())) {
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
  const seen = new Set<string>();
  for (const name of names) {
    if (typeof name !== 'string') {
      refuse('notAHeaderName', `${property} must contain header names, got ${shown(name)}`);
    }
    if (Token.isUnresolved(name)) continue;
    checkHeaderName(property, name);
    if (seen.has(name.toLowerCase())) {
      refuse('duplicate', `${property} contains ${shown(name)} twice (header names are case-insensitive); remove one`);
    }
    seen.add(name.toLowerCase());
  }
}

function checkHeaderName(property: string, name: string): void {
  if (name.includes(',')) {
    refuse('notAHeaderName', `${property} takes one header name an entry, got ${shown(name)}; split it at the commas`);
  }
  if (!HTTP_TOKEN.test(name)) {
    refuse('notAHeaderName',
      `${property} contains ${shown(name)}, which is no HTTP header name; a name has letters, digits and !#$%&*+-.^_\`|~ only`);
  }
  if (name.includes("'")) {
    refuse('notAHeaderName', `${property} contains ${shown(name)}: API Gateway can't write a value with a single quote; rename the header`);
  }
}
