/** The parts of a request's URL as they came over the wire: a `URL` would resolve dots and encode what API Gateway gets to see. */
export interface HttpUrl {
  /** Without a port, in lower case. */
  readonly host: string;
  /** From the first slash; not decoded. */
  readonly path: string;
  /** Without the question mark; not decoded. */
  readonly query: string;
}

/** The parts of an absolute HTTP URL; undefined where it is none. */
export function parseUrl(url: string): HttpUrl | undefined {
  const [, authority, path, query] = /^https?:\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
  if (authority === undefined) return undefined;
  const host = authority.replace(/^[^@]*@/, '').replace(/:[0-9]*$/, '').toLowerCase();
  return { host, path: path === '' ? '/' : path, query: query ?? '' };
}

/** Query parameters in order, decoded. */
export function queryPairs(query: string): [name: string, value: string][] {
  return query === '' ? [] : [...new URLSearchParams(query)];
}
