import { isUnknown } from '../../template';
import { headerOf, type HttpResponse } from '../kernel/message';
import type { Distribution, ErrorResponse } from './distribution';
import type { Forwarding } from './forwarding';
import { includes } from './items';
import { isSettled } from './known-headers';
import { acceptEncoding, cookiesOf, type EdgeRequest } from './origin-request';

interface Entry {
  readonly response: HttpResponse;
  readonly stored: number;
  readonly expires: number;
}

/** Enough for any test; the oldest goes when one more comes. */
const CAPACITY = 10_000;

/**
 * What an edge location has in store: given to an emulation, it makes a missing `Vary` or a missing part of the cache key visible (rule 86).
 */
export class CloudFrontCache {
  private readonly entries = new Map<string, Entry>();

  /** @param clock milliseconds since 1970 */
  constructor(private readonly clock: () => number = Date.now) {}

  /** What is stored under a key and hasn't expired, with its age in seconds. */
  public get(key: string): { readonly response: HttpResponse; readonly age: number } | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || entry.expires <= this.clock()) return undefined;
    return { response: entry.response, age: Math.floor((this.clock() - entry.stored) / 1000) };
  }

  /** @param seconds how long it is kept; not at all for 0 */
  public put(key: string, response: HttpResponse, seconds: number): void {
    if (seconds <= 0) return;
    this.entries.delete(key);
    if (this.entries.size >= CAPACITY) {
      this.entries.delete(this.entries.keys().next().value!);
    }
    const stored = this.clock();
    this.entries.set(key, { response, stored, expires: stored + seconds * 1000 });
  }

  /** Forgets everything, as an invalidation of all paths does. */
  public clear(): void {
    this.entries.clear();
  }
}

/** Whether answers to a method may be stored: GET and HEAD always, OPTIONS where the behavior says so (rule 86). */
export function isCacheable(method: string, cachedMethods: readonly string[]): boolean {
  return method === 'GET' || method === 'HEAD' || (method === 'OPTIONS' && cachedMethods.includes('OPTIONS'));
}

/** What tells one stored answer from another: the path, and of the rest only what the policy names. */
export function cacheKey(distribution: Distribution, request: EdgeRequest, forwarding: Forwarding): string {
  const { key } = forwarding.cache;
  return JSON.stringify([
    distribution.resource.path,
    // The key of OPTIONS includes the method (rule 86). An answer to HEAD has no body to give to a GET.
    request.method,
    request.uri,
    request.query.split('&').filter((part) => includes(key.queryStrings, part.split('=')[0])),
    request.headers.map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => name !== 'cookie' && includes(key.headers, name)).sort(),
    cookiesOf(request).filter((cookie) => includes(key.cookies, cookie.split('=')[0])).sort(),
    forwarding.cache.encodings.length === 0 ? '' : acceptEncoding(request, forwarding) ?? '',
  ]);
}

/** Statuses whose errors are stored whatever the origin says, and those that are if it names an age. */
const ALWAYS_STORED = new Set([404, 405, 414, 500, 501, 502, 503, 504]);
const STORED_WITH_AGE = new Set([400, 403, 412, 415]);

/** Seconds that an answer of the origin is kept. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html */
export function secondsToKeep(response: HttpResponse, forwarding: Forwarding, errors: readonly ErrorResponse[], now: number): number {
  const { status } = response;
  const { minTtl, defaultTtl, maxTtl } = forwarding.cache;
  const isOpen = ['cache-control', 'expires'].some((name) => !isSettled(response, name));
  if (isUnknown(status) || isUnknown(response.body) || isOpen || maxTtl === 0 || status === 206 || status === 304) return 0;
  const named = namedAge(response, now);
  if (status >= 400) {
    const minimum = errors.find((each) => each.errorCode === status)?.errorCachingMinTtl ?? 10;
    return ALWAYS_STORED.has(status) || (STORED_WITH_AGE.has(status) && named !== undefined) ? Math.max(minimum, named ?? 0) : 0;
  }
  return named === undefined ? defaultTtl : Math.min(Math.max(named, minTtl), maxTtl);
}

function namedAge(response: HttpResponse, now: number): number | undefined {
  const control = headerOf(response.headers, 'Cache-Control')?.toLowerCase() ?? '';
  if (/(^|[\s,])(no-store|no-cache|private)($|[\s,=])/.test(control)) return 0;
  const age = /(?:^|[\s,])s-maxage="?(\d+)/.exec(control) ?? /(?:^|[\s,])max-age="?(\d+)/.exec(control);
  if (age !== null) return Number(age[1]);
  const expires = headerOf(response.headers, 'Expires');
  return expires === undefined ? undefined : Math.max(0, Math.floor((Date.parse(expires) - now) / 1000) || 0);
}
