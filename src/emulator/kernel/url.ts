import { Remembered } from '../../values';

/** The parts of an absolute http or https URL, as `URL` has them. */
export interface UrlParts {
  /** `http:` or `https:`. */
  readonly protocol: string;
  /** With the port where it isn't the protocol's. */
  readonly host: string;
  readonly hostname: string;
  readonly pathname: string;
  /** With the question mark; empty without a query. */
  readonly search: string;
  readonly origin: string;
}

const remembered = new Remembered<string, UrlParts | undefined>(2000);

/**
 * The parts of a URL; undefined where it is none of http or https.
 *
 * They are remembered: each layer that a request passes needs them, and an app's questions are about the same URLs over and over.
 */
export function partsOf(url: string): UrlParts | undefined {
  return remembered.of(url, () => parse(url));
}

/** Whether a URL can have a text as its host, such as `www.example.com` or `*.example.com`, in any case. */
export function isHostName(text: string): boolean {
  return partsOf(`https://${text}`)?.hostname === text.toLowerCase();
}

function parse(url: string): UrlParts | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, hostname, pathname, search, origin } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? { protocol, host, hostname, pathname, search, origin } : undefined;
}
