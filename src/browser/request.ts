import { isCorsSafelistedMethod, isToken, originOfPage } from '../http';
import { bodyOf, withUtf8Charset, type Body } from './body';
import type { Decision } from './decision';
import type { FetchFailure } from './exchange';
import { isForbiddenMethod, isForbiddenRequestHeader, isHeaderValue, normalizeMethod, normalizeValue, pairs, type HeaderList } from './headers';
import { oneOf } from './one-of';
import { isNoCorsSafelistedRequestHeader } from './safelist';
import type { Api, CredentialsMode, ElementName, PageRequest, RedirectMode, RequestMode } from './types';
import { FETCH, OPAQUE_ORIGIN, parseUrl, type ParsedUrl } from './url';

/** A request as the standard carries it. @see https://fetch.spec.whatwg.org/#concept-request */
export interface Request {
  method: string;
  /** @see https://fetch.spec.whatwg.org/#concept-request-url-list */
  readonly urlList: ParsedUrl[];
  /** @see https://fetch.spec.whatwg.org/#concept-request-current-url */
  currentUrl: ParsedUrl;
  headers: (readonly [name: string, value: string])[];
  /** What it was before any redirect; `written` are the headers before XMLHttpRequest rewrote a charset. */
  readonly first: { readonly method: string; readonly headers: HeaderList; readonly written: HeaderList };
  /** The names of the headers that the last redirect is to drop. */
  droppedNames: ReadonlySet<string>;
  /** Whether a preflight was needed on the way. */
  preflighted: boolean;
  /** The URLs whose preflight allowed Authorization by `*` alone. */
  readonly warnedUrls: string[];
  /** Why the request may not be sent, though its preflight was. */
  refused: FetchFailure | undefined;
  body: string | undefined;
  /** Whether the body is a stream, which cannot be sent twice. */
  readonly bodyIsStream: boolean;
  /** Serialised. */
  readonly origin: string;
  /** Whether the origin is sent as `null` since a redirect. @see https://fetch.spec.whatwg.org/#redirect-taint */
  redirectTainted: boolean;
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
  readonly useCorsPreflight: boolean;
  /** @see https://fetch.spec.whatwg.org/#concept-request-response-tainting */
  responseTainting: 'basic' | 'opaque' | 'cors';
  readonly api: Api;
  readonly element: ElementName | undefined;
}

/** What the page gets instead of a fetch: an exception. */
export interface PageError {
  readonly reason: string;
  readonly step: string;
}

const MODES: readonly string[] = ['cors', 'no-cors', 'same-origin'];
const CREDENTIALS: readonly string[] = ['omit', 'same-origin', 'include'];
const REDIRECTS: readonly string[] = ['follow', 'error', 'manual'];
const APIS: readonly string[] = ['fetch', 'xhr', 'element'];

// https://fetch.spec.whatwg.org/#document-accept-header-value and concept-fetch step 12
const ELEMENT_ACCEPT: Readonly<Record<ElementName, string>> = {
  img: 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5',
  css: 'text/css,*/*;q=0.1',
  script: '*/*',
  module: '*/*',
  font: '*/*',
  audio: '*/*',
  video: '*/*',
  track: '*/*',
};

/**
 * The request that a page's call makes, or the exception it gets.
 *
 * @throws Error if the call makes no sense on any page: an unknown mode, a `page` that isn't an origin
 */
export function createRequest(page: PageRequest, decision: Decision): Request | PageError {
  const api = oneOf('api', page.api ?? 'fetch', APIS) as Api;
  const settings: PageSettings = {
    api,
    origin: pageOrigin(page.page),
    mode: oneOf('mode', page.mode ?? 'cors', MODES) as RequestMode,
    credentials: oneOf('credentials', page.credentials ?? 'same-origin', CREDENTIALS) as CredentialsMode,
    redirect: oneOf('redirect', page.redirect ?? 'follow', REDIRECTS) as RedirectMode,
  };
  const url = parseUrl(page.url, page.page === OPAQUE_ORIGIN ? undefined : page.page);
  if (url === undefined) {
    return { reason: `the URL ${JSON.stringify(page.url)} does not parse`, step: `${FETCH}#dom-request` };
  }
  switch (api) {
    case 'fetch': return fetchRequest(page, url, settings, decision);
    case 'xhr': return xhrRequest(page, url, settings, decision);
    case 'element': return elementRequest(page, url, settings);
  }
}

interface PageSettings {
  readonly api: Api;
  readonly origin: string;
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
}

/** The page that was asked for last: one asks many questions. */
let last: { readonly page: string; readonly origin: string } | undefined;

