import type { Browser, Engine } from './departures';
import type { CorsError } from './errors';

/**
 * Header fields, in the order they are written: a list of pairs (a name may come twice), or a record.
 *
 * Values are what `fetch` calls byte strings: one UTF-16 code unit a byte.
 */
export type HeaderInput = ReadonlyArray<readonly [name: string, value: string]> | Readonly<Record<string, string>>;

/**
 * Header fields of an answer. A value of `undefined` says "may or may not be there, with a value I cannot tell":
 * a verdict that rests on such a header is `unknown`.
 */
export type AnswerHeaders =
  | ReadonlyArray<readonly [name: string, value: string | undefined]>
  | Readonly<Record<string, string | undefined>>;

/** @see https://fetch.spec.whatwg.org/#concept-request-mode */
export type RequestMode = 'cors' | 'no-cors' | 'same-origin';

/** @see https://fetch.spec.whatwg.org/#concept-request-credentials-mode */
export type CredentialsMode = 'omit' | 'same-origin' | 'include';

/** @see https://fetch.spec.whatwg.org/#concept-request-redirect-mode */
export type RedirectMode = 'follow' | 'error' | 'manual';

/** How the page asks. Each has its own defaults and, in Chromium, its own words. */
export type Api = 'fetch' | 'xhr' | 'element';

/**
 * What on the page loads the resource: `css` is `<link rel=stylesheet>`, `module` is `<script type=module>`, `font` is
 * `@font-face`, the others are named as in HTML.
 */
export type ElementName = 'img' | 'script' | 'module' | 'css' | 'font' | 'audio' | 'video' | 'track';

/**
 * What a body was made from, which decides its Content-Type: `blob` is a Blob without a type, `blobjson` one of
 * `application/json`. Any MIME type is a Blob of that type.
 *
 * @see https://fetch.spec.whatwg.org/#concept-bodyinit-extract
 */
export type BodyType =
  | 'string' | 'urlsearchparams' | 'formdata' | 'blob' | 'blobjson' | 'arraybuffer' | 'buffer' | 'stream' | `${string}/${string}`;

/** What a page asks for. */
export interface PageRequest {
  /** The page's origin, or any URL on it; `null` for an opaque origin (a sandboxed frame, a `data:` document). */
  readonly page: string;

  /** What is fetched. May be relative to the page. */
  readonly url: string;

  /**
   * The method, as the page writes it.
   *
   * @default 'GET'
   */
  readonly method?: string;

  /**
   * The headers that the page sets. An `element` can set none.
   *
   * @default - none
   */
  readonly headers?: HeaderInput;

  /**
   * The credentials mode. `xhr`: `include` is `withCredentials = true`. `element`: `include` is `crossorigin="use-credentials"`.
   *
   * @default 'same-origin'; 'include' for an element without `crossorigin`
   */
  readonly credentials?: CredentialsMode;

  /**
   * The mode. `element`: `cors` is `crossorigin`, `no-cors` is an element without it, for a `track` the same as `same-origin`; `module` and
   * `font` are always `cors`.
   *
   * @default 'cors'; 'no-cors' for elements other than `module` and `font`
   */
  readonly mode?: RequestMode;

  /**
   * What to do with a redirect. Only `fetch` can choose.
   *
   * @default 'follow'
   */
  readonly redirect?: RedirectMode;

  /**
   * The body. Its bytes never matter to a verdict; that there is one, and what it is made of, does.
   *
   * @default - no body
   */
  readonly body?: string | null;

  /**
   * What the body is made from.
   *
   * @default 'string' if there is a body
   */
  readonly bodyType?: BodyType;

  /**
   * How the page asks.
   *
   * @default 'fetch'
   */
  readonly api?: Api;

  /**
   * Which element loads it, if `api` is `element`.
   *
   * @default - required for `element`
   */
  readonly element?: ElementName;

  /**
   * Whether an event listener is registered on `xhr.upload` when `send()` is called.
   *
   * @default false
   */
  readonly uploadListener?: boolean;
}

/** A request on the wire. */
export interface HttpRequest {
  /** The method, byte for byte. */
  readonly method: string;

  /** The absolute URL, without a fragment. */
  readonly url: string;

  /**
   * What CORS is about: `accept`, `origin`, `access-control-request-*`, `content-type` and the page's own. Names are lower
   * case, as HTTP/2 has them. Cookies, `referer`, `user-agent`, `sec-fetch-*` and the like are left out.
   */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;

  /** Whether cookies and client certificates go along, where the browser has any. Never with a preflight. */
  readonly credentials: boolean;

