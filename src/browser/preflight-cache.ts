import { isCorsSafelistedMethod } from '../http';
import type { Browser } from './departures';

/** What a preflight allowed, and for whom. */
export interface PreflightGrant {
  /** The serialised request origin. */
  readonly origin: string;

  /** The URL asked, as on the wire. */
  readonly url: string;

  /** Whether the request's credentials mode is `include`. */
  readonly credentials: boolean;

  /** Access-Control-Allow-Methods. */
  readonly methods: readonly string[];

  /** Access-Control-Allow-Headers, in lower case. */
  readonly headerNames: readonly string[];

  /** Access-Control-Max-Age, as it came. */
  readonly maxAge: string | undefined;
}

/** A request that would need a preflight, if the cache cannot spare it. */
export interface PreflightQuestion {
  readonly origin: string;
  readonly url: string;
  readonly credentials: boolean;
  readonly method: string;
  readonly unsafeNames: readonly string[];
  /** Whether it needs a preflight even with a safelisted method and safelisted headers. */
  readonly forced: boolean;
}

interface PreflightStore {
  covers(question: PreflightQuestion, now: number): boolean;
  add(grant: PreflightGrant, now: number): void;
  clear(origin: string, url: string): void;
}

// Imposed limits and defaults, in seconds: preflight_result.cc, nsCORSListenerProxy.cpp, CrossOriginPreflightResultCache.cpp
const DEFAULT_MAX_AGE = 5;
const CHROMIUM_MAX_AGE = 7200;
const FIREFOX_MAX_AGE = 86400;
const WEBKIT_MAX_AGE = 600;
const MAX_INT64 = 2 ** 63;

/**
 * How long a browser keeps what a preflight allowed, in seconds.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch steps 7.7 to 7.9
 */
export function maxAgeSeconds(value: string | undefined, browser: Browser): number {
  if (value === undefined) return DEFAULT_MAX_AGE;
  const delta = /^[+-]?\d+$/.test(value) && Math.abs(Number(value)) < MAX_INT64 ? Math.max(0, Number(value)) : undefined;
  switch (browser) {
    case 'standard': // https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2: 1*DIGIT
      return /^\d+$/.test(value) ? Number(value) : DEFAULT_MAX_AGE;
    case 'chromium':
      return Math.min(delta ?? DEFAULT_MAX_AGE, CHROMIUM_MAX_AGE);
    case 'firefox': // what isn't a number is not cached at all
      return value === '' ? DEFAULT_MAX_AGE : /^\d+$/.test(value) ? Math.min(Number(value), FIREFOX_MAX_AGE) : 0;
    case 'webkit':
      return Math.min(delta ?? DEFAULT_MAX_AGE, WEBKIT_MAX_AGE);
  }
}

function keyOf(origin: string, url: string): string {
  return `${origin} ${url}`;
}

/** One entry a method and a header name. @see https://fetch.spec.whatwg.org/#concept-cache */
class ItemStore implements PreflightStore {
  private readonly entries = new Map<string, Map<string, number>>();

  /** @param browser the standard's, or Firefox's: it keeps `*` as a name like any other, and apart for each credentials mode */
  public constructor(private readonly browser: 'standard' | 'firefox') {}

  public covers(question: PreflightQuestion, now: number): boolean {
    const lists = this.matching(question);
    if (lists.length === 0) return false;
    const has = (item: string) => lists.some((list) => (list.get(item) ?? 0) > now);
    // https://fetch.spec.whatwg.org/#concept-http-fetch step 4.2.2
    const wildcard = this.browser === 'standard';
    const method = has(`method ${question.method}`) || (wildcard && has('method *'));
    if (!method && (!isCorsSafelistedMethod(question.method) || (question.forced && wildcard))) return false;
    return question.unsafeNames.every((name) => has(`header ${name}`) || (wildcard && name !== 'authorization' && has('header *')));
  }

  public add(grant: PreflightGrant, now: number): void {
    const expires = now + maxAgeSeconds(grant.maxAge, this.browser) * 1000;
    if (expires <= now) return;
    const key = `${keyOf(grant.origin, grant.url)} ${grant.credentials}`;
    const list = this.entries.get(key) ?? new Map<string, number>();
    this.entries.set(key, list);
    grant.methods.forEach((method) => list.set(`method ${method}`, expires));
    grant.headerNames.forEach((name) => list.set(`header ${name}`, expires));
  }