function pageOrigin(page: string): string {
  if (page === OPAQUE_ORIGIN) return OPAQUE_ORIGIN;
  if (last?.page === page) return last.origin;
  const origin = originOfPage(page);
  if (origin === undefined) {
    throw new Error(`page must be an origin such as 'https://app.example.com', or 'null' for an opaque one, got ${JSON.stringify(page)}`);
  }
  last = { page, origin };
  return origin;
}

/** @see https://fetch.spec.whatwg.org/#dom-request */
function fetchRequest(page: PageRequest, url: ParsedUrl, settings: PageSettings, decision: Decision): Request | PageError {
  const step = `${FETCH}#dom-request`;
  // step 5.3
  if (url.includesCredentials) return { reason: 'TypeError: the URL has a user name or a password', step };
  // step 25
  const method = page.method ?? 'GET';
  if (!isToken(method)) return { reason: `TypeError: ${JSON.stringify(method)} isn't an HTTP method`, step };
  if (isForbiddenMethod(method)) return { reason: `TypeError: a page cannot use the method ${method}`, step };
  const normalized = normalizeMethod(method);
  // step 32.1
  if (settings.mode === 'no-cors' && !isCorsSafelistedMethod(normalized)) {
    return { reason: `TypeError: the method ${normalized} cannot be used in no-cors mode`, step };
  }
  const headers: HeadersBuilder = { list: [], guard: settings.mode === 'no-cors' ? 'request-no-cors' : 'request' };
  const bad = fillHeaders(headers, page, decision);
  if (bad !== undefined) return bad;
  const body = bodyOf(page, decision);
  // step 35
  if (body !== undefined && (normalized === 'GET' || normalized === 'HEAD')) {
    return { reason: `TypeError: a ${normalized} request has no body`, step };
  }
  // step 37.4
  addContentType(headers, body, decision);
  const streams = body?.isStream === true;
  if (streams && settings.mode === 'no-cors') {
    // step 40.2
    return { reason: 'TypeError: a stream cannot be sent in no-cors mode', step };
  }
  if (streams && decision.departs('streamRefused')) return { reason: 'NotSupportedError: a stream cannot be sent', step };
  if (streams) {
    decision.note('a request body that is a stream needs HTTP/2 or later in Chromium, and is not supported everywhere');
  }
  const mode = streams && settings.mode === 'same-origin' && decision.departs('streamIsCors') ? 'cors' : settings.mode;
  return assemble({ ...settings, mode }, url, normalized, combineDuplicates(headers.list, decision), body, streams);
}

/** @see https://xhr.spec.whatwg.org/#the-open()-method and #the-send()-method */
function xhrRequest(page: PageRequest, url: ParsedUrl, settings: PageSettings, decision: Decision): Request | PageError {
  const step = 'https://xhr.spec.whatwg.org/#the-open()-method';
  const method = page.method ?? 'GET';
  if (!isToken(method)) return { reason: `SyntaxError: ${JSON.stringify(method)} isn't an HTTP method`, step };
  if (isForbiddenMethod(method)) return { reason: `SecurityError: a page cannot use the method ${method}`, step };
  const normalized = normalizeMethod(method);
  const headers: HeadersBuilder = { list: [], guard: 'request' };
  const bad = fillHeaders(headers, page, decision);
  if (bad !== undefined) return bad;
  // #dom-xmlhttprequest-setrequestheader step 6: combine
  headers.list = combine(headers.list);
  // send() step 3
  const given = bodyOf(page, decision);
  const body = normalized === 'GET' || normalized === 'HEAD' ? undefined : given;
  // Source/WebCore/xml/XMLHttpRequest.cpp, send(const URLSearchParams&)
  const typed = body === undefined && page.bodyType === 'urlsearchparams' && decision.departs('searchParamsTypeKept') ? given : body;
  addContentType(headers, typed, decision);
  const written = headers.list;
  if (body?.isText === true) {
    headers.list = headers.list.map((header) => withUtf8Charset(header, decision));
  }
  const forced = page.uploadListener === true && (body !== undefined || !decision.departs('uploadListenerNeedsBody'));
  const credentials = settings.credentials === 'include' ? 'include' : 'same-origin';
  return assemble({ ...settings, credentials, mode: 'cors', redirect: 'follow' }, url, normalized, headers.list, body, forced, undefined, written);
}

