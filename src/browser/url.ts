/** What the protocol needs to know of a URL. */
export interface ParsedUrl {
  /** Serialised without fragment, user name and password: what goes on the wire. */
  readonly href: string;

  /** Serialised whole. */
  readonly full: string;

  /** The scheme, without the colon. */
  readonly scheme: string;

  /** The serialised origin; `null` if opaque. @see https://url.spec.whatwg.org/#concept-url-origin */
  readonly origin: string;

  /** Whether there is a user name or a password. @see https://url.spec.whatwg.org/#include-credentials */
  readonly includesCredentials: boolean;

  /** `#` and what follows, or nothing. */
  readonly fragment: string;
}

/** The serialised opaque origin. */
export const OPAQUE_ORIGIN = 'null';

// The same few URLs are asked for again and again, and parsing is the slowest step of a verdict.
const MAX_KNOWN = 4096;
const known = new Map<string, Map<string, ParsedUrl | undefined>>();
let knownCount = 0;

/**
 * Parses a URL as browsers do; `undefined` on failure.
 *
 * @see https://url.spec.whatwg.org/#concept-url-parser
 */
export function parseUrl(input: string, base = ''): ParsedUrl | undefined {
  const ofBase = known.get(base);
  const parsed = ofBase?.get(input);
  return parsed !== undefined || ofBase?.has(input) === true ? parsed : remember(input, base);
}

function remember(input: string, base: string): ParsedUrl | undefined {
  if (knownCount >= MAX_KNOWN) {
    known.clear();
    knownCount = 0;
  }
  const parsed = parse(input, base === '' ? undefined : base);
  const ofBase = known.get(base) ?? new Map<string, ParsedUrl | undefined>();
  known.set(base, ofBase.set(input, parsed));
  knownCount += 1;
  return parsed;
}

function parse(input: string, base: string | undefined): ParsedUrl | undefined {
  let url: URL;
  try {
    url = new URL(input, base);
  } catch {
    return undefined;
  }
  const full = url.href;
  const scheme = full.slice(0, full.indexOf(':'));
  const hash = full.indexOf('#');
  const fragment = hash === -1 ? '' : full.slice(hash);
  const includesCredentials = full.includes('@') && (url.username !== '' || url.password !== '');
  if (includesCredentials) {
    url.username = '';
    url.password = '';
  }
  const whole = includesCredentials ? url.href : full;
  const href = hash === -1 ? whole : whole.slice(0, whole.length - fragment.length);
  return { href, full, scheme, origin: url.origin, includesCredentials, fragment };
}

/** What no page of Chromium's may load: third_party/blink/renderer/platform/weborigin/security_origin.cc, CanDisplay */
export const LOCAL_SCHEMES: ReadonlySet<string> = new Set(['blob', 'chrome', 'devtools', 'file', 'filesystem', 'googlechrome', 'view-source']);

/** @see https://fetch.spec.whatwg.org/#http-scheme */
export function isHttpScheme(url: ParsedUrl): boolean {
  return url.scheme === 'http' || url.scheme === 'https';
}

/**
 * Whether a URL is on an origin. An opaque origin is the same as nothing but itself, and no URL has one here.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#same-origin
 */
export function isSameOrigin(url: ParsedUrl, origin: string): boolean {
  return origin !== OPAQUE_ORIGIN && url.origin === origin;
}

/**
 * Whether a URL is on https or on this very machine.
 *
 * @see https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function isPotentiallyTrustworthy(url: ParsedUrl): boolean {
  return url.scheme === 'https' || /^https?:\/\/(?:localhost|[^/:]*\.localhost|127(?:\.\d+){3}|\[::1\])(?=[/:])/.test(url.href);
}

/** The `fetch` of the standard's anchors. */
export const FETCH = 'https://fetch.spec.whatwg.org/';
