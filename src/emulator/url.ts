/** The parts of an absolute http or https URL, as `URL` has them. */
export interface UrlParts {
  /** `http:` or `https:`. */
  readonly protocol: string;
  /** With the port where it isn't the protocol's. */
  readonly host: string;
  readonly hostname: string;
  readonly pathname: string;
  /** With the question mark; empty where there is no query. */
  readonly search: string;
  readonly origin: string;
}

const REMEMBERED = 2000;
const remembered = new Map<string, UrlParts | undefined>();

/**
 * The parts of a URL; undefined where it is none of http or https.
 *
 * They are remembered: each layer that a request passes needs them, and an app's questions are about the same URLs over and over.
 */
export function partsOf(url: string): UrlParts | undefined {
  const known = remembered.get(url);
  if (known !== undefined || remembered.has(url)) return known;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const parts = parse(url);
  // what is too long is a request of its own kind, and not to be kept
  if (url.length <= 2048) remembered.set(url, parts);
  return parts;
}

function parse(url: string): UrlParts | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, hostname, pathname, search, origin } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? { protocol, host, hostname, pathname, search, origin } : undefined;
}