/** @see https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request */
function elementRequest(page: PageRequest, url: ParsedUrl, settings: PageSettings): Request {
  const element = oneOf('element', String(page.element), Object.keys(ELEMENT_ACCEPT)) as ElementName;
  const headers: (readonly [string, string])[] = [['accept', ELEMENT_ACCEPT[element]]];
  if (isMedia(element)) {
    // https://html.spec.whatwg.org/multipage/media.html#concept-media-load-resource
    headers.push(['range', 'bytes=0-']);
  }
  return assemble({ ...settings, ...elementModes(element, page), redirect: 'follow' }, url, 'GET', headers, undefined, false, element);
}

/** Whether an element is loaded piece by piece. */
export function isMedia(element: ElementName): boolean {
  return element === 'audio' || element === 'video';
}

function elementModes(element: ElementName, page: PageRequest): Pick<PageSettings, 'mode' | 'credentials'> {
  switch (element) {
    case 'font': // https://drafts.csswg.org/css-fonts/#font-fetching-requirements
      return { mode: 'cors', credentials: 'same-origin' };
    case 'module': // https://html.spec.whatwg.org/multipage/webappapis.html#module-script-credentials-mode
      return { mode: 'cors', credentials: page.credentials === 'include' && page.mode !== 'no-cors' ? 'include' : 'same-origin' };
    default:
      if (page.mode === 'cors') return { mode: 'cors', credentials: page.credentials === 'include' ? 'include' : 'same-origin' };
      // https://html.spec.whatwg.org/multipage/media.html#start-the-track-processing-model: the same-origin fallback flag is set
      return { mode: element === 'track' ? 'same-origin' : 'no-cors', credentials: 'include' };
  }
}

function assemble(
  settings: PageSettings, url: ParsedUrl, method: string, headers: ReadonlyArray<readonly [string, string]>,
  body: Body | undefined, useCorsPreflight: boolean, element?: ElementName, written: HeaderList = headers,
): Request {
  return {
    method,
    urlList: [url],
    currentUrl: url,
    headers: headers as (readonly [string, string])[],
    first: { method, headers, written },
    droppedNames: NO_NAMES,
    preflighted: false,
    refused: undefined,
    warnedUrls: [],
    body: body?.text,
    bodyIsStream: body?.isStream === true,
    origin: settings.origin,
    redirectTainted: false,
    mode: settings.mode,
    credentials: settings.credentials,
    redirect: settings.redirect,
    useCorsPreflight,
    responseTainting: 'basic',
    api: settings.api,
    element,
  };
}

const NO_NAMES: ReadonlySet<string> = new Set();

interface HeadersBuilder {
  list: (readonly [name: string, value: string])[];
  readonly guard: 'request' | 'request-no-cors';
}

/** @see https://fetch.spec.whatwg.org/#concept-headers-fill */
function fillHeaders(headers: HeadersBuilder, page: PageRequest, decision: Decision): PageError | undefined {
  for (const [name, value] of pairs(page.headers)) {
    const normalized = normalizeValue(String(value));
    if (typeof name !== 'string' || !isToken(name) || !isHeaderValue(normalized)) {
      return { reason: `TypeError: ${JSON.stringify(name)}: ${JSON.stringify(value)} isn't a header`, step: `${FETCH}#headers-validate` };
    }
    appendHeader(headers, name.toLowerCase(), normalized, decision);
  }
  return undefined;
}

/** @see https://fetch.spec.whatwg.org/#concept-headers-append */
function appendHeader(headers: HeadersBuilder, name: string, value: string, decision: Decision): void {
  // step 2, by #headers-validate step 3
  if (isForbiddenRequestHeader(name, value)) return;
  if (headers.guard === 'request-no-cors') {
    // step 3
    const before = headers.list.filter(([key]) => key === name).map(([, existing]) => existing);
    if (!isNoCorsSafelistedRequestHeader(name, [...before, value].join(', '), decision)) return;
  }
  headers.list.push([name, value]);
}

/** Same names joined, in order of their first appearance. @see https://fetch.spec.whatwg.org/#concept-header-list-combine */
function combine(list: ReadonlyArray<readonly [string, string]>): (readonly [string, string])[] {
  const combined = new Map<string, string>();
  for (const [name, value] of list) {
    const before = combined.get(name);
    combined.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return [...combined];
}

function combineDuplicates(list: (readonly [string, string])[], decision: Decision): (readonly [string, string])[] {
  const hasDuplicates = list.length > 1 && new Set(list.map(([name]) => name)).size < list.length;
  return hasDuplicates && decision.departs('duplicatesCombined') ? combine(list) : list;
}

function addContentType(headers: HeadersBuilder, body: Body | undefined, decision: Decision): void {
  if (body?.type !== undefined && !headers.list.some(([name]) => name === 'content-type')) {
    appendHeader(headers, 'content-type', body.type, decision);
  }
}