  /** @see https://fetch.spec.whatwg.org/#concept-cache-clear */
  public clear(origin: string, url: string): void {
    this.entries.delete(`${keyOf(origin, url)} true`);
    this.entries.delete(`${keyOf(origin, url)} false`);
  }

  /** @see https://fetch.spec.whatwg.org/#concept-cache-match: what was allowed with credentials serves without them too */
  private matching(question: PreflightQuestion): ReadonlyArray<Map<string, number>> {
    const key = keyOf(question.origin, question.url);
    const modes = question.credentials ? [true] : this.browser === 'standard' ? [true, false] : [false];
    return modes.flatMap((credentials) => this.entries.get(`${key} ${credentials}`) ?? []);
  }
}

/** The last answer as a whole, dropped once it does not cover a request. preflight_cache.cc, CrossOriginPreflightResultCache.cpp */
class AnswerStore implements PreflightStore {
  private readonly answers = new Map<string, PreflightGrant & { readonly expires: number }>();

  public constructor(private readonly browser: 'chromium' | 'webkit') {}

  public covers(question: PreflightQuestion, now: number): boolean {
    const key = keyOf(question.origin, question.url);
    const answer = this.answers.get(key);
    if (answer === undefined) return false;
    // CrossOriginPreflightResultCacheItem::allowsRequest goes by the request that asks, PreflightResult by the one that was answered
    const wildcard = this.browser === 'webkit' ? !question.credentials : !answer.credentials;
    const covered = answer.expires > now
      && (answer.credentials || !question.credentials)
      && (isCorsSafelistedMethod(question.method) || answer.methods.includes(question.method) || (wildcard && answer.methods.includes('*')))
      && question.unsafeNames.every((name) => answer.headerNames.includes(name) || (wildcard && this.wildcardCovers(name, answer)));
    if (!covered) {
      this.answers.delete(key);
    }
    return covered;
  }

  public add(grant: PreflightGrant, now: number): void {
    const expires = now + maxAgeSeconds(grant.maxAge, this.browser) * 1000;
    this.answers.set(keyOf(grant.origin, grant.url), { ...grant, expires });
  }

  public clear(): void {
    // neither browser clears an answer because a request failed
  }

  private wildcardCovers(name: string, answer: PreflightGrant): boolean {
    // Chromium asks again about Authorization, though it lets `*` in the new answer cover it
    return answer.headerNames.includes('*') && (name !== 'authorization' || this.browser === 'webkit');
  }
}

/**
 * A page's CORS-preflight cache: give the same one to every call that the same page makes.
 *
 * ```ts
 * const preflightCache = new PreflightCache({ clock: () => now });
 * fetchFromPage(request, answer, { preflightCache }); // with a preflight
 * fetchFromPage(request, answer, { preflightCache }); // without, for as long as Access-Control-Max-Age says
 * ```
 *
 * @see https://fetch.spec.whatwg.org/#concept-cache
 */
export class PreflightCache {
  private readonly clock: () => number;
  private readonly stores = new Map<Browser, PreflightStore>();

  /** @param options.clock the time in milliseconds since any fixed moment, never running backwards; by default that of this process */
  public constructor(options: { readonly clock?: () => number } = {}) {
    this.clock = options.clock ?? (() => performance.now());
  }

  /** Whether a request needs no preflight, for what an earlier one allowed. @internal */
  public covers(browser: Browser, question: PreflightQuestion): boolean {
    return this.store(browser).covers(question, this.clock());
  }

  /**
   * Remembers what a preflight allowed.
   *
   * @param refused whether the request that asked was not among it: WebKit's validatePreflightResponse remembers the answer even so
   * @internal
   */
  public add(browser: Browser, grant: PreflightGrant, refused: boolean): void {
    if (!refused || browser === 'webkit') {
      this.store(browser).add(grant, this.clock());
    }
  }

  /** Forgets what a URL allowed an origin, since a request failed. @internal */
  public clear(browser: Browser, origin: string, url: string): void {
    this.store(browser).clear(origin, url);
  }

  private store(browser: Browser): PreflightStore {
    let store = this.stores.get(browser);
    if (store === undefined) {
      store = browser === 'chromium' || browser === 'webkit' ? new AnswerStore(browser) : new ItemStore(browser);
      this.stores.set(browser, store);
    }
    return store;
  }
}