  /** Whether this is a CORS-preflight request. */
  readonly preflight: boolean;

  /** The body, if the page sent one and no redirect dropped it. */
  readonly body?: string;
}

/** A response on the wire. Anything at all may stand in it: what no browser could read is a network error. */
export interface HttpResponse {
  /** The status code. */
  readonly status: number;

  /** The header fields. */
  readonly headers: AnswerHeaders;

  /**
   * The body, which no verdict depends on.
   *
   * @default - not told
   */
  readonly body?: unknown;
}

/**
 * What a server makes of a request: a response; `'network-error'` for none at all (refused, dropped, no such host);
 * `'unknown'`, `undefined` or `null` for "cannot be told".
 */
export type Answer = HttpResponse | 'network-error' | 'unknown' | undefined | null;

/** One request and its answer. */
export interface Exchange {
  /** Whether it was a CORS-preflight. */
  readonly preflight: boolean;

  /** What was sent. */
  readonly request: HttpRequest;

  /** What came back, as it was given. */
  readonly response: Answer;
}

/** The line that each browser's console shows: the first one that says why. `undefined` where it shows none about this. */
export interface ConsoleLines {
  /** As recorded from Chromium 156. */
  readonly chromium?: string;

  /** As recorded from Firefox ESR 153. */
  readonly firefox?: string;

  /** As recorded from WebKitGTK 2.50. */
  readonly webkit?: string;

  /**
   * Lines beside it: Firefox's and WebKit's that the request failed, after the one that says why, and Firefox's warning that
   * `*` is to stop covering Authorization, which comes with allowed requests, too.
   *
   * @default - none
   */
  readonly also?: Readonly<Partial<Record<Engine, readonly string[]>>>;
}

/** What one browser does with a page's request. */
export interface EngineVerdict {
  /**
   * `allowed`: the page gets a response (see `type` for how much of it it may read). `blocked`: it gets a network error or
   * an exception. `unknown`: it depends on something that the answer could not tell; `reason` says on what.
   */
  readonly outcome: 'allowed' | 'blocked' | 'unknown';

  /** Chromium's name for what is wrong. `undefined` when allowed, and where something other than CORS failed. */
  readonly error?: CorsError;

  /** What Chromium puts beside the name: the value, method or header at fault. `''` if nothing. `undefined` without `error`. */
  readonly parameter?: string;

  /** Why it is blocked or unknown, in one sentence. `undefined` when allowed. */
  readonly reason?: string;

  /** The step of the standard that decided, as a URL. `undefined` when allowed. */
  readonly step?: string;

  /** What stands in the browsers' consoles. */
  readonly console: ConsoleLines;

  /**
   * The response's type: `opaque` and `opaqueredirect` tell the page nothing, `error` is a network error.
   *
   * @see https://fetch.spec.whatwg.org/#concept-response-type
   */
  readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect' | 'error' | 'unknown';

  /** The status that the page sees: 0 where it sees none. */
  readonly status: number;

  /** Names of the response headers that the page can read: lower case, sorted, without duplicates. */
  readonly exposedHeaders: readonly string[];

  /** The URL that answered last, with its fragment. */
  readonly url: string;

  /** Every request and response on the way, in order. */
  readonly exchanges: readonly Exchange[];

  /** Where browsers differ from the standard, or from one another, on this very request. */
  readonly notes: readonly string[];
}

/** What each engine does. */
export type ByEngine = Readonly<Record<Engine, EngineVerdict>>;

/** What a browser does with a page's request, and what others do. */
export interface Verdict extends EngineVerdict {
  /**
   * What each engine would do. Worked out when it is read; servers are asked again only where an engine sends another request than this
   * browser did. A preflight cache is not looked at: it is each engine's first request.
   */
  readonly browsers: ByEngine;
}

/** How to judge. */
export interface FetchFromPageOptions {
  /**
   * Whose verdict. `standard` is the Fetch standard to the letter; the others decide as that browser does.
   *
   * @default 'standard'
   */
  readonly browser?: Browser;

  /**
   * For `webkit`: whether its HTTP library is libsoup, as in WebKitGTK. Safari has another, so what libsoup does is only noted otherwise.
   *
   * @default false
   */
  readonly libsoup?: boolean;

  /**
   * Remembers preflights from one call to the next. One cache is one page in one browser.
   *
   * @default - nothing is remembered: each call is a page's first
   */
  readonly preflightCache?: import('./preflight-cache').PreflightCache;
}
